// SPDX-License-Identifier: BSL-1.0
// Versions that moved on, commands that were seen, marks that came between, a log that was closed.
#include "store/postgres_conflicts.hpp"

#include "store/not_kept.hpp"
#include "store/stored_row.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <array>

namespace amends::postgres {
namespace {

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

constexpr std::array asked_after_conflicts{closed_with, ends_of, kept_commands, marks_since,
                                           kept_entries};

} // namespace

std::span<statement const> conflicts::statements() noexcept { return asked_after_conflicts; }

/// Answers an append that cannot be kept with why not, as far as what is kept says so.
result<void> conflicts::explain(connection& c, request& one) {
    for (auto const ask :
         {&conflicts::ask_about_log, &conflicts::ask_about_marks, &conflicts::ask_about_cases})
        if (auto asked = (this->*ask)(c, one); !asked || one.answer) return asked;
    return {};
}

result<void> conflicts::ask_about_log(connection& c, request& one) {
    query q(c, closed_with, with_.clear().add(frozen_mark));
    while (q.next())
        if (!q.blob(0).empty()) one.answer = detail::log_is_closed(one.entries[0].on);
    if (q.wrong()) return c.failed(*q.wrong(), "whether the log goes on");
    return {};
}

result<void> conflicts::ask_about_marks(connection& c, request& one) {
    for (auto const& u : one.unless) {
        query q(c, marks_since, with_.clear().add_bits(u.about).add(u.since_log_index));
        if (q.next()) {
            one.answer = detail::is_marked(u, static_cast<std::uint64_t>(q.number(0)));
            return {};
        }
        if (q.wrong()) return c.failed(*q.wrong(), "the marks");
    }
    return {};
}

/// Where its cases end and which of its commands were seen, and so what of it does not follow.
result<void> conflicts::ask_about_cases(connection& c, request& one) {
    boost::unordered_flat_map<case_id, std::uint64_t> last;
    boost::unordered_flat_set<command_id> commands;
    std::optional<error> wrong;
    {
        with_.clear().add_blobs(one.entries.size());
        for (auto const& e : one.entries) with_.add(e.on.view());
        query q(c, ends_of, with_);
        while (q.next()) {
            case_id on;
            detail::get(on, q.text(0), wrong);
            last[on] = static_cast<std::uint64_t>(q.number(1));
        }
        if (q.wrong()) return c.failed(*q.wrong(), "the ends of the cases");
    }
    {
        with_.clear().add_blobs(one.entries.size());
        for (auto const& e : one.entries) with_.add(e.command.view());
        query q(c, kept_commands, with_);
        while (q.next()) {
            command_id id;
            detail::get(id, q.text(0), wrong);
            commands.insert(id);
        }
        if (q.wrong()) return c.failed(*q.wrong(), "the command ids");
    }
    if (wrong) return *wrong;
    for (auto const& e : one.entries) {
        auto& at = last[e.on];
        if (e.sequence != at + 1) {
            one.answer = detail::case_is_at(at, e);
            return {};
        }
        at = e.sequence;
        if (!e.command.empty() && !commands.insert(e.command).second) {
            one.answer = detail::command_was_seen(e);
            return {};
        }
    }
    return {};
}

/// Answers an append that was kept by an earlier attempt of which the answer was lost. Hashes tell:
/// what others append at the same place has another.
result<void> conflicts::find_again(connection& c, request& one) {
    auto const count = one.entries.size();
    with_.clear().add_blobs(count);
    for (auto const& e : one.entries) with_.add(e.on.view());
    with_.add_numbers(count);
    for (auto const& e : one.entries) with_.add(e.sequence);
    with_.add_blobs(count);
    for (auto const& e : one.entries) with_.add(e.hash);
    query q(c, kept_entries, with_);
    while (q.next())
        if (static_cast<std::size_t>(q.number(0)) == count)
            one.answer = static_cast<std::uint64_t>(q.number(1));
    if (q.wrong()) return c.failed(*q.wrong(), "what was kept");
    return {};
}

result<void> conflicts::answer(connection& c, std::span<request* const> left, bool may_have_kept) {
    for (auto* const one : left) {
        if (may_have_kept)
            if (auto looked = find_again(c, *one); !looked) return looked.error();
        if (!one->answer)
            if (auto looked = explain(c, *one); !looked) return looked.error();
    }
    return {};
}

} // namespace amends::postgres
