// SPDX-License-Identifier: BSL-1.0
// A moment moved by an offset or a period, which ends where there are no more moments.
#pragma once

#include <amends/vocabulary/time.hpp>

namespace amends {

/// The moment so much after another, or before it; the last or the first where there is none.
constexpr instant moved(instant at, std::chrono::milliseconds by) noexcept {
    constexpr std::chrono::milliseconds none{0};
    auto const since = at.time_since_epoch();
    if (by > none && since > std::chrono::milliseconds::max() - by) return instant::max();
    if (by < none && since < std::chrono::milliseconds::min() - by) return instant::min();
    return at + by;
}

} // namespace amends
