// SPDX-License-Identifier: BSL-1.0
// A trial over the front desk's store that must come to its end, and the house with other limits.
#pragma once

#include "support/house.hpp"

#include <amends/desk/trial.hpp>

#include "catch.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace amends::cases {

/// The house with other limits for agents, in cents.
inline authority house_with(std::int64_t agents, std::vector<cumulative_limit> cumulative = {}) {
    auto t = house_table();
    t.limits[0].max.minor_units = agents;
    t.cumulative = std::move(cumulative);
    return authority(t);
}

inline trial_summary tried(front_desk& d, any_policy const& candidate,
                           trial_options const& how = {}) {
    auto const found = try_out(d.kept, candidate, d.at.table(), how);
    INFO((found ? "" : found.error().message));
    REQUIRE(found.has_value());
    return *found;
}

} // namespace amends::cases
