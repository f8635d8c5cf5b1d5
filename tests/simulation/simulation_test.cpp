// SPDX-License-Identifier: BSL-1.0
// The simulation itself: worlds keep every promise, go everywhere, and find each planted bug.
#include "simulation/world.hpp"
#include "support/random_values.hpp"

#include "catch.hpp"

#include <algorithm>
#include <fstream>

using namespace amends;
using namespace amends::simulation;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string why(failure const& failed) {
    auto words = "./dev simulate --seed " + std::to_string(failed.seed) + ", step " +
                 std::to_string(failed.step);
    for (auto const& b : failed.promises)
        words += "\npromise " + std::to_string(b.promise) + ": " + b.why;
    return words;
}

bool breaks(failure const& failed, int promise) {
    return std::ranges::any_of(failed.promises,
                               [&](broken const& b) { return b.promise == promise; });
}

/// The first world in which the bug breaks its promise, in these words where some are given, or the last
/// one tried.
std::pair<world_plan, world_end> find(planted const& bug, std::string_view words = {}) {
    world_plan plan;
    plan.bug = &bug;
    world_end end;
    for (plan.seed = cases::seed(); plan.seed < cases::seed() + 60; ++plan.seed) {
        end = run(plan);
        if (end.failed && breaks(*end.failed, bug.promise) &&
            end.failed->promises.front().why.find(words) != std::string::npos)
            break;
    }
    return {plan, end};
}

} // namespace

TEST_CASE("every promise holds through some thousands of simulated cases") {
    tally all;
    world_plan plan;
    for (plan.seed = cases::seed(); all.cases < 4000; ++plan.seed) {
        auto const end = run(plan);
        INFO((end.failed ? why(*end.failed) : std::string()));
        REQUIRE_FALSE(end.failed.has_value());
        all.add(end.counts);
    }

    // Worlds in which nothing happens show nothing.
    for (std::size_t i = 0; i < all.mishaps.size(); ++i) {
        auto const kind = static_cast<mishap>(i);
        INFO(name_of(kind));
        CHECK(all.mishaps[i] > (kind < mishap::destroyed_unheard ? 100 : 10));
    }
    CHECK(all.accepted > 20'000);
    CHECK(all.refused > 10'000);
    CHECK(all.errors > 2000);
    CHECK(all.unanswered > 200);
    CHECK(all.desks_begun_again > 1000);
    CHECK(all.rules_changed > 500);
    CHECK(all.clock_jumps > 500);
    CHECK(all.customers_erased > 200);
    CHECK(all.erasures_finished > 50);
    for (auto const* name : {"contact_reported",
                             "sign_recognised",
                             "contact_answered",
                             "problem_confirmed",
                             "options_explained",
                             "solution_offered",
                             "approval_requested",
                             "proposal_approved",
                             "approval_withheld",
                             "solution_agreed",
                             "offer_declined",
                             "actions_carried_out",
                             "comfort_checked",
                             "colleagues_informed",
                             "resolution_evaluated",
                             "case_closed",
                             "case_reopened",
                             "treated_as_complaint",
                             "contact_withdrawn",
                             "case_taken",
                             "case_assigned",
                             "help_sought",
                             "help_received",
                             "referral_offered",
                             "referral_accepted",
                             "referral_returned",
                             "case_merged",
                             "case_unmerged",
                             "note_added",
                             "customer_informed",
                             "understanding_checked",
                             "feedback_recorded",
                             "contact_recorded",
                             "command_refused",
                             "personal_data_erased",
                             "personal_data_held",
                             "personal_data_released",
                             "lifecycle_changed"}) {
        INFO(name);
        CHECK(all.facts[name] > 10);
    }
    std::set<state_id> reached;
    for (auto const& [resolution, handling] : all.seen) reached.insert({resolution, handling});
    CHECK(reached.size() == 13 + 5);
}

TEST_CASE("every promise holds on a disk that loses its power") {
    tally all;
    world_plan plan;
    plan.kept_in = store_kind::sqlite;
    for (plan.seed = cases::seed(); all.cases < 300; ++plan.seed) {
        auto const end = run(plan);
        INFO((end.failed ? why(*end.failed) : std::string()));
        REQUIRE_FALSE(end.failed.has_value());
        all.add(end.counts);
    }
    CHECK(all.power_lost > 100);
    CHECK(all.entries > 2000);
}

TEST_CASE("the same seed makes the same world") {
    world_plan plan;
    for (plan.seed = cases::seed(); plan.seed < cases::seed() + 5; ++plan.seed) {
        auto const once = run(plan), again = run(plan);
        CHECK(once.counts.entries > 20);
        CHECK(once.log == again.log);
        CHECK(once.counts.mishaps == again.counts.mishaps);
        auto other = plan;
        other.seed += 1000;
        CHECK(run(other).log != once.log);
    }
}

TEST_CASE("the simulation finds every planted bug by the promise that it breaks") {
    for (auto const& bug : all_planted()) {
        INFO("the simulation finds " << bug.name);
        auto const [plan, end] = find(bug);
        if (!end.failed) FAIL(bug.name << " was not found");
        INFO(why(*end.failed));
        CHECK(breaks(*end.failed, bug.promise));
    }
}

TEST_CASE("each checked promise has a bug that breaks it and that one alone, where it can") {
    // Of these the other promises know nothing: the checker finds them by itself.
    for (auto const* name :
         {"a case changed without an entry", "an offer beyond everybody's authority",
          "a reader who asks today's judges", "a verifier that does not see a broken chain",
          "a desk that throws"}) {
        INFO(name);
        auto const bug = std::ranges::find(all_planted(), name, &planted::name);
        REQUIRE(bug != all_planted().end());
        auto const [plan, end] = find(*bug);
        REQUIRE(end.failed.has_value());
        INFO(why(*end.failed));
        CHECK(breaks(*end.failed, bug->promise));
        if (std::string_view(name) != "an offer beyond everybody's authority")
            CHECK(end.failed->promises.size() == 1);
    }
    std::set<int> promises;
    for (auto const& bug : all_planted()) promises.insert(bug.promise);
    CHECK(promises == std::set<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
}

TEST_CASE("what is wrong with an erasure is found by the promise of erasure before any other") {
    int bugs = 0;
    for (auto const& bug : all_planted()) {
        if (bug.promise != 9) continue;
        ++bugs;
        INFO(bug.name);
        auto const [plan, end] = find(bug);
        REQUIRE(end.failed.has_value());
        INFO(why(*end.failed));
        CHECK(end.failed->promises.front().promise == 9);
    }
    CHECK(bugs == 4);
}

TEST_CASE("what is wrong is told in words that say which two sides do not agree") {
    struct {
        std::string_view bug;
        char const* words;
    } const all[] = {
        {"a retry that is handled twice", "expected one entry, found entries "},
        {"a batch that was kept and denied", "expected an answer, since it was kept"},
        {"another lifecycle without a fact that says so", "to which the case is pinned"},
        {"a key that was said to be destroyed", "expected nothing that opens what was erased"},
        {"an erasure in spite of a hold", "expected no hold, found case "},
        {"an erasure of one case of two", "expected a fact in every case of theirs"},
        {"an erasure of one case of two", "expected a refusal of case "},
        {"a desk that goes on showing what was erased", "expected no text, since it was erased"},
    };
    for (auto const& [name, words] : all) {
        auto const bug = std::ranges::find(all_planted(), name, &planted::name);
        REQUIRE(bug != all_planted().end());
        auto const [plan, end] = find(*bug, words);
        REQUIRE(end.failed.has_value());
        INFO(why(*end.failed));
        CHECK_THAT(end.failed->promises.front().why, ContainsSubstring(words));
        CHECK(end.failed->promises.front().promise == bug->promise);
    }
}

TEST_CASE("a failing world is made shorter and still fails for the same reason") {
    auto const bug = std::ranges::find(all_planted(), "a lost entry", &planted::name);
    auto const [plan, end] = find(*bug);
    REQUIRE(end.failed.has_value());
    auto const steps = shortened(plan, *end.failed, 4000);
    INFO(steps.size() << " steps instead of " << end.failed->step);
    CHECK(steps.size() < end.failed->step);
    auto const again = run_steps(plan, steps);
    REQUIRE(again.failed.has_value());
    CHECK(breaks(*again.failed, end.failed->promises.front().promise));
    // One step fewer, any of them, and it holds: nothing in it is beside the point.
    for (std::size_t i = 0; i < steps.size(); ++i) {
        auto fewer = steps;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        auto const shorter = run_steps(plan, fewer);
        CHECK((!shorter.failed || !breaks(*shorter.failed, end.failed->promises.front().promise)));
    }
}
