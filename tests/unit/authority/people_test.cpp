// SPDX-License-Identifier: BSL-1.0
// Delegations and substitutes: whose authority, until when, how much of it.
#include <amends/authority/combine.hpp>
#include <amends/authority/limits.hpp>
#include <amends/authority/people/ladder.hpp>
#include <amends/authority/separation.hpp>

#include "support/asking.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

instant on(char const* when) { return *parse_instant(when); }

/// Mia lends Lea her part until Friday; Max is away and Tom stands in; Nina is away and nobody does.
delegations lent() {
    directory const people(
        {{"ann", {"agent"}, {}, 0},
         {"lea", {"lead"}, {}, 0},
         {"mia", {"manager"}, {}, 0},
         {"max", {"manager"}, {{on("2026-03-01"), on("2026-03-08"), "tom", ""}}, 0},
         {"nina", {"lead"}, {{on("2026-03-01"), on("2026-03-08"), {}, ""}}, 0},
         {"tom", {"agent"}, {{on("2026-03-05"), on("2026-03-06"), "ann", ""}}, 0}});
    return {
        {{"D1", "mia", "lea", "manager", on("2026-03-02"), on("2026-03-07"), {}, "fair", {}, 0},
         {"D2",
          "mia",
          "lea",
          "manager",
          on("2026-03-02"),
          on("2026-03-07"),
          money{20000, eur},
          "fair",
          {},
          0},
         {"D3",
          "mia",
          "lea",
          "manager",
          on("2026-03-02"),
          on("2026-03-07"),
          {},
          "fair",
          on("2026-03-04T10:00:00Z"),
          0},
         {"D4", "lea", "ann", "manager", on("2026-03-02"), on("2026-03-07"), {}, "lent on", {}, 0}},
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
          "granted; within_limit: expected nothing, found 300.00 EUR; by_delegation: expected "
          "nothing, found D1");
    CHECK(approving(d1, 30000, "2026-03-06T23:59:59.999Z").starts_with("granted"));
    CHECK(approving(d1, 30000, "2026-03-07T00:00:00Z") ==
          "forbidden; delegation_over: expected before 2026-03-07T00:00:00Z, found "
          "2026-03-07T00:00:00Z");
}

TEST_CASE("a revoked delegation counts until it is revoked") {
    CHECK(approving(lea_by("D3"), 30000, "2026-03-04T09:59:59.999Z").starts_with("granted"));
    CHECK(approving(lea_by("D3"), 30000, "2026-03-04T10:00:00Z") ==
          "forbidden; delegation_revoked: expected before 2026-03-04T10:00:00Z, found "
          "2026-03-04T10:00:00Z");
}

TEST_CASE("a delegation lends as much as it says and no more than the role has") {
    auto const when = "2026-03-04";
    CHECK(approving(lea_by("D2"), 20000, when).starts_with("granted"));
    CHECK(approving(lea_by("D2"), 20001, when) ==
          "forbidden; over_delegated_limit: expected at most 200.00 EUR, found 200.01 EUR; "
          "could decide: manager");
    CHECK(approving(lea_by("D1"), 50000, when).starts_with("granted"));
    CHECK(approving(lea_by("D1"), 50001, when).starts_with("forbidden; over_limit"));
    // What Lea may do herself she does herself.
    CHECK(approving(lea_by("D1"), 10000, when) ==
          "granted; within_limit: expected nothing, found 100.00 EUR");
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
          "granted; within_limit: expected nothing, found 300.00 EUR; substitute: expected "
          "nothing, found max");
    CHECK(approving(tom, 30000, "2026-03-07T23:59:59.999Z").starts_with("granted"));
    CHECK(approving(tom, 30000, "2026-03-08").starts_with("forbidden; over_limit"));
    // Somebody else does not stand in, nor does a substitute's substitute.
    CHECK(approving(somebody("ann", {"agent"}, "max"), 30000, "2026-03-05")
              .starts_with("forbidden; over_limit"));
    CHECK(approving(somebody("ann", {"agent"}, "tom"), 30000, "2026-03-05")
              .starts_with("forbidden; over_limit"));
}

TEST_CASE("whoever may decide is found from the lowest role up") {
    auto const all = all_of(judge(), separation_of_duties{});
    auto const who = [&](std::int64_t cents, char const* when, std::vector<role> roles,
                         actor_id const& proposer = "ann") {
        asking a(somebody("ann", {"agent"}));
        a.offering(remedy_kind::refund, cents).at(when);
        a.q.about.proposer = proposer;
        return who_may_decide(lent(), std::move(roles), a.q, "owner",
                              [&](question const& q) { return all.judge(q); });
    };
    auto const lead = who(7500, "2026-03-04", {"lead", "manager"});
    CHECK(lead.now == std::vector<decider>{{"lea", "lead", {}, {}}});
    CHECK(lead.away == std::vector<actor_id>{"nina"});

    // Lea proposed herself: the managers remain, one of them by his substitute, and no delegate.
    auto const manager = who(7500, "2026-03-04", {"lead", "manager"}, "lea");
    CHECK(manager.now ==
          std::vector<decider>{{"mia", "manager", {}, {}}, {"tom", "manager", "max", {}}});

    auto const high = who(30000, "2026-03-04T12:00:00Z", {"manager"});
    CHECK(high.now == std::vector<decider>{{"mia", "manager", {}, {}},
                                           {"tom", "manager", "max", {}},
                                           {"lea", "manager", "mia", "D1"}});

    auto const nobody = who(90000, "2026-03-04", {});
    CHECK(nobody.now.empty());
    CHECK(nobody.because == "no role of the ladder may decide this");
    CHECK(nobody.can_change_that == "owner");
}
