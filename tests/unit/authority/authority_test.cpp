// SPDX-License-Identifier: BSL-1.0
// A whole table judged by: what each part adds to an answer, word for word.
#include <amends/authority/authority.hpp>

#include "support/asking.hpp"

#include "catch.hpp"

#include <limits>

using namespace amends;
using namespace amends::cases;

namespace {

instant on(char const* when) { return *parse_instant(when); }

/// Agents give 50.00, leads 500.00, managers 5000.00; a data officer beside them gives compensation.
table_of_authority shop() {
    table_of_authority t;
    t.name = "Shop";
    t.version = 7;
    t.hash = sha256_of("shop");
    t.effective = on("2026-01-01");
    t.changed_by = "owner";
    t.ladder = {"agent", "lead", "manager"};
    t.others = {"officer", "owner"};
    t.limits = {{"agent", {}, {5000, eur}, {}, 0},
                {"lead", {}, {50000, eur}, {}, 0},
                {"manager", {}, {500000, eur}, {}, 0},
                {"officer", remedy_kind::compensation, {25000, eur}, {}, 0}};
    t.reserved = {{"privacy", severity::low, {"officer", "manager"}, 0}};
    t.dual_control = {{{}, {100000, eur}, 2, 0}};
    t.colleagues = {{"ann", {"agent"}, {}, 0},
                    {"lea", {"lead"}, {}, 0},
                    {"mia", {"manager"}, {}, 0},
                    {"max", {"manager"}, {}, 0},
                    {"dov", {"officer"}, {}, 0}};
    return t;
}
actor const ann = somebody("ann", {"agent"});
actor const lea = somebody("lea", {"lead"});
actor const mia = somebody("mia", {"manager"});
actor const dov = somebody("dov", {"officer"});

std::string offering(actor const& who, std::int64_t cents, remedy_kind kind = remedy_kind::refund) {
    return asking(who).offering(kind, cents).of(authority(shop()));
}

} // namespace

TEST_CASE("what lies within a role is granted, what lies beyond goes up the ladder") {
    CHECK(offering(ann, 5000) ==
          "granted; within_limit: expected at most 50.00 EUR, found 50.00 EUR");
    CHECK(offering(ann, 5001) == "needs_approval; over_limit: expected at most 50.00 EUR, found "
                                 "50.01 EUR; could decide: lead, manager");
    CHECK(offering(lea, 50001) == "needs_approval; over_limit: expected at most 500.00 EUR, found "
                                  "500.01 EUR; could decide: manager");
}

TEST_CASE("a role beside the ladder is asked after it") {
    CHECK(offering(ann, 5001, remedy_kind::compensation) ==
          "needs_approval; over_limit: expected at most 50.00 EUR, found 50.01 EUR; could decide: "
          "lead, manager, officer");
    auto const privacy = [](actor const& who, char const* command) {
        return asking(who, command)
            .about("privacy")
            .offering(remedy_kind::compensation, 20000)
            .of(authority(shop()));
    };
    CHECK(privacy(lea, "propose") == "needs_approval; reserved_category: expected officer, found "
                                     "privacy; could decide: manager, officer");
    CHECK(privacy(dov, "approve") ==
          "granted; within_limit: expected at most 250.00 EUR, found 200.00 EUR");
    CHECK(privacy(lea, "approve") == "forbidden; reserved_category: expected officer, found "
                                     "privacy; could decide: manager, officer");

    asking a(ann);
    a.about("privacy").offering(remedy_kind::compensation, 20000);
    auto t = shop();
    std::erase_if(t.colleagues, [](colleague const& c) { return c.roles.has("manager"); });
    CHECK(authority(t).who_may_decide(a.q).now == std::vector<decider>{{"dov", "officer", {}, {}}});
}

TEST_CASE("what nobody on the ladder may decide names who can change that") {
    CHECK(offering(mia, 500001) ==
          "forbidden; over_limit: expected at most 5000.00 EUR, found 5000.01 EUR; dual_control: "
          "expected at most 1000.00 EUR, found 5000.01 EUR; nobody_may_decide: expected owner, "
          "found nobody on the ladder");
    auto t = shop();
    t.changed_by = {};
    asking a(ann);
    a.offering(remedy_kind::refund, 500001);
    CHECK(authority(t).judge(a.q).can_change_that() == "manager"); // the top of the ladder
    t.ladder.clear();
    t.others.clear();
    CHECK(a.of(authority(t)) == "forbidden; over_limit: expected at most 50.00 EUR, found 5000.01 "
                                "EUR; dual_control: expected at most 1000.00 EUR, found 5000.01 "
                                "EUR; no_ladder: expected a ladder with a role, found none");
    CHECK(authority(t).judge(a.q).can_change_that().empty());
    CHECK(authority(shop()).judge(asking(ann).q).can_change_that().empty());
}

TEST_CASE("whoever must keep out hears who could decide instead") {
    auto t = shop();
    t.interests = {{"ann", interest_kind::relative, "c1", {}, {}, {}, 0}};
    CHECK(asking(ann).offering(remedy_kind::refund, 100).of(authority(t)) ==
          "forbidden; within_limit: expected at most 50.00 EUR, found 1.00 EUR; relative: expected "
          "nobody close to the customer, found ann; could decide: agent, lead, manager");
    asking own(lea, "approve");
    own.q.about.proposer = "lea";
    CHECK(own.offering(remedy_kind::refund, 7500).of(authority(t)) ==
          "forbidden; within_limit: expected at most 500.00 EUR, found 75.00 EUR; own_proposal: "
          "expected somebody other than the proposer, found lea; could decide: lead, manager");
    CHECK(asking(somebody("ann", {"agent"}, "mia", "D9"))
              .offering(remedy_kind::refund, 7500)
              .of(authority(shop())) ==
          "forbidden; no_such_delegation: expected a delegation of the document, found D9; could "
          "decide: lead, manager");
}

TEST_CASE("a negative sum below the lawful floor is no riddle: nobody may decide it") {
    asking a(ann);
    a.offering(remedy_kind::refund, std::numeric_limits<std::int64_t>::min());
    a.offering(remedy_kind::refund, -1);
    a.q.lawful_floor = money{1, eur};
    CHECK(a.of(authority(shop())) ==
          "forbidden; negative_cost: expected at least 0.00 EUR, found -92233720368547758.08 EUR; "
          "nobody_may_decide: expected owner, found nobody on the ladder");
    auto const nobody = authority(shop()).who_may_decide(a.q);
    CHECK(nobody.now.empty());
    CHECK(nobody.because.find("negative_cost") != nobody.because.npos);
    CHECK(nobody.can_change_that == "owner");
}

TEST_CASE("of a command that is about no terms nobody is named") {
    auto t = shop();
    t.separation.evaluator_differs_from_owner = true;
    asking a(ann, "evaluate");
    a.q.about.owner = "ann";
    CHECK(a.of(authority(t)) ==
          "forbidden; own_work: expected somebody other than the owner, found ann");
    CHECK(authority(t).judge(asking(ann, "note").q).silent());
}

TEST_CASE("before its day a document names nobody") {
    asking a(ann);
    a.at("2025-12-31T23:59:59.999Z").offering(remedy_kind::refund, 5001);
    CHECK(a.of(authority(shop())) ==
          "forbidden; over_limit: expected at most 50.00 EUR, found 50.01 EUR; not_in_force: "
          "expected a time from 2026-01-01T00:00:00Z, found 2025-12-31T23:59:59.999Z");
    auto const nobody = authority(shop()).who_may_decide(a.q);
    CHECK(nobody.now.empty());
    CHECK(nobody.because == "lea, max, mia: not_in_force, expected a time from "
                            "2026-01-01T00:00:00Z");
    CHECK(nobody.can_change_that == "owner");
    CHECK(a.at("2026-01-01T00:00:00Z").of(authority(shop())).starts_with("needs_approval"));
}

TEST_CASE("two pairs of eyes name who has them") {
    CHECK(offering(mia, 100001) ==
          "needs_approval; within_limit: expected at most 5000.00 EUR, found 1000.01 EUR; "
          "dual_control: expected at most 1000.00 EUR, found 1000.01 EUR; could decide: manager");
    asking a(ann);
    a.offering(remedy_kind::refund, 100001);
    a.q.about.proposer = "max";
    auto const one = authority(shop()).who_may_decide(a.q);
    CHECK(one.approvers_needed == 2);
    CHECK(one.now == std::vector<decider>{{"mia", "manager", {}, {}}});
    CHECK(one.because == "2 are needed, one is there; max: own_proposal, expected somebody other "
                         "than the proposer");
    CHECK(one.can_change_that == "owner");

    // Of terms on the table so many are needed as did not approve yet.
    std::vector<actor_id> const approvers{"mia"}, approved_for{{}};
    a.q.about.proposer = "ann";
    a.q.about.approvers_needed = 2;
    a.q.about.approvers = approvers;
    a.q.about.approved_for = approved_for;
    auto const second = authority(shop()).who_may_decide(a.q);
    CHECK(second.approvers_needed == 1);
    CHECK(second.now == std::vector<decider>{{"max", "manager", {}, {}}});
}

TEST_CASE("terms that nobody proposed yet take as many approvers as their proposal would") {
    auto t = shop();
    t.approvers = 2;
    asking a(somebody({}, {}));
    a.offering(remedy_kind::refund, 6000);
    auto const needed = [&] { return authority(t).who_may_decide(a.q).approvers_needed; };

    CHECK(authority(t).judge(a.q).approvers_needed == 2);
    CHECK(needed() == 2);
    t.dual_control = {{{}, {5999, eur}, 3, 0}};
    CHECK(needed() == 3);
    t.approvers = 4;
    CHECK(authority(t).judge(a.q).approvers_needed == 4);
    CHECK(needed() == 4);
}

TEST_CASE("a verdict carries the version and the hash of its table") {
    auto const v = authority(shop()).judge(asking(ann).q);
    CHECK(v.document == sha256_of("shop"));
    CHECK(v.document_version == 7);
    CHECK(authority(shop()).judge(asking(ann, "note").q).document.empty());
}
