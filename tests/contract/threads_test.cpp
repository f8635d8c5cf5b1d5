// SPDX-License-Identifier: BSL-1.0
// Several desks on the same cases, in threads and in processes: nothing is lost, nothing doubled.
#include <amends/store/memory.hpp>
#include <amends/store/sqlite.hpp>

#include "contract/many_desks.hpp"
#include "contract/scratch.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

using namespace amends;
using namespace amends::testing;

TEST_CASE("four desks in threads over one store in memory lose and double nothing", "[threads]") {
    memory_store kept;
    report_cases(kept);
    work_in_threads({&kept}, 4);
    check_all_there(kept, 4);
}

TEST_CASE("four desks in threads over one SQLite store lose and double nothing", "[threads]") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db", .drain_wal_pages = 20});
    report_cases(*kept);
    work_in_threads({kept.get()}, 4);
    check_all_there(*kept, 4);
    CHECK(kept->check().has_value());
}

TEST_CASE("desks in threads over two stores of one file lose and double nothing", "[threads]") {
    scratch const folder;
    auto const one = *sqlite_store::open({.path = folder / "kept.db", .drain_wal_pages = 20});
    auto const other = *sqlite_store::open({.path = folder / "kept.db", .drain_wal_pages = 20});
    report_cases(*one);
    work_in_threads({one.get(), other.get()}, 4);
    check_all_there(*other, 4);
}

TEST_CASE("a scan beside writers gives every entry once and in order", "[threads]") {
    scratch const folder;
    memory_store in_memory;
    auto const in_file = *sqlite_store::open({.path = folder / "kept.db"});
    for (store* kept : {static_cast<store*>(&in_memory), static_cast<store*>(in_file.get())}) {
        report_cases(*kept);
        std::atomic<bool> gap{false};
        std::thread follower([&] {
            std::uint64_t next = 0;
            while (next < std::uint64_t(shared_cases + 2 * notes)) {
                auto const to = kept->scan(next, [&](stored_entry const& e) {
                    if (e.log_index != next++) gap = true;
                    return true;
                });
                if (!to || *to != next) gap = true;
                std::this_thread::yield();
            }
        });
        work_in_threads({kept}, 2);
        follower.join();
        CHECK_FALSE(gap);
    }
}

TEST_CASE("two processes on one SQLite file lose and double nothing") {
    scratch const folder;
    auto const file = folder / "kept.db";
    { report_cases(**sqlite_store::open({.path = file})); }
    std::vector<pid_t> children;
    for (int w = 0; w < 2; ++w) {
        auto const child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto const kept = sqlite_store::open({.path = file});
            _exit(kept && work(**kept, w) == notes ? 0 : 1);
        }
        children.push_back(child);
    }
    for (auto const child : children) {
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        CHECK(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 0);
    }
    auto const kept = *sqlite_store::open({.path = file});
    check_all_there(*kept, 2);
}

TEST_CASE("four processes that make the same store at once make one") {
    scratch const folder;
    auto const file = folder / "kept.db";
    std::vector<pid_t> children;
    for (int w = 0; w < 4; ++w) {
        auto const child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto const kept = sqlite_store::open({.path = file});
            auto const stop = [](error const& why) {
                std::fprintf(stderr, "%s\n", why.message.c_str());
                _exit(1);
            };
            if (!kept) stop(kept.error());
            auto d = desk_over(**kept);
            auto const name = std::to_string(w);
            auto const said = d.handle(customer, report_of(name, "r" + name));
            if (!said) stop(said.error());
            _exit(0);
        }
        children.push_back(child);
    }
    for (auto const child : children) {
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    auto const kept = *sqlite_store::open({.path = file});
    CHECK(*kept->size() == 4);
    check_sound(*kept);
}
