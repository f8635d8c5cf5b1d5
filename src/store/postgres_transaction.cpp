// SPDX-License-Identifier: BSL-1.0
// The statements of an append and their arguments, sent in one exchange with the server.
#include "store/postgres_transaction.hpp"

#include "store/key_row.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace amends::postgres {
namespace {

constexpr statement begin{"begin", "BEGIN"};
constexpr statement commit{"commit", "COMMIT"};
constexpr statement lock_cases{
    "lock_cases", "SELECT 1 FROM cases WHERE name = ANY($1::bytea[]) ORDER BY name FOR UPDATE"};
// Compare and set in one: a case that moved on gets no sequence, and the table refuses that.
constexpr statement move_cases{
    "move_cases", "UPDATE cases SET last_hash = n.hash, "
                  "last_sequence = CASE WHEN cases.last_sequence = n.before THEN n.last END "
                  "FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bytea[]) "
                  "AS n(name, before, last, hash) WHERE cases.name = n.name"};
constexpr statement add_cases{"add_cases",
                              "INSERT INTO cases(name, last_sequence, last_hash) SELECT * FROM "
                              "unnest($1::bytea[], $2::bigint[], $3::bytea[])"};
constexpr statement lock_log{"lock_log", "SELECT 1 FROM log WHERE one = 1 FOR UPDATE"};
// Must come after the lock, as a statement of its own: a statement sees what was committed before it
// began, and with the lock that is everything that was marked.
constexpr statement refuse_marked{"refuse_marked",
                                  "SELECT 1 / CASE WHEN EXISTS(SELECT 1 FROM "
                                  "unnest($1::bigint[], $2::bigint[]) AS u(about, since) "
                                  "JOIN marks m ON m.about = u.about AND m.log_index >= u.since) "
                                  "THEN 0 ELSE 1 END"};
// A case that is not there gives no key and a log that was closed no next index, and the table refuses
// that. With the lock before it, whoever closes the log has done so or waits: see `close_log`.
constexpr statement add_entries{
    "add_entries",
    "WITH added AS (INSERT INTO entries(log_index, case_key, sequence, command, hash, bytes, sealed) "
    "SELECT l.next + n.place - 1, c.key, n.sequence, n.command, n.hash, n.bytes, n.sealed "
    "FROM unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[]) "
    "WITH ORDINALITY AS n(name, sequence, command, hash, bytes, sealed, place) "
    "CROSS JOIN (SELECT CASE WHEN NOT EXISTS(SELECT 1 FROM beside "
    "WHERE name = 'frozen'::bytea AND content <> ''::bytea) "
    "THEN coalesce(max(log_index) + 1, 0) END AS next FROM entries) AS l "
    "LEFT JOIN cases c ON c.name = n.name RETURNING log_index) "
    "SELECT min(log_index) FROM added"};
constexpr statement add_marks{"add_marks",
                              "INSERT INTO marks(about, log_index, place, content) "
                              "SELECT n.about, l.last - n.entries_after, n.place, n.content "
                              "FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[]) "
                              "AS n(about, entries_after, place, content) "
                              "CROSS JOIN (SELECT max(log_index) AS last FROM entries) AS l"};
// One that is there stays: another process may have taken over the same key, or it was retired or
// destroyed on its way here. First of all: while their table is written anew nobody waits here with
// rows that others want.
constexpr statement add_keys{"add_keys",
                             "INSERT INTO keys(id, customer, retired, secret) "
                             "SELECT n.id, n.customer, n.retired, n.secret "
                             "FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bytea[]) "
                             "AS n(id, customer, retired, secret) ON CONFLICT (id) DO NOTHING"};

static_assert(frozen_mark == "frozen"); // as `add_entries` has it

constexpr std::array asked_in_a_turn{begin,    commit,        lock_cases,  move_cases, add_cases,
                                     lock_log, refuse_marked, add_entries, add_marks,  add_keys};

} // namespace

std::span<statement const> group_transaction::statements() noexcept { return asked_in_a_turn; }

/// Finds out what the group does to each case, in the order of names: new cases stand at the end.
void group_transaction::plan(std::span<request* const> group) {
    turns_.clear();
    places_.clear();
    entries_ = new_cases_ = 0;
    for (auto const* one : group) {
        entries_ += one->entries.size();
        for (auto const& e : one->entries) {
            auto const [known, is_new] = places_.try_emplace(e.on, turns_.size());
            if (is_new) turns_.push_back({e.on, e.sequence - 1, 0, {}});
            auto& t = turns_[known->second];
            t.last = e.sequence;
            t.last_hash = e.hash;
        }
    }
    std::ranges::sort(turns_, [](turn const& a, turn const& b) {
        return std::pair(a.before == 0, a.on.view()) < std::pair(b.before == 0, b.on.view());
    });
    new_cases_ = static_cast<std::size_t>(
        std::ranges::count_if(turns_, [](turn const& t) { return t.before == 0; }));
}

void group_transaction::send(connection& c, statement const& what) {
    c.send(what, with_);
    ++sent_;
}

void group_transaction::send_cases(connection& c) {
    std::span const all(turns_);
    auto const known = all.first(turns_.size() - new_cases_);
    auto const fresh = all.last(new_cases_);
    auto const names = [&](std::span<turn const> some) {
        with_.clear().add_blobs(some.size());
        for (auto const& t : some) with_.add(t.on.view());
    };
    auto const ends = [&](std::span<turn const> some) {
        with_.add_numbers(some.size());
        for (auto const& t : some) with_.add(t.last);
        with_.add_blobs(some.size());
        for (auto const& t : some) with_.add(t.last_hash);
    };
    if (known.size() > 1) {
        names(known);
        send(c, lock_cases);
    }
    if (!known.empty()) {
        names(known);
        with_.add_numbers(known.size());
        for (auto const& t : known) with_.add(t.before);
        ends(known);
        send(c, move_cases);
    }
    if (!fresh.empty()) {
        names(fresh);
        ends(fresh);
        send(c, add_cases);
    }
}

void group_transaction::send_unmarked(connection& c, std::span<request* const> group) {
    std::size_t count = 0;
    for (auto const* one : group) count += one->unless.size();
    if (count == 0) return;
    with_.clear().add_numbers(count);
    for (auto const* one : group)
        for (auto const& u : one->unless) with_.add_bits(u.about);
    with_.add_numbers(count);
    for (auto const* one : group)
        for (auto const& u : one->unless) with_.add(u.since_log_index);
    send(c, refuse_marked);
}

void group_transaction::send_entries(connection& c, std::span<request* const> group) {
    auto const each = [&](auto&& add) {
        for (auto const* one : group)
            for (auto const& e : one->entries) add(e);
    };
    with_.clear().add_blobs(entries_);
    each([&](new_entry const& e) { with_.add(e.on.view()); });
    with_.add_numbers(entries_);
    each([&](new_entry const& e) { with_.add(e.sequence); });
    with_.add_blobs(entries_);
    each([&](new_entry const& e) {
        e.command.empty() ? with_.add_nothing() : with_.add(e.command.view());
    });
    with_.add_blobs(entries_);
    each([&](new_entry const& e) { with_.add(e.hash); });
    with_.add_blobs(entries_);
    each([&](new_entry const& e) { with_.add(e.bytes); });
    with_.add_blobs(entries_);
    each([&](new_entry const& e) { e.sealed.empty() ? with_.add_nothing() : with_.add(e.sealed); });
    send(c, add_entries);
}

void group_transaction::send_marks(connection& c, std::span<request* const> group) {
    auto const each = [&](auto&& add) {
        auto entries_after = entries_;
        for (auto const* one : group)
            for (auto const& e : one->entries) {
                --entries_after;
                for (std::size_t place = 0; place < e.marks.size(); ++place)
                    add(e.marks[place], entries_after, place);
            }
    };
    std::size_t count = 0;
    each([&](mark const&, std::uint64_t, std::uint64_t) { ++count; });
    if (count == 0) return;
    with_.clear().add_numbers(count);
    each([&](mark const& m, std::uint64_t, std::uint64_t) { with_.add_bits(m.about); });
    with_.add_numbers(count);
    each([&](mark const&, std::uint64_t after, std::uint64_t) { with_.add(after); });
    with_.add_numbers(count);
    each([&](mark const&, std::uint64_t, std::uint64_t place) { with_.add(place); });
    with_.add_blobs(count);
    each([&](mark const& m, std::uint64_t, std::uint64_t) { with_.add(m.content); });
    send(c, add_marks);
}

void group_transaction::send_keys(connection& c) {
    keys_.send_all(new_keys_);
    if (new_keys_.empty()) return;
    with_.clear().add_numbers(new_keys_.size());
    for (auto const& one : new_keys_) with_.add_bits(one.kept.key.id);
    with_.add_blobs(new_keys_.size());
    for (auto const& one : new_keys_) with_.add(one.whose.view());
    with_.add_numbers(new_keys_.size());
    for (auto const& one : new_keys_)
        with_.add(std::uint64_t{one.kept.state != key_state::current});
    with_.add_blobs(new_keys_.size());
    for (auto const& one : new_keys_) with_.add_secret(secret_of(one.kept));
    send(c, add_keys);
}

group_transaction::tried group_transaction::attempt(connection& c,
                                                    std::span<request* const> group) {
    // What cannot be right is not tried; why not is said as for what failed.
    if (!std::ranges::all_of(group, &request::is_coherent))
        return {failure{"23000", "entries that do not follow one another"}};
    commit_is_out_ = false;
    plan(group);
    sent_ = 0;
    with_.clear();
    send(c, begin);
    send_keys(c);
    send_cases(c);
    with_.clear();
    send(c, lock_log);
    send_unmarked(c, group);
    send_entries(c, group);
    auto const answers_first = sent_ - 1;
    send_marks(c, group);
    c.end_group();
    // In a group of its own, so that it runs in any case: after an error it ends the transaction, and
    // nobody waits longer than they must.
    with_.clear();
    commit_is_out_ = true;
    c.send(commit, with_);
    c.end_group();

    tried t;
    std::int64_t first = 0;
    for (std::size_t i = 0; i < sent_; ++i) {
        auto failed = c.finish(i == answers_first ? &first : nullptr);
        if (failed && !t.wrong) t.wrong = std::move(failed);
    }
    c.finish_group();
    auto failed = c.finish();
    c.finish_group();
    // A statement that the server refused was not committed. Without any word nothing is known.
    t.may_have_kept = c.is_lost() && (!t.wrong || t.wrong->sqlstate.empty());
    if (!t.wrong) t.wrong = std::move(failed);
    t.first = static_cast<std::uint64_t>(first);
    // Whoever runs out of memory below must know it still.
    commit_is_out_ = !t.wrong || t.may_have_kept;
    if (!t.wrong) keys_.were_kept(new_keys_);
    else if (t.may_have_kept) keys_.may_have_been_kept(new_keys_);
    else keys_.were_not_kept(new_keys_);
    commit_is_out_ = false;
    return t;
}

} // namespace amends::postgres
