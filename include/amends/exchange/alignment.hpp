// SPDX-License-Identifier: BSL-1.0
// Optimal alignments: the cheapest way to explain what a log shows by a run of a lifecycle.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <bitset>
#include <cstdint>
#include <span>
#include <vector>

namespace amends {

/// The arrows of a lifecycle, guards left aside.
struct step_graph {
    struct arrow {
        std::uint8_t source = 0;
        std::uint8_t step = 0;
        std::uint8_t target = 0;
        friend bool operator==(arrow const&, arrow const&) = default;
    };
    std::vector<arrow> arrows;
    std::uint8_t initial = 0;
    std::bitset<256> ends;   ///< where a run may stop
    std::bitset<256> silent; ///< steps that no log could show: they cost nothing
};

/// How a step of an alignment came about.
enum class move_kind : std::uint8_t {
    together,       ///< the log shows it where the lifecycle has it
    lifecycle_only, ///< the lifecycle needs it, the log does not show it
    log_only,       ///< the log shows it where the lifecycle has no place for it
};

/// One move of an alignment.
struct alignment_move {
    move_kind kind = move_kind::together;
    std::uint8_t step = 0;
    friend bool operator==(alignment_move const&, alignment_move const&) = default;
};

/// A trace and a run side by side; `cost` counts the moves that only one of them makes, silent
/// steps left out.
struct alignment {
    std::uint32_t cost = 0;
    std::vector<alignment_move> moves;
};

/// Finds optimal alignments with one graph. Guarantees: no alignment costs less; of those that cost
/// as little, one with the fewest moves, and among these the one that at the first difference moves
/// together rather than alone, and takes the earlier arrow rather than a later one, the lifecycle's
/// rather than the log's. So equal traces align equally. Cost:
/// O(trace * arrows) time, 8 bytes for each step of the trace and state of the graph.
class aligner {
  public:
    /// Requires: an end can be reached from the initial state. Errors: `malformed` where none can.
    static result<aligner> make(step_graph graph);

    /// An optimal alignment of a trace: the steps of one case, in their order. Threads: any number.
    alignment align(std::span<std::uint8_t const> trace) const;

    /// The cost of the cheapest run from start to end: what an empty trace costs.
    std::uint32_t shortest_run() const noexcept { return shortest_run_; }

  private:
    using weight = std::uint64_t;

    explicit aligner(step_graph graph);
    void settle(std::span<weight> at) const;
    std::vector<weight> solve(std::span<std::uint8_t const> trace) const;
    weight weight_of(std::uint8_t step) const;

    step_graph graph_; ///< its states numbered anew, without gaps
    std::size_t states_ = 0;
    std::uint32_t shortest_run_ = 0;
};

} // namespace amends
