// SPDX-License-Identifier: BSL-1.0
// Dual control: above an amount several people agree, whoever proposes.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

authority two_above_three_hundred() {
    auto t = house_table();
    t.dual_control = {{{}, {30000, eur}, 2, 0}};
    t.colleagues.push_back({"mo", {"manager"}, {}, 0});
    return authority(t);
}
auto const mo = staff("mo", {"manager"});

} // namespace

TEST_CASE("a manager alone gives 300.00 and not a cent more") {
    front_desk d(two_above_three_hundred());
    d.until_explained();
    d.record(d.max, a_take());
    CHECK(d.record(d.max, a_proposal(30000)) == "solution_offered");

    auto const said = d.answer_to(d.max, a_proposal(30001));

    auto const& waits = std::get<awaiting_approval>(*said);
    CHECK(waits.approvers_needed == 2);
    CHECK(waits.competent == std::vector<role>{"manager"});
}

TEST_CASE("two managers beside the proposer agree, each once") {
    front_desk d(two_above_three_hundred());
    auto const t = terms_of(30001);
    d.until_explained();
    d.record(d.max, a_take());
    d.record(d.max, propose{t});

    CHECK(d.refusal(d.max, approval_of(t)).reason == "not_the_proposer");
    CHECK(d.refusal(d.lea, approval_of(t)).reason == "over_limit");
    CHECK(d.record(d.mia, approval_of(t)) == "proposal_approved");
    CHECK(d.state() == "awaiting_approval");
    CHECK(d.refusal(d.mia, approval_of(t)).reason == "not_an_earlier_approver");
    CHECK(d.record(mo, approval_of(t)) == "proposal_approved");
    CHECK(d.state() == "offered");
}

TEST_CASE("where one is missing it is said who is there") {
    auto t = house_table();
    t.dual_control = {{{}, {30000, eur}, 2, 0}};
    authority const rules(t);
    front_desk d(rules);
    d.until_explained();
    d.record(d.max, a_take());
    d.record(d.max, a_proposal(30001));

    auto const who = d.at.who_may_decide("41", rules);

    CHECK(who->now == std::vector<decider>{{"mia", "manager", {}, {}}});
    CHECK(who->because == "2 are needed, one is there; max: own_proposal, expected somebody other "
                          "than the proposer");
    CHECK(who->can_change_that == "owner");
}
