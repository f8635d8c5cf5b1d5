// SPDX-License-Identifier: BSL-1.0
// Moments: UTC, milliseconds since 1970, and their ISO 8601 notation.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace amends {

/// A moment in UTC with millisecond resolution.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// How far apart two moments lie, in milliseconds; any two. Unsigned: the first and the last moment
/// lie further apart than 64 bits with a sign reach.
constexpr std::uint64_t milliseconds_apart(instant a, instant b) noexcept {
    auto const first = static_cast<std::uint64_t>(std::min(a, b).time_since_epoch().count());
    auto const last = static_cast<std::uint64_t>(std::max(a, b).time_since_epoch().count());
    return last - first;
}

/// `2026-03-01T09:30:00Z`; milliseconds are written only where they are not zero.
std::string to_text(instant at);

/// Reads `2026-03-01T09:30:00Z`, with optional fractions of one to nine digits, which are cut to
/// milliseconds, with `Z` or an offset `+01:00`; also a date
/// alone, which is midnight UTC. Errors: `malformed` with both sides.
result<instant> parse_instant(std::string_view text);

} // namespace amends
