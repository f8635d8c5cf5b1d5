// SPDX-License-Identifier: BSL-1.0
// Many desks give to the same customer at once: together they stay within the limit.
#include <amends/store/sqlite.hpp>

#include "contract/scratch.hpp"
#include "support/cases.hpp"
#include "support/given_so_far.hpp"

#include "catch.hpp"

#include <atomic>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::cases;
using namespace amends::testing;

namespace {

constexpr int cases_a_worker = 12;

/// One worker's cases, all of one customer and all owned by Ann, each up to an offer of 30.00 EUR.
/// How many offers were made. Every third is declined, which makes room.
int give(store& kept, int worker) {
    desk_options how;
    how.conflict_retries = 10'000;
    how.clock = [t = std::int64_t{0}]() mutable {
        return instant(std::chrono::seconds(1'772'442'000 + t++));
    };
    desk d(kept, shop_with_monthly_limit(), how);
    session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
    session const ann{{"ann", side::staff, {"agent"}, {}, {}}, provenance::live};
    int offers = 0;
    for (int n = 0; n < cases_a_worker; ++n) {
        auto const on = case_id::trusted("w" + std::to_string(worker) + "-" + std::to_string(n));
        auto const hand_in = [&](session const& from, command_content what) {
            return d.handle(from, {on, {}, {}, std::move(what)});
        };
        if (!hand_in(customer, a_problem()) || !hand_in(ann, a_take()) ||
            !hand_in(ann, a_confirmation()) || !hand_in(ann, two_options()))
            return -1;
        auto const said = hand_in(ann, propose{terms_of(3000)});
        if (!said) return -1;
        if (auto const* yes = std::get_if<accepted>(&*said); yes == nullptr) continue;
        ++offers;
        if (n % 3 == 0 && !hand_in(customer, decline{"no"})) return -1;
    }
    return offers;
}

void give_in_threads(store& kept, int threads) {
    std::vector<std::thread> workers;
    std::atomic<int> offers = 0, failed = 0;
    for (int w = 0; w < threads; ++w)
        workers.emplace_back([&, w] {
            auto const made = give(kept, w);
            if (made < 0) ++failed;
            else offers += made;
        });
    for (auto& w : workers) w.join();
    CHECK(failed == 0);
    CHECK(offers >= 3);
    CHECK(check_monthly_limits(kept) == 9000); // three offers of 30.00 stand
}

} // namespace

TEST_CASE("eight threads over one store in memory stay within one cumulative limit", "[threads]") {
    memory_store kept;
    give_in_threads(kept, 8);
}

TEST_CASE("threads over one SQLite file stay within one cumulative limit", "[threads]") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    give_in_threads(*kept, 2);
}

TEST_CASE("two processes over one SQLite file stay within one cumulative limit") {
    scratch const folder;
    auto const path = folder / "kept.db";
    REQUIRE(sqlite_store::open({.path = path}).has_value());
    std::vector<pid_t> workers;
    for (int w = 0; w < 2; ++w) {
        auto const child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto const kept = sqlite_store::open({.path = path});
            _exit(kept && give(**kept, w) >= 0 ? 0 : 1);
        }
        workers.push_back(child);
    }
    for (auto const child : workers) {
        int status = -1;
        REQUIRE(waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    auto const kept = *sqlite_store::open({.path = path});
    CHECK(check_monthly_limits(*kept) == 9000);
    CHECK(*kept->size() >= 2 * cases_a_worker * 4);
}
