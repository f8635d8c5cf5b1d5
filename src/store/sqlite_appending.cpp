// SPDX-License-Identifier: BSL-1.0
// One append: its conditions, its rows, and why it was not kept.
#include "store/sqlite_appending.hpp"

#include "store/not_kept.hpp"
#include "store/sqlite_rows.hpp"
#include "store/stored_row.hpp"

#include <algorithm>

namespace amends::sqlite {
namespace {

/// Case keys kept in memory, at most; a key never changes once its case is committed.
constexpr std::size_t cached_keys_max = 65536;
/// Cases of an append for which room is kept until the next.
constexpr std::size_t turns_kept_max = 4096;

} // namespace

result<std::uint64_t> appending::write(store_connection& c, std::span<new_entry const> entries,
                                       std::span<unmarked const> unless) {
    if (auto const code = query(c.db(), c.begin).step(); code != SQLITE_DONE)
        return c.failed(code, "a store that can be written");
    transaction undone_unless_committed(c);
    // An append of nothing goes to a closed log, too.
    if (!entries.empty())
        if (auto open = check_open(c, entries.front().on); !open) return open.error();
    if (auto held = check_unmarked(c, unless); !held) return held.error();
    std::uint64_t first = 0;
    {
        query q(c.db(), c.next_index);
        if (auto const code = q.step(); code != SQLITE_ROW) return c.failed(code, "the log's end");
        first = static_cast<std::uint64_t>(q.number(0));
    }

    // A case's row is written once an append, with where the case ends after it.
    if (turns_.size() > turns_kept_max) turns_ = {}; // clearing takes as long as there is room
    else turns_.clear();
    for (std::size_t i = 0; i < entries.size(); ++i) turns_[entries[i].on].last = i;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto const& e = entries[i];
        auto& t = turns_[e.on];
        if (t.next == 0) {
            auto const key = begin_turn(c, e, entries[t.last]);
            if (!key) return key.error();
            t.key = *key;
        } else if (e.sequence != t.next) {
            return detail::case_is_at(t.next - 1, e);
        }
        t.next = e.sequence + 1;
        query q(c.db(), c.add_entry);
        q.bind(first + i).bind(t.key).bind(e.sequence);
        e.command.empty() ? q.bind_nothing() : q.bind(e.command.view());
        q.bind(e.hash).bind(e.bytes);
        e.sealed.empty() ? q.bind_nothing() : q.bind(e.sealed);
        if (auto const code = q.step(); code != SQLITE_DONE) return not_kept(c, code, e);
        if (auto added = add_marks(c, first + i, e.marks); !added) return added.error();
    }
    auto const new_keys = customer_keys_.write_waiting(c, c.about_keys);
    if (!new_keys) return new_keys.error();
    make_room_for_keys();
    // INVARIANT: from the commit on nothing needs memory, since what is kept must be said to be.
    if (auto const code = query(c.db(), c.commit).step(); code != SQLITE_DONE)
        return c.not_committed(code, "a commit");
    customer_keys_.were_written(*new_keys);

    for (auto const& [on, t] : turns_) case_keys_.try_emplace(on, t.key);
    return first;
}

/// For those of the cases in `turns_`.
void appending::make_room_for_keys() {
    if (case_keys_.size() + turns_.size() > cached_keys_max) case_keys_.clear();
    auto const needed = case_keys_.size() + turns_.size();
    if (needed > case_keys_.max_load())
        case_keys_.reserve(std::max(needed, 2 * case_keys_.max_load()));
}

result<void> appending::check_open(store_connection& c, case_id const& on) {
    query q(c.db(), c.beside_named);
    auto const code = q.bind(bytes_of(frozen_mark)).step();
    if (code == SQLITE_ROW && !q.blob(0).empty()) return detail::log_is_closed(on);
    if (code != SQLITE_ROW && code != SQLITE_DONE) return c.failed(code, "whether the log goes on");
    return {};
}

result<void> appending::check_unmarked(store_connection& c, std::span<unmarked const> unless) {
    for (auto const& u : unless) {
        query q(c.db(), c.marks_since);
        auto const code = q.bind(subject(u.about)).bind(u.since_log_index).step();
        if (code == SQLITE_ROW)
            return detail::is_marked(u, static_cast<std::uint64_t>(q.number(0)));
        if (code != SQLITE_DONE) return c.failed(code, "the marks");
    }
    return {};
}

result<void> appending::add_marks(store_connection& c, std::uint64_t log_index,
                                  std::span<mark const> marks) {
    for (std::size_t place = 0; place < marks.size(); ++place) {
        query q(c.db(), c.add_mark);
        q.bind(subject(marks[place].about)).bind(log_index).bind(std::uint64_t(place));
        if (auto const code = q.bind(marks[place].content).step(); code != SQLITE_DONE)
            return c.failed(code, "a place for a mark");
    }
    return {};
}

/// Moves the case's row from before `e` to after `last`; the case's key.
result<std::int64_t> appending::begin_turn(store_connection& c, new_entry const& e,
                                           new_entry const& last) {
    if (e.sequence == 1) {
        query q(c.db(), c.add_case);
        auto const code = q.bind(e.on.view()).bind(last.sequence).bind(last.hash).step();
        if (code != SQLITE_DONE) return c.failed(code, "a row for " + detail::in_words(e.on));
        if (sqlite3_changes(c.db()) == 0) return conflict(c, e);
        return sqlite3_last_insert_rowid(c.db());
    }
    std::int64_t key = 0;
    if (auto const known = case_keys_.find(e.on); known != case_keys_.end()) {
        key = known->second;
    } else {
        auto const row = find_case(c, e.on);
        if (!row) return row.error();
        key = row->key;
    }
    query q(c.db(), c.move_case);
    auto const code = q.bind(last.sequence).bind(last.hash).bind(key).bind(e.sequence - 1).step();
    if (code != SQLITE_DONE) return c.failed(code, "the row of " + detail::in_words(e.on));
    if (sqlite3_changes(c.db()) == 0) return conflict(c, e);
    return key;
}

result<appending::case_row> appending::find_case(store_connection& c, case_id const& on) {
    query q(c.db(), c.case_named);
    auto const code = q.bind(on.view()).step();
    if (code == SQLITE_DONE) return case_row{};
    if (code != SQLITE_ROW) return c.failed(code, "the row of " + detail::in_words(on));
    return case_row{q.number(0), q.number(1)};
}

error appending::conflict(store_connection& c, new_entry const& e) {
    auto const row = find_case(c, e.on);
    if (!row) return row.error();
    return detail::case_is_at(static_cast<std::uint64_t>(row->last_sequence), e);
}

/// Why an entry was not taken: a command id that is kept already, or something worse.
error appending::not_kept(store_connection& c, int code, new_entry const& e) {
    auto const other = c.failed(code, "a place for entry " + std::to_string(e.sequence) + " of " +
                                          detail::in_words(e.on));
    if ((code & 0xff) != SQLITE_CONSTRAINT || e.command.empty()) return other;
    query q(c.db(), c.of_command);
    if (q.bind(e.command.view()).step() != SQLITE_ROW) return other;
    return detail::command_was_seen(e);
}

} // namespace amends::sqlite
