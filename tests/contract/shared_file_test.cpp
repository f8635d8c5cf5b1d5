// SPDX-License-Identifier: BSL-1.0
// One file in the hands of several: connections, stores and processes beside each other.
#include <amends/store/sqlite.hpp>

#include "contract/filled_file.hpp"
#include "contract/scratch.hpp"
#include "contract/store_contract.hpp"
#include "contract/whole_file.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

using path = std::filesystem::path;

std::vector<std::string> names_in(path const& folder) {
    std::vector<std::string> names;
    for (auto const& one : std::filesystem::directory_iterator(folder))
        names.push_back(one.path().filename());
    std::ranges::sort(names);
    return names;
}

/// Opens the file for reading and tells what comes of it, in a process that may read everything here
/// and write nothing.
std::string told_to_an_auditor(path const& file) {
    auto const folder = file.parent_path();
    std::filesystem::permissions(folder, std::filesystem::perms(0555));
    for (auto const& name : names_in(folder))
        std::filesystem::permissions(folder / name, std::filesystem::perms(0444));
    int answer[2];
    REQUIRE(::pipe(answer) == 0);
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        // Root may write everywhere.
        if (::geteuid() == 0 &&
            (::setgroups(0, nullptr) != 0 || ::setgid(65534) != 0 || ::setuid(65534) != 0))
            ::_exit(1);
        std::string told;
        if (auto const kept = sqlite_store::open({.path = file, .read_only = true}); !kept) {
            told = kept.error().message;
        } else {
            std::uint64_t entries = 0;
            auto const scanned = (*kept)->scan(0, [&](stored_entry const& e) {
                entries += e.hash == sha256_of(e.bytes);
                return true;
            });
            told = scanned ? std::to_string(entries) + " entries" : scanned.error().message;
        }
        auto const all = ::write(answer[1], told.data(), told.size()) == ssize_t(told.size());
        ::_exit(all ? 0 : 1);
    }
    ::close(answer[1]);
    std::string told(4096, '\0');
    auto const got = ::read(answer[0], told.data(), told.size());
    ::close(answer[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    std::filesystem::permissions(folder, std::filesystem::perms(0755));
    REQUIRE(status == 0);
    return told.substr(0, std::size_t(std::max(got, ssize_t{0})));
}

} // namespace

TEST_CASE("a store opened for reading sees what another writes and writes nothing") {
    scratch const folder;
    auto const writing = *sqlite_store::open({.path = folder / "kept.db"});
    auto const reading = *sqlite_store::open({.path = folder / "kept.db", .read_only = true});
    REQUIRE(writing->append(drafts().add("41", 1).all()).has_value());
    CHECK(*reading->size() == 1);
    auto const e = reading->append(drafts().add("41", 2).all());
    REQUIRE(e.has_error());
    CHECK(e.error().code == errc::store_failed);
    CHECK(reading->keep({}).error().code == errc::store_failed);
    CHECK(*writing->size() == 1);
}

TEST_CASE("whoever may only read a store reads all of it and leaves nothing beside it") {
    scratch const folder;
    auto const file = folder / "a store? 100% #1.db";
    fill(file);
    CHECK(told_to_an_auditor(file) == "200 entries");
    CHECK(names_in(file.parent_path()) == std::vector<std::string>{"a store? 100% #1.db"});

    // An empty log, as a reader of old would leave it, holds nothing that is not in the file.
    write_file(file.string() + "-wal", "");
    CHECK(told_to_an_auditor(file) == "200 entries");
    std::filesystem::remove(file.string() + "-wal");

    // So does whoever could write.
    REQUIRE(sqlite_store::open({.path = file, .read_only = true}).value()->size() == 200u);
    CHECK(names_in(file.parent_path()).size() == 1);
}

TEST_CASE("a store is read through a link while its log stands beside the file") {
    scratch const folder, elsewhere;
    auto const link = elsewhere / "linked.db";
    std::filesystem::create_symlink(folder / "kept.db", link);
    auto const written =
        *sqlite_store::open({.path = folder / "kept.db", .drain_wal_in_background = false});
    for (std::uint64_t i = 1; i <= 50; ++i)
        REQUIRE(
            written->append(drafts().add("41", i, {}, std::string(3000, 'x')).all()).has_value());
    for (auto const read_only : {true, false}) {
        auto const read =
            sqlite_store::open({.path = link, .create = false, .read_only = read_only});
        INFO((read ? std::string() : read.error().message));
        REQUIRE(read.has_value());
        CHECK((*read)->size() == 50u);
    }
    CHECK(names_in(elsewhere / "") == std::vector<std::string>{"linked.db"});
}

TEST_CASE("connections of calls within calls are closed but for a few") {
    scratch const folder;
    auto const file = folder / "kept.db";
    fill(file);
    // The file itself stays open as long as anybody in the process has a lock on it, its log does not.
    auto const log = file.string() + "-wal";
    auto const open_logs = [&] {
        std::size_t count = 0;
        for (auto const& one : std::filesystem::directory_iterator("/proc/self/fd")) {
            std::error_code gone;
            count += std::filesystem::read_symlink(one.path(), gone) == log;
        }
        return count;
    };
    auto const kept = *sqlite_store::open({.path = file, .drain_wal_in_background = false});
    std::size_t at_most = 0;
    std::function<void(int)> const within = [&](int deep) {
        at_most = std::max(at_most, open_logs());
        if (deep == 0) return;
        REQUIRE(kept->scan(0,
                           [&](stored_entry const&) {
                               within(deep - 1);
                               return false;
                           })
                    .has_value());
    };
    within(20);
    CHECK(at_most >= 20);
    CHECK(open_logs() <= 8);
    CHECK(kept->size() == 200u);
}

TEST_CASE("whoever may only read a store that a writer left open is told what is missing") {
    scratch const folder, copy;
    auto const file = folder / "kept.db";
    fill(file);
    {
        auto const kept = *sqlite_store::open({.path = file, .drain_wal_in_background = false});
        REQUIRE(kept->append(drafts().add("late", 1).all()).has_value());
        for (auto const* suffix : {"", "-wal"})
            std::filesystem::copy_file(file.string() + suffix,
                                       (copy / "kept.db").string() + suffix);
    }
    CHECK_THAT(told_to_an_auditor(copy / "kept.db"),
               ContainsSubstring("found a folder in which no file can be made") ||
                   ContainsSubstring("expected a store that can be written, found a file or folder "
                                     "that may only be read"));
}

TEST_CASE("a store that was opened for reading while nobody wrote sees who writes later") {
    scratch const folder;
    auto const file = folder / "kept.db";
    fill(file);
    auto const read = *sqlite_store::open({.path = file, .read_only = true});
    REQUIRE(read->size() == 200u);
    {
        auto const written = *sqlite_store::open({.path = file});
        REQUIRE(written->append(drafts().add("late", 1).all()).has_value());
        CHECK(read->size() == 201u);
        CHECK(read->head("late").value()->last_sequence == 1);
    }
    {
        auto const written = *sqlite_store::open({.path = file});
        REQUIRE(written->append(drafts().add("late", 2).all()).has_value());
    }
    CHECK(read->size() == 202u);
    CHECK(names_in(file.parent_path()).size() <= 3);
}

TEST_CASE("a writer that begins in the middle of a long reading does not garble it") {
    scratch const folder;
    auto const file = folder / "kept.db";
    {
        auto const kept = *sqlite_store::open({.path = file});
        for (std::uint64_t i = 0; i < 10'000; i += 1000) {
            drafts batch;
            for (std::uint64_t n = i; n < i + 1000; ++n) batch.add("long", n + 1);
            REQUIRE(kept->append(batch.all()).has_value());
        }
    }
    auto const read = *sqlite_store::open({.path = file, .read_only = true});
    std::uint64_t entries = 0;
    auto const scanned = read->scan(0, [&](stored_entry const& e) {
        REQUIRE(e.log_index == entries++);
        if (e.log_index == 100) {
            auto const written = *sqlite_store::open({.path = file});
            REQUIRE(written->append(drafts().add("long", 10'001).all()).has_value());
        }
        return true;
    });
    REQUIRE(scanned.has_value());
    CHECK(entries == 10'001);
}

TEST_CASE("a store that another process holds for too long is busy and keeps nothing") {
    scratch const folder;
    auto const kept = *sqlite_store::open(
        {.path = folder / "kept.db", .busy_timeout = std::chrono::milliseconds(5)});
    REQUIRE(kept->append(drafts().add("41", 1).all()).has_value());
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open((folder / "kept.db").c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);

    auto const answer = kept->append(drafts().add("41", 2).all());
    REQUIRE(answer.has_error());
    CHECK(answer.error().code == errc::store_busy);
    CHECK_THAT(answer.error().message, ContainsSubstring("held by another process"));
    CHECK(*kept->size() == 1); // reading goes on

    REQUIRE(sqlite3_close(other) == SQLITE_OK);
    CHECK(*kept->append(drafts().add("41", 2).all()) == 1);
}

TEST_CASE("a store of endless patience waits for another process") {
    scratch const folder;
    auto const kept = *sqlite_store::open(
        {.path = folder / "kept.db", .busy_timeout = std::chrono::milliseconds::max()});
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open((folder / "kept.db").c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
    std::atomic<bool> asks = false;
    std::thread ends([&] {
        asks.wait(false);
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
    });
    asks = true;
    asks.notify_one();
    CHECK(kept->append(drafts().add("41", 1).all()).has_value());
    ends.join();
    REQUIRE(sqlite3_close(other) == SQLITE_OK);
}
