// SPDX-License-Identifier: BSL-1.0
// Substitutes: while somebody is away another acts in their place, and the trail says for whom.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// Both managers are away in March's first week; Lea stands in for Max, nobody for Mia.
authority holiday() {
    auto t = house_table();
    auto const from = *parse_instant("2026-03-02"), until = *parse_instant("2026-03-09");
    t.colleagues[3].absences = {{from, until, "lea", "holiday"}};
    t.colleagues[4].absences = {{from, until, {}, "holiday"}};
    return authority(t);
}

} // namespace

TEST_CASE("a substitute approves in the place of whom they stand in for") {
    front_desk d(holiday());
    auto const t = terms_of(30000);
    d.until_proposed(t);
    auto const who = d.at.who_may_decide("41", holiday());
    CHECK(who->now == std::vector<decider>{{"lea", "manager", "max", {}}});
    CHECK(who->away == std::vector<actor_id>{"mia"});

    CHECK(d.refusal(d.lea, approval_of(t)).reason == "over_limit");
    CHECK(d.refusal(acting_for(d.lea, "mia"), approval_of(t)).reason == "over_limit");
    CHECK(d.record(acting_for(d.lea, "max"), approval_of(t)) == "proposal_approved");
    auto const last = d.trail().back();
    CHECK(last.who.on_behalf_of == "max");
    CHECK(last.verdicts.front().reasons.back().rule == "substitute");
}

TEST_CASE("when the holiday is over the substitute is a team lead again") {
    front_desk d(holiday());
    auto const t = terms_of(30000);
    d.until_proposed(t);
    d.now = *parse_instant("2026-03-09");
    CHECK(d.refusal(acting_for(d.lea, "max"), approval_of(t)).reason == "over_limit");
    CHECK(d.record(d.max, approval_of(t)) == "proposal_approved");
}

TEST_CASE("a substitute who proposed leaves the case to whoever comes back") {
    front_desk d(holiday());
    auto const t = terms_of(30000);
    d.until_explained();
    d.record(d.lea, a_take());
    d.record(d.lea, propose{t});
    CHECK(d.refusal(acting_for(d.lea, "max"), approval_of(t)).reason == "not_the_proposer");
    auto const who = d.at.who_may_decide("41", holiday());
    CHECK(who->now.empty());
    CHECK(who->away == std::vector<actor_id>{"max", "mia"});
    CHECK(who->because == "lea for max: own_proposal, expected somebody other than the proposer; "
                          "away: max, mia");
}
