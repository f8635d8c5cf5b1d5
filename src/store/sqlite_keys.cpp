// SPDX-License-Identifier: BSL-1.0
// Rows of keys, and the keys that wait for theirs.
#include "store/sqlite_keys.hpp"

#include "store/key_row.hpp"
#include "store/new_key.hpp"

namespace amends::sqlite {
namespace {

result<kept_key> key_in(run const& row, int id, int retired, int content) {
    return key_in_row(static_cast<std::uint64_t>(row.number(id)),
                      retired >= 0 && row.number(retired) != 0, row.blob(content));
}

std::string of_customer(customer_id const& whose) { return "the keys of customer " + whose.str(); }

} // namespace

file_keys::~file_keys() {
    for (auto& one : waiting_) forget(one.kept.key);
}

result<subject_key> file_keys::key_for(connection& c, key_statements& s, customer_id const& whose) {
    // Held while the file is asked: a key that waits is in the file before it stops waiting.
    std::scoped_lock lock(guard_);
    if (auto const known = current_.find(whose); known != current_.end())
        return waiting_[known->second].kept.key;
    {
        run r(c.db(), s.current);
        auto const code = r.bind(whose.view()).step();
        if (code == SQLITE_ROW) {
            auto const kept = key_in(r, 0, -1, 1);
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
    for (auto const& one : waiting_)
        if (one.kept.key.id == id) return one.kept;
    run r(c.db(), s.with_id);
    auto const code = r.bind(id).step();
    if (code == SQLITE_DONE) return kept_key{};
    if (code != SQLITE_ROW) return c.failed(code, "key " + std::to_string(id));
    return key_in(r, 0, 1, 2);
}

result<std::vector<kept_key>> file_keys::keys_of(connection& c, key_statements& s,
                                                 customer_id const& whose) {
    std::scoped_lock lock(guard_);
    std::vector<kept_key> all;
    run r(c.db(), s.of_customer);
    r.bind(whose.view());
    int code = SQLITE_DONE;
    while ((code = r.step()) == SQLITE_ROW) {
        auto const kept = key_in(r, 0, 1, 2);
        if (!kept) return kept.error();
        all.push_back({kept->state, {kept->key.id, {}, {}}});
    }
    if (code != SQLITE_DONE) return c.failed(code, of_customer(whose));
    for (auto const& one : waiting_)
        if (one.whose == whose) all.push_back({one.kept.state, {one.kept.key.id, {}, {}}});
    return all;
}

result<void> file_keys::retire(connection& c, key_statements& s, customer_id const& whose) {
    std::scoped_lock lock(guard_);
    // It goes on waiting: an entry that is sealed under it may be on its way.
    for (auto& one : waiting_)
        if (one.whose == whose && one.kept.state == key_state::current)
            one.kept.state = key_state::retired;
    current_.erase(whose);
    run r(c.db(), s.retire);
    if (auto const code = r.bind(whose.view()).step(); code != SQLITE_DONE)
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
        run r(c.db(), s.destroy);
        if (auto const code = r.bind(id).step(); code != SQLITE_DONE)
            return c.failed(code, "key " + std::to_string(id));
    }
    return {};
}

result<void> file_keys::adopt(connection& c, key_statements& s, customer_id const& whose,
                              kept_key const& from) {
    if (from.state == key_state::unknown) return {};
    auto const known = find(c, s, from.key.id);
    if (!known) return known.error();
    if (known->state != key_state::unknown) return {};
    auto const others = keys_of(c, s, whose);
    if (!others) return others.error();
    std::scoped_lock lock(guard_);
    auto taken = from;
    if (taken.state == key_state::current && !others->empty()) taken.state = key_state::retired;
    waiting_.push_back({whose, taken});
    if (taken.state == key_state::current) current_.emplace(whose, waiting_.size() - 1);
    return {};
}

result<std::size_t> file_keys::write_waiting(connection& c, key_statements& s) {
    std::scoped_lock lock(guard_);
    for (auto const& [whose, kept] : waiting_) {
        auto const all = secret_of(kept);
        run r(c.db(), s.add);
        r.bind(kept.key.id).bind(whose.view());
        r.bind(std::uint64_t{kept.state != key_state::current});
        if (auto const code = r.bind(byte_view(all)).step(); code != SQLITE_DONE)
            return c.failed(code, "a place for a key");
    }
    return waiting_.size();
}

void file_keys::were_written(std::size_t how_many) {
    if (how_many == 0) return;
    std::scoped_lock lock(guard_);
    for (std::size_t i = 0; i < how_many; ++i) forget(waiting_[i].kept.key);
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(how_many));
    current_.clear();
    for (std::size_t i = 0; i < waiting_.size(); ++i)
        if (waiting_[i].kept.state == key_state::current) current_.emplace(waiting_[i].whose, i);
}

} // namespace amends::sqlite
