// SPDX-License-Identifier: BSL-1.0
// Random people at the desk who act for each other: nobody approves their own proposal.
#include <amends/authority/authority.hpp>

#include "support/random_cases.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

constexpr auto program = "amends_property_tests";

role role_of(actor_id const& who) {
    if (who == "max" || who == "mia") return "manager";
    return who == "lea" ? role("team_lead") : role("agent");
}
session from_the_house(actor_id const& who) { return staff(who, {role_of(who)}); }

/// A house in which everybody may be away, stand in, or have lent their role.
authority random_house(random_values& some, instant from) {
    std::vector<actor_id> const people{"ann", "bob", "lea", "max", "mia"};
    table_of_authority t;
    t.name = "house";
    t.version = 1;
    t.ladder = {"agent", "team_lead", "manager"};
    t.limits = {{"agent", {}, {5000, eur}, {}, 0},
                {"team_lead", {}, {10000, eur}, {}, 0},
                {"manager", {}, {50000, eur}, {}, 0}};
    auto const days = [&] { return std::chrono::hours(24 * some.below(40)); };
    for (auto const& p : people) {
        colleague c{p, {role_of(p)}, {}, 0};
        auto const begins = from + days();
        if (some.once_in(2))
            c.absences.push_back({begins, begins + days(), some.one_of(people), ""});
        t.colleagues.push_back(c);
    }
    for (auto const& p : people) {
        auto const begins = from + days();
        t.delegations.push_back({delegation_id::trusted("from " + p.str()),
                                 p,
                                 some.one_of(people),
                                 role_of(p),
                                 begins,
                                 begins + days(),
                                 {},
                                 "",
                                 {},
                                 0});
    }
    return authority(t);
}

bool is_one_of(actor const& a, actor const& b) {
    auto const is = [&](actor_id const& x) {
        return !x.empty() && (x == b.id || x == b.on_behalf_of);
    };
    return is(a.id) || is(a.on_behalf_of);
}

} // namespace

TEST_CASE("nobody approves their own proposal, also not through a delegation or a substitute") {
    INFO(repeat_with(program, "nobody approves their own proposal, also not through a delegation "
                              "or a substitute"));
    int approvals = 0, lent = 0, own_refused = 0;
    for (std::uint64_t n = 0; n < 3000; ++n) {
        random_values some(seed() + n);
        auto const rules =
            random_house(some, instant(std::chrono::milliseconds(1'772'442'000'000)));
        front_desk d(rules);
        d.until_explained();
        auto proposer = d.ann;
        proposer.who.on_behalf_of = some.once_in(2) ? actor_id("bob") : actor_id();
        d.record(d.ann, a_take());
        if (!d.answer_to(proposer, propose{terms_of(7500)}).has_value()) continue;
        if (d.state() != "awaiting_approval") continue;
        for (int tries = 0; tries < 12 && d.state() == "awaiting_approval"; ++tries) {
            d.now += std::chrono::hours(some.below(24));
            static actor_id const house[] = {"ann", "bob", "lea", "max", "mia"};
            auto from = from_the_house(some.one_of(house));
            if (some.once_in(2)) from.who.on_behalf_of = some.one_of(house);
            if (!from.who.on_behalf_of.empty() && some.once_in(2))
                from.who.by_delegation =
                    delegation_id::trusted("from " + from.who.on_behalf_of.str());
            // Most who act for a colleague do so while it holds.
            auto const meanwhile = [&](instant begins, instant ends) {
                if (d.now < ends) d.now = std::max(d.now, begins);
            };
            auto const& lends = some.one_of(rules.table().delegations);
            auto const& gone = some.one_of(rules.table().colleagues);
            auto const chance = some.below(3);
            if (chance == 0) {
                from = from_the_house(lends.to);
                from.who.on_behalf_of = lends.from;
                from.who.by_delegation = lends.id;
                meanwhile(lends.begins, lends.ends);
            } else if (chance == 1 && !gone.absences.empty()) {
                from = from_the_house(gone.absences[0].substitute);
                from.who.on_behalf_of = gone.id;
                meanwhile(gone.absences[0].from, gone.absences[0].until);
            }
            auto const said = *d.answer_to(from, approval_of(terms_of(7500)));
            auto const own = is_one_of(from.who, proposer.who);
            INFO(from.who.id << " for " << from.who.on_behalf_of << ": " << said);
            if (std::holds_alternative<refused>(said)) {
                own_refused += own;
                continue;
            }
            REQUIRE_FALSE(own);
            ++approvals;
            auto const& reasons = d.trail().back().verdicts.front().reasons;
            lent += reasons.size() == 2;
            if (reasons.size() == 1) REQUIRE_FALSE(from.who.roles.has("agent"));
        }
    }
    CHECK(approvals > 200);
    CHECK(lent > 50);
    CHECK(own_refused > 200);
}
