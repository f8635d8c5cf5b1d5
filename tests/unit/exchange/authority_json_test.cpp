// SPDX-License-Identifier: BSL-1.0
// JSON about authority, word for word.
#include <amends/exchange/authority_json.hpp>

#include "support/asking.hpp"

#include "catch.hpp"

#include <boost/json.hpp>

#include <set>

using namespace amends;
using namespace amends::cases;

namespace {

instant on(char const* when) { return *parse_instant(when); }

table_of_authority shop() {
    table_of_authority t;
    t.name = "Shop";
    t.version = 2;
    t.hash = sha256_of("shop");
    t.effective = on("2026-01-01");
    t.changed_by = "owner";
    t.utc_offset = std::chrono::minutes(-90);
    t.ladder = {"agent", "manager"};
    t.others = {"owner"};
    t.limits = {{"agent", {}, {5000, eur}, {}, 7},
                {"agent", remedy_kind::credit, {8000, eur}, {100, eur}, 12}};
    t.cumulative = {{"agent", {}, {20000, eur}, true, true, {period::unit::days, 30}, 17}};
    t.offer = {{remedy_kind::refund, "delivery", role("agent"), 22}};
    t.hours = {{"agent", 0b0011111, 8 * 60, 18 * 60, {}, {}, 26}};
    t.reserved = {{"privacy", severity::high, {"manager"}, 31}};
    t.dual_control = {{{}, {100000, eur}, 2, 35}};
    t.approvers = 1;
    t.separation = {false, true, false};
    t.interests = {{"ann", interest_kind::relative, "c1", {}, {}, {}, 40}};
    t.colleagues = {{"ann", {"agent"}, {{on("2026-03-01"), on("2026-03-08"), "bob", "sea"}}, 44}};
    t.delegations = {{"D1", "mia", "ann", "manager", on("2026-03-01"), on("2026-03-08"),
                      money{20000, eur}, "fair", on("2026-03-04"), 49}};
    t.rates = exchange_rates(eur, {*parse_rate(gbp, "1.17")});
    t.must_be_informed = {"quality"};
    t.retention = {{"manager"}, {"agent", "manager"}, {{"privacy", std::chrono::days(30), 57}}};
    t.migrated_by = {"manager"};
    return t;
}

std::set<std::string> keys_of(boost::json::value const& object) {
    std::set<std::string> all;
    for (auto const& [key, value] : object.as_object()) all.insert(key);
    return all;
}

} // namespace

TEST_CASE("nothing that a table or a description holds is missing in its JSON") {
    std::set<std::string> const separation{"evaluator_differs_from_owner",
                                           "evaluator_differs_from_proposer",
                                           "evaluator_differs_from_approvers"};
    auto const with = [](std::set<std::string> some, std::set<std::string> const& more) {
        some.insert(more.begin(), more.end());
        return some;
    };
    // A new member breaks the build here: then its name is missing in the list below it, too.
    auto const t = shop();
    auto const& [name, version, hash, effective, changed_by, utc_offset, ladder, others, limits,
                 cumulative, offer, hours, reserved, dual_control, approvers, differs, keeping,
                 migrated_by, interests, colleagues, delegations, rates, must_be_informed] = t;
    CHECK(name == "Shop");
    CHECK(keys_of(boost::json::parse(to_json(t))) ==
          with({"name",       "version",     "hash",      "effective",       "changed_by",
                "utc_offset", "ladder",      "others",    "limits",          "cumulative",
                "offer",      "hours",       "reserved",  "dual_control",    "approvers",
                "erased_by",  "held_by",     "retention", "migrated_by",     "interests",
                "colleagues", "delegations", "rates",     "must_be_informed"},
               separation));

    auto const d = describe(t, somebody("mia", {"manager"}), on("2026-03-04"));
    auto const& [who, at, document, of_version, of_hash, since, in_force, has_offer, may,
                 several_agree, of_approvers, beyond, keeps_out, not_evaluated, kept, lent_nothing,
                 offset, of_rates] = d;
    auto const described = boost::json::parse(to_json(d));
    CHECK(in_force);
    CHECK(keys_of(described) ==
          with({"who", "at", "document", "version", "hash", "effective", "in_force", "has_offer",
                "may", "several_agree", "approvers", "beyond", "keeps_out", "kept", "lent_nothing",
                "utc_offset", "rates"},
               separation));

    REQUIRE(may.size() == 1);
    auto const& [in_role, instead_of, by_delegation, in_all_at_most, its_limits, its_cumulative,
                 its_offer, kept_from, its_hours, erases, holds, migrates] = may.front();
    CHECK(migrates);
    auto const& role_of_mia = described.at("may").at(0);
    CHECK(role_of_mia.at("migrates") == true);
    CHECK(keys_of(role_of_mia) == std::set<std::string>{"in_role", "instead_of", "by_delegation",
                                                        "in_all_at_most", "limits", "cumulative",
                                                        "offer", "kept_from", "hours", "erases",
                                                        "holds", "migrates"});
}

TEST_CASE("a table of authority as JSON has every part") {
    CHECK(
        to_json(shop()) ==
        R"({"name":"Shop","version":2,"hash":")" + to_text(sha256_of("shop")) +
            R"(","effective":"2026-01-01T00:00:00Z","changed_by":"owner","utc_offset":"-01:30",)"
            R"("ladder":["agent","manager"],"others":["owner"],)"
            R"("limits":[{"role":"agent","kind":null,"max":"50.00 EUR","min":"0.00 EUR","line":7},)"
            R"({"role":"agent","kind":"credit","max":"80.00 EUR","min":"1.00 EUR","line":12}],)"
            R"("cumulative":[{"role":"agent","kind":null,"max":"200.00 EUR","per_actor":true,)"
            R"("per_customer":true,"period":"30 days","line":17}],)"
            R"("offer":[{"kind":"refund","category":"delivery","held":"agent","line":22}],)"
            R"("hours":[{"role":"agent","open":"mon-fri 08:00 to 18:00","line":26}],)"
            R"("reserved":[{"category":"privacy","from_severity":"high","roles":["manager"],)"
            R"("line":31}],)"
            R"("dual_control":[{"kind":null,"above":"1000.00 EUR","approvers":2,"line":35}],)"
            R"("approvers":1,"evaluator_differs_from_owner":false,)"
            R"("evaluator_differs_from_proposer":true,"evaluator_differs_from_approvers":false,)"
            R"("interests":[{"colleague":"ann","is":"relative","customer":"c1","on":"",)"
            R"("category":"","gains_from":null,"line":40}],)"
            R"("colleagues":[{"id":"ann","roles":["agent"],"absences":[{"from":)"
            R"("2026-03-01T00:00:00Z","until":"2026-03-08T00:00:00Z","substitute":"bob",)"
            R"("reason":"sea"}],"line":44}],)"
            R"("delegations":[{"id":"D1","from":"mia","to":"ann","role":"manager","begins":)"
            R"("2026-03-01T00:00:00Z","ends":"2026-03-08T00:00:00Z","max":"200.00 EUR",)"
            R"("reason":"fair","revoked":"2026-03-04T00:00:00Z","line":49}],)"
            R"("must_be_informed":["quality"],"rates":{"home":"EUR","GBP":"1.17"},)"
            R"("erased_by":["manager"],"held_by":["agent","manager"],)"
            R"("retention":[{"category":"privacy","days":30,"line":57}],"migrated_by":["manager"]})");
    CHECK(to_json(table_of_authority())
              .ends_with(R"("must_be_informed":[],"rates":null,"erased_by":[],"held_by":[],)"
                         R"("retention":[],"migrated_by":[]})"));
}

TEST_CASE("a description as JSON says what its words say") {
    auto const d = describe(shop(), somebody("ann", {"agent"}, "mia", "D9"), on("2026-03-04"));
    CHECK(
        to_json(d) ==
        R"({"who":{"id":"ann","side":"staff","roles":["agent"],"on_behalf_of":"mia",)"
        R"("by_delegation":"D9"},"at":"2026-03-04T00:00:00Z","document":"Shop","version":2,)"
        R"("hash":")" +
            to_text(sha256_of("shop")) +
            R"(","effective":"2026-01-01T00:00:00Z","in_force":true,"has_offer":true,)"
            R"("may":[{"in_role":"agent","instead_of":"","by_delegation":"",)"
            R"("in_all_at_most":null,"limits":[{"role":"agent","kind":"credit",)"
            R"("max":"80.00 EUR","min":"1.00 EUR","line":12},{"role":"agent","kind":null,)"
            R"("max":"50.00 EUR","min":"0.00 EUR","line":7}],)"
            R"("cumulative":[{"role":"agent","kind":null,"max":"200.00 EUR","per_actor":true,)"
            R"("per_customer":true,"period":"30 days","line":17}],)"
            R"("offer":[{"kind":"refund","category":"delivery","held":"agent","line":22}],)"
            R"("kept_from":[{"category":"privacy","from_severity":"high","roles":["manager"],)"
            R"("line":31}],"hours":[{"role":"agent","open":"mon-fri 08:00 to 18:00",)"
            R"("line":26}],"erases":false,"holds":true,"migrates":false}],)"
            R"("several_agree":[{"kind":null,"above":"1000.00 EUR","approvers":2,"line":35}],)"
            R"("approvers":1,"beyond":[],"keeps_out":[{"colleague":"ann","is":"relative","customer":"c1",)"
            R"("on":"","category":"","gains_from":null,"line":40}],)"
            R"("evaluator_differs_from_owner":false,"evaluator_differs_from_proposer":true,)"
            R"("evaluator_differs_from_approvers":false,)"
            R"("kept":[{"category":"privacy","days":30,"line":57}],)"
            R"("lent_nothing":{"policy":"delegations","rule":"no_such_delegation",)"
            R"("says":"forbidden","expected":"a delegation of the document","found":"D9"},)"
            R"("utc_offset":"-01:30","rates":{"home":"EUR","GBP":"1.17"}})");
}

TEST_CASE("who decides as JSON") {
    who_decides w;
    w.competent = {"manager"};
    w.approvers_needed = 2;
    w.now = {{"lea", "manager", "mia", "D1"}};
    w.away = {"mia"};
    w.can_change_that = "owner";
    w.because = "2 are needed, one is there";
    w.state = "awaiting_approval";
    CHECK(to_json(w) ==
          R"({"competent":["manager"],"approvers_needed":2,"now":[{"id":"lea","in_role":"manager",)"
          R"("instead_of":"mia","by_delegation":"D1"}],"away":["mia"],"can_change_that":"owner",)"
          R"("because":"2 are needed, one is there","state":"awaiting_approval"})");
}

TEST_CASE("a trial and each of its differences as JSON") {
    trial_summary s;
    s.entries = 9;
    s.cases = 2;
    s.decisions = 4;
    s.different = 1;
    s.not_judged_again = 3;
    s.needless_escalations = 1;
    s.lines = {{"propose",
                "agent",
                remedy_kind::refund,
                decision::needs_approval,
                decision::granted,
                1,
                {{7500, eur}, {100, gbp}}}};
    CHECK(to_json(s) ==
          R"({"entries":9,"cases":2,"decisions":4,"different":1,"not_judged_again":3,)"
          R"("needless_escalations":1,"lines":[{"command":"propose","in_role":"agent",)"
          R"("kind":"refund","was":"needs_approval","would_be":"granted","decisions":1,)"
          R"("costs":["75.00 EUR","1.00 GBP"]}]})");

    std::vector<remedy> const remedies{{remedy_kind::refund, {7500, eur}}};
    judged_otherwise j;
    j.on = "41";
    j.sequence = 5;
    j.at = on("2026-03-04");
    j.who = somebody("ann", {"agent"});
    j.command = "propose";
    j.remedies = remedies;
    j.was = decision::granted;
    j.would_be = decision::needs_approval;
    j.judged.add({"money_limits", "over_limit", decision::needs_approval,
                  measure::at_most({5000, eur}), measure::of({7500, eur})});
    j.judged.competent.push_back("manager");
    CHECK(to_json(j) ==
          R"({"case":"41","sequence":5,"at":"2026-03-04T00:00:00Z","who":{"id":"ann",)"
          R"("side":"staff","roles":["agent"],"on_behalf_of":"","by_delegation":""},)"
          R"("command":"propose","remedies":[{"kind":"refund","cost":"75.00 EUR"}],)"
          R"("was":"granted","would_be":"needs_approval","reasons":[{"policy":"money_limits",)"
          R"("rule":"over_limit","says":"needs_approval","expected":"at most 50.00 EUR",)"
          R"("found":"75.00 EUR"}],"competent":["manager"]})");

    j.judged = {};
    j.judged.add({"money_limits", "costs_nothing", decision::granted, {}, {}});
    CHECK_THAT(to_json(j),
               Catch::Matchers::ContainsSubstring(R"("reasons":[{"policy":"money_limits",)"
                                                  R"("rule":"costs_nothing","says":"granted"}])"));
}
