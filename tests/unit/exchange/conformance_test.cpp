// SPDX-License-Identifier: BSL-1.0
// Logs against the lifecycle, counted by hand.
#include <amends/exchange/conformance.hpp>
#include <amends/lifecycle/standard.hpp>

#include "catch.hpp"
#include "source_dir.hpp"
#include "written_file.hpp"

#include <algorithm>

using namespace amends;
using amends::testing::written_file;

namespace {

// The steps of a problem that goes straight through.
std::vector<std::string> const straight{"report", "confirm",   "explain_options",   "propose",
                                        "accept", "carry_out", "inform_colleagues", "evaluate",
                                        "close"};

std::vector<std::string> without(std::string const& step) {
    auto steps = straight;
    steps.erase(std::find(steps.begin(), steps.end(), step));
    return steps;
}

// Every trace a case of its own, as XES with one event a step, a minute apart.
std::string xes(std::vector<std::vector<std::string>> const& traces) {
    std::string out = "<log>";
    int number = 0;
    for (auto const& trace : traces) {
        out += "<trace><string key=\"concept:name\" value=\"" + std::to_string(++number) + "\"/>";
        int minute = 9;
        for (auto const& step : trace)
            out += "<event><string key=\"concept:name\" value=\"" + step +
                   "\"/><date key=\"time:timestamp\" value=\"2026-03-01T10:" +
                   std::to_string(++minute) + ":00Z\"/></event>";
        out += "</trace>";
    }
    return out + "</log>";
}

conformance conform_traces(std::vector<std::vector<std::string>> const& traces,
                           std::vector<std::string> const& left_out = {"answer", "withdraw",
                                                                       "treat_as_complaint"},
                           std::vector<std::string> const& silent = {}) {
    written_file const file("log.xes", xes(traces));
    auto by = *mapping::load(AMENDS_SOURCE_DIR "/examples/mappings/own_steps.toml");
    by.left_out = left_out;
    by.silent = silent;
    auto log = open_log(file.path(), by);
    REQUIRE(log.has_value());
    auto found = conform(**log, "log.xes", by, standard_lifecycle());
    REQUIRE(found.has_value());
    return *found;
}

// `done skipped repeated out_of_order unexpected` of a step.
std::string counts(conformance const& found, std::string_view step) {
    for (auto const& s : found.steps)
        if (s.step == step)
            return std::to_string(s.done) + ' ' + std::to_string(s.skipped) + ' ' +
                   std::to_string(s.repeated) + ' ' + std::to_string(s.out_of_order) + ' ' +
                   std::to_string(s.unexpected);
    return "absent";
}

} // namespace

TEST_CASE("a case that takes every step fits wholly") {
    auto const found = conform_traces({straight});

    CHECK(found.cases == 1);
    CHECK(found.events == 9);
    CHECK(found.fitting == 1);
    CHECK(found.fitness() == 1);
    for (auto const& step : straight) CHECK(counts(found, step) == "1 0 0 0 0");
}

TEST_CASE("a step that a case leaves out is skipped") {
    auto const found = conform_traces({straight, without("confirm")});

    CHECK(found.fitting == 1);
    CHECK(found.cost == 1);
    CHECK(found.worst == (9 + 9) + (8 + 9));
    CHECK(found.fitness() == Catch::Approx(1 - 1.0 / 35));
    CHECK(found.mean_case_fitness == Catch::Approx((1 + (1 - 1.0 / 17)) / 2));
    CHECK(counts(found, "confirm") == "1 1 0 0 0");
    CHECK(counts(found, "report") == "2 0 0 0 0");
}

TEST_CASE("a step done once more than the lifecycle has place for is repeated") {
    auto twice = straight;
    twice.insert(twice.begin() + 1, "report");
    auto const found = conform_traces({twice});

    CHECK(found.cost == 1);
    CHECK(counts(found, "report") == "1 0 1 0 0");
}

TEST_CASE("a step that the lifecycle lets a case take again is not repeated") {
    auto again = straight;
    again.insert(again.begin() + 3, "explain_options");

    CHECK(conform_traces({again}).fitness() == 1);
}

TEST_CASE("a step done elsewhere than where it is needed is out of order") {
    auto swapped = without("confirm");
    swapped.insert(swapped.begin() + 2, "confirm"); // after the options were explained
    auto const found = conform_traces({swapped});

    // Either of the two can be said to be out of order: the one that the log has first is taken to
    // be in its place.
    CHECK(found.cost == 2);
    CHECK(counts(found, "confirm") == "0 0 0 1 0");
    CHECK(counts(found, "explain_options") == "1 0 0 0 0");
}

TEST_CASE("a step that no near run has is unexpected") {
    auto odd = straight;
    odd.insert(odd.begin() + 1, "withhold");
    auto const found = conform_traces({odd});

    CHECK(found.cost == 1);
    CHECK(counts(found, "withhold") == "0 0 0 0 1");
}

TEST_CASE("a reopened case fits when its second occasion is as complete as the first") {
    auto reopened = straight;
    reopened.push_back("reopen");
    reopened.insert(reopened.end(), straight.begin() + 1, straight.end());

    CHECK(conform_traces({reopened}).fitness() == 1);
}

TEST_CASE("without anything left out the nearest run may be another than a problem's") {
    // report, close: an answered query costs one step, an evaluated problem seven.
    std::vector<std::vector<std::string>> const short_one{{"report", "close"}};

    CHECK(conform_traces(short_one, {}).cost == 1);
    CHECK(counts(conform_traces(short_one, {}), "answer") == "0 1 0 0 0");
    CHECK(conform_traces(short_one).cost == 7);
}

TEST_CASE("a silent step is neither missed nor paid for") {
    auto const found = conform_traces({without("inform_colleagues")}, {}, {"inform_colleagues"});

    CHECK(found.cost == 0);
    CHECK(found.fitness() == 1);
    CHECK(counts(found, "inform_colleagues") == "0 0 0 0 0");
}

TEST_CASE("activities outside the lifecycle are passed over") {
    auto chatty = straight;
    chatty.insert(chatty.begin() + 4, "coffee");
    auto const found = conform_traces({chatty});

    CHECK(found.fitness() == 1);
    CHECK(found.events == 10);
}

TEST_CASE("equal cases are one variant, and the order of cases changes nothing") {
    auto const one = conform_traces({straight, without("accept"), straight, without("accept")});
    auto const other = conform_traces({without("accept"), without("accept"), straight, straight});

    CHECK(one.variants == 2);
    CHECK(one.cost == 2);
    CHECK(one.steps == other.steps);
    CHECK(one.fitness() == other.fitness());
}

TEST_CASE("a mapping that leaves out every way to an end is refused") {
    written_file const file("log.xes", xes({straight}));
    auto by = *mapping::load(AMENDS_SOURCE_DIR "/examples/mappings/own_steps.toml");
    by.left_out = {"close", "withdraw", "treat_as_complaint"};
    auto log = open_log(file.path(), by);

    auto const found = conform(**log, "log.xes", by, standard_lifecycle());

    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().message ==
          "expected a lifecycle that can come to an end, found none of its ends reachable");
}
