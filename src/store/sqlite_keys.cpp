// SPDX-License-Identifier: BSL-1.0
// Rows of keys, and the keys that wait for theirs.
#include "store/sqlite_keys.hpp"

#include "store/key_row.hpp"
#include "store/new_key.hpp"

namespace amends::sqlite {
namespace {

result<kept_key> key_in(query const& row, int id, int retired, int content) {
    return key_in_row(static_cast<std::uint64_t>(row.number(id)),
                      retired >= 0 && row.number(retired) != 0, row.blob(content));
}

std::string of_customer(customer_id const& whose) { return "the keys of customer " + whose.str(); }

/// The key as the file has it.
result<kept_key> in_file(connection& c, key_statements& s, std::uint64_t id) {
    query q(c.db(), s.with_id);
    auto const code = q.bind(id).step();
    if (code == SQLITE_DONE) return kept_key{};
    if (code != SQLITE_ROW) return c.failed(code, "key " + std::to_string(id));
    return key_in(q, 0, 1, 2);
}

} // namespace

result<subject_key> file_keys::key_for(connection& c, key_statements& s, customer_id const& whose) {
    // Held while the file is asked: a key that waits is in the file before it stops waiting.
    std::scoped_lock lock(guard_);
    if (auto const known = current_.find(whose); known != current_.end())
        return waiting_[known->second].kept.key;
    {
        query q(c.db(), s.current);
        auto const code = q.bind(whose.view()).step();
        if (code == SQLITE_ROW) {
            auto const kept = key_in(q, 0, -1, 1);
            if (!kept) return kept.error();
            return kept->key;
        }
        if (code != SQLITE_DONE) return c.failed(code, of_customer(whose));
    }
    auto const made = random_key();
    if (!made) return made.error();
    waiting_.push_back({whose, {key_state::current, *made}});
    current_.emplace(whose, waiting_.size() - 1);
    return *made;
}

result<kept_key> file_keys::find(connection& c, key_statements& s, std::uint64_t id) {
    std::scoped_lock lock(guard_);
    // The file goes first: another process may have kept the same key, and destroyed it.
    auto kept = in_file(c, s, id);
    if (!kept || kept->state != key_state::unknown) return kept;
    auto const waits = place_of(id);
    return waits < waiting_.size() ? result<kept_key>(waiting_[waits].kept) : std::move(kept);
}

result<std::vector<kept_key>> file_keys::keys_of(connection& c, key_statements& s,
                                                 customer_id const& whose) {
    std::scoped_lock lock(guard_);
    std::vector<kept_key> all;
    query q(c.db(), s.of_customer);
    q.bind(whose.view());
    int code = SQLITE_DONE;
    while ((code = q.step()) == SQLITE_ROW) {
        auto const kept = key_in(q, 0, 1, 2);
        if (!kept) return kept.error();
        all.push_back({kept->state, {kept->key.id, {}, {}}});
    }
    if (code != SQLITE_DONE) return c.failed(code, of_customer(whose));
    auto const is_there = [&](std::uint64_t id) {
        return std::ranges::any_of(all, [&](kept_key const& k) { return k.key.id == id; });
    };
    for (auto const& one : waiting_)
        if (one.whose == whose && !is_there(one.kept.key.id))
            all.push_back({one.kept.state, {one.kept.key.id, {}, {}}});
    return all;
}

result<void> file_keys::retire(connection& c, key_statements& s, customer_id const& whose) {
    std::scoped_lock lock(guard_);
    // It goes on waiting: an entry that is sealed under it may be on its way.
    for (auto& one : waiting_)
        if (one.whose == whose && one.kept.state == key_state::current)
            one.kept.state = key_state::retired;
    current_.erase(whose);
    query q(c.db(), s.retire);
    if (auto const code = q.bind(whose.view()).step(); code != SQLITE_DONE)
        return c.failed(code, of_customer(whose));
    return {};
}

result<void> file_keys::destroy(connection& c, key_statements& s,
                                std::span<std::uint64_t const> ids) {
    std::scoped_lock lock(guard_);
    for (auto const id : ids) {
        for (auto& one : waiting_)
            if (one.kept.key.id == id) {
                forget(one.kept.key);
                one.kept.state = key_state::destroyed;
                current_.erase(one.whose);
            }
        query q(c.db(), s.destroy);
        if (auto const code = q.bind(id).step(); code != SQLITE_DONE)
            return c.failed(code, "key " + std::to_string(id));
    }
    return {};
}

result<void> file_keys::adopt(connection& c, key_statements& s, customer_id const& whose,
                              kept_key const& from) {
    if (from.state == key_state::unknown) return {};
    std::scoped_lock lock(guard_);
    auto const known = in_file(c, s, from.key.id);
    if (!known) return known.error();
    if (known->state != key_state::unknown || place_of(from.key.id) < waiting_.size()) return {};
    waiting_.push_back({whose, from});
    if (from.state == key_state::current) waiting_.back().kept.state = key_state::retired;
    return {};
}

std::size_t file_keys::place_of(std::uint64_t id) const {
    auto const one =
        std::ranges::find(waiting_, id, [](waiting_key const& w) { return w.kept.key.id; });
    return static_cast<std::size_t>(one - waiting_.begin());
}

void file_keys::find_current() {
    current_.clear();
    for (std::size_t i = 0; i < waiting_.size(); ++i)
        if (waiting_[i].kept.state == key_state::current) current_.emplace(waiting_[i].whose, i);
}

result<std::size_t> file_keys::write_waiting(connection& c, key_statements& s) {
    std::scoped_lock lock(guard_);
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
        auto const& [whose, kept] = waiting_[i];
        auto const all = secret_of(kept);
        query q(c.db(), s.add);
        q.bind(kept.key.id).bind(whose.view());
        q.bind(std::uint64_t{kept.state != key_state::current});
        if (auto const code = q.bind(byte_view(all)).step(); code != SQLITE_DONE)
            return c.failed(code, "a place for a key");
        if (sqlite3_changes(c.db()) == 1) continue;
        // Whoever kept it first may have destroyed it since: what is sealed under it is looked at anew.
        auto why = mismatch(errc::version_conflict, "a key that is not kept yet",
                            "one that another process kept", "key " + std::to_string(kept.key.id));
        waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
        find_current();
        return why;
    }
    return waiting_.size();
}

void file_keys::were_written(std::size_t how_many) {
    if (how_many == 0) return;
    std::scoped_lock lock(guard_);
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(how_many));
    find_current();
}

} // namespace amends::sqlite
