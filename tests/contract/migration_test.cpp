// SPDX-License-Identifier: BSL-1.0
// Files of earlier versions of the store: they come up to date, whole or not at all, with all they had.
#include <amends/store/sqlite.hpp>
#include <amends/vocabulary/hex.hpp>

#include "contract/by_hand.hpp"
#include "contract/desk_at_work.hpp"
#include "contract/scratch.hpp"
#include "contract/seed.hpp"
#include "contract/whole_file.hpp"
#include "store/sqlite_schema.hpp"
#include "support/losing_disk.hpp"

#include <map>

#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

using path = std::filesystem::path;

std::string quoted(byte_view some) { return "x'" + to_hex(some) + "'"; }

// The tables of version 1 as they were released. They are written here once more and not taken from
// the library: a step that was released never changes.
constexpr auto version_1 = R"sql(
    CREATE TABLE cases(
        key           INTEGER PRIMARY KEY,
        name          TEXT NOT NULL UNIQUE,
        last_sequence INTEGER NOT NULL,
        last_hash     BLOB NOT NULL
    );
    CREATE TABLE entries(
        log_index INTEGER PRIMARY KEY,
        case_key  INTEGER NOT NULL REFERENCES cases(key),
        sequence  INTEGER NOT NULL,
        command   TEXT,
        hash      BLOB NOT NULL,
        bytes     BLOB NOT NULL
    );
    CREATE UNIQUE INDEX entry_of_case ON entries(case_key, sequence);
    CREATE UNIQUE INDEX entry_of_command ON entries(command) WHERE command IS NOT NULL;
    CREATE TABLE marks(
        about     INTEGER NOT NULL,
        log_index INTEGER NOT NULL,
        place     INTEGER NOT NULL,
        content   BLOB NOT NULL,
        PRIMARY KEY(about, log_index, place)
    ) WITHOUT ROWID;
    CREATE TABLE snapshots(
        name      TEXT PRIMARY KEY,
        sequence  INTEGER NOT NULL,
        lifecycle BLOB NOT NULL,
        head      BLOB NOT NULL,
        checksum  BLOB NOT NULL,
        content   BLOB NOT NULL
    );
    PRAGMA user_version=1;
    PRAGMA application_id=1634561636;
)sql";

constexpr auto version_2 = R"sql(
    ALTER TABLE entries ADD COLUMN sealed BLOB;
    CREATE TABLE beside(
        name    BLOB PRIMARY KEY,
        content BLOB NOT NULL
    );
    PRAGMA user_version=2;
)sql";

constexpr auto entries_kept = 60;

/// A file as version 1 left it: three cases, marks, a snapshot. The entries are a desk's.
void write_version_1(path const& file) {
    memory_store source;
    auto d = desk_over(source);
    for (int n = 0; n < entries_kept; ++n) {
        auto const on = std::to_string(n % 3), id = "k" + std::to_string(n);
        REQUIRE((n < 3 ? d.handle(customer, report_of(on, id))
                       : d.handle(agent, note_on(on, id, std::string(300, 'n'))))
                    .has_value());
    }
    by_hand db(file, nullptr); // version 1 had no checksums in its pages
    db.run("PRAGMA journal_mode=WAL");
    db.run(version_1);
    db.run("BEGIN");
    REQUIRE(source
                .heads([&](case_head const& h) {
                    db.run("INSERT INTO cases VALUES(" + h.on.str() + " + 1, '" + h.on.str() +
                           "', " + std::to_string(h.last_sequence) + ", " +
                           quoted(h.last_hash.bytes) + ")");
                    return true;
                })
                .has_value());
    REQUIRE(source
                .scan(0,
                      [&](stored_entry const& e) {
                          db.run("INSERT INTO entries VALUES(" + std::to_string(e.log_index) +
                                 ", " + e.on.str() + " + 1, " + std::to_string(e.sequence) + ", '" +
                                 e.command.str() + "', " + quoted(e.hash.bytes) + ", " +
                                 quoted(e.bytes) + ")");
                          return true;
                      })
                .has_value());
    db.run("INSERT INTO marks VALUES(41, 5, 0, x'0102'), (41, 9, 1, x'03')");
    db.run("INSERT INTO snapshots VALUES('0', 2, zeroblob(32), zeroblob(32), zeroblob(32), x'04')");
    db.run("COMMIT");
    db.run("PRAGMA wal_checkpoint(TRUNCATE)");
}

/// The same with what version 2 could keep besides: a sealed text and something beside the log.
void write_version_2(path const& file) {
    write_version_1(file);
    by_hand db(file, nullptr);
    db.run(version_2);
    db.run("UPDATE entries SET sealed = x'050607' WHERE log_index = 6");
    db.run("INSERT INTO beside VALUES(CAST('there' AS BLOB), x'08')");
    db.run("PRAGMA wal_checkpoint(TRUNCATE)");
}

struct old_version {
    int number;
    void (*write)(path const&);
};
constexpr old_version old_versions[] = {{1, write_version_1}, {2, write_version_2}};

/// Everything that an old version had is there, and everything that today's version can do.
void check_up_to_date(path const& file) {
    auto const kept = sqlite_store::open({.path = file, .create = false});
    INFO((kept ? std::string() : kept.error().message));
    REQUIRE(kept.has_value());
    REQUIRE(*(*kept)->size() == entries_kept);
    check_sound(**kept);
    CHECK((*kept)->check().has_value());
    for (int n = 0; n < entries_kept; ++n)
        CHECK((*kept)->seen(command_id::trusted("k" + std::to_string(n))).value().has_value());
    std::vector<std::uint64_t> marked;
    REQUIRE((*kept)
                ->marked(41, 0,
                         [&](std::uint64_t log_index, byte_view) {
                             marked.push_back(log_index);
                             return true;
                         })
                .has_value());
    CHECK(marked == std::vector<std::uint64_t>{5, 9});
    CHECK((*kept)->recall("0").value()->content == bytes{std::byte{4}});

    auto d = desk_over(**kept);
    CHECK(d.handle(agent, note_on("1", "k-new", "after the migration")).has_value());
    CHECK((*kept)->keep_beside("here", {}).has_value());
    CHECK(*(*kept)->size() == entries_kept + 1);
    check_sound(**kept);
}

} // namespace

TEST_CASE("a file of an older version is brought up to date with all it had") {
    // A step that was added since wants a file from before it here.
    REQUIRE(std::size(old_versions) + 1 == sqlite::migrations().size());
    for (auto const& old : old_versions) {
        INFO("version " << old.number);
        scratch const folder;
        old.write(folder / "kept.db");
        check_up_to_date(folder / "kept.db");
        by_hand db(folder / "kept.db");
        CHECK(db.ask("PRAGMA user_version") ==
              std::vector<std::string>{std::to_string(sqlite::migrations().back().to)});
    }
}

TEST_CASE("what version 2 sealed and kept beside its log is there after a migration") {
    scratch const folder;
    write_version_2(folder / "kept.db");
    auto const kept = sqlite_store::open({.path = folder / "kept.db"}).value();
    std::map<std::uint64_t, bytes> sealed;
    REQUIRE(kept->scan(0,
                       [&](stored_entry const& e) {
                           if (!e.sealed.empty())
                               sealed[e.log_index].assign(e.sealed.begin(), e.sealed.end());
                           return true;
                       })
                .has_value());
    CHECK(sealed ==
          std::map<std::uint64_t, bytes>{{6, {std::byte{5}, std::byte{6}, std::byte{7}}}});
    CHECK(kept->beside("there").value() == bytes{std::byte{8}});
}

TEST_CASE("a file that was brought up to date has the tables of a new one") {
    for (auto const& version : old_versions) {
        INFO("version " << version.number);
        scratch const folder;
        version.write(folder / "old.db");
        (void)sqlite_store::open({.path = folder / "old.db"}).value();
        (void)sqlite_store::open({.path = folder / "new.db"}).value();
        by_hand old(folder / "old.db"), fresh(folder / "new.db");
        auto const tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
        REQUIRE(old.ask(tables) == fresh.ask(tables));
        REQUIRE(old.ask(tables).size() >= 5);
        for (auto const& table : old.ask(tables)) {
            INFO(table);
            CHECK(old.ask("PRAGMA table_xinfo(" + table + ")") ==
                  fresh.ask("PRAGMA table_xinfo(" + table + ")"));
            CHECK(old.ask("PRAGMA index_list(" + table + ")") ==
                  fresh.ask("PRAGMA index_list(" + table + ")"));
        }
    }
}

TEST_CASE("a file of an older version that may only be read stays as it is") {
    for (auto const& old : old_versions) {
        scratch const folder;
        old.write(folder / "kept.db");
        auto const before = content_of(folder / "kept.db");
        auto const opened = sqlite_store::open({.path = folder / "kept.db", .read_only = true});
        REQUIRE(opened.has_error());
        CHECK(opened.error().code == errc::store_failed);
        CHECK_THAT(opened.error().message,
                   ContainsSubstring("found version " + std::to_string(old.number) +
                                     ", which cannot be migrated while it is only read"));
        CHECK(content_of(folder / "kept.db") == before);
    }
}

TEST_CASE("power lost at any point of a migration leaves the file old or new and whole") {
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    auto const below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    scratch const source;
    write_version_1(source / "kept.db");
    std::map<std::string, int> seen;
    for (std::size_t after = 0;; ++after) {
        INFO("the power goes after " << after << " operations");
        support::losing_disk disk;
        auto const file = disk.folder() / "kept.db";
        std::filesystem::copy_file(source / "kept.db", file);
        disk.lose_power_after(after);
        {
            auto const opened =
                sqlite_store::open({.path = file, .drain_wal_in_background = false});
            if (!opened) CHECK(opened.error().code == errc::store_failed);
        }
        auto const went_down = disk.is_down();
        disk.come_back(below); // where it did not go in between, it goes now
        if (went_down) {
            by_hand db(file);
            ++seen[db.ask("PRAGMA user_version").at(0)];
        }
        check_up_to_date(file);
        if (!went_down) break;
    }
    // Both were seen, or the power never went in the middle.
    CHECK(seen["1"] > 3);
    CHECK(seen[std::to_string(sqlite::migrations().back().to)] > 0);
    CHECK(seen.size() == 2);
}

TEST_CASE("processes that migrate one file at once agree") {
    scratch const folder;
    for (int round = 0; round < 10; ++round) {
        auto const file = folder / ("kept" + std::to_string(round) + ".db");
        write_version_1(file);
        int gate[2];
        REQUIRE(pipe(gate) == 0);
        std::vector<pid_t> children;
        for (int i = 0; i < 4; ++i) {
            auto const child = fork();
            REQUIRE(child >= 0);
            if (child == 0) {
                ::close(gate[1]);
                char none;
                (void)!::read(gate[0], &none, 1); // all go when the gate is closed
                auto const opened = sqlite_store::open({.path = file});
                _exit(!opened ? 3 : *(*opened)->size() != entries_kept ? 4 : 0);
            }
            children.push_back(child);
        }
        ::close(gate[0]);
        ::close(gate[1]);
        for (auto const child : children) {
            int status = 0;
            REQUIRE(waitpid(child, &status, 0) == child);
            CHECK(WIFEXITED(status));
            CHECK(WEXITSTATUS(status) == 0);
        }
        check_up_to_date(file);
    }
}
