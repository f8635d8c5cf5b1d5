// SPDX-License-Identifier: BSL-1.0
// The rules change while desks judge: every verdict comes from one version as a whole.
#include <amends/authority/in_force.hpp>

#include "catch.hpp"

#include <atomic>
#include <thread>

using namespace amends;

namespace {

constexpr std::uint32_t versions = 200;
constexpr int judging_threads = 4;

/// Version n lets an agent give n euros, and carries n in its hash too.
authority version(std::uint32_t n) {
    table_of_authority t;
    t.name = "Shop";
    t.version = n;
    t.hash = sha256_of(std::to_string(n));
    t.effective = instant{} + std::chrono::hours(n);
    t.ladder = {"agent", "manager"};
    t.limits = {{"agent", std::nullopt, {std::int64_t(n) * 100, eur}, {}, 0},
                {"manager", std::nullopt, {10'000'000, eur}, {}, 0}};
    return authority(t);
}

} // namespace

TEST_CASE("rules that change while desks judge are never seen half", "[threads]") {
    authority_in_force rules(version(1));
    std::atomic<bool> done = false;
    std::atomic<std::uint64_t> torn = 0, judged = 0, backwards = 0;

    std::vector<std::thread> judging;
    for (int i = 0; i < judging_threads; ++i)
        judging.emplace_back([&, mine = rules] {
            std::vector<remedy> const remedies{{remedy_kind::refund, {1'000'000, eur}}};
            question q;
            q.who = {"ann", side::staff, {"agent"}, {}, {}};
            q.command = "propose";
            q.remedies = remedies;
            q.at = instant{} + std::chrono::hours(versions); // the newest that was added counts
            std::uint32_t last = 0;
            do {
                auto const v = mine.judge(q);
                auto const whole = v.reasons.size() == 1 && v.competent.size() == 1 &&
                                   v.reasons[0].expected.value == v.document_version * 100 &&
                                   v.document == sha256_of(std::to_string(v.document_version));
                torn += !whole;
                backwards += v.document_version < last;
                last = v.document_version;
                ++judged;
            } while (!done);
        });
    for (std::uint32_t n = 2; n <= versions; ++n) REQUIRE(rules.add(version(n)).has_value());
    done = true;
    for (auto& t : judging) t.join();

    CHECK(torn == 0);
    CHECK(backwards == 0);
    CHECK(judged >= judging_threads);
    CHECK(rules.versions().size() == versions);
}
