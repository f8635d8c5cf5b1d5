// SPDX-License-Identifier: BSL-1.0
// Bugs on purpose, one kind a promise, to show that the checker of that promise can fail. They stand
// around amends, as doubles of its store, its desk, its judges; nothing in the library knows of them.
#pragma once

#include "simulation/counter.hpp"
#include "simulation/promises.hpp"

#include <functional>
#include <span>

namespace amends::simulation {

/// What a desk stands on.
struct beneath_a_desk {
    store& kept;
    key_store& keys;
    any_policy judge;
};

/// Where a bug may stand. What is empty is left as it is.
struct planted {
    std::string_view name{}; ///< in the words of a claim: "a store that forgets an entry"
    int promise = 0;         ///< the one that it breaks
    std::function<std::unique_ptr<store>(store& real)> store_double{};
    std::function<std::unique_ptr<key_store>(key_store& real)> keys_double{};
    std::function<std::unique_ptr<counter>(std::unique_ptr<counter> real, beneath_a_desk const&)>
        desk_double{};
    /// Between a desk and whoever notes what its judges said.
    std::function<any_policy(any_policy real)> judge_double{};
    /// Behind them, in the judges themselves.
    std::function<any_policy(any_policy real)> rules_double{};
    watcher_maker watcher_double{};
    std::function<std::unique_ptr<lifecycle>(lifecycle const& real)> table_double{};
};

/// Every bug there is.
std::vector<planted> const& all_planted();

} // namespace amends::simulation
