// SPDX-License-Identifier: BSL-1.0
// An agent's limit: what lies within it is offered, what lies beyond goes to somebody competent.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("an agent cannot refund more than the limit") {
    front_desk d;
    d.until_explained();

    auto const said = d.answer_to(d.ann, a_proposal(5001));

    auto const& waits = std::get<awaiting_approval>(*said);
    CHECK(waits.competent == std::vector<role>{"team_lead", "manager"});
    CHECK(waits.approvers_needed == 1);
    CHECK(d.refusal(d.customer, yes_to(terms_of(5001))).reason == "not_possible_here");
    CHECK(d.refusal(d.ann, approval_of(terms_of(5001))).reason == "not_the_proposer");
    CHECK(d.state() == "awaiting_approval");
}

TEST_CASE("an agent refunds up to the limit without asking anybody") {
    front_desk d;
    d.until_explained();

    CHECK(d.record(d.ann, a_proposal(5000)) == "solution_offered");
    CHECK(d.record(d.customer, yes_to(terms_of(5000))) == "solution_agreed");
}

TEST_CASE("a team lead approves what an agent may not give") {
    front_desk d;
    d.until_proposed(terms_of(7500));

    CHECK(d.record(d.lea, approval_of(terms_of(7500))) == "proposal_approved");
    CHECK(d.state() == "offered");
    CHECK(d.record(d.customer, yes_to(terms_of(7500))) == "solution_agreed");
}

TEST_CASE("what nobody in the house may give is refused") {
    front_desk d;
    d.until_explained();

    auto const no = d.refusal(d.ann, a_proposal(50001));

    CHECK(no.reason == "over_limit");
    CHECK(no.found == "500.01 EUR");
    CHECK(no.who_could.empty());
    CHECK(d.state() == "options_explained");
}
