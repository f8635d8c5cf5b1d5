// SPDX-License-Identifier: BSL-1.0
// An approval holds for exactly what was approved.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("a changed proposal voids the approval") {
    front_desk d(house_rules(2));
    auto const first = terms_of(7500), second = terms_of(9000);
    d.until_proposed(first);
    d.record(d.max, approval_of(first));

    d.record(d.ann, propose{second});

    CHECK(d.file().proposed->approvers.empty());
    CHECK(d.refusal(d.mia, approval_of(first)).reason == "same_terms");
    d.record(d.mia, approval_of(second));
    CHECK(d.state() == "awaiting_approval");
    d.record(d.max, approval_of(second));
    CHECK(d.state() == "offered");
    CHECK(d.refusal(d.customer, yes_to(first)).reason == "same_terms");
    CHECK(d.record(d.customer, yes_to(second)) == "solution_agreed");
}

TEST_CASE("an approved offer that is changed needs approval again") {
    front_desk d;
    auto const first = terms_of(7500), second = terms_of(7600);
    d.until_proposed(first);
    d.record(d.max, approval_of(first));

    CHECK(d.record(d.ann, propose{second}) == "approval_requested");

    CHECK(d.refusal(d.customer, yes_to(first)).reason == "not_possible_here");
    CHECK(d.refusal(d.customer, yes_to(second)).reason == "not_possible_here");
}

TEST_CASE("a withheld approval sends the proposal back with a reason") {
    front_desk d;
    d.until_proposed(terms_of(7500));

    CHECK(d.refusal(d.ann, a_withholding()).reason == "not_the_proposer");
    CHECK(d.refusal(d.bob, a_withholding()).reason == "over_limit");
    CHECK(d.refusal(d.max, withhold{""}).reason == "a_reason_is_given");
    CHECK(d.record(d.max, a_withholding()) == "approval_withheld");

    CHECK(d.state() == "options_explained");
    CHECK(d.refusal(d.max, approval_of(terms_of(7500))).reason == "not_possible_here");
    CHECK(d.record(d.ann, a_proposal(4000)) == "solution_offered");
}
