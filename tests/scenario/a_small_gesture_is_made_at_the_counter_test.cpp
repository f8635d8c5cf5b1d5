// SPDX-License-Identifier: BSL-1.0
// A minimum: what is too small for a manager is decided further down.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// Managers compensate with 20.00 to 500.00 EUR; smaller gestures are made at the counter.
authority with_a_minimum() {
    auto t = house_table();
    t.limits.push_back({"manager", remedy_kind::compensation, {50000, eur}, {2000, eur}, 0});
    return authority(t);
}

} // namespace

TEST_CASE("a manager leaves a small gesture to the counter") {
    front_desk d(with_a_minimum());
    d.until_explained();
    d.record(d.max, a_take());

    auto const small = terms_for(remedy_kind::compensation, 1999);
    auto const said = d.answer_to(d.max, propose{small});

    CHECK(std::get<awaiting_approval>(*said).competent == std::vector<role>{"agent", "team_lead"});
    CHECK(d.trail().back().verdicts.front().reasons.front().rule == "below_minimum");
    CHECK(d.refusal(d.mia, approval_of(small)).reason == "below_minimum");
    CHECK(d.record(d.ann, approval_of(small)) == "proposal_approved");
}

TEST_CASE("from its first cent on a minimum is the manager's") {
    front_desk d(with_a_minimum());
    d.until_explained();
    d.record(d.max, a_take());
    CHECK(d.record(d.max, propose{terms_for(remedy_kind::compensation, 2000)}) ==
          "solution_offered");
}
