// SPDX-License-Identifier: BSL-1.0
// Cumulative limits: what was given before counts, case after case.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// Each agent gives one customer 80.00 EUR a month; beyond that another agent or a team lead decides.
authority eighty_a_month() {
    auto t = house_table();
    t.cumulative = {{"agent", {}, {8000, eur}, true, true, {period::unit::month, 1}, 0}};
    return authority(t);
}

} // namespace

TEST_CASE("a customer who had much this month gets more from somebody else") {
    front_desk d(eighty_a_month());
    d.until_agreed(terms_of(5000), "41");
    d.until_explained("42");

    CHECK(d.record(d.ann, a_proposal(3000), "42") == "solution_offered");
    auto const said = d.answer_to(d.ann, a_proposal(3001), "42");

    CHECK(std::get<awaiting_approval>(*said).competent ==
          std::vector<role>{"agent", "team_lead", "manager"});
    auto const why = d.trail("42").back().verdicts.front().reasons.front();
    CHECK(why.rule == "over_cumulative_limit");
    CHECK(to_text(why.found) == "80.01 EUR");
    CHECK(d.record(d.lea, approval_of(terms_of(3001)), "42") == "proposal_approved");
}

TEST_CASE("what was declined makes room, and so does the next month") {
    front_desk d(eighty_a_month());
    d.until_proposed(terms_of(5000), "41");
    d.until_explained("42");
    CHECK(d.record(d.ann, a_proposal(3001), "42") == "approval_requested");

    d.record(d.customer, a_no(), "41");
    CHECK(d.record(d.ann, a_proposal(5000), "42") == "solution_offered");
    d.record(d.customer, yes_to(terms_of(5000)), "42");

    d.until_explained("43");
    CHECK(d.record(d.ann, a_proposal(5000), "43") == "approval_requested");
    d.now = *parse_instant("2026-04-01T00:00:00Z");
    CHECK(d.record(d.ann, a_proposal(5000), "43") == "solution_offered");
}

TEST_CASE("somebody whose limit is exhausted may still withhold an approval") {
    auto t = house_table();
    t.cumulative = {{"team_lead", {}, {10000, eur}, true, false, {period::unit::year, 1}, 0}};
    front_desk d{authority(t)};
    d.until_proposed(terms_of(9000), "41");
    d.record(d.lea, approval_of(terms_of(9000)), "41");
    d.until_proposed(terms_of(9000), "42");

    CHECK(d.refusal(d.lea, approval_of(terms_of(9000)), "42").reason == "over_cumulative_limit");
    CHECK(d.record(d.lea, a_withholding(), "42") == "approval_withheld");
}
