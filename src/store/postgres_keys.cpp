// SPDX-License-Identifier: BSL-1.0
// Rows of keys, the keys that wait for theirs, and a table that is written anew without a secret.
#include "store/postgres_keys.hpp"

#include "store/key_row.hpp"
#include "store/new_key.hpp"

#include <algorithm>

namespace amends::postgres {
namespace {

std::string of_this_customer(customer_id const& whose) {
    return "the keys of customer " + whose.str();
}

std::string of_key(std::uint64_t id) { return "key " + std::to_string(id); }

result<kept_key> key_at(query const& row) {
    return key_in_row(static_cast<std::uint64_t>(row.number(0)), row.number(1) != 0, row.blob(2));
}

kept_key without_secret(kept_key const& kept) { return {kept.state, {kept.key.id, {}, {}}}; }

/// The keys that a statement answers.
result<std::vector<kept_key>> all_of(connection& c, statement const& what, arguments const& with,
                                     std::string const& expected) {
    query q(c, what, with);
    std::vector<kept_key> all;
    std::optional<error> wrong;
    while (q.next()) {
        auto const kept = key_at(q);
        if (kept) all.push_back(*kept);
        else if (!wrong) wrong = kept.error();
    }
    if (q.wrong()) return c.failed(*q.wrong(), expected);
    if (wrong) return *wrong;
    return all;
}

/// As an array stands in a statement that takes no arguments.
std::string listed(std::span<std::uint64_t const> ids) {
    std::string all;
    for (auto const id : ids)
        all += (all.empty() ? "" : ",") + std::to_string(static_cast<std::int64_t>(id));
    return "'{" + all + "}'::bigint[]";
}

constexpr std::chrono::milliseconds turn_in_line{100};
constexpr char const* zeroes = "decode(repeat('00', 64), 'hex')";

} // namespace

void forget(std::vector<waiting_key>& keys) noexcept {
    for (auto& one : keys) amends::forget(one.kept.key);
    keys.clear();
}

database_keys::~database_keys() {
    for (auto& [id, one] : waiting_) amends::forget(one.kept.key);
}

// --- keys that wait -----------------------------------------------------------------------------

waiting_key const* database_keys::current_of(customer_id const& whose) const {
    auto const known = current_.find(whose);
    return known == current_.end() ? nullptr : &waiting_.find(known->second)->second;
}

void database_keys::wait_for_commit(customer_id const& whose, kept_key const& kept) {
    auto const is_current = kept.state == key_state::current;
    current_.reserve(current_.size() + 1);
    waiting_.try_emplace(kept.key.id, waiting_key{whose, kept, next_place_++});
    if (is_current) current_.try_emplace(whose, kept.key.id);
}

void database_keys::stop_waiting(std::uint64_t id) {
    auto const known = waiting_.find(id);
    if (known == waiting_.end()) return;
    auto& one = known->second;
    if (auto const current = current_.find(one.whose);
        current != current_.end() && current->second == id)
        current_.erase(current);
    amends::forget(one.kept.key);
    waiting_.erase(known);
    ++came_to_rest_;
}

void database_keys::send_all(std::vector<waiting_key>& into) {
    forget(into);
    std::scoped_lock lock(guard_);
    into.reserve(waiting_.size());
    for (auto& [id, one] : waiting_) {
        one.is_on_its_way = true;
        into.push_back(one);
    }
    std::ranges::sort(into, {}, &waiting_key::place);
}

void database_keys::were_kept(std::span<waiting_key const> sent) {
    if (sent.empty()) return;
    std::scoped_lock lock(guard_);
    for (auto const& one : sent) stop_waiting(one.kept.key.id);
}

void database_keys::were_not_kept(std::span<waiting_key const> sent) {
    if (sent.empty()) return;
    std::scoped_lock lock(guard_);
    for (auto const& one : sent)
        if (auto const known = waiting_.find(one.kept.key.id); known != waiting_.end())
            known->second.is_on_its_way = false;
}

void database_keys::may_have_been_kept(std::span<waiting_key const> sent) {
    if (sent.empty()) return;
    std::scoped_lock lock(guard_);
    for (auto const& one : sent)
        if (auto const known = waiting_.find(one.kept.key.id); known != waiting_.end())
            known->second.was_unsure = true;
}

/// Lets go of a key that was kept without this store having heard of it: others may have retired or
/// destroyed it since, and only the database knows.
result<void> database_keys::settle(connection& c, std::uint64_t id) {
    {
        std::scoped_lock lock(guard_);
        auto const known = waiting_.find(id);
        if (known == waiting_.end() || !known->second.may_be_kept()) return {};
    }
    arguments with;
    auto const kept = all_of(c, about_keys::with_id, with.add_bits(id), of_key(id));
    if (!kept) return kept.error();
    if (kept->empty()) return {};
    std::scoped_lock lock(guard_);
    stop_waiting(id);
    return {};
}

// --- looking up ---------------------------------------------------------------------------------

result<subject_key> database_keys::key_for(customer_id const& whose) {
    for (;;) {
        std::uint64_t before = 0, open = 0;
        {
            std::scoped_lock lock(guard_);
            if (auto const* one = current_of(whose)) {
                if (!one->may_be_kept()) return one->kept.key;
                open = one->kept.key.id;
            }
        }
        auto const found = connections_.with([&](connection& c) -> result<std::vector<kept_key>> {
            if (auto const settled = settle(c, open); !settled) return settled.error();
            {
                std::scoped_lock lock(guard_);
                before = came_to_rest_;
                if (auto const* one = current_of(whose)) return std::vector{one->kept};
            }
            arguments with;
            return all_of(c, about_keys::current, with.add(whose.view()), of_this_customer(whose));
        });
        if (!found) return found.error();
        if (!found->empty()) return found->front().key;
        std::scoped_lock lock(guard_);
        if (auto const* one = current_of(whose)) return one->kept.key;
        // A key that another thread made may have come and gone meanwhile: it is in the database now.
        if (before != came_to_rest_) continue;
        auto const made = random_key();
        if (!made) return made.error();
        wait_for_commit(whose, {key_state::current, *made});
        return *made;
    }
}

result<kept_key> database_keys::find(std::uint64_t id) {
    {
        std::scoped_lock lock(guard_);
        if (auto const known = waiting_.find(id);
            known != waiting_.end() && !known->second.may_be_kept())
            return known->second.kept;
    }
    return connections_.with([&](connection& c) -> result<kept_key> {
        if (auto const settled = settle(c, id); !settled) return settled.error();
        {
            std::scoped_lock lock(guard_);
            if (auto const known = waiting_.find(id); known != waiting_.end())
                return known->second.kept;
        }
        arguments with;
        auto const found = all_of(c, about_keys::with_id, with.add_bits(id), of_key(id));
        if (!found) return found.error();
        return found->empty() ? kept_key{} : found->front();
    });
}

result<std::vector<kept_key>> database_keys::keys_of(customer_id const& whose) {
    // Those that wait first: what is kept meanwhile is found twice and not missed.
    std::vector<waiting_key> waiting;
    {
        std::scoped_lock lock(guard_);
        for (auto const& [id, one] : waiting_)
            if (one.whose == whose)
                waiting.push_back({one.whose, without_secret(one.kept), one.place, false, false});
    }
    std::ranges::sort(waiting, {}, &waiting_key::place);
    return connections_.with([&](connection& c) -> result<std::vector<kept_key>> {
        arguments with;
        auto kept =
            all_of(c, about_keys::of_customer, with.add(whose.view()), of_this_customer(whose));
        if (!kept) return kept.error();
        std::vector<kept_key> all;
        for (auto const& one : *kept) all.push_back(without_secret(one));
        for (auto const& one : waiting)
            if (std::ranges::none_of(
                    *kept, [&](kept_key const& k) { return k.key.id == one.kept.key.id; }))
                all.push_back(one.kept);
        return all;
    });
}

result<void> database_keys::adopt(customer_id const& whose, kept_key const& from) {
    if (from.state == key_state::unknown) return {};
    auto const known = find(from.key.id);
    if (!known) return known.error();
    if (known->state != key_state::unknown) return {};
    std::scoped_lock lock(guard_);
    if (waiting_.contains(from.key.id)) return {};
    auto taken = from;
    if (taken.state == key_state::current) taken.state = key_state::retired;
    wait_for_commit(whose, taken);
    // Another process may take over the same key, keep it, and destroy it: the database goes first.
    waiting_.find(taken.key.id)->second.was_unsure = true;
    return {};
}

// --- retiring and destroying --------------------------------------------------------------------

result<void> database_keys::retire(customer_id const& whose) {
    std::optional<kept_key> waits;
    {
        std::scoped_lock lock(guard_);
        if (auto const* one = current_of(whose)) waits = one->kept;
    }
    // A key that waits is kept as retired at once: an append that carries it may be on its way, and
    // leaves a row that is there as it is.
    auto const done = connections_.with([&](connection& c) -> result<void> {
        arguments with;
        if (waits) {
            auto const secret = secret_of(*waits);
            with.add_bits(waits->key.id).add(whose.view()).add_secret(secret);
            c.send(about_keys::keep_retired, with);
        }
        c.send(about_keys::retire, with.clear().add(whose.view()));
        c.end_group();
        auto wrong = waits ? c.finish() : std::nullopt;
        auto failed = c.finish();
        c.finish_group();
        if (wrong || failed) return c.failed(wrong ? *wrong : *failed, of_this_customer(whose));
        return {};
    });
    if (!done) return done;
    if (waits) {
        std::scoped_lock lock(guard_);
        stop_waiting(waits->key.id);
        amends::forget(waits->key);
    }
    return {};
}

/// Writes the table anew, without these secrets, into files of its own, and drops the old ones.
/// PostgreSQL overwrites nothing where it stands: an update leaves the row as it was beside the new
/// one, and what a vacuum gives up lies in the page until something else needs its place.
result<void> database_keys::overwrite(connection& c, std::span<std::uint64_t const> ids,
                                      std::span<waiting_key const> not_kept) const {
    auto const expected = "a table of keys that can be written anew";
    std::optional<failure> wrong;
    std::optional<std::int64_t> with_secrets;
    wrong = c.ask(
        ("SELECT count(*) FROM keys WHERE id = ANY(" + listed(ids) + ") AND secret <> " + zeroes)
            .c_str(),
        {}, with_secrets);
    if (wrong) return c.failed(*wrong, expected);
    if (with_secrets == 0 && not_kept.empty()) return {};

    // Waits for every append that brings keys: what it brought is written anew, too, and one that
    // comes later finds the rows of those that were destroyed.
    wrong = c.execute("BEGIN; LOCK TABLE keys IN ACCESS EXCLUSIVE MODE");
    for (auto const& one : not_kept) {
        if (wrong) break;
        arguments with;
        auto const secret = kept_secret{};
        with.add_bits(one.kept.key.id).add(one.whose.view()).add(byte_view(secret));
        std::optional<std::int64_t> none;
        wrong = c.ask("INSERT INTO keys(id, customer, retired, secret) "
                      "VALUES($1::bigint, $2::bytea, 1, $3::bytea) ON CONFLICT (id) DO NOTHING",
                      with, none);
    }
    // Unlike CLUSTER and VACUUM FULL this takes no row along that nobody sees any more but some old
    // transaction.
    auto const is_one = "id = ANY(" + listed(ids) + ")";
    if (!wrong)
        wrong = c.execute("ALTER TABLE keys "
                          "ALTER COLUMN retired TYPE bigint USING CASE WHEN " +
                          is_one + " THEN 1 ELSE retired END, " +
                          "ALTER COLUMN secret TYPE bytea USING CASE WHEN " + is_one + " THEN " +
                          zeroes + " ELSE secret END");
    if (!wrong) wrong = c.execute("COMMIT");
    if (wrong) return c.failed(*wrong, expected);
    return {};
}

result<void> database_keys::destroy(std::span<std::uint64_t const> ids) {
    if (ids.empty()) return {};
    std::vector<waiting_key> not_kept;
    {
        std::scoped_lock lock(guard_);
        for (auto const id : ids)
            if (auto const known = waiting_.find(id); known != waiting_.end())
                not_kept.push_back({known->second.whose, without_secret(known->second.kept)});
    }
    // With a connection of its own: it is rare, and what it runs cannot be prepared. It stands in line
    // for the table in short turns, since everybody who wants a key stands behind it.
    auto in_turns = how_;
    in_turns.busy_timeout = std::min(how_.busy_timeout, turn_in_line);
    for (patience away(how_.reconnect_for), others(how_.busy_timeout);;) {
        connection c;
        auto done = c.open(in_turns);
        if (done) done = overwrite(c, ids, not_kept);
        if (done) break;
        auto const again =
            c.is_lost() ? away.wait() : done.error().code == errc::store_busy && others.wait();
        if (!again) return done;
    }
    std::scoped_lock lock(guard_);
    for (auto const& one : not_kept) stop_waiting(one.kept.key.id);
    return {};
}

} // namespace amends::postgres
