// SPDX-License-Identifier: BSL-1.0
// Delegations and substitutes: whose authority, until when, how much of it.
#include <amends/authority/combine.hpp>
#include <amends/authority/limits.hpp>
#include <amends/authority/people/ladder.hpp>
#include <amends/authority/separation.hpp>

#include "support/asking.hpp"
#include "support/scarce_memory.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

instant that_day(char const* when) { return *parse_instant(when); }

/// Mia lends Lea her part until Friday; Max is away and Tom stands in; Nina is away and nobody does.
delegations lent() {
    directory const people(
        {{"ann", {"agent"}, {}, 0},
         {"lea", {"lead"}, {}, 0},
         {"mia", {"manager"}, {}, 0},
         {"max", {"manager"}, {{that_day("2026-03-01"), that_day("2026-03-08"), "tom", ""}}, 0},
         {"nina", {"lead"}, {{that_day("2026-03-01"), that_day("2026-03-08"), {}, ""}}, 0},
         {"tom", {"agent"}, {{that_day("2026-03-05"), that_day("2026-03-06"), "ann", ""}}, 0}});
    return {{{"D1",
              "mia",
              "lea",
              "manager",
              that_day("2026-03-02"),
              that_day("2026-03-07"),
              {},
              "fair",
              {},
              0},
             {"D2",
              "mia",
              "lea",
              "manager",
              that_day("2026-03-02"),
              that_day("2026-03-07"),
              money{20000, eur},
              "fair",
              {},
              0},
             {"D3",
              "mia",
              "lea",
              "manager",
              that_day("2026-03-02"),
              that_day("2026-03-07"),
              {},
              "fair",
              that_day("2026-03-04T10:00:00Z"),
              0},
             {"D4",
              "lea",
              "ann",
              "manager",
              that_day("2026-03-02"),
              that_day("2026-03-07"),
              {},
              "lent on",
              {},
              0}},
            people};
}

with_delegations<money_limits> judge() {
    return {lent(),
            {},
            money_limits({{"agent", std::nullopt, {5000, eur}, {}, 0},
                          {"lead", std::nullopt, {10000, eur}, {}, 0},
                          {"manager", std::nullopt, {50000, eur}, {}, 0}},
                         {"agent", "lead", "manager"})};
}

std::string approving(actor const& who, std::int64_t cents, char const* when) {
    return asking(who, "approve").offering(remedy_kind::refund, cents).at(when).of(judge());
}
actor lea_by(delegation_id const& d) { return somebody("lea", {"lead"}, "mia", d); }

} // namespace

TEST_CASE("a delegation counts from its first moment to its last") {
    auto const d1 = lea_by("D1");
    CHECK(approving(d1, 30000, "2026-03-01T23:59:59.999Z") ==
          "forbidden; delegation_not_begun: expected from 2026-03-02T00:00:00Z, found "
          "2026-03-01T23:59:59.999Z");
    CHECK(approving(d1, 30000, "2026-03-02T00:00:00Z") ==
          "granted; within_limit: expected at most 500.00 EUR, found 300.00 EUR; by_delegation: "
          "found D1");
    CHECK(approving(d1, 30000, "2026-03-06T23:59:59.999Z").starts_with("granted"));
    CHECK(approving(d1, 30000, "2026-03-07T00:00:00Z") ==
          "forbidden; delegation_over: expected before 2026-03-07T00:00:00Z, found "
          "2026-03-07T00:00:00Z");
}

TEST_CASE("why a delegation does not hold is told without memory") {
    auto const all = lent();
    struct row {
        char const* delegation;
        char const* when;
        char const* rule;
    };
    row const table[] = {
        {"D1", "2026-03-01", "delegation_not_begun"}, {"D1", "2026-03-07", "delegation_over"},
        {"D3", "2026-03-05", "delegation_revoked"},   {"D9", "2026-03-05", "no_such_delegation"},
        {"D4", "2026-03-05", "not_their_delegation"}, {"D1", "2026-03-05", "by_delegation"}};
    for (auto const& r : table) {
        INFO(r.rule);
        auto const who = lea_by(delegation_id::trusted(r.delegation));
        auto const when = that_day(r.when);
        lent_authority found;
        CHECK(testing::suffices(0, [&] { found = all.lent_to(who, when); }));
        REQUIRE(found.why.has_value());
        CHECK(found.why->rule.view() == r.rule);
    }
}

TEST_CASE("a revoked delegation counts until it is revoked") {
    CHECK(approving(lea_by("D3"), 30000, "2026-03-04T09:59:59.999Z").starts_with("granted"));
    CHECK(approving(lea_by("D3"), 30000, "2026-03-04T10:00:00Z") ==
          "forbidden; delegation_revoked: expected before 2026-03-04T10:00:00Z, found "
          "2026-03-04T10:00:00Z");
}

TEST_CASE("a delegation lends as much as it says and no more than the role has") {
    auto const when = "2026-03-04";
    CHECK(approving(lea_by("D2"), 20000, when) ==
          "granted; within_limit: expected at most 500.00 EUR, found 200.00 EUR; by_delegation: "
          "expected at most 200.00 EUR, found D2");
    CHECK(approving(lea_by("D2"), 20001, when) ==
          "forbidden; over_delegated_limit: expected at most 200.00 EUR, found 200.01 EUR; "
          "could decide: manager");
    // The same as a proposal goes to approval, with the delegation's reason.
    CHECK(asking(lea_by("D2")).offering(remedy_kind::refund, 20001).at(when).of(judge()) ==
          "needs_approval; over_delegated_limit: expected at most 200.00 EUR, found 200.01 EUR; "
          "could decide: manager");
    CHECK(approving(lea_by("D1"), 50000, when).starts_with("granted"));
    CHECK(approving(lea_by("D1"), 50001, when).starts_with("forbidden; over_limit"));
    // What Lea may do herself she does herself.
    CHECK(approving(lea_by("D1"), 10000, when) ==
          "granted; within_limit: expected at most 100.00 EUR, found 100.00 EUR");
}

TEST_CASE("a delegated maximum in another currency than the costs says so") {
    exchange_rates const rates(gbp, {*parse_rate(eur, "0.8"), *parse_rate(usd, "0.7")});
    with_delegations<money_limits> const by_pounds(
        lent(), rates,
        money_limits({{"lead", {}, {10000, gbp}, {}, 0}, {"manager", {}, {50000, gbp}, {}, 0}},
                     {"lead", "manager"}, 1, rates));
    auto const says = [&](auto... costs) {
        asking a(lea_by("D2"), "approve");
        (a.offering(remedy_kind::refund, costs.minor_units, costs.in), ...);
        return a.of(by_pounds);
    };
    CHECK(says(money{20000, gbp}) == "forbidden; no_rate: expected a cost in the delegation's "
                                     "currency, found 200.00 GBP; could decide: manager");
    CHECK(says(money{20000, eur}) ==
          "granted; within_limit: expected at most 500.00 GBP, found 160.00 GBP; by_delegation: "
          "expected at most 200.00 EUR, found D2");
    CHECK(says(money{20000, eur}, money{100, usd}) ==
          "forbidden; no_rate: expected a cost in the delegation's currency, found several "
          "currencies; could decide: manager");
}

TEST_CASE("a delegation that somebody else has, or that there is not, forbids") {
    auto const when = "2026-03-04";
    CHECK(approving(somebody("ann", {"agent"}, "mia", "D1"), 100, when) ==
          "forbidden; not_their_delegation: expected lea, found ann");
    CHECK(approving(somebody("lea", {"lead"}, "max", "D1"), 100, when) ==
          "forbidden; not_their_delegation: expected mia, found max");
    CHECK(approving(somebody("lea", {"lead"}, {}, "D1"), 100, when) ==
          "forbidden; not_their_delegation: expected mia, found nobody");
    CHECK(approving(lea_by("D9"), 100, when) ==
          "forbidden; no_such_delegation: expected a delegation of the document, found D9");
}

TEST_CASE("what was lent cannot be lent on") {
    CHECK(approving(somebody("ann", {"agent"}, "lea", "D4"), 30000, "2026-03-04") ==
          "forbidden; not_theirs_to_lend: expected manager, found lea");
}

TEST_CASE("a substitute has the roles of whom they stand in for, while that lasts") {
    auto const tom = somebody("tom", {"agent"}, "max");
    CHECK(approving(tom, 30000, "2026-02-28T23:59:59.999Z").starts_with("forbidden; over_limit"));
    CHECK(approving(tom, 30000, "2026-03-01") ==
          "granted; within_limit: expected at most 500.00 EUR, found 300.00 EUR; substitute: found "
          "max");
    CHECK(approving(tom, 30000, "2026-03-07T23:59:59.999Z").starts_with("granted"));
    CHECK(approving(tom, 30000, "2026-03-08").starts_with("forbidden; over_limit"));
    // Somebody else does not stand in, nor does a substitute's substitute.
    CHECK(approving(somebody("ann", {"agent"}, "max"), 30000, "2026-03-05")
              .starts_with("forbidden; over_limit"));
    CHECK(approving(somebody("ann", {"agent"}, "tom"), 30000, "2026-03-05")
              .starts_with("forbidden; over_limit"));
}

namespace {

/// Who could approve a refund that Ann proposed, unless somebody else did.
struct who_asked {
    std::int64_t cents = 7500;
    char const* when = "2026-03-04";
    std::vector<role> roles{"lead", "manager"};
    actor_id proposer = "ann";
    std::uint32_t needed = 1;
    std::vector<actor_id> approvers{};

    who_decides operator()() const {
        auto const all = all_of(judge(), separation_of_duties{});
        asking a(somebody("ann", {"agent"}));
        a.offering(remedy_kind::refund, cents).at(when);
        a.q.about.proposer = proposer;
        a.q.about.approvers = approvers;
        return who_may_decide({lent(), roles, needed, a.q},
                              [&](question const& q) { return all.judge(q); });
    }
};
std::string names(std::vector<decider> const& some) {
    std::string all;
    for (auto const& d : some)
        all += (all.empty() ? "" : ", ") + d.id.str() +
               (d.instead_of.empty() ? "" : " for " + d.instead_of.str());
    return all;
}

} // namespace

TEST_CASE("whoever may decide is found from the lowest role up") {
    auto const lead = who_asked{}();
    CHECK(lead.now == std::vector<decider>{{"lea", "lead", {}, {}}});
    CHECK(lead.away == std::vector<actor_id>{"nina"});
    CHECK(lead.because.empty());

    // Lea proposed herself: the managers remain, one of them by his substitute, and no delegate.
    auto const manager = who_asked{.proposer = "lea"}();
    CHECK(manager.now ==
          std::vector<decider>{{"mia", "manager", {}, {}}, {"tom", "manager", "max", {}}});
    CHECK(manager.away == std::vector<actor_id>{"nina"});

    auto const high =
        who_asked{.cents = 30000, .when = "2026-03-04T12:00:00Z", .roles = {"manager"}}();
    CHECK(high.now == std::vector<decider>{{"mia", "manager", {}, {}},
                                           {"tom", "manager", "max", {}},
                                           {"lea", "manager", "mia", "D1"}});

    auto const nobody = who_asked{.cents = 90000, .roles = {}}();
    CHECK(nobody.now.empty());
    CHECK(nobody.because == "no role of the document may decide this");
}

TEST_CASE("whoever may decide in several ways is named once") {
    // Lea has three delegations of which two hold, for 150.00.
    auto const several =
        who_asked{.cents = 15000, .when = "2026-03-04T12:00:00Z", .roles = {"manager"}}();
    CHECK(names(several.now) == "mia, tom for max, lea for mia");
    CHECK(several.now[2].by_delegation == "D1");
    // What she may decide herself she decides herself.
    CHECK(names(who_asked{}().now) == "lea");
}

TEST_CASE("as many are named as are needed, from the lowest role up") {
    auto const two = who_asked{.needed = 2}();
    CHECK(names(two.now) == "lea, mia, tom for max"); // Lea once, as herself
    CHECK(two.because.empty());
    CHECK(two.approvers_needed == 2);
    CHECK(two.competent == std::vector<role>{"lead", "manager"});
}

TEST_CASE("where too few can decide it is said how many there are") {
    // Mia and Tom for Max; Lea by her delegation is Mia's vote again.
    auto const three = who_asked{.cents = 30000, .roles = {"manager"}, .needed = 3}();
    CHECK(names(three.now) == "mia, tom for max, lea for mia");
    CHECK(three.because ==
          "3 are needed, 2 are there; mia and lea, who acts for mia, count as one");

    auto const one = who_asked{.cents = 30000,
                               .when = "2026-03-08",
                               .roles = {"manager"},
                               .proposer = "max",
                               .needed = 2}();
    CHECK(names(one.now) == "mia");
    CHECK(one.because == "2 are needed, one is there; max: own_proposal, expected somebody other "
                         "than the proposer");

    // Mia approved: her vote and that of her delegate are spent.
    auto const spent = who_asked{.cents = 30000,
                                 .when = "2026-03-08",
                                 .roles = {"manager"},
                                 .needed = 1,
                                 .approvers = {"mia"}}();
    CHECK(names(spent.now) == "max");
    CHECK(spent.because.empty());
}

TEST_CASE("where nobody can decide it is said what keeps each of them") {
    // Nina alone is a lead beside Lea, who proposed; she is away and nobody stands in.
    auto const away = who_asked{.roles = {"lead"}, .proposer = "lea"}();
    CHECK(away.now.empty());
    CHECK(away.away == std::vector<actor_id>{"nina"});
    CHECK(away.because ==
          "lea: own_proposal, expected somebody other than the proposer; away: nina");

    // Tom, who stands in for Max, proposed; he is away himself a day later.
    auto const barred =
        who_asked{.cents = 30000, .roles = {"manager"}, .proposer = "tom", .approvers = {"mia"}}();
    CHECK(barred.now.empty());
    CHECK(barred.away == std::vector<actor_id>{"max"});
    CHECK(barred.because == "tom for max: own_proposal, expected somebody other than the proposer; "
                            "mia, lea for mia: approved_already, expected another approver; "
                            "away: max");
    auto const both_away = who_asked{
        .cents = 30000, .when = "2026-03-05", .roles = {"manager"}, .approvers = {"mia"}}();
    CHECK(both_away.away == std::vector<actor_id>{"max"});
    CHECK(both_away.because.ends_with("; away: max"));

    // Somebody whose return would help nobody is not waited for.
    auto const proposer_away = who_asked{.cents = 30000,
                                         .when = "2026-03-05",
                                         .roles = {"manager"},
                                         .proposer = "max",
                                         .approvers = {"mia"}}();
    CHECK(proposer_away.away.empty());

    auto const none = who_asked{.roles = {"cfo", "boss"}}();
    CHECK(none.because == "nobody in the directory is cfo or boss");
}
