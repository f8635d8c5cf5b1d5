// SPDX-License-Identifier: BSL-1.0
// The owner evaluates; where the policy asks for it, somebody else does and the owner may not.
#include "support/front_desk.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace amends;
using namespace amends::cases;

namespace {

void until_colleagues_know(front_desk& d) {
    d.until_agreed();
    d.record(d.ann, action_done());
    d.record(d.ann, a_notice());
}
possibility evaluation(front_desk& d, session const& by) {
    auto const all = d.at.possible("41", by.who).value();
    return *std::ranges::find(all, std::string_view("evaluate"), &possibility::command);
}

} // namespace

TEST_CASE("a colleague does not evaluate unless the policy asks for it") {
    front_desk d;
    until_colleagues_know(d);

    auto const no = d.refusal(d.bob, an_evaluation());
    CHECK(no.reason == "somebody_else_is_asked");
    CHECK(no.expected == "the owner, or somebody else where the policy asks for it");
    CHECK(no.found == "a policy that does not ask");
    auto const could = evaluation(d, d.bob);
    CHECK_FALSE(could.possible);
    CHECK(could.reason == no.reason);
    CHECK(could.expected == no.expected);
    CHECK(could.found == no.found);

    CHECK(evaluation(d, d.ann).possible);
    CHECK(d.record(on_behalf_of(d.bob, "ann"), an_evaluation()) == "resolution_evaluated");
}

TEST_CASE("where the policy asks for somebody else the owner does not evaluate") {
    front_desk d(
        all_of(house_limits(), separation_of_duties({.evaluator_differs_from_owner = true})));
    until_colleagues_know(d);

    CHECK(d.refusal(d.ann, an_evaluation()).reason == "own_work");
    CHECK(evaluation(d, d.ann).reason == "own_work");
    CHECK(d.refusal(on_behalf_of(d.bob, "ann"), an_evaluation()).reason == "own_work");

    CHECK(evaluation(d, d.bob).possible);
    CHECK(d.record(d.bob, an_evaluation()) == "resolution_evaluated");
    CHECK(d.trail().back().verdicts.front().reasons.front().rule == "others_evaluate");
    CHECK(d.file().evaluated_as == effect::effective);
}
