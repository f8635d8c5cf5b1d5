// SPDX-License-Identifier: BSL-1.0
// amends who: who may decide, in words and JSON, and how it refuses what it cannot answer.
#include "command/proposed_case.hpp"
#include "command/run_command.hpp"

#include "catch.hpp"

#include <boost/json.hpp>

using namespace amends::testing;

namespace {

std::string const document = R"(name = "Shop"
version = 2
effective = 2026-01-01
changed_by = "owner"
[ladder]
roles = ["agent", "team_lead", "manager"]
others = ["officer", "owner"]
[[limit]]
role = "agent"
remedy = "any"
max = "50.00 EUR"
[[limit]]
role = "team_lead"
remedy = "any"
max = "100.00 EUR"
[[limit]]
role = "manager"
remedy = "any"
max = "500.00 EUR"
[[limit]]
role = "officer"
remedy = "compensation"
max = "500.00 EUR"
[[cumulative]]
role = "team_lead"
max = "100.00 EUR"
per = ["actor"]
period = "month"
[[reserved]]
category = "privacy"
roles = ["officer"]
[[reserved]]
from_severity = "critical"
roles = ["manager", "officer"]
[[dual_control]]
above = "300.00 EUR"
approvers = 2
[[colleague]]
id = "ann"
roles = ["agent"]
[[colleague]]
id = "lea"
roles = ["team_lead"]
[[colleague]]
id = "leo"
roles = ["team_lead"]
[[colleague]]
id = "max"
roles = ["manager"]
[[colleague.absence]]
first_day = 2026-03-02
last_day = 2026-03-06
substitute = "leo"
[[colleague]]
id = "mia"
roles = ["manager"]
[[delegation]]
id = "D1"
from = "mia"
to = "lea"
role = "manager"
first_day = 2026-03-02
last_day = 2026-03-06
max = "200.00 EUR"
reason = "trade fair"
)";

std::string approval_by_lea(std::string const& on, std::string const& hash) {
    return R"({"case":")" + on + R"(","id":")" + on +
           R"(-a","by":{"id":"lea",)"
           R"("roles":["team_lead"]},"at":"2026-03-03T10:30:00Z","approve":{"terms_hash":")" +
           hash + "\"}}\n";
}

} // namespace

TEST_CASE("who tells the lowest role and who holds it now") {
    workshop const here;
    here.write("shop.toml", document);
    struct row {
        std::string arguments;
        std::string out;
    };
    for (
        auto const& [arguments, out] : {
            row{"--amount \"60.00 EUR\" --at 2026-03-10",
                "competent: team_lead, manager\nlea, as team_lead\nleo, as team_lead\n"},
            row{"--amount \"60.00 EUR\" --remedy compensation --at 2026-03-10",
                "competent: team_lead, manager, officer\nlea, as team_lead\nleo, as team_lead\n"},
            row{"--amount \"150.00 EUR\" --at 2026-03-03T09:00:00Z",
                "competent: manager\nmia, as manager\nleo, as manager, stands in for max\n"
                "lea, as manager for mia, by delegation D1\n"},
            row{"--amount \"60.00 EUR\" --severity critical --at 2026-03-10",
                "competent: manager\nmax, as manager\nmia, as manager\n"},
            row{"--amount \"300.01 EUR\" --at 2026-03-10",
                "competent: manager\n2 different people are needed\nmax, as manager\n"
                "mia, as manager\n"},
            row{"--amount \"60.00 EUR\" --remedy compensation --category privacy",
                "competent: officer\nnobody: nobody in the directory is officer\n"
                "owner can change that\n"},
            row{"--amount \"500.01 EUR\" --at 2026-03-10",
                "2 different people are needed\nnobody: 2 are needed, nobody is there; no role of "
                "the document may decide this: over_limit, expected at most 500.00 EUR, "
                "found 500.01 EUR\nowner can change that\n"},
            row{"--amount \"60.00 EUR\" --at 2025-12-31",
                "competent: team_lead, manager\nnobody: lea, leo, max, mia: not_in_force, expected "
                "a time from 2026-01-01T00:00:00Z\nowner can change that\n"},
        }) {
        INFO("amends who " << arguments);
        auto const done = here.amends("who --policy shop.toml " + arguments);
        CHECK(done.status == 0);
        CHECK(done.out == out);
        CHECK(done.err.empty());
    }
    here.write("rules.toml", document.substr(0, document.find("[[colleague]]")));
    CHECK(here.amends("who --policy rules.toml --amount \"60.00 EUR\" --at 2026-03-10").out ==
          "competent: team_lead, manager\nnobody: the document has no directory of colleagues\n"
          "owner can change that\n");
    auto const json = here.amends("who --policy shop.toml --amount \"60.00 EUR\" --at 2026-03-10 "
                                  "--json");
    CHECK(json.out ==
          R"({"competent":["team_lead","manager"],"approvers_needed":1,"now":[{"id":"lea",)"
          R"("in_role":"team_lead","instead_of":"","by_delegation":""},{"id":"leo",)"
          R"("in_role":"team_lead","instead_of":"","by_delegation":""}],"away":[],)"
          R"("can_change_that":"","because":"","state":""})"
          "\n");
}

TEST_CASE("who asks everybody with what they gave before") {
    workshop const here;
    here.write("shop.toml", document);
    here.write("work.jsonl", proposed("41", "90.00") + proposed("42", "90.00"));
    REQUIRE(here.amends("run work.jsonl --policy shop.toml").status == 0);
    auto const hash = std::string(boost::json::parse(here.amends("show 41 --json").out)
                                      .at("case")
                                      .at("proposed")
                                      .at("terms_hash")
                                      .as_string());
    auto const before = here.amends("who 42 --policy shop.toml --at 2026-03-10");
    CHECK(before.out == "competent: team_lead, manager\nlea, as team_lead\nleo, as team_lead\n");

    here.write("more.jsonl", approval_by_lea("41", hash));
    REQUIRE(here.amends("run more.jsonl --policy shop.toml").status == 0);

    auto const after = here.amends("who 42 --policy shop.toml --at 2026-03-10");
    CHECK(after.out == "competent: team_lead, manager\nleo, as team_lead\n");
    auto const less = here.amends("who 42 --policy shop.toml --at 2026-03-10 --amount \"10 EUR\"");
    CHECK(less.out == "competent: agent, team_lead, manager\nann, as agent\n");
    auto const next_month = here.amends("who 42 --policy shop.toml --at 2026-04-01");
    CHECK(next_month.out == before.out);
}

TEST_CASE("who says of a case for which nobody decides anything that nothing waits") {
    workshop const here;
    here.write("shop.toml", document);
    auto const withdrawal = std::string(R"({"case":"43","id":"43-w","by":{"id":"c1",)"
                                        R"("side":"customer"},"at":"2026-03-03T11:00:00Z",)"
                                        R"("withdraw":{"reason":"found"}})"
                                        "\n");
    here.write("work.jsonl", proposed("41", "40.00") + proposed("42", "90.00") +
                                 proposed("43", "90.00") + withdrawal);
    REQUIRE(here.amends("run work.jsonl --policy shop.toml").status == 0);
    auto const who = [&](std::string const& arguments) {
        auto const done = here.amends("who --policy shop.toml --at 2026-03-10 " + arguments);
        CHECK(done.status == 0);
        return done.out;
    };
    CHECK(who("41") == "case 41 is offered: nothing waits for a decision\n");
    CHECK(who("43") == "case 43 is withdrawn: nothing waits for a decision\n");
    CHECK(who("43 --amount \"10 EUR\"") == who("43"));
    CHECK(who("43 --json") ==
          R"({"competent":[],"approvers_needed":0,"now":[],"away":[],"can_change_that":"",)"
          R"("because":"case 43 is withdrawn: nothing waits for a decision",)"
          R"("state":"withdrawn"})"
          "\n");
    // Other terms than those that were granted may be asked about, and what waits waits.
    CHECK(who("41 --amount \"90 EUR\"") ==
          "competent: team_lead, manager\nlea, as team_lead\nleo, as team_lead\n");
    CHECK(boost::json::parse(who("42 --json")).at("state") == "awaiting_approval");
    CHECK(boost::json::parse(who("42 --json")).at("now").as_array().size() == 2);
}

TEST_CASE("who notes a category that is nearly one of the document's") {
    workshop const here;
    here.write("shop.toml", document);
    auto const noted = [&](std::string const& category) {
        auto const done =
            here.amends("who --policy shop.toml --at 2026-03-10 --amount \"60 EUR\" " +
                        ("--category " + category));
        CHECK(done.status == 0);
        return done.err;
    };
    CHECK(noted("privcy") ==
          "amends: category \"privcy\" stands in no line; did you mean \"privacy\"?\n");
    CHECK(noted("privacy").empty());
    CHECK(noted("delivery").empty());
    CHECK(noted(std::string(39, 'x')).empty());
}

TEST_CASE("who refuses what it cannot answer, with both sides") {
    workshop const here;
    here.write("shop.toml", document);
    here.write("work.jsonl",
               proposed("41", "90.00").substr(0, proposed("41", "90.00").find('\n')) + "\n");
    REQUIRE(here.amends("run work.jsonl --policy shop.toml").status == 0);
    struct row {
        std::string arguments;
        std::string err;
    };
    for (auto const& [arguments, err] : {
             row{"", "expected CASE or --amount, found neither"},
             row{"--remedy refund", "expected --amount beside --remedy, found none"},
             row{"--amount \"-5.00 EUR\"",
                 "--amount: expected an amount that is not negative, found -5.00 EUR"},
             row{"--amount fifty", "--amount: expected"},
             row{"--amount \"5 EUR\" --remedy refnd",
                 "--remedy: expected \"refund\", found \"refnd\""},
             row{"--amount \"5 EUR\" --severity awful",
                 "--severity: expected one of: low, medium, high, critical, found \"awful\""},
             row{"--amount \"5 EUR\" --at noon", "--at: expected"},
             row{"41", "expected a case with a proposal, or terms instead of it, found a case "
                       "without (case 41)"},
             row{"--amount \"5 EUR\" --category " + std::string(40, 'x'),
                 "--category: expected a category of at most 39 bytes, all printable, found 40 "
                 "bytes"},
             row{"41 --category privacy", "expected CASE or --category, found both"},
             row{"42", "expected a case that was reported, found none (case 42)"},
         }) {
        INFO("amends who " << arguments);
        auto const done = here.amends("who --policy shop.toml " + arguments);
        CHECK(done.status == 2);
        CHECK(done.out.empty());
        CHECK_THAT(done.err, Catch::Matchers::ContainsSubstring(err));
    }
}
