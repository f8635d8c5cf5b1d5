// SPDX-License-Identifier: BSL-1.0
// Beyond the ladder: an answer with a reason and a way on, not a dead end.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("what nobody may decide names who can change that") {
    front_desk d{authority(house_table())};
    d.until_explained();

    auto const no = d.refusal(d.ann, a_proposal(50001));

    CHECK(no.reason == "over_limit");
    CHECK(no.expected == "at most 50.00 EUR");
    CHECK(no.found == "500.01 EUR");
    CHECK(no.who_could.empty());
    CHECK(no.can_change_that == "owner");
    CHECK(to_text(outcome(no)).find("; the rules can be changed by: owner") != std::string::npos);
    CHECK(d.state() == "options_explained");
}

TEST_CASE("a retry hears the same") {
    front_desk d{authority(house_table())};
    d.until_explained();
    command const asked{"41", "once", {}, a_proposal(50001)};
    auto const first = std::get<refused>(*d.at.handle(d.ann, asked));
    auto const again = std::get<refused>(*d.at.handle(d.ann, asked));
    CHECK(again.can_change_that == "owner");
    CHECK(again.reason == first.reason);
}

TEST_CASE("without a word about it the top of the ladder is named") {
    auto t = house_table();
    t.changed_by = {};
    front_desk d{authority(t)};
    d.until_explained();
    CHECK(d.refusal(d.ann, a_proposal(50001)).can_change_that == "manager");
}

TEST_CASE("whoever asks who decides hears the same") {
    authority const rules(house_table());
    front_desk d(rules);
    d.until_explained();
    auto const who = d.at.who_may_decide("41", rules, terms_of(50001));
    CHECK(who->competent.empty());
    CHECK(who->because == "no role of the document may decide this");
    CHECK(who->can_change_that == "owner");
    CHECK(
        d.at.who_may_decide("41", rules).error().message ==
        "expected a case with a proposal, or terms instead of it, found a case without (case 41)");
    CHECK(d.at.who_may_decide("99", rules).error().code == errc::unknown_case);
}
