// SPDX-License-Identifier: BSL-1.0
// Other programs beside a store: they read it, carry its write-ahead log over, and copy it.
#include <amends/store/sqlite.hpp>
#include <amends/store/verify_log.hpp>

#include "contract/by_hand.hpp"
#include "contract/desk_at_work.hpp"
#include "contract/scratch.hpp"
#include "contract/store_contract.hpp"

#include <cstring>
#include <fstream>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;

namespace {

using path = std::filesystem::path;

submission numbered(int n) {
    auto const on = "case " + std::to_string(n % 20);
    auto const id = "k" + std::to_string(n);
    return n < 20 ? submission{&customer, report_of(on, id), {}}
                  : submission{&agent, note_on(on, id, std::string(300, 'n')), {}};
}

void work(store& in, int first, int count) {
    auto d = desk_over(in);
    for (int n = first; n < first + count; ++n) {
        std::vector<submission> one{numbered(n)};
        for (auto const& answer : d.handle(one)) REQUIRE(answer.has_value());
    }
}

/// A process that worked and was killed: what it answered stands in the write-ahead log.
void work_and_be_killed(path const& file, int first, int count) {
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        auto const kept = sqlite_store::open({.path = file, .drain_wal_pages = 100'000});
        if (!kept) ::_exit(1);
        work(**kept, first, count);
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    REQUIRE(std::filesystem::file_size(file.string() + "-wal") > 0);
}

void check_holds(path const& file, int entries) {
    for (auto const& how : {sqlite_options{.path = file, .read_only = true},
                            sqlite_options{.path = file, .read_only = true, .check_pages = false},
                            sqlite_options{.path = file, .create = false}}) {
        INFO("read only: " << how.read_only << ", pages checked: " << how.check_pages);
        auto const opened = sqlite_store::open(how);
        INFO((opened ? std::string() : opened.error().message));
        REQUIRE(opened.has_value());
        auto& kept = **opened;
        CHECK(kept.size() == result<std::uint64_t>(static_cast<std::uint64_t>(entries)));
        auto const log = verify_log(kept);
        INFO((log ? std::string() : log.error().message));
        REQUIRE(log.has_value());
        CHECK_FALSE(log->first.has_value());
        CHECK(log->entries == static_cast<std::uint64_t>(entries));
        for (int n = 0; n < entries; ++n)
            REQUIRE(kept.seen(*command_id::parse("k" + std::to_string(n)))->has_value());
        CHECK(kept.check().has_value());
    }
}

/// A copy by SQLite's own backup, some pages at a time, with `between` after each.
void back_up(
    path const& from, path const& to, std::function<void()> const& between = [] {}) {
    sqlite3 *source = nullptr, *copy = nullptr;
    REQUIRE(sqlite3_open(from.c_str(), &source) == SQLITE_OK);
    REQUIRE(sqlite3_open(to.c_str(), &copy) == SQLITE_OK);
    auto* const backup = sqlite3_backup_init(copy, "main", source, "main");
    REQUIRE(backup != nullptr);
    int code = SQLITE_OK;
    while ((code = sqlite3_backup_step(backup, 7)) == SQLITE_OK) between();
    CHECK(code == SQLITE_DONE);
    REQUIRE(sqlite3_backup_finish(backup) == SQLITE_OK);
    REQUIRE(sqlite3_close(copy) == SQLITE_OK);
    REQUIRE(sqlite3_close(source) == SQLITE_OK);
}

std::vector<std::size_t> pages_without_checksum(path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::string const all{std::istreambuf_iterator<char>(in), {}};
    std::vector<std::size_t> found;
    for (std::size_t at = 4096; at <= all.size(); at += 4096)
        if (all.substr(at - 8, 8) == std::string(8, '\0')) found.push_back(at / 4096);
    return found;
}

} // namespace

TEST_CASE("entries of a killed process are all there after another program read the file last") {
    scratch const folder;
    auto const file = folder / "kept.db";
    int entries = 0;
    for (auto const more : {100, 60, 1}) {
        work_and_be_killed(file, entries, more);
        entries += more;
        by_hand other(file, nullptr);
        CHECK(other.ask("SELECT count(*) FROM entries").at(0) == std::to_string(entries));
    }
    CHECK_FALSE(std::filesystem::exists(file.string() + "-wal")); // drained
    CHECK_FALSE(pages_without_checksum(file).empty());
    check_holds(file, entries);

    // Work goes on, and what is written again has its checksum again.
    auto const before = pages_without_checksum(file).size();
    {
        auto const kept = *sqlite_store::open({.path = file});
        work(*kept, entries, 200);
    }
    check_holds(file, entries + 200);
    CHECK(pages_without_checksum(file).size() < before);
}

TEST_CASE("pages that another program drained after they were given up can be used again") {
    scratch const folder;
    auto const file = folder / "kept.db";
    {
        auto const kept = *sqlite_store::open({.path = file, .drain_wal_in_background = false});
        REQUIRE(kept->keep_beside("large", bytes(100'000, std::byte{7})).has_value());
        REQUIRE(kept->drain_wal().has_value());
        REQUIRE(kept->keep_beside("large", {}).has_value()); // its pages are full of zeroes now
        by_hand(file, nullptr).run("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    CHECK(pages_without_checksum(file).size() > 20);
    auto const kept = *sqlite_store::open({.path = file, .cache_kib = 1});
    for (char c : {'a', 'b', 'c'}) {
        auto const content = bytes(200'000, static_cast<std::byte>(c));
        REQUIRE(kept->keep_beside("large", content).has_value());
        CHECK(kept->beside("large").value() == content);
        REQUIRE(kept->keep_beside("large", {}).has_value());
    }
    work(*kept, 0, 200);
    CHECK(kept->check().has_value());
}

TEST_CASE("a backup by SQLite itself is a store, also one made while a desk writes") {
    scratch const folder;
    auto const file = folder / "kept.db";
    {
        auto const kept = *sqlite_store::open({.path = file, .drain_wal_pages = 20});
        work(*kept, 0, 300);
    }
    back_up(file, folder / "idle.db"); // every page comes from the file
    check_holds(folder / "idle.db", 300);

    auto const kept = *sqlite_store::open({.path = file, .drain_wal_in_background = false});
    int entries = 300;
    back_up(file, folder / "busy.db", [&] {
        if (entries == 320) return; // each entry makes the backup begin anew
        work(*kept, entries++, 1);
    });
    check_holds(folder / "busy.db", 320);
    auto const copy = *sqlite_store::open({.path = folder / "busy.db"});
    work(*copy, 320, 100);
    CHECK(verify_log(*copy)->entries == 420);
    CHECK(copy->check().has_value());
}

TEST_CASE("a copy that SQLite vacuumed is a store, and so is a store that was vacuumed in place") {
    scratch const folder;
    auto const file = folder / "kept.db";
    {
        auto const kept = *sqlite_store::open({.path = file});
        work(*kept, 0, 300);
    }
    by_hand(file, nullptr).run("VACUUM INTO '" + (folder / "copy.db").string() + "'");
    check_holds(folder / "copy.db", 300);
    by_hand(file, nullptr).run("VACUUM");
    check_holds(file, 300);
}
