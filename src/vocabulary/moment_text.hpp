// SPDX-License-Identifier: BSL-1.0
// A moment in words where nothing may be allocated, and what words can be read as a moment.
#pragma once

#include <amends/vocabulary/time.hpp>

#include <array>
#include <optional>
#include <string_view>

namespace amends::detail {

/// Room for any moment in words.
using moment_text = std::array<char, 40>;

/// What `to_text` says, written into `room`. Lifetime: that of `room`.
std::string_view text_of(instant at, moment_text& room) noexcept;

/// Whether what `to_text` says of it can be read again: its year has four digits.
bool has_readable_text(instant at) noexcept;
inline constexpr std::string_view readable_moments = "a moment of the years 0 to 9999 in UTC";

/// `parse_instant`, for a log whose clock is `ahead` of UTC: a moment that says no zone, a date alone
/// among them, is by that clock. Without `ahead` a date is in UTC, and a time of day needs a zone.
result<instant> parse_moment(std::string_view text, std::optional<std::chrono::minutes> ahead);

} // namespace amends::detail
