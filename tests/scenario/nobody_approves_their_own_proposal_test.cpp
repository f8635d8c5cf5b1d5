// SPDX-License-Identifier: BSL-1.0
// Nobody decides on their own proposal, whoever they act for.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("nobody approves their own proposal") {
    auto const t = terms_of(60000, "max");
    front_desk at(all_of(money_limits({{"manager", std::nullopt, {50000, eur}, {}, 1},
                                       {"director", std::nullopt, {90000, eur}, {}, 2}},
                                      {"manager", "director"}),
                         separation_of_duties{}));
    auto const both = staff("max", {"manager"});
    auto const promoted = staff("max", {"manager", "director"});
    at.record(at.customer, a_problem());
    at.record(both, a_take());
    at.record(both, a_confirmation());
    at.record(both, two_options());
    at.record(both, propose{t});

    CHECK(at.refusal(promoted, approval_of(t)).reason == "not_the_proposer");
    CHECK(at.refusal(on_behalf_of(staff("dora", {"director"}), "max"), approval_of(t)).reason ==
          "not_the_proposer");
    CHECK(at.record(staff("dora", {"director"}), approval_of(t)) == "proposal_approved");
}

TEST_CASE("whoever let a colleague propose does not approve the proposal") {
    front_desk d;
    d.until_explained();
    auto const t = terms_of(7500);
    d.record(d.ann, assigned_to("max"));
    d.record(on_behalf_of(d.ann, "max"), propose{t});

    CHECK(d.refusal(d.max, approval_of(t)).reason == "not_the_proposer");
    CHECK(d.record(d.mia, approval_of(t)) == "proposal_approved");
}

TEST_CASE("two approvers are two people") {
    front_desk d(house_rules(2));
    auto const t = terms_of(7500);
    d.until_proposed(t);

    CHECK(d.record(on_behalf_of(d.max, "mia"), approval_of(t)) == "proposal_approved");
    CHECK(d.state() == "awaiting_approval");
    CHECK(d.refusal(d.max, approval_of(t)).reason == "not_an_earlier_approver");
    CHECK(d.refusal(d.mia, approval_of(t)).reason == "not_an_earlier_approver");
    CHECK(d.refusal(on_behalf_of(staff("mo", {"manager"}), "mia"), approval_of(t)).reason ==
          "not_an_earlier_approver");
    CHECK(d.record(d.lea, approval_of(t)) == "proposal_approved");
    CHECK(d.state() == "offered");
}
