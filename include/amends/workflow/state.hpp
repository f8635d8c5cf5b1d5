// SPDX-License-Identifier: BSL-1.0
// A state: a type with a stable number and the region that it belongs to.
#pragma once

#include <amends/casefile/position.hpp>

#include <string_view>

namespace amends::workflow {

/// Regions run side by side; each command belongs to exactly one of them.
enum class region : std::uint8_t {
    resolution, ///< what becomes of the problem
    handling,   ///< who has it
    record,     ///< what is put on record without moving anything; a single state
};

/// Whether a case may rest in a state for ever.
enum class finality : std::uint8_t { passing, end };

/// Base of every state: `struct offered : state<6, region::resolution> {};`. Its name is the
/// type's. Numbers below 128 are amends' own, from 128 an integrator's; they are stored.
template <std::uint8_t Number, region In, finality Final = finality::passing>
struct state {
    static constexpr state_id id{Number};
    static constexpr region in = In;
    static constexpr bool is_end = Final == finality::end;
};

} // namespace amends::workflow
