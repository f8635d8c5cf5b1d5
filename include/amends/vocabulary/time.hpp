// SPDX-License-Identifier: BSL-1.0
// Moments: UTC, milliseconds since 1970, and their ISO 8601 notation.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace amends {

/// A moment in UTC with millisecond resolution.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// `2026-03-01T09:30:00Z`; milliseconds are written only where they are not zero.
std::string to_text(instant at);

/// Reads `2026-03-01T09:30:00Z`, with optional fractions of one to nine digits, which are cut to
/// milliseconds, with `Z` or an offset `+01:00`; also a date
/// alone, which is midnight UTC. Errors: `malformed` with both sides.
result<instant> parse_instant(std::string_view text);

} // namespace amends
