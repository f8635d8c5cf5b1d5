// SPDX-License-Identifier: BSL-1.0
// Reading a store: the entries of a case, the log, marks, the ends of cases.
#include "store/sqlite_rows.hpp"
#include "store/sqlite_working.hpp"
#include "store/stored_row.hpp"

#include <algorithm>
#include <limits>

namespace amends {
namespace {

using detail::entry_at;
using detail::get;
using detail::head_at;
using detail::in_words;
using sqlite::pool;
using sqlite::query;
using sqlite::statement;
using sqlite::store_connection;

/// Entries or heads visited from one view of the file. A longer view would keep the write-ahead log
/// from starting anew.
constexpr std::int64_t visited_at_once = 4096;

/// Runs a statement whose first column is the log index over the log from there on, and lets go of
/// the file now and then. `visit` answers whether to go on.
template <class Visit>
result<std::uint64_t> along_the_log(pool& connections, statement store_connection::*what,
                                    std::uint64_t from, Visit const& visit) {
    constexpr auto index_max = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    for (auto next = from; next <= index_max;) {
        auto const c = connections.take();
        if (!c) return c.error();
        auto const before = next;
        query q((*c)->db(), (**c).*what);
        q.bind(next).bind(visited_at_once);
        int code = SQLITE_DONE;
        std::uint64_t rows = 0;
        result<bool> going_on = true;
        while (going_on && *going_on && (code = q.step()) == SQLITE_ROW) {
            ++rows;
            auto const index = static_cast<std::uint64_t>(q.number(0));
            // Rows of a forged page may stand in any order: going on from them might never end.
            if (index < next)
                going_on = mismatch(errc::store_damaged,
                                    "log index " + std::to_string(next) + " or a later one",
                                    std::to_string(index), "file " + connections.file().string());
            else going_on = visit(q);
            next = std::max(next, index + 1);
        }
        // Of two moments, entries one after the other are what they are; anything else may not be so.
        if (auto const still = (*c)->check_unchanged(); !still) {
            if (!going_on || !*going_on || code != SQLITE_DONE || rows != next - before)
                return still.error();
            continue;
        }
        if (!going_on) return going_on.error();
        if (!*going_on) return next;
        if (code != SQLITE_DONE) return (*c)->failed(code, "the log from " + std::to_string(next));
        if (next == before) return next;
    }
    return std::max(from, index_max + 1);
}

} // namespace

result<void> sqlite_store::read(case_id const& on, std::uint64_t from, std::uint64_t to,
                                entry_visitor const& visit) {
    auto const c = working_->connections.take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->of_case);
    q.bind(on.view()).bind(from).bind(to);
    int code = SQLITE_DONE;
    std::optional<error> wrong;
    auto going_on = true;
    while (going_on && (code = q.step()) == SQLITE_ROW) {
        auto const e = entry_at(q, wrong);
        going_on = !wrong && visit(e);
    }
    if (auto const still = (*c)->check_unchanged(); !still) return still;
    if (wrong) return *wrong;
    if (going_on && code != SQLITE_DONE)
        return (*c)->failed(code, "the entries of " + in_words(on));
    return {};
}

result<void> sqlite_store::marked(std::uint64_t about, std::uint64_t from_log_index,
                                  mark_visitor const& visit) {
    auto const c = working_->connections.take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->marks_of);
    q.bind(sqlite::subject(about)).bind(from_log_index);
    int code = SQLITE_DONE;
    auto going_on = true;
    while (going_on && (code = q.step()) == SQLITE_ROW)
        going_on = visit(static_cast<std::uint64_t>(q.number(0)), q.blob(1));
    if (auto const still = (*c)->check_unchanged(); !still) return still;
    if (going_on && code != SQLITE_DONE) return (*c)->failed(code, "the marks");
    return {};
}

result<std::uint64_t> sqlite_store::scan(std::uint64_t from_log_index, entry_visitor const& visit) {
    std::optional<error> wrong;
    return along_the_log(working_->connections, &store_connection::of_log, from_log_index,
                         [&](query const& row) -> result<bool> {
                             auto const e = entry_at(row, wrong);
                             if (wrong) return *wrong;
                             return visit(e);
                         });
}

result<std::uint64_t> sqlite_store::scan_contents(std::uint64_t from_log_index,
                                                  content_visitor const& visit) {
    return along_the_log(working_->connections, &store_connection::contents, from_log_index,
                         [&](query const& row) -> result<bool> {
                             return visit(static_cast<std::uint64_t>(row.number(0)), row.blob(1));
                         });
}

result<std::optional<std::pair<case_id, std::uint64_t>>> sqlite_store::seen(command_id const& id) {
    std::optional<std::pair<case_id, std::uint64_t>> found;
    if (id.empty()) return found;
    auto const c = working_->connections.take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->of_command);
    auto const code = q.bind(id.view()).step();
    if (code == SQLITE_DONE) return found;
    if (code != SQLITE_ROW) return (*c)->failed(code, "command id " + id.str());
    std::optional<error> wrong;
    found.emplace();
    get(found->first, q.text(0), wrong);
    found->second = static_cast<std::uint64_t>(q.number(1));
    if (wrong) return *wrong;
    return found;
}

result<std::optional<case_head>> sqlite_store::head(case_id const& on) {
    auto const c = working_->connections.take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->case_head_of);
    auto const code = q.bind(on.view()).step();
    std::optional<case_head> found;
    if (code == SQLITE_DONE) return found;
    if (code != SQLITE_ROW) return (*c)->failed(code, "the head of " + in_words(on));
    std::optional<error> wrong;
    found = head_at(q, wrong);
    if (wrong) return *wrong;
    return found;
}

result<void> sqlite_store::heads(std::function<bool(case_head const&)> const& visit) {
    std::optional<error> wrong;
    for (std::int64_t last = 0;;) {
        auto const c = working_->connections.take();
        if (!c) return c.error();
        auto const before = last;
        query q((*c)->db(), (*c)->case_heads);
        q.bind(last).bind(visited_at_once);
        int code = SQLITE_DONE;
        std::int64_t rows = 0;
        auto going_on = true;
        while (going_on && (code = q.step()) == SQLITE_ROW) {
            ++rows;
            auto const h = head_at(q, wrong);
            auto const key = q.number(3);
            if (!wrong && key <= last)
                wrong =
                    mismatch(errc::store_damaged, "a key above " + std::to_string(last),
                             std::to_string(key), "file " + working_->connections.file().string());
            last = key;
            going_on = !wrong && visit(h);
        }
        if (auto const still = (*c)->check_unchanged(); !still) {
            if (!going_on || code != SQLITE_DONE || rows != last - before) return still;
            continue;
        }
        if (wrong) return *wrong;
        if (!going_on) return {};
        if (code != SQLITE_DONE) return (*c)->failed(code, "the heads of the cases");
        if (last == before) return {};
    }
}

result<std::uint64_t> sqlite_store::size() {
    auto const c = working_->connections.take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->next_index);
    if (auto const code = q.step(); code != SQLITE_ROW) return (*c)->failed(code, "the log's end");
    return static_cast<std::uint64_t>(q.number(0));
}

} // namespace amends
