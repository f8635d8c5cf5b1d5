// SPDX-License-Identifier: BSL-1.0
// A moment in words where nothing may be allocated.
#pragma once

#include <amends/vocabulary/time.hpp>

#include <array>
#include <string_view>

namespace amends::detail {

/// Room for any moment in words.
using moment_text = std::array<char, 40>;

/// What `to_text` says, written into `room`. Lifetime: that of `room`.
std::string_view text_of(instant at, moment_text& room) noexcept;

} // namespace amends::detail
