// SPDX-License-Identifier: BSL-1.0
// Conflict of interest: whoever has one neither proposes, nor approves, nor evaluates.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// Ann is a relative of the customer; Lea gains from services; the problem is about Max.
authority with_interests() {
    auto t = house_table();
    t.interests = {{"ann", interest_kind::relative, "c1", {}, {}, {}, 0},
                   {"lea", interest_kind::gains, {}, {}, {}, remedy_kind::service, 0},
                   {"max", interest_kind::subject, {}, "41", {}, {}, 0}};
    return authority(t);
}

} // namespace

TEST_CASE("a relative hears that somebody else must propose") {
    front_desk d(with_interests());
    d.until_explained();
    auto const no = d.refusal(d.ann, a_proposal(3000));
    CHECK(no.reason == "relative");
    CHECK(no.expected == "nobody close to the customer");
    CHECK(no.found == "ann");
    CHECK(no.who_could == std::vector<role>{"agent", "team_lead", "manager"});
    // Not on behalf of a colleague either.
    CHECK(d.refusal(acting_for(d.bob, "ann"), a_proposal(3000)).reason == "relative");

    d.record(d.bob, a_take());
    CHECK(d.record(d.bob, a_proposal(3000)) == "solution_offered");
}

TEST_CASE("whoever gains from the remedy does not approve it, nor whom the problem is about") {
    front_desk d(with_interests());
    auto const service = terms_for(remedy_kind::service, 7500);
    d.until_explained();
    d.record(d.bob, a_take());
    d.record(d.bob, propose{service});

    CHECK(d.refusal(d.lea, approval_of(service)).reason == "gains");
    CHECK(d.refusal(d.max, approval_of(service)).reason == "subject_of_the_problem");
    CHECK(d.record(d.mia, approval_of(service)) == "proposal_approved");
}

TEST_CASE("a relative does not evaluate what was done for them") {
    front_desk d(with_interests());
    auto const t = terms_of(3000, "bob");
    d.until_explained();
    d.record(d.bob, a_take());
    d.record(d.bob, propose{t});
    d.record(d.customer, yes_to(t));
    d.record(d.bob, action_done());
    d.record(d.bob, a_notice());
    d.record(d.bob, assigned_to("ann"));
    CHECK(d.refusal(d.ann, an_evaluation()).reason == "relative");
    d.record(d.bob, a_take());
    CHECK(d.record(d.bob, an_evaluation()) == "resolution_evaluated");
}
