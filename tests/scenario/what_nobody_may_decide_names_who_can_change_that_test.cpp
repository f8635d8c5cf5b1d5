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
    CHECK(who->because == "no role of the document may decide this: over_limit, expected at most "
                          "500.00 EUR, found 500.01 EUR");
    CHECK(who->can_change_that == "owner");
    CHECK(
        d.at.who_may_decide("41", rules).error().message ==
        "expected a case with a proposal, or terms instead of it, found a case without (case 41)");
    CHECK(d.at.who_may_decide("99", rules).error().code == errc::unknown_case);
}

TEST_CASE("whoever asks who decides hears what keeps the role that came closest") {
    struct row {
        remedy_kind kind;
        money cost;
        char const* because;
    };
    auto t = house_table();
    t.offer = {{remedy_kind::refund, "", std::nullopt, 0},
               {remedy_kind::credit, "", role("agent"), 0}};
    authority const rules(t);
    front_desk d(rules);
    d.until_explained();
    for (auto const& [kind, cost, because] : {
             row{remedy_kind::refund,
                 {50001, eur},
                 "over_limit, expected at most 500.00 EUR, found 500.01 EUR"},
             row{remedy_kind::refund,
                 {6000, usd},
                 "no_rate, expected a limit in the currency of the cost, found 60.00 USD"},
             // Agents alone may offer it, up to 50.00 EUR: a higher role is not kept by its limit.
             row{remedy_kind::credit,
                 {6000, eur},
                 "not_offered, expected a remedy of the service offer, found credit"},
         }) {
        INFO(because);
        auto const who =
            d.at.who_may_decide("41", rules, terms_for(kind, cost.minor_units, cost.in));
        CHECK(who->competent.empty());
        CHECK(who->because == std::string("no role of the document may decide this: ") + because);
    }
}
