// SPDX-License-Identifier: BSL-1.0
// The product of trace and graph, one layer a position, solved from the end to the start.
#include <amends/exchange/alignment.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace amends {
namespace {

// A weight is the cost above and the number of moves below: the first decides, and no move is free,
// so that a walk along the best moves cannot go round in circles.
constexpr std::uint64_t one_move = 1;
constexpr std::uint64_t one_cost = std::uint64_t{1} << 32;
constexpr std::uint64_t unreachable = std::numeric_limits<std::uint64_t>::max();

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
    return a == unreachable ? unreachable : a + b;
}

} // namespace

aligner::aligner(step_graph graph) : graph_(std::move(graph)) {
    std::array<std::uint8_t, 256> place{};
    std::bitset<256> seen;
    std::bitset<256> ends;
    auto const renumber = [&](std::uint8_t& state) {
        auto const old = state;
        if (!seen[old]) {
            seen.set(old);
            place[old] = static_cast<std::uint8_t>(states_++);
            if (graph_.ends[old]) ends.set(place[old]);
        }
        state = place[old];
    };
    renumber(graph_.initial);
    for (auto& a : graph_.arrows) {
        renumber(a.source);
        renumber(a.target);
    }
    graph_.ends = ends;
}

aligner::weight aligner::weight_of(std::uint8_t step) const {
    return (graph_.silent[step] ? 0 : one_cost) + one_move;
}

// Lowers each state by the arrows that the lifecycle takes alone, until nothing gets lower.
void aligner::settle(std::span<weight> at) const {
    for (bool lowered = true; lowered;) {
        lowered = false;
        for (auto const& a : graph_.arrows) {
            auto const by_this = plus(at[a.target], weight_of(a.step));
            if (by_this >= at[a.source]) continue;
            at[a.source] = by_this;
            lowered = true;
        }
    }
}

// The weight from each position and state to the end: one layer of states a position.
std::vector<aligner::weight> aligner::solve(std::span<std::uint8_t const> trace) const {
    std::vector<weight> all((trace.size() + 1) * states_);
    auto const layer = [&](std::size_t i) { return std::span(all).subspan(i * states_, states_); };
    auto const last = layer(trace.size());
    for (std::size_t s = 0; s < states_; ++s) last[s] = graph_.ends[s] ? 0 : unreachable;
    settle(last);
    for (std::size_t i = trace.size(); i-- > 0;) {
        auto const at = layer(i);
        auto const after = layer(i + 1);
        for (std::size_t s = 0; s < states_; ++s) at[s] = plus(after[s], one_cost + one_move);
        for (auto const& a : graph_.arrows)
            if (a.step == trace[i])
                at[a.source] = std::min(at[a.source], plus(after[a.target], one_move));
        settle(at);
    }
    return all;
}

result<aligner> aligner::make(step_graph graph) {
    aligner made(std::move(graph));
    auto const start = made.solve({})[made.graph_.initial];
    if (start == unreachable)
        return mismatch(errc::malformed, "a lifecycle that can come to an end",
                        "none of its ends reachable");
    made.shortest_run_ = static_cast<std::uint32_t>(start / one_cost);
    return made;
}

alignment aligner::align(std::span<std::uint8_t const> trace) const {
    auto const all = solve(trace);
    std::size_t i = 0;
    std::uint8_t state = graph_.initial;
    auto const weight_at = [&](std::size_t position, std::uint8_t s) {
        return all[position * states_ + s];
    };
    alignment out;
    out.cost = static_cast<std::uint32_t>(weight_at(0, state) / one_cost);

    auto const move = [&](move_kind kind, std::uint8_t step, std::uint8_t target) {
        out.moves.push_back({kind, step});
        if (kind != move_kind::lifecycle_only) ++i;
        state = target;
        return true;
    };
    auto const together = [&] {
        for (auto const& a : graph_.arrows)
            if (i < trace.size() && a.source == state && a.step == trace[i] &&
                plus(weight_at(i + 1, a.target), one_move) == weight_at(i, state))
                return move(move_kind::together, a.step, a.target);
        return false;
    };
    auto const lifecycle_only = [&] {
        for (auto const& a : graph_.arrows)
            if (a.source == state &&
                plus(weight_at(i, a.target), weight_of(a.step)) == weight_at(i, state))
                return move(move_kind::lifecycle_only, a.step, a.target);
        return false;
    };
    while (weight_at(i, state) != 0)
        if (!together() && !lifecycle_only()) move(move_kind::log_only, trace[i], state);
    return out;
}

} // namespace amends
