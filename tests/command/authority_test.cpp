// SPDX-License-Identifier: BSL-1.0
// amends authority: describe, check and trial, in words and JSON, and what they refuse.
#include "command/proposed_case.hpp"
#include "command/run_command.hpp"

#include "catch.hpp"

#include <boost/json.hpp>

#include <algorithm>

using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string const document = R"(name = "Shop"
version = 2
effective = 2026-01-01
changed_by = "owner"
utc_offset = "+01:00"
[ladder]
roles = ["agent", "manager"]
others = ["officer", "owner"]
[[limit]]
role = "agent"
remedy = "any"
max = "50.00 EUR"
[[limit]]
role = "agent"
remedy = "credit"
max = "80.00 EUR"
[[limit]]
role = "manager"
remedy = "any"
max = "500.00 EUR"
[rates]
home = "EUR"
GBP = "1.17"
[[colleague]]
id = "ann"
roles = ["agent"]
[[colleague]]
id = "mia"
roles = ["manager"]
[[delegation]]
id = "D1"
from = "mia"
to = "ann"
role = "manager"
first_day = 2026-03-02
last_day = 2026-03-06
max = "200.00 EUR"
reason = "trade fair"
)";

/// The same with 30.00 EUR for agents, from a later day.
std::string stricter() {
    auto text = document;
    text.replace(text.find("50.00 EUR"), 9, "30.00 EUR");
    return text.replace(text.find("2026-01-01"), 10, "2026-06-01");
}

/// The report without its last line, which tells how long it took.
std::string without_seconds(std::string const& report) {
    auto const last = report.find("  seconds ");
    REQUIRE(last != report.npos);
    CHECK(report.find("decisions a second\n", last) == report.size() - 19);
    return report.substr(0, last);
}

} // namespace

TEST_CASE("authority describe says what a role may do") {
    workshop const here;
    here.write("shop.toml", document);
    auto const agent = here.amends("authority describe agent --policy shop.toml --at 2026-03-10");
    CHECK(agent.status == 0);
    CHECK(agent.out == "by Shop, version 2, effective from 2025-12-31T23:00:00Z\n"
                       "as agent, alone:\n"
                       "  credit: up to 80.00 EUR\n"
                       "  anything else: up to 50.00 EUR\n"
                       "with others:\n"
                       "  beyond that 1 other approves (manager)\n"
                       "  1 GBP counts as 1.17 EUR\n"
                       "never: their own proposals, their own cases, twice\n");
    auto const lent = here.amends("authority describe agent --policy shop.toml --as ann "
                                  "--on-behalf-of mia --delegation D1 --at 2026-03-04");
    CHECK_THAT(lent.out, ContainsSubstring("as manager for mia, by delegation D1, alone:\n"
                                           "  anything: up to 500.00 EUR\n"
                                           "  in all up to 200.00 EUR\n"));
    auto const over = boost::json::parse(
        here.amends("authority describe agent --policy shop.toml --as ann --on-behalf-of mia "
                    "--delegation D1 --at 2026-03-10 --json")
            .out);
    CHECK(over.at("lent_nothing").at("rule") == "delegation_over");
    CHECK(over.at("lent_nothing").at("expected") == "before 2026-03-06T23:00:00Z");
    CHECK(over.at("rates").at("GBP") == "1.17");
    CHECK(over.at("utc_offset") == "+01:00");
    // A role beside the ladder is known too.
    CHECK(here.amends("authority describe officer --policy shop.toml").status == 0);
}

TEST_CASE("authority describe says what of the question is not so by the directory") {
    workshop const here;
    here.write("shop.toml", document + "[[colleague]]\nid = \"max\"\nroles = [\"manager\"]\n"
                                       "[[colleague.absence]]\nfirst_day = 2026-03-02\n"
                                       "last_day = 2026-03-06\nsubstitute = \"mia\"\n");
    struct row {
        std::string arguments;
        std::string err;
    };
    for (auto const& [arguments, err] : {
             row{"agent --as ann", ""},
             row{"manager --as ann", "amends: ann does not hold manager\n"},
             row{"agent --as ann --on-behalf-of mia", "amends: mia is not away then\n"},
             row{"manager --as mia --on-behalf-of max", ""},
             row{"agent --as ann --on-behalf-of max",
                 "amends: ann does not stand in for max then\n"},
             row{"agent --as ann --on-behalf-of mia --delegation D1", ""},
         }) {
        INFO("amends authority describe " << arguments);
        auto const done =
            here.amends("authority describe --policy shop.toml --at 2026-03-04 " + arguments);
        CHECK(done.status == 0);
        CHECK(done.err == err);
    }
    // Without a directory anybody may be anybody.
    here.write("rules.toml", document.substr(0, document.find("[[colleague]]")));
    CHECK(here.amends("authority describe manager --policy rules.toml --as bob").err.empty());
}

TEST_CASE("a day, and a time without a zone, is one of the document's") {
    workshop const here;
    here.write("shop.toml", document); // at +01:00
    auto const lends = [&](std::string const& at) {
        auto const done = here.amends("authority describe agent --policy shop.toml --as ann "
                                      "--on-behalf-of mia --delegation D1 --at " +
                                      at);
        CHECK(done.status == 0);
        return done.out.find("as manager for mia") != std::string::npos;
    };
    CHECK_FALSE(lends("2026-03-01T23:59:59"));
    CHECK(lends("2026-03-02"));
    CHECK(lends("2026-03-01T23:00:00Z"));
    CHECK(lends("2026-03-06T23:59:59.999"));
    CHECK_FALSE(lends("2026-03-06T23:59:59Z"));
    CHECK_FALSE(lends("2026-03-07"));
    CHECK_FALSE(lends("2026-03-07T00:00:00"));
    CHECK(here.amends("authority describe agent --policy shop.toml --at 2026-03-06T10:00").err ==
          "amends: --at: expected a moment such as 2026-03-01T09:30:00Z, found "
          "\"2026-03-06T10:00\"\n");
}

TEST_CASE("authority check says what a document holds, or what is wrong with it") {
    workshop const here;
    here.write("shop.toml", document);
    auto const sound = here.amends("authority check shop.toml");
    CHECK(sound.status == 0);
    CHECK_THAT(sound.out, ContainsSubstring("Shop, version 2\n"));
    CHECK_THAT(sound.out, ContainsSubstring("  ladder          agent < manager\n"
                                            "  beside it       officer, owner\n"
                                            "  changed by      owner\n"
                                            "  limits          3\n"
                                            "  colleagues      2\n"
                                            "  delegations     1\n"));
    auto const json = boost::json::parse(here.amends("authority check shop.toml --json").out);
    CHECK(json.at("others").as_array().size() == 2);
    CHECK(json.at("limits").as_array().size() == 3);

    here.write("wrong.toml", document + "[[hours]]\nrole = \"agent\"\ndays = []\n");
    auto const wrong = here.amends("authority check wrong.toml");
    CHECK(wrong.status == 2);
    CHECK(wrong.out.empty());
    CHECK_THAT(wrong.err, ContainsSubstring("wrong.toml:41:8: key \"days\": expected at least one "
                                            "day, found none"));
}

TEST_CASE("authority refuses what it does not know, with both sides and the way to help") {
    workshop const here;
    here.write("shop.toml", document);
    struct row {
        std::string arguments;
        std::string err;
    };
    for (auto const& [arguments, err] : {
             row{"authority chek shop.toml",
                 "expected the verb \"check\", found \"chek\" (amends authority --help)"},
             row{"authority", "expected a verb (describe, check, trial), found nothing (amends "
                              "authority --help)"},
             row{"authority describe agnet --policy shop.toml",
                 "expected a role of the document, \"agent\", found \"agnet\""},
             row{"authority describe agent --policy shop.toml --on-behalf-of mia",
                 "expected --as beside --on-behalf-of and --delegation, found nobody who acts"},
             row{"authority describe agent --policy shop.toml --delegation D1",
                 "expected --as beside --on-behalf-of and --delegation, found nobody who acts"},
             row{"authority describe agent --policy shop.toml --at tomorrow", "--at: expected"},
             row{"authority describe agent --policy shop.toml --as anne",
                 "--as: expected a colleague of the document, \"ann\", found \"anne\""},
             row{"authority describe agent --policy shop.toml --as ann --on-behalf-of bob",
                 "--on-behalf-of: expected a colleague of the document, one of: ann, mia, found "
                 "\"bob\""},
             row{"authority trial shop.toml --store none.db", "none.db: expected"},
             row{"authority trial none.toml --store none.db", "none.toml: expected"},
         }) {
        INFO("amends " << arguments);
        auto const done = here.amends(arguments);
        CHECK(done.status == 2);
        CHECK(done.out.empty());
        CHECK_THAT(done.err, ContainsSubstring(err));
    }
    CHECK(here.amends("athority").err.find("(amends --help)") != std::string::npos);
}

TEST_CASE("authority trial tells which decisions would be others, and what nobody can judge") {
    workshop const here;
    here.write("shop.toml", document);
    here.write("stricter.toml", stricter());
    here.write("work.jsonl",
               proposed("41", "40.00") + proposed("42", "90.00") + proposed("43", "600.00"));
    REQUIRE(here.amends("run work.jsonl --policy shop.toml").status == 0);
    auto const store = here.read("cases.db");

    auto const same = here.amends("authority trial shop.toml");
    CHECK(same.status == 0);
    CHECK(without_seconds(same.out) ==
          "2 decisions in 3 cases judged again: 0 would be others\n"
          "  needless escalations             0\n"
          "  not judged again                 1   refused proposals: their terms are not kept\n"
          "  entries                         15\n");

    auto const other = here.amends("authority trial stricter.toml --cases-out others.jsonl");
    CHECK(other.status == 0);
    CHECK(other.err.empty());
    CHECK(without_seconds(other.out) ==
          "2 decisions in 3 cases judged again: 1 would be others\n"
          "\n"
          "command  role   remedy  was      would be        decisions  costs\n"
          "propose  agent  refund  granted  needs_approval  1          40.00 EUR\n"
          "\n"
          "case  entry  who  command  remedies          was      would be        why\n"
          "41    5      ann  propose  refund 40.00 EUR  granted  needs_approval  over_limit\n"
          "\n"
          "  needless escalations             0\n"
          "  not judged again                 1   refused proposals: their terms are not kept\n"
          "  entries                         15\n");
    auto const kept = here.read("others.jsonl");
    REQUIRE(std::count(kept.begin(), kept.end(), '\n') == 1);
    auto const one = boost::json::parse(kept.substr(0, kept.size() - 1));
    CHECK(one.at("case") == "41");
    CHECK(one.at("was") == "granted");
    CHECK(one.at("would_be") == "needs_approval");

    auto const not_yet = here.amends("authority trial stricter.toml --from-its-day");
    CHECK(not_yet.status == 0);
    CHECK_THAT(not_yet.out,
               ContainsSubstring(
                   "case  entry  who  command  remedies          was             would be   why\n"
                   "41    5      ann  propose  refund 40.00 EUR  granted         forbidden  "
                   "not_in_force\n"
                   "42    5      ann  propose  refund 90.00 EUR  needs_approval  forbidden  "
                   "not_in_force\n"));

    auto const json = boost::json::parse(here.amends("authority trial stricter.toml --json").out);
    CHECK(json.at("decisions") == 2);
    CHECK(json.at("different") == 1);
    CHECK(json.at("not_judged_again") == 1);
    CHECK(json.at("differences") == boost::json::array{one});
    CHECK(here.read("cases.db") == store);
}

TEST_CASE("authority trial needs no keys: where they are elsewhere it tells the same") {
    workshop const here;
    here.write("shop.toml", document);
    here.write("stricter.toml", stricter());
    here.write("work.jsonl", proposed("41", "40.00") + proposed("42", "90.00"));
    REQUIRE(here.amends("run work.jsonl --policy shop.toml").status == 0);
    REQUIRE(here.amends("export --format jsonl --out all.jsonl").status == 0);
    REQUIRE(here.amends("restore all.jsonl --store closed.db").status == 0);
    // Nobody without the keys can read the cases, and whoever judges again need not.
    CHECK_THAT(here.amends("show 41 --store closed.db").err, ContainsSubstring("expected key "));

    auto const open = here.amends("authority trial stricter.toml");
    auto const closed = here.amends("authority trial stricter.toml --store closed.db");
    CHECK(closed.status == 0);
    CHECK(closed.err.empty());
    CHECK_THAT(closed.out, ContainsSubstring("2 cases judged again: 1 would be others\n"));
    CHECK(without_seconds(closed.out) == without_seconds(open.out));
    CHECK_THAT(here.amends("authority trial --help").out,
               ContainsSubstring("No keys are needed: judges see no text that is sealed."));
}
