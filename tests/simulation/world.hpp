// SPDX-License-Identifier: BSL-1.0
// A world: several desks over one store, people of all kinds, mishaps, and the promises after each step.
#pragma once

#include "simulation/faulty_store.hpp"
#include "simulation/ground.hpp"
#include "simulation/planted.hpp"
#include "simulation/promises.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace amends::simulation {

enum class store_kind : std::uint8_t { memory, sqlite };

/// How a world is made. The same values make the same world, step by step.
struct world_plan {
    std::uint64_t seed = 1;
    std::size_t cases = 8;
    std::size_t desks = 3;
    std::size_t steps = 160;
    store_kind kept_in = store_kind::memory;
    planted const* bug = nullptr;
};

/// What went on in one world or many.
struct tally {
    std::uint64_t worlds = 0;
    std::uint64_t cases = 0; ///< reported
    std::uint64_t steps = 0;
    std::uint64_t commands = 0;
    std::uint64_t accepted = 0; ///< or awaiting approval
    std::uint64_t refused = 0;
    std::uint64_t errors = 0;
    std::uint64_t unanswered = 0; ///< the process died first
    std::uint64_t customers_erased = 0;
    std::uint64_t erasures_finished = 0; ///< that had been interrupted, or had nothing left to do
    std::uint64_t entries = 0;
    std::uint64_t desks_begun_again = 0;
    std::uint64_t rules_changed = 0;
    std::uint64_t clock_jumps = 0;
    std::uint64_t power_lost = 0;
    std::array<std::uint64_t, mishaps_count> mishaps{};
    std::map<std::string, std::uint64_t> facts;   ///< entries by the name of their fact
    std::set<std::pair<state_id, state_id>> seen; ///< where cases stood

    void add(tally const& other);
};

struct failure {
    std::uint64_t seed = 0;
    std::size_t step = 0;
    std::vector<broken> promises;
};

/// What became of a world.
struct world_end {
    std::optional<failure> failed;
    tally counts;
    digest log; ///< SHA-256 over the hashes of all entries
};

/// Told of every step that was taken.
using narrator = std::function<void(happening const&)>;

/// Runs a world to its end or to the first step after which a promise does not hold.
world_end run(world_plan const& plan, narrator const& tell = {});

/// The same with some of its steps alone. A step does what its own dice say, whichever were before.
world_end run_steps(world_plan const& plan, std::span<std::size_t const> steps,
                    narrator const& tell = {});

/// The fewest steps found, among those of a world that failed, after which the same promise does not
/// hold. Cost: `tries_max` runs at most.
std::vector<std::size_t> shortened(world_plan const& plan, failure const& failed,
                                   std::size_t tries_max = 400);

} // namespace amends::simulation
