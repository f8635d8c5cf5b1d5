// SPDX-License-Identifier: BSL-1.0
// One step: state in, command, guards, state out; ours against a switch, Statechart and raw MSM.
#include "../figures.hpp"
#include "../measure.hpp"
#include "moments.hpp"

#include <cstdio>
#include <cstdlib>
#include <random>

namespace bench {
namespace {

using namespace amends;
using workflow::reply;
using workflow::step;

workflow::surroundings const given;

/// What silent rows find and leave as recorded: the one fact that any command may leave.
fact const left_alone = command_refused{};

step step_at(moment const& m, fact& into) {
    return {m.file, m.who, m.standing, m.judged, m.at, given, m.terms_hash, into};
}

// A rival that answers differently would be measured for nothing.
void must_agree(char const* who, moment const& m, reply said) {
    if (said == m.said) return;
    std::fprintf(stderr, "%s at %s: expected reply %d, found %d\n", who,
                 std::string(name_of(m.what)).c_str(), int(m.said), int(said));
    std::exit(1);
}

template <class Take>
void check_by_position(char const* who, std::vector<moment> all, Take take) {
    fact into = left_alone;
    for (auto& m : all) {
        auto s = step_at(m, into);
        auto at = m.file.at;
        must_agree(who, m, take(at, m.what, s));
        if (at != m.after) must_agree(who, m, static_cast<reply>(9));
    }
}

/// Nanoseconds a step; the state of one step goes into the next.
template <class Take>
double walk(std::vector<moment>& path, int times, position start, Take take) {
    fact into = left_alone;
    auto const took = nanoseconds([&] {
        for (int i = 0; i < times; ++i) {
            auto at = start;
            for (auto& m : path) {
                auto s = step_at(m, into);
                DoNotOptimize(take(at, m.what, s));
            }
        }
    });
    return took / (double(times) * double(path.size()));
}

/// Nanoseconds a step of a machine that keeps its state itself; starting it counts.
double walk(std::vector<moment>& path, int times, machine& own) {
    fact into = left_alone;
    auto const took = nanoseconds([&] {
        for (int i = 0; i < times; ++i) {
            own.start();
            for (auto& m : path) {
                auto s = step_at(m, into);
                DoNotOptimize(own.take(m.what, s));
            }
        }
    });
    return took / (double(times) * double(path.size()));
}

/// Nanoseconds a step when every step moves its content away: the contents are put back before.
template <class Take>
double walk_and_move(std::vector<moment>& path, std::vector<command_content>& contents,
                     position start, Take take) {
    for (std::size_t i = 0; i < contents.size(); ++i) contents[i] = path[i % path.size()].what;
    fact into = left_alone;
    auto const took = nanoseconds([&] {
        position at;
        for (std::size_t i = 0, place = 0; i < contents.size(); ++i) {
            if (place == 0) at = start;
            auto s = step_at(path[place], into);
            DoNotOptimize(take(at, contents[i], s));
            if (++place == path.size()) place = 0;
        }
    });
    return took / double(contents.size());
}

/// Nanoseconds a step in random order, each from its own position: no branch can be foreseen.
template <class Take>
double scattered(std::vector<moment>& path, std::vector<std::uint8_t> const& order, Take take) {
    fact into = left_alone;
    auto const took = nanoseconds([&] {
        for (auto place : order) {
            auto& m = path[place];
            auto at = m.file.at;
            auto s = step_at(m, into);
            DoNotOptimize(take(at, m.what, s));
            DoNotOptimize(at);
        }
    });
    return took / double(order.size());
}

std::string both(duel const& d, char const* rival) {
    char text[80];
    std::snprintf(text, sizeof text, "%.1f ns a step, %s %.1f ns", d.ours, rival, d.rival);
    return text;
}

} // namespace

void measure_step(report& to, options const& how) {
    auto path = moments_of_a_parcel();
    auto const& silent = silent_lifecycle();
    auto const& recording = standard_lifecycle();
    auto const start = recording.initial();
    auto const rounds = how.rounds(61);
    constexpr int times = 300;

    auto const ours_silent = [&](position& at, command_content& what, step& s) {
        return silent.take(at, what, s);
    };
    auto const twin_silent = [&](position& at, command_content& what, step& s) {
        return silent.take_on_twin(at, what, s);
    };
    auto const ours_recording = [&](position& at, command_content& what, step& s) {
        return recording.take(at, what, s);
    };
    check_by_position("ours", path, ours_silent);
    check_by_position("the switch", path, by_hand_silent);
    check_by_position("the recording switch", path, by_hand_recording);
    auto const chart = by_statechart();
    auto const msm = by_msm_with_defaults();
    fact into = left_alone;
    for (auto* own : {chart.get(), msm.get()}) {
        own->start();
        for (auto& m : path) {
            auto s = step_at(m, into);
            must_agree(own == chart.get() ? "Statechart" : "MSM", m, own->take(m.what, s));
        }
    }

    auto const ours = [&] { return walk(path, times, start, ours_silent); };
    auto const by_switch =
        interleaved(rounds, ours, [&] { return walk(path, times, start, by_hand_silent); });
    to.bar("step_vs_switch", "one step / a switch by hand", by_switch.ratio, "x", wanted::at_most,
           1.3, both(by_switch, "switch"));
    auto const by_chart = interleaved(rounds, ours, [&] { return walk(path, times, *chart); });
    to.bar("step_vs_statechart", "Boost.Statechart / one step", 1 / by_chart.ratio, "x",
           wanted::at_least, 10, both(by_chart, "Statechart"));
    auto const by_msm = interleaved(rounds, ours, [&] { return walk(path, times, *msm); });
    to.bar("step_vs_msm_defaults", "Boost.MSM with its defaults / one step", 1 / by_msm.ratio, "x",
           wanted::at_least, 2, both(by_msm, "MSM"));

    // What no machine can pass: the guards take the same time in all of them.
    auto const switch_and_chart = interleaved(
        rounds, [&] { return walk(path, times, start, by_hand_silent); },
        [&] { return walk(path, times, *chart); });
    to.info("switch_vs_statechart", "Boost.Statechart / a switch by hand",
            1 / switch_and_chart.ratio, "x",
            "the guards take the same time in both: no machine comes much further");
    auto const switch_and_msm = interleaved(
        rounds, [&] { return walk(path, times, start, by_hand_silent); },
        [&] { return walk(path, times, *msm); });
    to.info("switch_vs_msm_defaults", "Boost.MSM with its defaults / a switch by hand",
            1 / switch_and_msm.ratio, "x",
            "the guards take the same time in both: no machine comes much further");

    auto const twin = interleaved(
        rounds, [&] { return walk(path, times, start, twin_silent); },
        [&] { return walk(path, times, start, by_hand_silent); });
    to.info("step_twin_vs_switch", "the constexpr twin / a switch by hand", twin.ratio, "x",
            both(twin, "switch"));

    std::vector<std::uint8_t> order(8192);
    std::mt19937 random(7);
    for (auto& place : order) place = static_cast<std::uint8_t>(random() % path.size());
    auto const anywhere = interleaved(
        rounds, [&] { return scattered(path, order, ours_silent); },
        [&] { return scattered(path, order, by_hand_silent); });
    to.info("step_scattered_vs_switch", "one step at random positions / a switch by hand",
            anywhere.ratio, "x", both(anywhere, "switch"));

    std::vector<command_content> contents(path.size() * 64);
    auto const moving = interleaved(
        rounds, [&] { return walk_and_move(path, contents, start, ours_recording); },
        [&] { return walk_and_move(path, contents, start, by_hand_recording); });
    to.info("step_recording_vs_switch", "one step with its fact / a switch that records",
            moving.ratio, "x", both(moving, "switch"));
}

} // namespace bench
