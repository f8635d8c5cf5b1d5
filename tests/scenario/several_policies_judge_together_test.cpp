// SPDX-License-Identifier: BSL-1.0
// Combinators: an organisation's own policies beside its document.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// Nothing is given away while the books are closed.
struct books_are_closed {
    verdict judge(question const& q) const {
        verdict v;
        if (is_about_terms(q.command))
            v.add({"books_are_closed", "closing_day", decision::forbidden,
                   measure::of_words("a day of business"), measure::of_words("the closing day")});
        return v;
    }
};
/// Goodwill: a credit of up to 10.00 EUR needs no role at all.
struct goodwill {
    verdict judge(question const& q) const {
        verdict v;
        if (q.command == "propose" && q.remedies.size() == 1 &&
            q.remedies[0].kind == remedy_kind::credit && q.remedies[0].cost.minor_units <= 1000)
            v.add({"goodwill", "goodwill", decision::granted, {}, {}});
        return v;
    }
};
auto const on_the_last_of_march = [](question const& q) {
    return q.at >= *parse_instant("2026-03-31") && q.at < *parse_instant("2026-04-01");
};
auto const trainee = staff("tim", {"trainee"});

} // namespace

TEST_CASE("all_of with a condition: on the closing day nothing is offered") {
    front_desk d(all_of(authority(house_table()), when(on_the_last_of_march, books_are_closed{})));
    d.until_explained();
    CHECK(d.record(d.ann, a_proposal(3000)) == "solution_offered");
    d.now = *parse_instant("2026-03-31");
    CHECK(d.refusal(d.ann, a_proposal(3100)).reason == "closing_day");
    d.now = *parse_instant("2026-04-01");
    CHECK(d.record(d.ann, a_proposal(3200)) == "solution_offered");
}

TEST_CASE("any_of: what one policy grants and none forbids is granted") {
    front_desk d(any_of(authority(house_table()), goodwill{}));
    d.until_explained();
    d.record(trainee, a_take());
    CHECK(d.record(trainee, propose{terms_for(remedy_kind::credit, 1000)}) == "solution_offered");
    CHECK(d.trail().back().verdicts.front().document == sha256_of("house"));
    CHECK(d.record(trainee, propose{terms_for(remedy_kind::credit, 1001)}) == "approval_requested");
}

TEST_CASE("first_applicable: the first policy with something to say decides") {
    front_desk d(first_applicable(goodwill{}, authority(house_table())));
    d.until_explained();
    d.record(trainee, a_take());
    CHECK(d.record(trainee, propose{terms_for(remedy_kind::credit, 1000)}) == "solution_offered");
    CHECK(d.trail().back().verdicts.front().document.empty());
    CHECK(d.record(trainee, propose{terms_for(remedy_kind::credit, 1001)}) == "approval_requested");
}

TEST_CASE("limits and two pairs of eyes, put together by hand, name who approves") {
    front_desk d(all_of(house_limits(), dual_control({{{}, {30000, eur}, 2, 0}}, {}),
                        separation_of_duties{}));
    d.until_explained();
    d.record(d.max, a_take());
    auto const said = d.answer_to(d.max, a_proposal(30001));
    auto const& waits = std::get<awaiting_approval>(*said);
    CHECK(waits.approvers_needed == 2);
    CHECK(waits.competent == std::vector<role>{"manager"});
}
