// SPDX-License-Identifier: BSL-1.0
// Foreign currency: changed by a rate that was given, never by a guess.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

authority with_rates() {
    auto t = house_table();
    t.rates = exchange_rates(eur, {*parse_rate(usd, "0.8")});
    return authority(t);
}
terms dollars(std::int64_t cents) { return terms_for(remedy_kind::refund, cents, usd); }

} // namespace

TEST_CASE("a refund in dollars is held against the limit in euros") {
    front_desk d(with_rates());
    d.until_explained();
    CHECK(d.record(d.ann, propose{dollars(6250)}) == "solution_offered"); // 50.00 EUR
    auto const said = d.answer_to(d.ann, propose{dollars(6251)});
    CHECK(std::get<awaiting_approval>(*said).competent ==
          std::vector<role>{"team_lead", "manager"});
    CHECK(to_text(d.trail().back().verdicts.front().reasons.front().found) == "50.01 EUR");
}

TEST_CASE("without a rate nobody guesses, and who can change the rules is named") {
    front_desk d{authority(house_table())};
    d.until_explained();
    auto const no = d.refusal(d.ann, propose{dollars(100)});
    CHECK(no.reason == "no_rate");
    CHECK(no.expected == "a limit in the currency of the cost");
    CHECK(no.found == "1.00 USD");
    CHECK(no.who_could.empty());
    CHECK(no.can_change_that == "owner");
}
