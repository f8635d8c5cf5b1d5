// SPDX-License-Identifier: BSL-1.0
// Followers over memory and SQLite, beside writers, and killed.
#include <amends/store/memory.hpp>
#include <amends/store/sqlite.hpp>

#include "contract/follower_contract.hpp"
#include "contract/scratch.hpp"
#include "contract/seed.hpp"

#include <fstream>
#include <thread>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;

TEST_CASE("followers of a store in memory keep the contract") {
    memory_store kept;
    follower_contract(kept, kept);
}

TEST_CASE("followers of a SQLite file keep the contract") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    follower_contract(*kept, *kept);
}

TEST_CASE("followers of a file that another store writes keep the contract") {
    scratch const folder;
    auto const one = *sqlite_store::open({.path = folder / "kept.db"});
    auto const other = *sqlite_store::open({.path = folder / "kept.db"});
    follower_contract(*one, *other);
}

namespace {

constexpr std::uint64_t to_follow = 400;

/// In a process of its own: entries of four cases, one commit each.
pid_t write_in_a_process(std::filesystem::path const& file) {
    auto const child = fork();
    if (child != 0) return child;
    auto const kept = sqlite_store::open({.path = file});
    if (!kept) _exit(1);
    for (std::uint64_t n = 0; n < to_follow; ++n)
        if (!(*kept)->append(drafts().add("4" + std::to_string(n % 4), 1 + n / 4).all())) _exit(2);
    _exit(0);
}

void check_ended(pid_t child) {
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}

} // namespace

TEST_CASE("two followers beside a writing process are each told every entry once and in order") {
    scratch const folder;
    auto const file = folder / "kept.db";
    REQUIRE(sqlite_store::open({.path = file}).has_value());
    auto const writer = write_in_a_process(file);
    REQUIRE(writer > 0);

    auto const kept = *sqlite_store::open({.path = file});
    follower index(*kept, "index", {.entries_max = 7}), mails(*kept, "mails");
    std::uint64_t next_of_index = 0, next_of_mails = 0;
    bool in_order = true;
    auto const expecting = [&](std::uint64_t& next) {
        return [&](std::span<stored_entry const> some) -> result<void> {
            for (auto const& e : some) in_order = in_order && e.log_index == next++;
            return {};
        };
    };
    while (next_of_index < to_follow || next_of_mails < to_follow) {
        REQUIRE(index.catch_up(expecting(next_of_index)).has_value());
        REQUIRE(mails.tell_next(expecting(next_of_mails)).has_value());
        index.wait(std::chrono::milliseconds(1));
    }
    check_ended(writer);
    CHECK(in_order);
    CHECK(next_of_index == to_follow);
    CHECK(next_of_mails == to_follow);
}

TEST_CASE("two processes that follow under one name leave out nothing between them") {
    scratch const folder;
    auto const file = folder / "kept.db";
    REQUIRE(sqlite_store::open({.path = file}).has_value());
    auto const writer = write_in_a_process(file);
    REQUIRE(writer > 0);
    std::vector<pid_t> children;
    for (int n = 0; n < 2; ++n) {
        auto const child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto const kept = sqlite_store::open({.path = file});
            if (!kept) _exit(1);
            std::ofstream heard(folder / ("heard" + std::to_string(n)));
            follower index(**kept, "index", {.entries_max = 5});
            while (!index.position() || *index.position() < to_follow)
                if (!index.catch_up([&](std::span<stored_entry const> some) -> result<void> {
                        for (auto const& e : some) heard << e.log_index << '\n';
                        return {};
                    }))
                    _exit(2);
            heard.flush();
            _exit(heard ? 0 : 3);
        }
        children.push_back(child);
    }
    check_ended(writer);
    for (auto const child : children) check_ended(child);
    std::vector<bool> told_to_somebody(to_follow);
    for (auto const* name : {"heard0", "heard1"}) {
        std::ifstream heard(folder / name);
        for (std::uint64_t at = 0; heard >> at;) told_to_somebody.at(at) = true;
    }
    CHECK(std::find(told_to_somebody.begin(), told_to_somebody.end(), false) ==
          told_to_somebody.end());
}

TEST_CASE("a follower that is killed again and again leaves out nothing") {
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    scratch const folder;
    auto const file = folder / "kept.db";
    check_ended(write_in_a_process(file));

    int killed = 0, again = 0;
    std::uint64_t next = 0;
    for (bool ended = false; !ended;) {
        int told[2];
        REQUIRE(pipe(told) == 0);
        auto const child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto const kept = sqlite_store::open({.path = file});
            if (!kept) _exit(1);
            follower index(**kept, "index", {.entries_max = 3});
            auto const done = index.catch_up([&](std::span<stored_entry const> some) {
                for (auto const& e : some)
                    if (::write(told[1], &e.log_index, sizeof e.log_index) < 0) _exit(3);
                return result<void>();
            });
            _exit(done ? 0 : 2);
        }
        ::close(told[1]);
        // Killed once it told so many, while it goes on; what it told by then is read all the same.
        auto left = random() % 40;
        bool done = false;
        for (std::uint64_t at = 0; ::read(told[0], &at, sizeof at) == sizeof at;) {
            // Never ahead, and back only to the start of the batch that was being told.
            REQUIRE(at <= next);
            REQUIRE(at + 3 >= next);
            if (at < next) ++again;
            next = std::max(next, at + 1);
            if (left-- == 0 && !done) {
                REQUIRE(kill(child, SIGKILL) == 0);
                done = true;
            }
        }
        ::close(told[0]);
        int status = -1;
        REQUIRE(waitpid(child, &status, 0) == child);
        ended = WIFEXITED(status);
        if (ended) CHECK(status == 0);
        else ++killed;
    }
    CHECK(next == to_follow);
    CHECK(killed >= 5);
    CHECK(again <= 3 * killed);
}

TEST_CASE("a follower that waits hears of a commit and of being woken", "[threads]") {
    memory_store kept;
    follower index(kept, "index");
    std::uint64_t next = 0;
    auto const tell = [&](std::span<stored_entry const> some) -> result<void> {
        next += some.size();
        return {};
    };
    auto const long_enough = std::chrono::hours(1); // a test that waits for it hangs
    std::thread writer([&] {
        for (std::uint64_t n = 1; n <= 100; ++n)
            if (!kept.append(drafts().add("41", n).all())) std::abort();
    });
    while (next < 100) {
        index.wait(long_enough);
        CHECK(index.catch_up(tell).has_value());
    }
    writer.join();
    std::thread waker([&] { index.wake(); });
    index.wait(long_enough);
    waker.join();
    CHECK(next == 100);
}

TEST_CASE("what wakes a follower ends one waiting, also after a telling") {
    memory_store kept;
    follower index(kept, "index");
    auto const tell = [](std::span<stored_entry const>) { return result<void>(); };
    REQUIRE(kept.append(drafts().add("41", 1).all()).has_value());
    index.wake();
    CHECK(*index.catch_up(tell) == 1);
    index.wait(std::chrono::hours(1)); // without the waking, this hangs

    auto const begun = std::chrono::steady_clock::now();
    index.wait(std::chrono::milliseconds(5));
    CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(5));
}

TEST_CASE("a follower may go while somebody else commits", "[threads]") {
    memory_store kept;
    std::thread writer([&] {
        for (std::uint64_t n = 1; n <= 300; ++n)
            if (!kept.append(drafts().add("41", n).all())) std::abort();
    });
    for (int n = 0; n < 100; ++n) {
        follower index(kept, "index");
        CHECK(index.tell_next([](auto) { return result<void>(); }).has_value());
    }
    writer.join();
    CHECK(*kept.size() == 300);
}
