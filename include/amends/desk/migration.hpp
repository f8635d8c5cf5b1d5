// SPDX-License-Identifier: BSL-1.0
// Cases that move to a changed lifecycle: on purpose, judged, looked at beforehand, and with a fact.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/desk/outcome.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace amends {

/// One of an integrator's states, and the one in which a case goes on that stands in it.
struct state_change {
    state_id from{};
    state_id to{};

    friend bool operator==(state_change const&, state_change const&) = default;
};

/// How cases move to the lifecycle of a desk.
struct migration {
    std::optional<digest> from{}; ///< only cases pinned to this lifecycle; otherwise, to any other
    /// Of states from 128. One that is not named goes on under its number, where the desk's lifecycle
    /// gives that the same name; states below 128 mean the same in every lifecycle.
    std::vector<state_change> states{};
    /// Told while many are moved, how many cases were looked at, of whatever lifecycle.
    std::function<void(std::uint64_t cases)> progress{};
};

/// What becomes of one case, or would.
struct case_move {
    case_id on{};
    digest pinned{}; ///< content hash of the lifecycle under which it stood
    position from{};
    position to{};                         ///< as `from` where it stays
    std::vector<named_state> own_states{}; ///< the names of an integrator's states in `from`
    /// Nothing where it moves. `possible_now` is empty: what is possible, its own desk says.
    std::optional<refused> why_not{};

    friend bool operator==(case_move const&, case_move const&) = default;
};

/// Called for each case that is pinned to another lifecycle; false ends the migration.
using move_visitor = std::function<bool(case_move const&)>;

} // namespace amends
