// SPDX-License-Identifier: BSL-1.0
// Whether the customer is comfortable decides whether the work goes on.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("not comfortable reopens the options") {
    front_desk d;
    d.until_agreed();

    CHECK(d.record(d.ann, comfort(true)) == "comfort_checked");
    CHECK(d.state() == "agreed");
    CHECK(d.record(d.ann, comfort(false)) == "comfort_checked");

    CHECK(d.state() == "options_explained");
    CHECK_FALSE(d.file().agreed);
    CHECK_FALSE(d.file().proposed.has_value());
    CHECK(d.refusal(d.customer, yes_to(terms_of(3000))).reason == "not_possible_here");
    CHECK(d.record(d.ann, two_options()) == "options_explained");
}

TEST_CASE("a customer who declines gets another offer") {
    front_desk d;
    d.until_proposed();
    CHECK(d.record(d.customer, a_no()) == "offer_declined");
    CHECK(d.state() == "options_explained");
    auto resend = terms_of(600);
    resend.option = "resend";
    d.record(d.ann, propose{resend});
    CHECK(d.record(d.customer, yes_to(resend)) == "solution_agreed");
}

TEST_CASE("actions are done one by one and by those who promised them") {
    front_desk d;
    auto t = terms_of(3000);
    t.actions.push_back({"send a van", "bob", {}});
    d.until_agreed(t);

    CHECK(d.refusal(d.bob, action_done(0)).found == "action 0, which is for ann");
    CHECK(d.record(d.bob, action_done(1)) == "actions_carried_out");
    CHECK(d.state() == "agreed");
    CHECK(d.refusal(d.bob, action_done(1)).found == "action 1, which is done");
    CHECK(d.refusal(d.ann, action_done(2)).found == "action 2 of 2");
    CHECK(d.refusal(d.ann, carry_out{{0, 0}, ""}).found == "action 0 twice");
    CHECK(d.record(d.ann, action_done(0)) == "actions_carried_out");
    CHECK(d.state() == "actioned");
}
