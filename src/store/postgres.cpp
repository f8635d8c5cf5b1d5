// SPDX-License-Identifier: BSL-1.0
// The store over PostgreSQL: readers with a connection each, writers that share one.
#include <amends/store/postgres.hpp>

#include "store/not_kept.hpp"
#include "store/postgres_appending.hpp"
#include "store/postgres_keys.hpp"
#include "store/postgres_schema.hpp"
#include "store/stored_row.hpp"

#include <algorithm>
#include <array>

namespace amends {
namespace {

using detail::damaged_row;
using detail::entry_at;
using detail::get;
using detail::head_at;
using detail::in_words;
using postgres::arguments;
using postgres::connection;
using postgres::query;
using postgres::statement;

/// Rows that are asked for at once: few at first, since many visitors want few. A longer answer would
/// keep the server from clearing up behind it for as long as the visitor takes.
constexpr std::uint64_t rows_at_first = 16, rows_at_once = 1024;
/// Arguments of one statement: PostgreSQL's messages hold a gigabyte.
constexpr std::size_t append_bytes_max = std::size_t{512} << 20;

constexpr statement next_index{"next_index", "SELECT coalesce(max(log_index) + 1, 0) FROM entries"};
constexpr statement of_case{
    "of_case", "SELECT log_index, $1::bytea, sequence, command, hash, bytes, sealed FROM entries "
               "WHERE case_key = (SELECT key FROM cases WHERE name = $1::bytea) "
               "AND sequence BETWEEN $2::bigint AND $3::bigint ORDER BY sequence"};
constexpr statement of_log{
    "of_log", "SELECT e.log_index, c.name, e.sequence, e.command, e.hash, e.bytes, e.sealed "
              "FROM entries e JOIN cases c ON c.key = e.case_key WHERE e.log_index >= $1::bigint "
              "ORDER BY e.log_index LIMIT $2::bigint"};
constexpr statement contents{"contents", "SELECT log_index, bytes FROM entries "
                                         "WHERE log_index >= $1::bigint "
                                         "ORDER BY log_index LIMIT $2::bigint"};
constexpr statement of_command{"of_command",
                               "SELECT c.name, e.sequence FROM entries e "
                               "JOIN cases c ON c.key = e.case_key WHERE e.command = $1::bytea"};
constexpr statement marks_of{"marks_of", "SELECT log_index, place, content FROM marks "
                                         "WHERE about = $1::bigint "
                                         "AND (log_index, place) >= ($2::bigint, $3::bigint) "
                                         "ORDER BY log_index, place LIMIT $4::bigint"};
constexpr statement head_of{
    "head_of", "SELECT name, last_sequence, last_hash FROM cases WHERE name = $1::bytea"};
constexpr statement all_heads{"all_heads", "SELECT name, last_sequence, last_hash, key FROM cases "
                                           "WHERE key > $1::bigint ORDER BY key LIMIT $2::bigint"};
// Nobody waits for the disk: a snapshot that is lost with the server's power spares less work.
constexpr statement keep_snapshot{
    "keep_snapshot",
    "WITH at_once AS (SELECT set_config('synchronous_commit', 'off', true)) "
    "INSERT INTO snapshots(name, sequence, lifecycle, head, checksum, content) "
    "SELECT $1::bytea, $2::bigint, $3::bytea, $4::bytea, $5::bytea, $6::bytea FROM at_once "
    "ON CONFLICT (name) DO UPDATE SET sequence = excluded.sequence, "
    "lifecycle = excluded.lifecycle, head = excluded.head, checksum = excluded.checksum, "
    "content = excluded.content"};
constexpr statement snapshot_of{"snapshot_of",
                                "SELECT sequence, lifecycle, head, checksum, content "
                                "FROM snapshots WHERE name = $1::bytea"};
constexpr statement keep_under{"keep_under",
                               "INSERT INTO beside(name, content) VALUES($1::bytea, $2::bytea) "
                               "ON CONFLICT (name) DO UPDATE SET content = excluded.content"};
// Waits for the commits that are on their way: none of them comes after it.
constexpr statement close_log{
    "close_log", "WITH held AS (SELECT 1 FROM log WHERE one = 1 FOR UPDATE) "
                 "INSERT INTO beside(name, content) SELECT $1::bytea, $2::bytea FROM held "
                 "ON CONFLICT (name) DO UPDATE SET content = excluded.content"};
constexpr statement kept_under{"kept_under", "SELECT content FROM beside WHERE name = $1::bytea"};
constexpr statement beside_after{"beside_after",
                                 "SELECT name, content FROM beside WHERE name >= $1::bytea "
                                 "AND name > $2::bytea AND name < $3::bytea "
                                 "ORDER BY name LIMIT $4::bigint"};

constexpr std::array reading{next_index,
                             of_case,
                             of_log,
                             contents,
                             of_command,
                             marks_of,
                             head_of,
                             all_heads,
                             keep_snapshot,
                             snapshot_of,
                             keep_under,
                             close_log,
                             kept_under,
                             beside_after,
                             postgres::about_keys::current,
                             postgres::about_keys::with_id,
                             postgres::about_keys::of_customer,
                             postgres::about_keys::keep_retired,
                             postgres::about_keys::retire};

std::uint64_t more_rows(std::uint64_t so_far) { return std::min(so_far * 4, rows_at_once); }

/// What is left to visit when a connection was lost on the way: nothing is visited twice.
struct progress {
    std::uint64_t next = 0;
    std::uint64_t rows = rows_at_first;
    bool is_over = false;
};

} // namespace

struct postgres_store::working {
    explicit working(postgres_options const& how)
        : connections(how, reading),
          keys(connections, how),
          writer(how, keys),
          queue([this](std::span<postgres::request* const> group) { writer.work(group); }) {}

    postgres::pool connections;
    postgres::database_keys keys;
    postgres::appending writer;
    postgres::commit_queue queue;

    result<void> write(statement const& what, arguments const& with, std::string const& expected);
    template <class Visit>
    result<std::uint64_t> along_the_log(statement const& what, std::uint64_t from,
                                        Visit const& visit);
};

postgres_store::postgres_store(std::unique_ptr<working> made) : working_(std::move(made)) {}
postgres_store::~postgres_store() = default;

result<std::unique_ptr<postgres_store>> postgres_store::open(postgres_options how) {
    std::list<connection> one;
    auto& first = one.emplace_back();
    if (auto opened = first.open(how); !opened) return opened.error();
    if (auto current = postgres::make_current(first, how); !current) return current.error();
    if (auto ready = first.prepare(reading); !ready) return ready.error();
    auto made = std::make_unique<working>(how);
    made->connections.add(one);
    return std::unique_ptr<postgres_store>(new postgres_store(std::move(made)));
}

key_store* postgres_store::keys() noexcept { return &working_->keys; }

// --- writing ------------------------------------------------------------------------------------

result<std::uint64_t> postgres_store::append(std::span<new_entry const> entries,
                                             std::span<unmarked const> unless) {
    if (entries.empty()) {
        auto const length = size(); // first: what holds then held at this length
        for (auto const& u : unless) {
            std::optional<std::uint64_t> at;
            auto const looked = marked(u.about, u.since_log_index, [&](std::uint64_t i, byte_view) {
                at = i;
                return false;
            });
            if (!looked) return looked.error();
            if (at) return detail::is_marked(u, *at);
        }
        return length;
    }
    std::size_t total = 0;
    for (auto const& e : entries) total += e.bytes.size() + e.sealed.size();
    if (total > append_bytes_max)
        return mismatch(errc::too_long,
                        "an append of at most " + std::to_string(append_bytes_max) + " bytes",
                        std::to_string(total));
    // What subscribers are told needs memory: better it is missing before the commit than after.
    std::vector<stored_entry> committed;
    if (has_subscribers()) committed.reserve(entries.size());
    postgres::request mine(entries, unless, postgres::appending::are_coherent(entries));
    working_->queue.hand_in(mine);
    auto first = std::move(*mine.answer);
    if (first && committed.capacity() != 0) {
        for (auto const& e : entries)
            committed.push_back({*first + committed.size(), e.on, e.sequence, e.command, e.hash,
                                 e.bytes, e.sealed});
        tell(committed);
    }
    return first;
}

/// One statement that is a transaction by itself and may be run twice.
result<void> postgres_store::working::write(statement const& what, arguments const& with,
                                            std::string const& expected) {
    return connections.with([&](connection& c) -> result<void> {
        c.send(what, with);
        c.end_group();
        auto const wrong = c.finish();
        c.finish_group();
        if (wrong) return c.failed(*wrong, expected);
        return {};
    });
}

result<void> postgres_store::keep(snapshot const& kept) {
    arguments with;
    with.add(kept.on.view()).add(kept.sequence).add(kept.lifecycle).add(kept.head);
    with.add(kept.checksum).add(byte_view(kept.content));
    return working_->write(keep_snapshot, with, "a snapshot of " + in_words(kept.on));
}

result<void> postgres_store::keep_beside(std::string_view name, byte_view content) {
    if (auto within = check_beside(name, content); !within) return within;
    arguments with;
    with.add(name).add(content);
    return working_->write(name == frozen_mark ? close_log : keep_under, with,
                           "a place for " + std::string(name));
}

// --- reading ------------------------------------------------------------------------------------

result<void> postgres_store::read(case_id const& on, std::uint64_t from, std::uint64_t to,
                                  entry_visitor const& visit) {
    progress at{from};
    return working_->connections.with([&](connection& c) -> result<void> {
        if (at.is_over || at.next > to) return {};
        arguments with;
        query q(c, of_case, with.add(on.view()).add(at.next).add(to));
        std::optional<error> wrong;
        while (q.next()) {
            auto const e = entry_at(q, wrong);
            if (wrong) return *wrong;
            at.next = e.sequence + 1;
            if (!visit(e)) return {};
        }
        if (q.wrong()) return c.failed(*q.wrong(), "the entries of " + in_words(on));
        return {};
    });
}

/// Runs a statement whose first column is the log index over the log from there on. `visit` answers
/// whether to go on.
template <class Visit>
result<std::uint64_t> postgres_store::working::along_the_log(statement const& what,
                                                             std::uint64_t from,
                                                             Visit const& visit) {
    progress at{from};
    return connections.with([&](connection& c) -> result<std::uint64_t> {
        arguments with;
        while (!at.is_over) {
            auto const before = at.next;
            query q(c, what, with.clear().add(at.next).add(at.rows));
            while (q.next()) {
                result<bool> const going_on = visit(q);
                if (!going_on) return going_on.error();
                at.next = static_cast<std::uint64_t>(q.number(0)) + 1;
                if (!*going_on) return at.next;
            }
            if (q.wrong()) return c.failed(*q.wrong(), "the log from " + std::to_string(at.next));
            at.is_over = at.next == before;
            at.rows = more_rows(at.rows);
        }
        return at.next;
    });
}

result<std::uint64_t> postgres_store::scan(std::uint64_t from_log_index,
                                           entry_visitor const& visit) {
    std::optional<error> wrong;
    return working_->along_the_log(of_log, from_log_index, [&](query const& row) -> result<bool> {
        auto const e = entry_at(row, wrong);
        if (wrong) return *wrong;
        return visit(e);
    });
}

result<std::uint64_t> postgres_store::scan_contents(std::uint64_t from_log_index,
                                                    content_visitor const& visit) {
    return working_->along_the_log(contents, from_log_index, [&](query const& row) -> result<bool> {
        return visit(static_cast<std::uint64_t>(row.number(0)), row.blob(1));
    });
}

result<void> postgres_store::marked(std::uint64_t about, std::uint64_t from_log_index,
                                    mark_visitor const& visit) {
    progress at{from_log_index};
    std::uint64_t place = 0;
    return working_->connections.with([&](connection& c) -> result<void> {
        arguments with;
        while (!at.is_over) {
            std::uint64_t visited = 0;
            with.clear().add_bits(about).add(at.next).add(place).add(at.rows);
            query q(c, marks_of, with);
            while (q.next()) {
                ++visited;
                at.next = static_cast<std::uint64_t>(q.number(0));
                place = static_cast<std::uint64_t>(q.number(1)) + 1;
                if (!visit(at.next, q.blob(2))) return {};
            }
            if (q.wrong()) return c.failed(*q.wrong(), "the marks");
            at.is_over = visited < at.rows;
            at.rows = more_rows(at.rows);
        }
        return {};
    });
}

result<std::optional<std::pair<case_id, std::uint64_t>>>
postgres_store::seen(command_id const& id) {
    using found_place = std::optional<std::pair<case_id, std::uint64_t>>;
    if (id.empty()) return found_place{};
    return working_->connections.with([&](connection& c) -> result<found_place> {
        arguments with;
        query q(c, of_command, with.add(id.view()));
        found_place found;
        std::optional<error> wrong;
        while (q.next()) {
            found.emplace();
            get(found->first, q.text(0), wrong);
            found->second = static_cast<std::uint64_t>(q.number(1));
        }
        if (q.wrong()) return c.failed(*q.wrong(), "command id " + id.str());
        if (wrong) return *wrong;
        return found;
    });
}

result<std::optional<case_head>> postgres_store::head(case_id const& on) {
    return working_->connections.with([&](connection& c) -> result<std::optional<case_head>> {
        arguments with;
        query q(c, head_of, with.add(on.view()));
        std::optional<case_head> found;
        std::optional<error> wrong;
        while (q.next()) found = head_at(q, wrong);
        if (q.wrong()) return c.failed(*q.wrong(), "the head of " + in_words(on));
        if (wrong) return *wrong;
        return found;
    });
}

result<void> postgres_store::heads(std::function<bool(case_head const&)> const& visit) {
    progress at;
    return working_->connections.with([&](connection& c) -> result<void> {
        arguments with;
        std::optional<error> wrong;
        while (!at.is_over) {
            auto const before = at.next;
            query q(c, all_heads, with.clear().add(at.next).add(at.rows));
            while (q.next()) {
                auto const h = head_at(q, wrong);
                if (wrong) return *wrong;
                at.next = static_cast<std::uint64_t>(q.number(3));
                if (!visit(h)) return {};
            }
            if (q.wrong()) return c.failed(*q.wrong(), "the heads of the cases");
            at.is_over = at.next == before;
            at.rows = more_rows(at.rows);
        }
        return {};
    });
}

result<std::uint64_t> postgres_store::size() {
    return working_->connections.with([&](connection& c) -> result<std::uint64_t> {
        query q(c, next_index, {});
        std::uint64_t next = 0;
        while (q.next()) next = static_cast<std::uint64_t>(q.number(0));
        if (q.wrong()) return c.failed(*q.wrong(), "the log's end");
        return next;
    });
}

result<std::optional<snapshot>> postgres_store::recall(case_id const& on) {
    return working_->connections.with([&](connection& c) -> result<std::optional<snapshot>> {
        arguments with;
        query q(c, snapshot_of, with.add(on.view()));
        std::optional<snapshot> found;
        while (q.next()) found = detail::snapshot_at(q, on);
        if (q.wrong()) return c.failed(*q.wrong(), "the snapshot of " + in_words(on));
        return found;
    });
}

result<std::optional<bytes>> postgres_store::beside(std::string_view name) {
    return working_->connections.with([&](connection& c) -> result<std::optional<bytes>> {
        arguments with;
        query q(c, kept_under, with.add(name));
        std::optional<bytes> found;
        while (q.next()) {
            auto const content = q.blob(0);
            found.emplace(content.begin(), content.end());
        }
        if (q.wrong()) return c.failed(*q.wrong(), "what is kept as " + std::string(name));
        return found;
    });
}

namespace {

/// The first text after all that begin with `prefix`. No name has a byte of 0xff: they are UTF-8.
std::string after_all_with(std::string_view prefix) {
    std::string after(prefix);
    while (after.ends_with('\xff')) after.pop_back();
    if (after.empty()) return "\xff";
    after.back() = static_cast<char>(static_cast<unsigned char>(after.back()) + 1);
    return after;
}

} // namespace

result<void> postgres_store::beside(std::string_view prefix, beside_visitor const& visit) {
    progress at;
    auto const end = after_all_with(prefix);
    std::string last; // names are never empty
    return working_->connections.with([&](connection& c) -> result<void> {
        arguments with;
        while (!at.is_over) {
            std::uint64_t visited = 0;
            query q(c, beside_after, with.clear().add(prefix).add(last).add(end).add(at.rows));
            while (q.next()) {
                ++visited;
                auto const bytes_of_name = q.blob(0);
                last.assign(reinterpret_cast<char const*>(bytes_of_name.data()),
                            bytes_of_name.size());
                if (!last.starts_with(prefix) || !visit(last, q.blob(1))) return {};
            }
            if (q.wrong()) return c.failed(*q.wrong(), "what is kept beside the log");
            at.is_over = visited < at.rows;
            at.rows = more_rows(at.rows);
        }
        return {};
    });
}

} // namespace amends
