// SPDX-License-Identifier: BSL-1.0
// The longest that a store waits for anything.
#pragma once

#include <algorithm>
#include <chrono>

namespace amends::detail {

/// Ten years for whoever says more: a clock that counts nanoseconds has no moment three hundred years
/// from now.
constexpr std::chrono::milliseconds at_most_ten_years(std::chrono::milliseconds wait) noexcept {
    return std::min<std::chrono::milliseconds>(wait, std::chrono::hours(10 * 365 * 24));
}

} // namespace amends::detail
