// SPDX-License-Identifier: BSL-1.0
// A pool of desks: what one desk would do, on several threads, whatever goes wrong.
#include <amends/store/sqlite.hpp>

#include "contract/pool_contract.hpp"
#include "contract/scratch.hpp"
#include "support/passing_on.hpp"
#include "support/repeat_with.hpp"

#include <condition_variable>
#include <new>

#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;

namespace {

std::unique_ptr<store> in_memory() { return std::make_unique<memory_store>(); }

/// Holds every append until it is let go, and counts them.
class held_store final : public passing_on {
  public:
    using passing_on::passing_on;

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless) override {
        std::unique_lock held(guard_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(held, [this] { return open_; });
        sizes.push_back(entries.size());
        if (memory_ends) throw std::bad_alloc();
        held.unlock();
        return real.append(entries, unless);
    }
    void wait_until_one_waits() {
        std::unique_lock held(guard_);
        changed_.wait(held, [this] { return waiting_ != 0; });
    }
    void let_go() {
        {
            std::scoped_lock held(guard_);
            open_ = true;
        }
        changed_.notify_all();
    }

    std::vector<std::size_t> sizes; ///< entries of each append
    bool memory_ends = false;

  private:
    std::mutex guard_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

struct throws_at_withdraw {
    verdict judge(question const& q) const {
        if (q.command == "withdraw") throw std::runtime_error("no paper");
        return grant_everything{}.judge(q);
    }
};

command withdrawal_of(std::string const& on, std::string const& id) {
    return {*case_id::parse(on), *command_id::parse(id), {}, withdraw{"never mind"}};
}

} // namespace

TEST_CASE("a pool answers and keeps what one desk would", "[threads]") {
    INFO(cases::repeat_with());
    for (std::uint64_t n = 0; n < 12; ++n) {
        INFO("stream " << n);
        pool_agrees_with_a_desk(in_memory, cases::seed() + n);
    }
}

TEST_CASE("a pool over a SQLite file answers and keeps what one desk would", "[threads]") {
    INFO(cases::repeat_with());
    scratch const folder;
    int files = 0;
    pool_agrees_with_a_desk(
        [&]() -> std::unique_ptr<store> {
            return *sqlite_store::open({.path = folder / (std::to_string(++files) + ".db")});
        },
        cases::seed());
}

TEST_CASE("a pool keeps the order of each case", "[threads]") {
    scratch const folder;
    memory_store memory;
    pool_keeps_the_order_of_a_case(memory);
    pool_keeps_the_order_of_a_case(**sqlite_store::open({.path = folder / "kept.db"}));
}

TEST_CASE("in a pool a merge stands in the order of both cases", "[threads]") {
    scratch const folder;
    memory_store memory;
    pool_merges_in_order(memory);
    pool_merges_in_order(**sqlite_store::open({.path = folder / "kept.db"}));
}

TEST_CASE("desks of a pool that give from one account stay within its limit", "[threads]") {
    scratch const folder;
    memory_store memory;
    pool_shares_an_account(memory);
    pool_shares_an_account(**sqlite_store::open({.path = folder / "kept.db"}));
}

TEST_CASE("two pools answer a command that both get once and alike", "[threads]") {
    scratch const folder;
    memory_store memory;
    pools_answer_a_retry_alike(memory, memory);
    auto const here = *sqlite_store::open({.path = folder / "kept.db"});
    auto const there = *sqlite_store::open({.path = folder / "kept.db"});
    pools_answer_a_retry_alike(*here, *there);
}

TEST_CASE("pools of two processes over one file keep a command that both get once") {
    scratch const folder;
    auto const path = folder / "kept.db";
    constexpr int notes = 60;
    {
        auto const kept = *sqlite_store::open({.path = path});
        REQUIRE(desk_over(*kept).handle(customer, report_of("41", "r")).has_value());
    }
    std::vector<pid_t> children;
    for (int w = 0; w < 2; ++w) {
        auto const child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto const kept = sqlite_store::open({.path = path});
            if (!kept) _exit(1);
            int accepted_ones = 0;
            {
                desk_pool pool(**kept, grant_everything{}, {{.conflict_retries = 1000}, 2, 8, 64});
                std::vector<std::future<result<outcome>>> answers;
                for (int n = 0; n < notes; ++n) {
                    auto const id = "n" + std::to_string(n);
                    answers.push_back(pool.submit(agent, note_on("41", id, id)));
                }
                for (auto& one : answers) {
                    auto const said = one.get();
                    accepted_ones += said && std::holds_alternative<accepted>(*said);
                }
            }
            _exit(accepted_ones == notes ? 0 : 2);
        }
        children.push_back(child);
    }
    for (auto const child : children) {
        int status = -1;
        REQUIRE(waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    auto const kept = *sqlite_store::open({.path = path});
    CHECK(*kept->size() == notes + 1);
    check_sound(*kept);
}

TEST_CASE("a desk of a pool keeps with one commit what waits for it", "[threads]") {
    memory_store real;
    held_store kept(real);
    desk_pool pool(kept, grant_everything{}, {{}, 1, 10, 100});
    auto first = pool.submit(customer, report_of("41", "r"));
    kept.wait_until_one_waits();
    std::vector<std::future<result<outcome>>> rest;
    for (int n = 0; n < 25; ++n)
        rest.push_back(pool.submit(agent, note_on("41", "n" + std::to_string(n), "called")));
    CHECK(pool.waiting() == 26);

    kept.let_go();
    CHECK(first.get().has_value());
    for (auto& one : rest) CHECK(one.get().has_value());
    pool.close();
    CHECK(kept.sizes == std::vector<std::size_t>{1, 10, 10, 5});
}

TEST_CASE("who hands in too much waits, or is told so", "[threads]") {
    memory_store real;
    held_store kept(real);
    desk_pool pool(kept, grant_everything{}, {{}, 1, 1, 2});
    std::atomic<int> answered = 0;
    auto const count = [&](result<outcome> const& said) { answered += said.has_value(); };
    pool.submit(customer, report_of("41", "r"), count);
    kept.wait_until_one_waits();
    pool.submit(agent, note_on("41", "n0", "called"), count);
    pool.submit(agent, note_on("41", "n1", "called"), count);

    CHECK_FALSE(pool.try_submit(agent, note_on("41", "n2", "called"), count));
    CHECK_FALSE(pool.try_submit(agent, {"41", "n3", {}, merge{"42", "the same"}}, count));
    CHECK(pool.waiting() == 3);
    std::atomic<bool> handed_in = false;
    std::thread one_more([&] {
        pool.submit(agent, note_on("41", "n4", "called"), count);
        handed_in = true;
    });
    CHECK_FALSE(handed_in);
    kept.let_go();
    one_more.join();
    pool.drain();
    CHECK(pool.try_submit(agent, note_on("41", "n5", "called"), count));
    pool.close();
    CHECK(answered == 5);
    CHECK(*real.size() == 5);
}

TEST_CASE("a pool that closes answers what it was handed and nothing after", "[threads]") {
    memory_store kept;
    std::vector<std::future<result<outcome>>> answers;
    {
        desk_pool pool(kept, grant_everything{}, {{}, 3, 4, 1000});
        for (int n = 0; n < 50; ++n) {
            auto const on = std::to_string(n);
            answers.push_back(pool.submit(customer, report_of(on, "r" + on)));
            answers.push_back(pool.submit(agent, note_on(on, "n" + on, "called")));
        }
        pool.close();
        CHECK(pool.waiting() == 0);
        CHECK(pool.handle(agent, note_on("7", "late", "called")).error() ==
              error{errc::desk_closed,
                    "expected a pool that takes commands, found one that was closed (case 7)"});
        auto merged = pool.submit(agent, {"7", "later", {}, merge{"8", "the same"}});
        CHECK(merged.get().error().code == errc::desk_closed);
        int told = 0;
        CHECK(pool.try_submit(
            agent, note_on("7", "last", "called"),
            [&](result<outcome> const& said) { told += said.error().code == errc::desk_closed; }));
        CHECK(told == 1);
    }
    for (auto& one : answers) CHECK(std::holds_alternative<accepted>(*one.get()));
    CHECK(*kept.size() == 100);
}

TEST_CASE("a pool that goes away answers what it was handed", "[threads]") {
    memory_store kept;
    std::future<result<outcome>> first, last;
    {
        desk_pool pool(kept, grant_everything{}, {{}, 2, 4, 1000});
        first = pool.submit(customer, report_of("41", "r"));
        for (int n = 0; n < 50; ++n)
            last = pool.submit(agent, note_on("41", "n" + std::to_string(n), "called"));
    }
    CHECK(first.get().has_value());
    CHECK(std::get<accepted>(*last.get()).version == 51);
}

TEST_CASE("what is thrown in a pool ends no thread of it", "[threads]") {
    memory_store real;
    held_store kept(real);
    kept.let_go();
    desk_pool pool(kept, throws_at_withdraw{}, {{}, 2, 4, 100});
    REQUIRE(pool.handle(customer, report_of("41", "r")).has_value());

    // A policy.
    CHECK(pool.handle(customer, withdrawal_of("41", "k0")).error().code == errc::policy_failed);
    // Who is told.
    pool.submit(agent, note_on("41", "k1", "called"),
                [](result<outcome> const&) { throw std::runtime_error("not now"); });
    pool.submit(agent, note_on("41", "k2", "called"), nullptr);
    pool.drain();
    // The end of memory, at the store.
    kept.memory_ends = true;
    CHECK(pool.handle(agent, note_on("41", "k3", "called")).error() ==
          error{errc::out_of_memory, "no memory left"});
    kept.memory_ends = false;
    // And the clock.
    desk_options broken;
    broken.clock = []() -> instant { throw std::runtime_error("stopped"); };
    desk_pool late(kept, grant_everything{}, {broken, 2, 4, 100});
    CHECK(late.handle(agent, note_on("41", "k4", "called")).error().code == errc::clock_failed);

    auto const said = pool.handle(agent, note_on("41", "k3", "called"));
    REQUIRE(said.has_value());
    CHECK(std::get<accepted>(*said).version == 5); // with the refusal that says why
    check_sound(real);
}

TEST_CASE("who is told an answer may hand in more, also where there is no room", "[threads]") {
    memory_store kept;
    desk_pool pool(kept, grant_everything{}, {{}, 2, 4, 1});
    std::atomic<int> accepted_ones = 0;
    std::function<void(int, result<outcome> const&)> next = [&](int n,
                                                                result<outcome> const& said) {
        accepted_ones += said && std::holds_alternative<accepted>(*said);
        if (n == 0) return;
        for (auto const* of : {"a", "b"}) {
            auto const id = of + std::to_string(n) + "/" + std::to_string(accepted_ones);
            pool.submit(agent, note_on(of, id, "again"),
                        [&, n](result<outcome> const& answer) { next(n - 1, answer); });
        }
        pool.submit(agent, {"a", {}, {}, merge{"b", "the same"}}, [](auto const&) {});
    };
    REQUIRE(pool.handle(customer, report_of("a", "ra")).has_value());
    pool.submit(customer, report_of("b", "rb"),
                [&](result<outcome> const& said) { next(6, said); });
    while (pool.waiting() != 0) std::this_thread::yield();
    pool.close();
    CHECK(accepted_ones >= 1 + 2);
    check_sound(kept);
}

TEST_CASE("a submission of a pool without a session is an error and the others are handled",
          "[threads]") {
    memory_store kept;
    desk_pool pool(kept, grant_everything{}, {{}, 2, 4, 100});
    std::vector<submission> batch{{&customer, report_of("41", "r"), {}},
                                  {nullptr, note_on("41", "k1", "called"), {}},
                                  {&agent, note_on("41", "k2", "called"), {}}};
    auto const said = pool.handle(batch);
    REQUIRE(said.size() == 3);
    CHECK(said[0].has_value());
    CHECK(said[1].error().code == errc::malformed);
    CHECK(std::get<accepted>(*said[2]).version == 2);
    CHECK(pool.handle(std::span<submission>{}).empty());
}
