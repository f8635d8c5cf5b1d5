// SPDX-License-Identifier: BSL-1.0
// Many desks give to the same customer at once: together they stay within the limit.
#include <amends/store/sqlite.hpp>

#include "contract/scratch.hpp"
#include "support/cases.hpp"
#include "support/given_so_far.hpp"
#include "support/passing_on.hpp"

#include "catch.hpp"

#include <array>
#include <atomic>
#include <thread>
#include <utility>

#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::cases;
using namespace amends::testing;

namespace {

constexpr int cases_a_worker = 24;

/// One worker's cases, of two customers in two months and all owned by Ann, each up to an offer of
/// 30.00 EUR. How many offers were made. Every third is declined, which makes room.
int give(store& kept, int worker) {
    desk_options how;
    how.conflict_retries = 10'000;
    auto now = *parse_instant("2026-03-02T09:00:00Z");
    how.clock = [&] { return now += std::chrono::seconds(1); };
    desk d(kept, shop_with_monthly_limit(), how);
    session const ann{{"ann", side::staff, {"agent"}, {}, {}}, provenance::live};
    int offers = 0;
    for (int n = 0; n < cases_a_worker; ++n) {
        if (n == cases_a_worker / 2) now = *parse_instant("2026-04-01T09:00:00Z");
        session const customer{{n % 2 == 0 ? "c1" : "c2", side::customer, {}, {}, {}},
                               provenance::live};
        auto report = a_problem();
        report.customer = customer_id::trusted(customer.who.id.view());
        auto const on = case_id::trusted("w" + std::to_string(worker) + "-" + std::to_string(n));
        auto const hand_in = [&](session const& from, command_content what) {
            return d.handle(from, {on, {}, {}, std::move(what)});
        };
        if (!hand_in(customer, report) || !hand_in(ann, a_take()) ||
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
    CHECK(offers >= 4 * 3);
    CHECK(check_monthly_limits(kept) == 9000); // three offers of 30.00 stand
}

/// Keeps nothing that an account bears on before the other process has as much to keep.
class meets_another : public passing_on {
  public:
    meets_another(store& to, int tell, int hear) : passing_on(to), tell_(tell), hear_(hear) {}

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless) override {
        if (!unless.empty() && !std::exchange(met_, true)) {
            char here = '!';
            met_ = ::write(tell_, &here, 1) == 1 && ::read(hear_, &here, 1) == 1;
        }
        auto const kept = real.append(entries, unless);
        conflicts += !kept && kept.error().code == errc::version_conflict;
        return kept;
    }
    int conflicts = 0;

  private:
    int tell_;
    int hear_;
    bool met_ = false;
};

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
    constexpr int with_conflict = 3;
    std::array<std::array<int, 2>, 2> pipes{}; // what each of them hears
    for (auto& p : pipes) REQUIRE(::pipe(p.data()) == 0);
    std::vector<pid_t> workers;
    for (int w = 0; w < 2; ++w) {
        auto const child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto const own = std::size_t(w), other = 1 - own;
            // Whoever is alone reads an end, and waits for nobody.
            ::close(pipes[own][1]);
            ::close(pipes[other][0]);
            auto const opened = sqlite_store::open({.path = path});
            if (!opened) _exit(1);
            meets_another kept(**opened, pipes[other][1], pipes[own][0]);
            auto const made = give(kept, w);
            _exit(made < 0 ? 1 : kept.conflicts > 0 ? with_conflict : 0);
        }
        workers.push_back(child);
    }
    for (auto const& p : pipes)
        for (auto const end : p) ::close(end);
    int conflicts = 0;
    for (auto const child : workers) {
        int status = -1;
        REQUIRE(waitpid(child, &status, 0) == child);
        REQUIRE(WIFEXITED(status));
        conflicts += WEXITSTATUS(status) == with_conflict;
        CHECK((WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == with_conflict));
    }
    CHECK(conflicts > 0);
    auto const kept = *sqlite_store::open({.path = path});
    CHECK(check_monthly_limits(*kept) == 9000);
    CHECK(*kept->size() >= 2 * cases_a_worker * 4);
}
