// SPDX-License-Identifier: BSL-1.0
// Optimal alignments: by hand, and against every run that there is.
#include <amends/exchange/alignment.hpp>

#include "catch.hpp"

#include <algorithm>
#include <random>

using namespace amends;

namespace {

using bytes_of_steps = std::vector<std::uint8_t>;

// A line of four steps, 1 to 4, with a way back from the end: 5.
step_graph line() {
    step_graph g;
    g.arrows = {{0, 1, 1}, {1, 2, 2}, {2, 3, 3}, {3, 4, 4}, {4, 5, 1}};
    g.ends.set(4);
    return g;
}

std::string text(alignment const& a) {
    std::string out = std::to_string(a.cost) + ':';
    for (auto const& m : a.moves)
        out += std::string(m.kind == move_kind::together         ? " "
                           : m.kind == move_kind::lifecycle_only ? " +"
                                                                 : " -") +
               std::to_string(m.step);
    return out;
}

// The oracle: every run up to a length, and for each the longest common subsequence with the trace.
// A run of r steps, s of them silent, that has c steps in common with a trace of n costs r + n -
// 2c, a silent step that is not in common being free.
struct every_run {
    step_graph const& graph;
    bytes_of_steps const& trace;
    std::size_t longest;
    std::uint32_t best = 1'000'000;
    bytes_of_steps run;

    void from(std::uint8_t state) {
        if (graph.ends[state]) best = std::min(best, cost());
        if (run.size() == longest) return;
        for (auto const& a : graph.arrows) {
            if (a.source != state) continue;
            run.push_back(a.step);
            from(a.target);
            run.pop_back();
        }
    }
    std::uint32_t cost() const {
        std::vector<std::vector<std::uint32_t>> d(run.size() + 1,
                                                  std::vector<std::uint32_t>(trace.size() + 1));
        for (std::size_t i = 0; i <= run.size(); ++i)
            for (std::size_t j = 0; j <= trace.size(); ++j) {
                if (i + j == 0) continue;
                std::uint32_t least = 1'000'000;
                if (i > 0) least = d[i - 1][j] + (graph.silent[run[i - 1]] ? 0 : 1);
                if (j > 0) least = std::min(least, d[i][j - 1] + 1);
                if (i > 0 && j > 0 && run[i - 1] == trace[j - 1])
                    least = std::min(least, d[i - 1][j - 1]);
                d[i][j] = least;
            }
        return d[run.size()][trace.size()];
    }
};

} // namespace

TEST_CASE("an alignment says what both do, what only the lifecycle and what only the log does") {
    auto const aligned = *aligner::make(line());
    struct {
        bytes_of_steps trace;
        char const* expected;
    } const table[] = {
        {{1, 2, 3, 4}, "0: 1 2 3 4"},
        {{1, 4}, "2: 1 +2 +3 4"},
        {{}, "4: +1 +2 +3 +4"},
        {{1, 2, 2, 3, 4}, "1: 1 2 -2 3 4"},
        {{1, 3, 2, 4}, "2: 1 +2 3 -2 4"},
        {{1, 2, 3, 4, 5, 2, 3, 4}, "0: 1 2 3 4 5 2 3 4"},
        {{1, 2, 3, 5, 2, 3, 4}, "1: 1 2 3 +4 5 2 3 4"},
        {{9, 9}, "6: +1 +2 +3 +4 -9 -9"},
    };

    CHECK(aligned.shortest_run() == 4);
    for (auto const& [trace, expected] : table) CHECK(text(aligned.align(trace)) == expected);
}

TEST_CASE("silent steps of the lifecycle cost nothing") {
    auto g = line();
    g.silent.set(2);
    auto const aligned = *aligner::make(g);

    CHECK(aligned.shortest_run() == 3);
    CHECK(text(aligned.align(bytes_of_steps{1, 3, 4})) == "0: 1 +2 3 4");
    CHECK(text(aligned.align(bytes_of_steps{1, 2, 3, 4})) == "0: 1 2 3 4");
}

TEST_CASE("silent steps in a circle do not keep an alignment from ending") {
    step_graph g;
    g.arrows = {{0, 1, 1}, {1, 2, 0}, {1, 3, 2}};
    g.ends.set(2);
    g.silent.set(1).set(2);
    auto const aligned = *aligner::make(g);

    CHECK(text(aligned.align(bytes_of_steps{3})) == "0: +1 3");
    CHECK(text(aligned.align(bytes_of_steps{2, 2, 3})) == "0: +1 2 +1 2 +1 3");
}

TEST_CASE("a lifecycle without an end that can be reached is refused") {
    step_graph g;
    g.arrows = {{0, 1, 1}};
    g.ends.set(2);

    auto const made = aligner::make(g);

    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().message ==
          "expected a lifecycle that can come to an end, found none of its ends reachable");
}

TEST_CASE("no run explains a trace at less cost than its alignment") {
    unsigned const seed = 20260301;
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto const upto = [&](unsigned n) { return static_cast<std::uint8_t>(random() % n); };
    int compared = 0;

    for (int round = 0; round < 400; ++round) {
        step_graph g;
        for (int i = 0; i < 5; ++i)
            g.arrows.push_back({upto(4), static_cast<std::uint8_t>(upto(4) + 1), upto(4)});
        g.ends.set(upto(4));
        if (random() % 3 == 0) g.silent.set(upto(4) + 1u);
        auto const aligned = aligner::make(g);
        if (!aligned) continue;
        bytes_of_steps trace(random() % 5);
        for (auto& step : trace) step = static_cast<std::uint8_t>(upto(4) + 1);

        auto const found = aligned->align(trace);

        // A best run needs no more than 3 steps alone between two that are in common: with 4 states
        // a longer detour passes a state twice.
        every_run all{g, trace, 3 * (trace.size() + 1) + trace.size(), 1'000'000, {}};
        all.longest = std::min<std::size_t>(all.longest, 11);
        all.from(g.initial);
        CAPTURE(round, text(found));
        CHECK(found.cost == all.best);
        ++compared;
    }
    CHECK(compared > 100);
}

TEST_CASE("an alignment plays back as the trace and as a run") {
    std::mt19937 random(7);
    auto const g = line();
    auto const aligned = *aligner::make(g);
    for (int round = 0; round < 200; ++round) {
        bytes_of_steps trace(random() % 12);
        for (auto& step : trace) step = static_cast<std::uint8_t>(random() % 6);

        auto const found = aligned.align(trace);

        bytes_of_steps seen;
        std::uint8_t state = 0;
        for (auto const& move : found.moves) {
            if (move.kind != move_kind::lifecycle_only) seen.push_back(move.step);
            if (move.kind == move_kind::log_only) continue;
            auto const a = std::find_if(g.arrows.begin(), g.arrows.end(), [&](auto const& one) {
                return one.source == state && one.step == move.step;
            });
            REQUIRE(a != g.arrows.end());
            state = a->target;
        }
        CHECK(seen == trace);
        CHECK(g.ends[state]);
    }
}
