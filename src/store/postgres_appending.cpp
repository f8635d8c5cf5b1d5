// SPDX-License-Identifier: BSL-1.0
// The statements of an append, sent at once, and the answers to everything that may go wrong.
#include "store/postgres_appending.hpp"

#include "store/key_row.hpp"
#include "store/postgres_rows.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace amends::postgres {
namespace {

/// Transactions that others undo, or that fail for a reason that is gone when it is looked for.
constexpr int setbacks_max = 8;

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
constexpr statement closed_with{"closed_with", "SELECT content FROM beside WHERE name = $1::bytea"};
constexpr statement ends_of{"ends_of",
                            "SELECT name, last_sequence FROM cases WHERE name = ANY($1::bytea[])"};
constexpr statement kept_commands{"kept_commands",
                                  "SELECT command FROM entries WHERE command = ANY($1::bytea[])"};
constexpr statement marks_since{"marks_since",
                                "SELECT log_index FROM marks WHERE about = $1::bigint AND "
                                "log_index >= $2::bigint ORDER BY log_index LIMIT 1"};
constexpr statement kept_entries{
    "kept_entries",
    "SELECT count(*), min(e.log_index) "
    "FROM unnest($1::bytea[], $2::bigint[], $3::bytea[]) AS n(name, sequence, hash) "
    "JOIN cases c ON c.name = n.name JOIN entries e ON e.case_key = c.key "
    "AND e.sequence = n.sequence AND e.hash = n.hash"};

static_assert(frozen_mark == "frozen"); // as the statements have it

constexpr std::array all_statements{begin,         commit,      lock_cases,    move_cases,
                                    add_cases,     lock_log,    refuse_marked, add_entries,
                                    add_marks,     add_keys,    closed_with,   ends_of,
                                    kept_commands, marks_since, kept_entries};

} // namespace

result<void> appending::connect() {
    c_.emplace();
    auto connected = postgres::connect(*c_, how_, all_statements);
    if (!connected) c_.reset();
    return connected;
}

// --- one attempt --------------------------------------------------------------------------------

/// Finds out what the group does to each case, in the order of names: new cases stand at the end.
void appending::plan(std::span<request* const> group) {
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

void appending::send(statement const& what) {
    c_->send(what, with_);
    ++sent_;
}

void appending::send_cases() {
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
        send(lock_cases);
    }
    if (!known.empty()) {
        names(known);
        with_.add_numbers(known.size());
        for (auto const& t : known) with_.add(t.before);
        ends(known);
        send(move_cases);
    }
    if (!fresh.empty()) {
        names(fresh);
        ends(fresh);
        send(add_cases);
    }
}

void appending::send_unmarked(std::span<request* const> group) {
    std::size_t count = 0;
    for (auto const* one : group) count += one->unless.size();
    if (count == 0) return;
    with_.clear().add_numbers(count);
    for (auto const* one : group)
        for (auto const& u : one->unless) with_.add_bits(u.about);
    with_.add_numbers(count);
    for (auto const* one : group)
        for (auto const& u : one->unless) with_.add(u.since_log_index);
    send(refuse_marked);
}

void appending::send_entries(std::span<request* const> group) {
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
    send(add_entries);
}

void appending::send_marks(std::span<request* const> group) {
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
    send(add_marks);
}

void appending::send_keys() {
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
    send(add_keys);
}

/// One transaction for the whole group, in one exchange with the server.
appending::tried appending::attempt(std::span<request* const> group) {
    // What cannot be right is not tried; why not is said as for what failed.
    if (!std::ranges::all_of(group, &request::is_coherent))
        return {failure{"23000", "entries that do not follow one another"}};
    commit_is_out_ = false;
    plan(group);
    sent_ = 0;
    with_.clear();
    send(begin);
    send_keys();
    send_cases();
    with_.clear();
    send(lock_log);
    send_unmarked(group);
    send_entries(group);
    auto const answers_first = sent_ - 1;
    send_marks(group);
    c_->end_group();
    // In a group of its own, so that it runs in any case: after an error it ends the transaction, and
    // nobody waits longer than they must.
    with_.clear();
    commit_is_out_ = true;
    c_->send(commit, with_);
    c_->end_group();

    tried t;
    std::int64_t first = 0;
    for (std::size_t i = 0; i < sent_; ++i) {
        auto failed = c_->finish(i == answers_first ? &first : nullptr);
        if (failed && !t.wrong) t.wrong = std::move(failed);
    }
    c_->finish_group();
    auto failed = c_->finish();
    c_->finish_group();
    // A statement that the server refused was not committed. Without any word nothing is known.
    t.may_have_kept = c_->is_lost() && (!t.wrong || t.wrong->sqlstate.empty());
    if (!t.wrong) t.wrong = std::move(failed);
    t.first = static_cast<std::uint64_t>(first);
    commit_is_out_ = false;
    if (!t.wrong) keys_.were_kept(new_keys_);
    else if (t.may_have_kept) keys_.may_have_been_kept(new_keys_);
    else keys_.were_not_kept(new_keys_);
    return t;
}

// --- what went wrong ----------------------------------------------------------------------------

bool appending::are_coherent(std::span<new_entry const> entries) {
    if (entries.size() == 1) return entries.front().sequence != 0;
    boost::unordered_flat_map<case_id, std::uint64_t> last;
    boost::unordered_flat_set<command_id> commands;
    return std::ranges::all_of(entries, [&](new_entry const& e) {
        auto const [known, is_new] = last.try_emplace(e.on, e.sequence);
        auto const follows = is_new ? e.sequence != 0 : e.sequence == known->second + 1;
        known->second = e.sequence;
        return follows && (e.command.empty() || commands.insert(e.command).second);
    });
}

/// Answers an append that cannot be kept with why not, as far as what is kept says so.
result<void> appending::explain(request& one) {
    {
        query q(*c_, closed_with, with_.clear().add(frozen_mark));
        while (q.next())
            if (!q.blob(0).empty())
                one.answer = mismatch(errc::store_frozen, "a log that goes on",
                                      "one that was frozen", "case " + one.entries[0].on.str());
        if (q.wrong()) return c_->failed(*q.wrong(), "whether the log goes on");
        if (one.answer) return {};
    }
    for (auto const& u : one.unless) {
        query q(*c_, marks_since, with_.clear().add_bits(u.about).add(u.since_log_index));
        if (q.next()) {
            one.answer = is_marked(u, static_cast<std::uint64_t>(q.number(0)));
            return {};
        }
        if (q.wrong()) return c_->failed(*q.wrong(), "the marks");
    }

    boost::unordered_flat_map<case_id, std::uint64_t> last;
    boost::unordered_flat_set<command_id> commands;
    std::optional<error> wrong;
    {
        with_.clear().add_blobs(one.entries.size());
        for (auto const& e : one.entries) with_.add(e.on.view());
        query q(*c_, ends_of, with_);
        while (q.next()) {
            case_id on;
            get(on, q.blob(0), wrong);
            last[on] = static_cast<std::uint64_t>(q.number(1));
        }
        if (q.wrong()) return c_->failed(*q.wrong(), "the ends of the cases");
    }
    {
        with_.clear().add_blobs(one.entries.size());
        for (auto const& e : one.entries) with_.add(e.command.view());
        query q(*c_, kept_commands, with_);
        while (q.next()) {
            command_id id;
            get(id, q.blob(0), wrong);
            commands.insert(id);
        }
        if (q.wrong()) return c_->failed(*q.wrong(), "the command ids");
    }
    if (wrong) return *wrong;
    for (auto const& e : one.entries) {
        auto& at = last[e.on];
        if (e.sequence != at + 1) {
            one.answer =
                mismatch(errc::version_conflict, "version " + std::to_string(e.sequence - 1),
                         std::to_string(at), "case " + e.on.str());
            return {};
        }
        at = e.sequence;
        if (!e.command.empty() && !commands.insert(e.command).second) {
            one.answer = mismatch(errc::command_id_reused, "a new command id", e.command.view(),
                                  "case " + e.on.str());
            return {};
        }
    }
    return {};
}

/// Answers an append that was kept by an earlier attempt of which the answer was lost. Hashes tell:
/// what others append at the same place has another.
result<void> appending::find_again(request& one) {
    auto const count = one.entries.size();
    with_.clear().add_blobs(count);
    for (auto const& e : one.entries) with_.add(e.on.view());
    with_.add_numbers(count);
    for (auto const& e : one.entries) with_.add(e.sequence);
    with_.add_blobs(count);
    for (auto const& e : one.entries) with_.add(e.hash);
    query q(*c_, kept_entries, with_);
    while (q.next())
        if (static_cast<std::size_t>(q.number(0)) == count)
            one.answer = static_cast<std::uint64_t>(q.number(1));
    if (q.wrong()) return c_->failed(*q.wrong(), "what was kept");
    return {};
}

/// Answers those that cannot be kept, or were.
result<void> appending::answer_conflicts(std::span<request* const> left, bool may_have_kept) {
    for (auto* const one : left) {
        if (may_have_kept)
            if (auto looked = find_again(*one); !looked) return looked.error();
        if (!one->answer)
            if (auto looked = explain(*one); !looked) return looked.error();
    }
    return {};
}

/// Tries until everything is answered.
void appending::write(std::vector<request*>& left) {
    bool unsure = false; // a commit may have taken place of which the answer was lost
    int setbacks = 0;
    patience reconnecting(how_.reconnect_for), others(how_.busy_timeout);
    auto const give_up = [&](error why) {
        if (unsure) {
            why.code = errc::store_unsure;
            why.message += "; the connection was lost at a commit, and whether it took place is "
                           "not known";
        }
        for (auto* const one : left) one->answer = why;
    };
    while (!left.empty()) {
        if (!c_ || c_->is_lost()) {
            auto const connected = connect();
            if (connected) continue;
            if (connected.error().code == errc::store_failed && reconnecting.wait()) continue;
            return give_up(connected.error());
        }
        auto const t = attempt(left);
        if (!t.wrong) {
            auto next = t.first;
            for (auto* const one : left)
                one->answer = std::exchange(next, next + one->entries.size());
            return;
        }
        unsure = unsure || t.may_have_kept;
        if (c_->is_lost()) {
            if (!reconnecting.wait()) return give_up(c_->failed(*t.wrong, "a commit"));
        } else if (t.wrong->is_conflict()) {
            auto const looked = answer_conflicts(left, unsure);
            auto const answered =
                std::erase_if(left, [](request* one) { return one->answer.has_value(); });
            if (!looked && !c_->is_lost()) return give_up(looked.error());
            if (looked && answered == 0 && ++setbacks > setbacks_max)
                return give_up(c_->failed(*t.wrong, "a commit"));
        } else if (unsure && t.wrong->is("55P03") && reconnecting.wait()) {
            // What holds the rows may be our own, until the server knows that its connection is gone.
        } else if (!t.wrong->is_setback() || ++setbacks > setbacks_max || !others.wait()) {
            return give_up(c_->failed(*t.wrong, "a commit"));
        }
    }
}

void appending::work(std::span<request* const> group) noexcept {
    try {
        std::vector<request*> left(group.begin(), group.end());
        write(left);
    } catch (...) {
        // Memory ran out in mid-work: without its connection the server undoes what it was about,
        // unless it had the commit already. The words are short enough to need no memory.
        c_.reset();
        auto const code = commit_is_out_ ? errc::store_unsure : errc::store_failed;
        for (auto* const one : group)
            if (!one->answer) one->answer = error{code, "out of memory"};
    }
}

} // namespace amends::postgres
