// SPDX-License-Identifier: BSL-1.0
// Durable commands in a SQLite file against a bare program that writes the same rows.
#include "figures.hpp"
#include "measure.hpp"
#include "scratch.hpp"
#include "trails.hpp"

#include <amends/store/sqlite.hpp>

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace bench {
namespace {

using namespace amends;

struct mark_row {
    std::int64_t about = 0;
    bytes content;
};

/// The rows of a log as the bare program writes them: made before, so that it only writes.
struct row {
    std::int64_t log_index = 0;
    case_id on;
    std::int64_t case_key = 0;
    std::int64_t sequence = 0;
    command_id command;
    digest hash;
    bytes content;
    std::vector<mark_row> marks;
};

void must(int code, int expected, sqlite3* db) {
    if (code == expected) return;
    std::fprintf(stderr, "expected SQLite to answer %d, found %d: %s\n", expected, code,
                 sqlite3_errmsg(db));
    std::exit(1);
}

/// A bare program: the tables and the durability of the store, a kept statement for each write, no
/// check of anything.
class bare_program {
  public:
    explicit bare_program(std::string const& path) {
        must(sqlite3_open(path.c_str(), &db_), SQLITE_OK, db_);
        must(sqlite3_exec(db_, schema, nullptr, nullptr, nullptr), SQLITE_OK, db_);
        prepare(begin_, "BEGIN IMMEDIATE");
        prepare(commit_, "COMMIT");
        prepare(add_case_, "INSERT INTO cases(name, last_sequence, last_hash) VALUES(?, ?, ?)");
        prepare(move_case_, "UPDATE cases SET last_sequence = ?, last_hash = ? WHERE key = ?");
        prepare(add_entry_,
                "INSERT INTO entries(log_index, case_key, sequence, command, hash, bytes) "
                "VALUES(?, ?, ?, ?, ?, ?)");
        prepare(add_mark_,
                "INSERT INTO marks(about, log_index, place, content) VALUES(?, ?, ?, ?)");
    }
    bare_program(bare_program const&) = delete;
    bare_program& operator=(bare_program const&) = delete;
    ~bare_program() {
        for (auto* one : {begin_, commit_, add_case_, move_case_, add_entry_, add_mark_})
            sqlite3_finalize(one);
        sqlite3_close(db_);
    }

    void write(std::span<row const> rows) {
        run(begin_);
        for (auto const& r : rows) {
            auto* const moved = r.sequence == 1 ? add_case_ : move_case_;
            auto place = 0;
            if (r.sequence == 1) text(moved, ++place, r.on.view());
            sqlite3_bind_int64(moved, ++place, r.sequence);
            blob(moved, ++place, r.hash.bytes);
            if (r.sequence != 1) sqlite3_bind_int64(moved, ++place, r.case_key);
            run(moved);
            sqlite3_bind_int64(add_entry_, 1, r.log_index);
            sqlite3_bind_int64(add_entry_, 2, r.case_key);
            sqlite3_bind_int64(add_entry_, 3, r.sequence);
            text(add_entry_, 4, r.command.view());
            blob(add_entry_, 5, r.hash.bytes);
            blob(add_entry_, 6, r.content);
            run(add_entry_);
            for (std::size_t i = 0; i < r.marks.size(); ++i) {
                sqlite3_bind_int64(add_mark_, 1, r.marks[i].about);
                sqlite3_bind_int64(add_mark_, 2, r.log_index);
                sqlite3_bind_int64(add_mark_, 3, std::int64_t(i));
                blob(add_mark_, 4, r.marks[i].content);
                run(add_mark_);
            }
        }
        run(commit_);
    }

  private:
    // The store's own tables, indexes and settings; it drains the write-ahead log from as many pages.
    static constexpr char const* schema = R"sql(
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;
        PRAGMA wal_autocheckpoint=4000; PRAGMA secure_delete=ON;
        CREATE TABLE cases(key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
            last_sequence INTEGER NOT NULL, last_hash BLOB NOT NULL);
        CREATE TABLE entries(log_index INTEGER PRIMARY KEY,
            case_key INTEGER NOT NULL REFERENCES cases(key), sequence INTEGER NOT NULL,
            command TEXT, hash BLOB NOT NULL, bytes BLOB NOT NULL);
        CREATE UNIQUE INDEX entry_of_case ON entries(case_key, sequence);
        CREATE UNIQUE INDEX entry_of_command ON entries(command) WHERE command IS NOT NULL;
        CREATE TABLE marks(about INTEGER NOT NULL, log_index INTEGER NOT NULL,
            place INTEGER NOT NULL, content BLOB NOT NULL,
            PRIMARY KEY(about, log_index, place)) WITHOUT ROWID;
    )sql";

    void prepare(sqlite3_stmt*& to, char const* sql) {
        must(sqlite3_prepare_v2(db_, sql, -1, &to, nullptr), SQLITE_OK, db_);
    }
    void run(sqlite3_stmt* what) {
        must(sqlite3_step(what), SQLITE_DONE, db_);
        sqlite3_reset(what);
    }
    static void text(sqlite3_stmt* to, int place, std::string_view some) {
        sqlite3_bind_text(to, place, some.data(), static_cast<int>(some.size()), SQLITE_STATIC);
    }
    template <class Bytes>
    static void blob(sqlite3_stmt* to, int place, Bytes const& some) {
        sqlite3_bind_blob(to, place, some.data(), static_cast<int>(some.size()), SQLITE_STATIC);
    }

    sqlite3* db_ = nullptr;
    sqlite3_stmt *begin_ = nullptr, *commit_ = nullptr, *add_case_ = nullptr, *move_case_ = nullptr,
                 *add_entry_ = nullptr, *add_mark_ = nullptr;
};

/// The marks of a store's file, each put to its entry's row.
void add_marks(std::filesystem::path const& file, std::span<row> rows) {
    sqlite3* db = nullptr;
    must(sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK, db);
    sqlite3_stmt* all = nullptr;
    must(sqlite3_prepare_v2(db,
                            "SELECT log_index, about, content FROM marks ORDER BY log_index, place",
                            -1, &all, nullptr),
         SQLITE_OK, db);
    while (sqlite3_step(all) == SQLITE_ROW) {
        auto const* const content = static_cast<std::byte const*>(sqlite3_column_blob(all, 2));
        auto& of = rows[static_cast<std::size_t>(sqlite3_column_int64(all, 0))];
        of.marks.push_back(
            {sqlite3_column_int64(all, 1), bytes(content, content + sqlite3_column_bytes(all, 2))});
    }
    sqlite3_finalize(all);
    sqlite3_close(db);
}

struct durable_run {
    duel against;
    double median_us = 0;
    double tail_us = 0;
};

/// Both write the same rows: the desk decides and hashes them, the bare program has them ready.
durable_run durable(std::size_t cases, std::size_t batch, std::size_t commits_a_turn) {
    auto const kept = walked(cases, false);
    std::vector<row> rows;
    (void)kept->scan(0, [&](stored_entry const& e) {
        // Cases begin in the order of their names, so that the bare program knows each key.
        rows.push_back({std::int64_t(e.log_index),
                        e.on,
                        std::int64_t(e.log_index % cases) + 1,
                        std::int64_t(e.sequence),
                        e.command,
                        e.hash,
                        bytes(e.bytes.begin(), e.bytes.end()),
                        {}});
        return true;
    });
    auto const path = path_of_a_parcel(false);
    std::vector<submission> all;
    std::uint64_t commands = 0;
    for (auto const& one : path)
        for (std::size_t i = 0; i < cases; ++i)
            all.push_back(
                {&one.from,
                 {numbered<case_id>('c', i), numbered<command_id>('k', commands++), {}, one.what},
                 std::nullopt});

    scratch const place("amends_bench_sqlite");
    auto const new_store = [&](char const* name) {
        auto opened = sqlite_store::open({.path = place.folder / name});
        if (opened) return std::move(*opened);
        std::fprintf(stderr, "expected a new store, found %s\n", opened.error().message.c_str());
        std::exit(1);
    };
    desk_options how;
    how.clock = ticking_clock();
    // What is marked, from a store that has it all.
    {
        auto const marked = new_store("marked.db");
        desk before(*marked, policy_of_the_shop(), how);
        auto once = all; // a desk takes what it is handed in
        constexpr std::size_t many = 1024;
        for (std::size_t at = 0; at < once.size(); at += many)
            (void)before.handle(std::span(once).subspan(at, std::min(many, once.size() - at)));
    }
    add_marks(place.folder / "marked.db", rows);

    bare_program bare((place.folder / "bare.db").string());
    auto const ours = new_store("ours.db");
    how.clock = ticking_clock();
    desk counter(*ours, policy_of_the_shop(), how);

    std::vector<double> steps;
    std::size_t ours_at = 0, bare_at = 0;
    auto const a_turn = commits_a_turn * batch;
    auto const rounds = static_cast<int>(all.size() / a_turn) - 1; // one turn goes ahead to warm up
    bool wrong = false;
    durable_run out;
    out.against = interleaved(
        rounds,
        [&] {
            auto const some = std::span(all).subspan(ours_at, a_turn);
            ours_at += a_turn;
            return wall_nanoseconds([&] {
                for (std::size_t i = 0; i < some.size(); i += batch) {
                    auto const before = clock::now();
                    if (batch == 1)
                        wrong |= !counter.handle(*some[i].from, std::move(some[i].what));
                    else
                        for (auto const& said : counter.handle(some.subspan(i, batch)))
                            wrong |= !said;
                    steps.push_back(
                        std::chrono::duration<double, std::micro>(clock::now() - before).count());
                }
            });
        },
        [&] {
            auto const some = std::span<row const>(rows).subspan(bare_at, a_turn);
            bare_at += a_turn;
            return wall_nanoseconds([&] {
                for (std::size_t i = 0; i < some.size(); i += batch)
                    bare.write(some.subspan(i, batch));
            });
        });
    if (wrong) {
        std::fprintf(stderr, "expected every command to be kept, found an error\n");
        std::exit(1);
    }
    out.median_us = quantile(steps, 0.5);
    out.tail_us = quantile(steps, 0.99);
    out.against.ours /= double(a_turn);
    out.against.rival /= double(a_turn);
    return out;
}

std::string in_words(durable_run const& r) {
    char text[160];
    std::snprintf(text, sizeof text,
                  "%.0f commands/s, bare %.0f/s; a commit: median %.0f us, 99th %.0f us",
                  1e9 / r.against.ours, 1e9 / r.against.rival, r.median_us, r.tail_us);
    return text;
}

} // namespace

void measure_sqlite(report& to, options const& how) {
    // 12 commands a case; turns long enough that one stalled fsync does not decide a round.
    auto const single = durable(how.quick ? 64 : 320, 1, 64);
    to.bar("sqlite_vs_bare", "a command a commit in SQLite / bare rows", 1 / single.against.ratio,
           "x", wanted::at_least, 0.8, in_words(single));
    auto const batches = durable(how.quick ? 1024 : 5120, 64, 8);
    to.bar("sqlite_batch_vs_bare", "64 commands a commit in SQLite / bare rows",
           1 / batches.against.ratio, "x", wanted::at_least, 0.8, in_words(batches));
}

} // namespace bench
