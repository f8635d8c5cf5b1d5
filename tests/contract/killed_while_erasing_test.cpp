// SPDX-License-Identifier: BSL-1.0
// Processes that seal and one that erases, each killed at any moment: no text is lost with a key that
// a customer had no more, and none stays that was erased.
#include <amends/authority/retention.hpp>
#include <amends/store/sqlite.hpp>
#include <amends/store/verify_log.hpp>

#include "contract/desk_at_work.hpp"
#include "contract/scratch.hpp"
#include "contract/seed.hpp"
#include "support/cases.hpp"

#include <array>

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;

namespace {

constexpr int customers = 4;
constexpr int writers = 2;
constexpr int eraser = writers; ///< the last of the processes

customer_id customer_number(int i) { return customer_id::trusted("c" + std::to_string(i)); }
case_id case_of(int writer, int n) {
    return case_id::trusted("w" + std::to_string(writer) + "-" + std::to_string(n));
}
std::string words_of(case_id const& on) { return "what was said of " + on.str(); }

desk desk_with_keys(store& kept) {
    desk_options how;
    how.conflict_retries = 10'000;
    how.snapshot_every = 2;
    how.clock = [t = std::int64_t{0}]() mutable {
        return instant(std::chrono::seconds(1'700'000'000 + t++));
    };
    how.keys = kept.keys();
    return {kept, grant_everything{}, std::move(how)};
}

/// A case of one customer after the other, which ends at once so that it may be erased.
bool report_and_withdraw(desk& at, int writer, int n) {
    auto const whose = customer_number(n % customers);
    session const caller{{actor_id::trusted(whose.str()), side::customer, {}, {}, {}},
                         provenance::live};
    auto contact = cases::a_problem();
    contact.customer = whose;
    contact.experienced = words_of(case_of(writer, n));
    auto const id = [&](char const* step) {
        return command_id::trusted(case_of(writer, n).str() + step);
    };
    auto const is_kept = [&](char const* step, command_content what) {
        auto const said = at.handle(caller, {case_of(writer, n), id(step), {}, std::move(what)});
        // What the dead one did was erased since: there is nothing left to compare with.
        return said || said.error().code == errc::personal_data_erased;
    };
    return is_kept("r", contact) && is_kept("w", cases::a_withdrawal());
}

/// An error of the eraser's is a store that others hold, a case that is open, or nobody known yet.
bool erase_one(desk& at, int n) {
    auto const done = at.erase(agent, {customer_number(n % customers), "asked for"});
    return done || done.error().code == errc::store_busy ||
           done.error().code == errc::unknown_customer ||
           done.error().code == errc::version_conflict;
}

/// One step a turn, so that no process leaves the others behind.
[[noreturn]] void work(std::filesystem::path const& file, int which, int first, int turns,
                       int answers) {
    auto opened = sqlite_store::open({.path = file, .drain_wal_pages = 40});
    if (!opened) _exit(3);
    auto at = desk_with_keys(**opened);
    char turn = 0;
    for (int n = first; read(turns, &turn, 1) == 1;) {
        if (!(which == eraser ? erase_one(at, n) : report_and_withdraw(at, which, n))) _exit(4);
        ++n;
        if (write(answers, &n, sizeof n) != sizeof n) _exit(5);
    }
    _exit(6);
}

struct process {
    pid_t id = 0;
    int turns = -1;
    int answers = -1;
    int done = 0;
    int due = 0; ///< answers to turns that were given

    void start(std::filesystem::path const& file, int which) {
        int ends[2], to_it[2];
        REQUIRE(pipe(ends) == 0);
        REQUIRE(pipe(to_it) == 0);
        id = fork();
        REQUIRE(id >= 0);
        if (id == 0) {
            ::close(ends[0]);
            ::close(to_it[1]);
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            work(file, which, done, to_it[0], ends[1]);
        }
        ::close(ends[1]);
        ::close(to_it[0]);
        answers = ends[0];
        turns = to_it[1];
        due = 0;
    }
    void give_turns(int some) {
        for (; some > 0; --some, ++due) REQUIRE(write(turns, "t", 1) == 1);
    }
    void hear(int some) {
        for (; some > 0; --some, --due) REQUIRE(read(answers, &done, sizeof done) == sizeof done);
    }
    void end() {
        REQUIRE(kill(id, SIGKILL) == 0);
        int status = 0;
        REQUIRE(waitpid(id, &status, 0) == id);
        REQUIRE(WIFSIGNALED(status));
        while (read(answers, &done, sizeof done) == sizeof done) {
        }
        ::close(answers);
        ::close(turns);
    }
};

/// Each text is there, or a fact of its case says that it was erased; never anything between.
void check_texts(store& kept) {
    verify_options against;
    against.sealed_under = kept.keys();
    auto const found = verify_log(kept, against);
    REQUIRE(found.has_value());
    INFO((found->first ? found->first->message : "sound"));
    CHECK_FALSE(found->first.has_value());
    CHECK(found->erased_elsewhere == 0);
}

} // namespace

TEST_CASE("processes that seal and erase are killed at any moment, and no text is lost or left") {
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    scratch const folder;
    auto const file = folder / "kept.db";
    REQUIRE(sqlite_store::open({.path = file}).has_value());
    std::array<process, writers + 1> all;
    for (int w = 0; w <= eraser; ++w) all[std::size_t(w)].start(file, w);
    for (int round = 0; round < 24; ++round) {
        INFO("round " << round);
        for (auto& one : all) one.give_turns(4);
        auto const w = round % 2 == 0 ? eraser : static_cast<int>(random() % writers);
        auto& one = all[std::size_t(w)];
        one.hear(static_cast<int>(random() % 4));
        for (auto yields = random() % 200; yields > 0; --yields) sched_yield();
        one.end();
        // The others go on over a file that somebody left in the middle of something.
        for (auto& other : all)
            if (&other != &one) other.hear(other.due);
        one.start(file, w);
    }
    for (auto& one : all) one.end();

    auto const kept = *sqlite_store::open({.path = file, .create = false});
    check_sound(*kept);
    check_texts(*kept);
    auto at = desk_with_keys(*kept);
    std::size_t readable = 0, erased = 0;
    for (int w = 0; w < writers; ++w) {
        CHECK(all[std::size_t(w)].done > 0);
        for (int n = 0; n < all[std::size_t(w)].done; ++n) {
            auto const on = case_of(w, n);
            INFO(on.str());
            auto const known = at.file(on);
            REQUIRE(known.has_value());
            auto const& said = known->contact.experienced;
            REQUIRE((known->erased ? said.empty() : said == words_of(on)));
            (known->erased ? erased : readable) += 1;
        }
    }
    INFO(readable << " readable, " << erased << " erased");
    CHECK(erased > 0);

    // Whatever was interrupted is finished by whoever asks next, once all cases have ended.
    for (int w = 0; w < writers; ++w) (void)report_and_withdraw(at, w, all[std::size_t(w)].done);
    for (int i = 0; i < customers; ++i) {
        auto const done = at.erase(agent, {customer_number(i), "asked for"});
        INFO((done ? "" : done.error().message));
        REQUIRE(done.has_value());
        CHECK(done->erased);
    }
    // A key that a process made, and sealed nothing with, may be left.
    REQUIRE(kept->scan(0,
                       [&](stored_entry const& e) {
                           auto const key = kept->keys()->find(key_named_in(e.sealed).value());
                           CHECK(key->state == key_state::destroyed);
                           return true;
                       })
                .has_value());
    check_texts(*kept);
    for (int n = 0; n < all[0].done; ++n)
        REQUIRE(at.trail(case_of(0, n))->front().texts == texts_are::erased);
}
