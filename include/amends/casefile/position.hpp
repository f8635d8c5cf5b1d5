// SPDX-License-Identifier: BSL-1.0
// Where a case stands: one state in each of the two regions.
#pragma once

#include <boost/describe/class.hpp>

#include <compare>
#include <cstdint>

namespace amends {

/// A state's stable number: below 128 amends' own, from 128 the integrator's. Stored.
enum class state_id : std::uint8_t {};

/// Where a case stands, in the regions *resolution* and *handling* (see lifecycle/states.hpp).
struct position {
    state_id resolution{0};
    state_id handling{20};

    friend constexpr bool operator==(position, position) = default;
};
BOOST_DESCRIBE_STRUCT(position, (), (resolution, handling))

} // namespace amends
