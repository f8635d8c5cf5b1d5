// SPDX-License-Identifier: BSL-1.0
// amends conform: on real logs, on XES, and on what cannot be read.
#include "command/run_command.hpp"

#include "catch.hpp"

#include <boost/json.hpp>

#include <sys/resource.h>

using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

boost::json::object step_of(boost::json::object const& all, std::string_view name) {
    for (auto const& step : all.at("steps").as_array())
        if (step.at("step").as_string() == name) return step.as_object();
    FAIL("no step " << name);
    return {};
}

char const* const two_traces = R"(<log>
<trace><string key="concept:name" value="1"/>
<event><string key="concept:name" value="report"/><date key="time:timestamp" value="2026-03-01T10:00:00Z"/></event>
<event><string key="concept:name" value="answer"/><date key="time:timestamp" value="2026-03-01T11:00:00Z"/></event>
<event><string key="concept:name" value="close"/><date key="time:timestamp" value="2026-03-01T12:00:00Z"/></event>
</trace>
<trace><string key="concept:name" value="2"/>
<event><string key="concept:name" value="report"/><date key="time:timestamp" value="2026-03-01T10:00:00Z"/></event>
<event><string key="concept:name" value="close"/><date key="time:timestamp" value="2026-03-01T12:00:00Z"/></event>
</trace></log>)";

} // namespace

TEST_CASE("an XES log is compared, and --strict says whether it fits") {
    workshop const here;
    here.write("log.xes", two_traces);

    auto const told = here.amends("conform log.xes");
    auto const strict = here.amends("conform log.xes --strict --json");

    CHECK(told.status == 0);
    CHECK(told.err.empty());
    // One step short of 3 + 2 and 2 + 2, a report that is withdrawn being the shortest run.
    CHECK_THAT(told.out, ContainsSubstring("fitness              0.889   mean of the cases 0.875"));
    CHECK(strict.status == 1);
    auto const all = boost::json::parse(strict.out).as_object();
    CHECK(all.at("cases") == 2);
    CHECK(all.at("events") == 5);
    CHECK(all.at("fitting") == 1);
    CHECK(step_of(all, "answer").at("skipped") == 1);
}

TEST_CASE("cases that were exported as XES fit the lifecycle when they have ended") {
    workshop const here;
    REQUIRE(here.amends("generate --cases 40 --seed 3 --out work.jsonl").status == 0);
    auto const run = boost::json::parse(here.amends("run work.jsonl --json").out).as_object();
    REQUIRE(here.amends("export --format xes --out cases.xes").status == 0);

    auto const told = here.amends("conform cases.xes --json");

    CHECK(told.status == 0);
    auto const all = boost::json::parse(told.out).as_object();
    CHECK(all.at("bad") == 0);
    CHECK(all.at("cases") == 40);
    // Refusals, of which there are some, are no steps.
    CHECK(run.at("refused").to_number<int>() > 0);
    int ended = 0;
    for (auto const& [state, cases] : run.at("cases_by_state").as_object())
        if (state == "closed" || state == "complaint" || state == "withdrawn")
            ended += cases.to_number<int>();
    CHECK(ended < 40);
    CHECK(all.at("fitting") == ended);
}

TEST_CASE("cases of an XES log may be called by a UUID") {
    workshop const here;
    std::string log = two_traces;
    log.replace(log.find("value=\"1\""), 9, "value=\"6f1c3a52-8a1e-4b7e-9d43-0c5f2e7b9a10\"");
    here.write("log.xes", log);

    auto const told = here.amends("conform log.xes --json");

    CHECK(told.err.empty());
    auto const all = boost::json::parse(told.out).as_object();
    CHECK(all.at("bad") == 0);
    CHECK(all.at("cases") == 2);
}

TEST_CASE("the incident log shows which steps its desk never recorded") {
    auto const log = real_data("incident_log_part.csv");
    AMENDS_NEEDS_DATA(log, "incident_log_part.csv");
    workshop const here;

    auto const told = here.amends("conform --json '" + log + "'");

    REQUIRE(told.status == 0);
    auto const all = boost::json::parse(told.out).as_object();
    CHECK(all.at("read") == 63341);
    CHECK(all.at("bad") == 2);
    CHECK(all.at("events") == 63339);
    CHECK(all.at("cases") == 9967);
    // By hand, from the state changes of the log: each incident lacks six of the nine steps of an
    // evaluated problem, 167 times one is reopened, five of them are closed twice. Each could cost
    // its own steps (reports, 10,134 resolutions, 9,972 closings, reopenings) and the nine.
    CHECK(all.at("cost") == 6 * 9967 + 167 + 5);
    CHECK(all.at("worst_cost") == 9967 + 10134 + 9972 + 167 + 9 * 9967);
    CHECK(all.at("fitness").as_double() == Catch::Approx(1 - 59974.0 / 119943));
    CHECK(step_of(all, "report").at("done") == 9967);
    CHECK(step_of(all, "evaluate").at("skipped") == 9967);
    CHECK(step_of(all, "reopen").at("unexpected") == 138);
    CHECK(boost::json::serialize(all.at("never_recorded")) ==
          R"(["confirm","explain_options","propose","accept","inform_colleagues","evaluate"])");
    CHECK_THAT(told.err,
               ContainsSubstring("incident_log_part.csv:360: expected a moment not before "
                                 "2016-02-29T11:10:00Z of line 359, found "
                                 "2016-02-29T09:52:00Z"));
}

TEST_CASE("the help-desk log is compared by the mapping that its header chooses") {
    auto const log = real_data("helpdesk.csv");
    AMENDS_NEEDS_DATA(log, "helpdesk.csv");
    workshop const here;

    auto const told = here.amends("conform --json '" + log + "'");

    REQUIRE(told.status == 0);
    auto const all = boost::json::parse(told.out).as_object();
    CHECK(all.at("mapping") == "helpdesk");
    CHECK(all.at("read") == 13710);
    CHECK(all.at("bad") == 0);
    CHECK(all.at("cases") == 3804);
    // By hand, from what follows what: each ticket lacks seven of the nine steps, 52 begin with
    // neither 1 nor 3, 1 follows 1 394 times and 6 follows 6 208 times, 138 times a ticket goes on
    // after 6 and is closed once more.
    CHECK(all.at("cost") == 7 * 3804 + 52 + 394 + 208 + 138 + 138);
    CHECK(step_of(all, "report").at("done") == 3752);
    CHECK(step_of(all, "report").at("skipped") == 52);
    CHECK(step_of(all, "close").at("done") == 3804);
}

TEST_CASE("what conform cannot read it names, with both sides and exit status 2") {
    workshop const here;
    here.write("empty.csv", "");
    here.write("other.csv", "a,b\n1,2\n");
    here.write("latin.csv", "CaseID,ActivityID,CompleteTimestamp\n1,caf\xe9,2012-04-03 16:55:38\n");
    here.write("binary.csv", std::string_view("CaseID\0\1\2", 9));
    here.write("long.csv", "CaseID,ActivityID,CompleteTimestamp\n" + std::string(10'000'000, 'x'));
    here.write("none.csv", "CaseID,ActivityID,CompleteTimestamp\n1,10,2012-04-03 16:55:38\n");
    here.write("header.csv", "CaseID,ActivityID,CompleteTimestamp\n");
    here.write("cut.xes", "<log><trace>");
    here.write("bomb.xes", "<!DOCTYPE log [<!ENTITY a \"aaaa\">]><log/>");
    here.write("m.toml", "name = \"x\"\ncolour = 1\n");
    here.write("n.toml", "name = 1\n");
    struct {
        char const* arguments;
        char const* expected;
    } const table[] = {
        {"empty.csv", "empty.csv:1: expected a header row, found an empty file"},
        {"other.csv", "other.csv:1: expected the columns of a built-in mapping"},
        {"latin.csv", "latin.csv:2: expected UTF-8, found the byte 0xe9"},
        {"binary.csv", "binary.csv:1: expected text, found a NUL byte"},
        {"long.csv",
         "long.csv:2: expected a row of at most 1 MiB, quotes closed, found a longer one"},
        {"none.csv", "none.csv:2: expected an activity that the mapping lists, found \"10\""},
        {"header.csv",
         "header.csv: expected a row that the mapping \"helpdesk\" understands, found "
         "none of 0"},
        {"cut.xes", "cut.xes:1: expected well-formed XML, found no element found"},
        {"bomb.xes", "bomb.xes:1: expected no document type declaration, found <!DOCTYPE"},
        {".", ".: expected a readable file, found a directory"},
        {"nothing.csv", "nothing.csv: expected a readable file, found no such file"},
        {"other.csv --mapping m.toml", "m.toml:2:1: expected one of the keys: name, log, people, "
                                       "words, rule, conform, found \"colour\""},
        {"other.csv --mapping n.toml",
         "n.toml:1:8: key \"name\": expected a string, found an integer"},
        {"other.csv --mapping .", ".: expected a readable file, found a directory"},
        {"other.csv --mapping nothing.toml",
         "nothing.toml: expected a readable file, found no such"},
        {"", "expected LOG, found nothing"},
        {"other.csv --colour", "--colour"},
    };

    for (auto const& [arguments, expected] : table) {
        CAPTURE(arguments);
        auto const told = here.amends(std::string("conform ") + arguments);
        CHECK(told.status == 2);
        CHECK(told.out.empty());
        CHECK_THAT(told.err, ContainsSubstring(expected));
    }
}

TEST_CASE("a file without permission is named") {
    workshop const here;
    here.write("log.csv", "a\n");
    std::filesystem::permissions(here.folder() / "log.csv", std::filesystem::perms::none);
    if (std::ifstream(here.folder() / "log.csv").is_open()) {
        WARN("SKIPPED: this user may read everything");
        return;
    }

    auto const told = here.amends("conform log.csv");

    CHECK(told.status == 2);
    CHECK_THAT(told.err, ContainsSubstring("log.csv: expected a readable file, found Permission"));
}

TEST_CASE("an output that cannot be written is not passed over in silence") {
    workshop const here;
    here.write("log.xes", two_traces);

    auto const told = here.amends("conform log.xes >/dev/full");

    CHECK(told.status == 2);
    CHECK_THAT(told.err, ContainsSubstring("standard output: expected it to take everything"));
}

#ifndef __SANITIZE_ADDRESS__ // keeps what was freed for a while
TEST_CASE("memory does not grow with a log whose cases stand together") {
    workshop const here;
    auto const peak_kib_for = [&](int cases) {
        {
            // Never as a whole in this process: a child begins with its parent's pages.
            std::ofstream log(here.folder() / "tickets.csv");
            log << "CaseID,ActivityID,CompleteTimestamp\n";
            for (int i = 0; i < cases; ++i)
                for (auto const* activity : {"1", "8", "9", "8", "6"})
                    log << i << ',' << activity << ",2018-04-03 16:55:38\n";
        }
        REQUIRE(here.amends("conform tickets.csv").status == 0);
        rusage used{};
        ::getrusage(RUSAGE_CHILDREN, &used);
        return used.ru_maxrss; // of the largest child so far
    };

    auto const small = peak_kib_for(1'000);
    auto const large = peak_kib_for(200'000);

    // 995,000 rows more; one byte kept of each would show, the pages of libraries that happen to be
    // in memory (up to 650 KiB seen) do not.
    CHECK(large - small < 900);
}
#endif
