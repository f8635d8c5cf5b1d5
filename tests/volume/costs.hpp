// SPDX-License-Identifier: BSL-1.0
// What a command costs in a store of so many cases: processor and disk apart.
#pragma once

#include <amends/authority/policy.hpp>
#include <amends/store/store.hpp>

#include <vector>

namespace amends::volume {

struct costs {
    std::uint64_t cases = 0;
    double processor_us = 0; ///< the thread's, a command, median
    double waits_us = 0;     ///< for the disk, a command, median
};

/// Notes on idle cases of a generated store, one commit each, at that time.
costs costs_of_a_command(store& kept, any_policy const& policy, std::uint64_t cases, instant at);

void print(std::vector<costs> const& sheet);

} // namespace amends::volume
