// SPDX-License-Identifier: BSL-1.0
// Windows in local time, which may reach past midnight.
#include <amends/authority/rules/windows.hpp>

#include "authority/moment_in_words.hpp"
#include "authority/moved.hpp"

#include <algorithm>

namespace amends {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr unsigned minutes_a_day = 24 * 60;

/// Whether the window that begins on this day is open then.
bool open_from(time_window const& w, sys_days begins_on, instant local) noexcept {
    auto const weekday = std::chrono::weekday(begins_on).iso_encoding() - 1; // Monday is 0
    if ((w.weekdays >> weekday & 1u) == 0) return false;
    if (w.first_day && begins_on < *w.first_day) return false;
    if (w.last_day && begins_on > *w.last_day) return false;
    auto const until =
        w.until_minute > w.from_minute ? w.until_minute : w.until_minute + minutes_a_day;
    return local >= begins_on + std::chrono::minutes(w.from_minute) &&
           local < begins_on + std::chrono::minutes(until);
}

} // namespace

time_windows::time_windows(std::vector<time_window> windows, std::chrono::minutes offset)
    : windows_(std::move(windows)), offset_(offset) {}

std::optional<reason> time_windows::objection(role const& held, weighed const& w) const {
    auto const windows = windows_.of(held);
    if (windows.empty()) return std::nullopt;
    // Days around the first and the last moment are no moments any more.
    auto const local = std::clamp<instant>(moved(w.asked.at, offset_), instant::min() + days(2),
                                           instant::max() - days(2));
    auto const today = std::chrono::floor<days>(local);
    for (auto const& window : windows) {
        // Yesterday's window may reach past midnight.
        if (open_from(window, today, local) || open_from(window, today - days(1), local))
            return std::nullopt;
    }
    return reason{"time_windows", "outside_hours", decision::needs_approval,
                  measure::of_words("a time within the role's hours"),
                  moment_in_words("", w.asked.at)};
}

} // namespace amends
