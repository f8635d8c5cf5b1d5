// SPDX-License-Identifier: BSL-1.0
// Time windows: a role decides while one of its windows is open.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;
using namespace std::chrono_literals;

namespace {

/// Agents decide from 08:00 to 18:00 on weekdays, an hour ahead of UTC.
authority with_hours() {
    auto t = house_table();
    t.utc_offset = 60min;
    t.hours = {{"agent", 0b0011111, 8 * 60, 18 * 60, {}, {}, 0}};
    return authority(t);
}
/// The answer at that moment.
std::string proposed_at(char const* when) {
    front_desk d(with_hours());
    d.until_explained();
    d.now = *parse_instant(when) - 1min;
    auto const said = *d.answer_to(d.ann, a_proposal(3000));
    auto const reasons = d.trail().back().verdicts.front().reasons;
    CHECK(std::holds_alternative<accepted>(said) == (reasons.front().rule == "within_limit"));
    return reasons.front().rule.str();
}

} // namespace

TEST_CASE("an agent offers within the counter's hours and asks outside them") {
    CHECK(proposed_at("2026-03-03T06:59:59.999Z") == "outside_hours");
    CHECK(proposed_at("2026-03-03T07:00:00Z") == "within_limit");
    CHECK(proposed_at("2026-03-03T16:59:59.999Z") == "within_limit");
    CHECK(proposed_at("2026-03-03T17:00:00Z") == "outside_hours");
    CHECK(proposed_at("2026-03-07T12:00:00Z") == "outside_hours"); // Saturday
}

TEST_CASE("after hours a team lead decides, who is bound to none") {
    front_desk d(with_hours());
    d.until_explained();
    d.now = *parse_instant("2026-03-02T20:00:00Z");
    auto const said = d.answer_to(d.ann, a_proposal(3000));
    CHECK(std::get<awaiting_approval>(*said).competent ==
          std::vector<role>{"team_lead", "manager"});
    CHECK(d.refusal(d.bob, approval_of(terms_of(3000))).reason == "outside_hours");
    CHECK(d.record(d.lea, approval_of(terms_of(3000))) == "proposal_approved");
}
