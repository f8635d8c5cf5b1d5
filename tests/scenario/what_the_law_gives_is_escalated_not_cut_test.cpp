// SPDX-License-Identifier: BSL-1.0
// The lawful floor: where the law gives more than somebody may, they pass the case up.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// The law gives 99.00 EUR, from a day on more.
desk_options law() {
    desk_options how;
    how.lawful_floor = [](case_file const& file, instant at) -> std::optional<money> {
        if (file.kind != contact_kind::problem) return std::nullopt;
        return money{at < *parse_instant("2026-04-01") ? 9900 : 12000, eur};
    };
    return how;
}

/// A policy of somebody's own: what lies at the floor or above is granted by the ladder, and who
/// could give the floor is named for what lies below.
struct own_policy {
    authority rules;

    verdict judge(question const& q) const {
        if (q.command != "propose" || !q.lawful_floor) return rules.judge(q);
        auto const gives = sum_in(q.remedies, q.lawful_floor->in);
        if (gives >= q.lawful_floor->minor_units) return rules.judge(q);
        verdict no;
        no.add({"own_policy", "less_than_owed", decision::forbidden,
                measure::at_least(*q.lawful_floor), measure::of(money{gives, q.lawful_floor->in})});
        no.competent = rules.competent(q);
        return no;
    }
};

} // namespace

TEST_CASE("the smaller offer is refused and says who could give what is owed") {
    front_desk d(authority(house_table()), law());
    d.until_explained();

    auto const no = d.refusal(d.ann, a_proposal(5000));

    CHECK(no.reason == "not_below_the_lawful_floor");
    CHECK(no.expected == "at least 99.00 EUR, as the law gives");
    CHECK(no.found == "50.00 EUR");
    CHECK(no.who_could == std::vector<role>{"team_lead", "manager"});
    CHECK(d.trail().back().verdicts.front().reasons.front().rule == "below_the_lawful_floor");
}

TEST_CASE("what the law gives awaits the approval of whoever may give it") {
    front_desk d(authority(house_table()), law());
    d.until_explained();
    auto const said = d.answer_to(d.ann, a_proposal(9900));
    CHECK(std::get<awaiting_approval>(*said).competent ==
          std::vector<role>{"team_lead", "manager"});
    CHECK(d.record(d.lea, approval_of(terms_of(9900))) == "proposal_approved");
}

TEST_CASE("an approval does not help terms over which the law has risen") {
    front_desk d(authority(house_table()), law());
    d.until_proposed(terms_of(9900));
    d.now = *parse_instant("2026-04-01");
    auto const no = d.refusal(d.lea, approval_of(terms_of(9900)));
    CHECK(no.reason == "below_the_lawful_floor");
    CHECK(no.expected == "at least 120.00 EUR");
    CHECK(no.who_could == std::vector<role>{"manager"});
    d.record(d.ann, a_proposal(12000));
    CHECK(d.record(d.max, approval_of(terms_of(12000))) == "proposal_approved");
}

TEST_CASE("a floor that nobody may give names who can change that") {
    desk_options how;
    how.lawful_floor = [](case_file const&, instant) { return money{60000, eur}; };
    front_desk d(authority(house_table()), how);
    d.until_explained();
    auto const no = d.refusal(d.ann, a_proposal(5000));
    CHECK(no.reason == "not_below_the_lawful_floor");
    CHECK(no.who_could.empty());
    CHECK(no.can_change_that == "owner");
}

TEST_CASE("a policy of one's own reads the floor in its question") {
    front_desk d(own_policy{authority(house_table())}, law());
    d.until_explained();
    CHECK(d.refusal(d.ann, a_proposal(5000)).who_could ==
          std::vector<role>{"team_lead", "manager"});
    CHECK(d.trail().back().verdicts.front().reasons.front().rule == "less_than_owed");
    CHECK(d.record(d.ann, a_proposal(9900)) == "approval_requested");
}
