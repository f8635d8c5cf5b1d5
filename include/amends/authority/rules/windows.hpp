// SPDX-License-Identifier: BSL-1.0
// Time windows: when a role may decide.
#pragma once

#include <amends/authority/by_role.hpp>
#include <amends/authority/role_lines.hpp>

namespace amends {

/// Hours on some days of the week, from a first to a last day. Half open: 18:00 is outside.
struct time_window {
    amends::role role{};
    std::uint8_t weekdays = 0x7f; ///< bit 0 is Monday
    std::uint16_t from_minute = 0;
    std::uint16_t until_minute = 24 * 60; ///< past midnight when not after `from_minute`
    std::optional<std::chrono::sys_days> first_day{};
    std::optional<std::chrono::sys_days> last_day{}; ///< its whole day counts
    std::uint32_t line = 0;

    friend bool operator==(time_window const&, time_window const&) = default;
};

/// Objects to a role that has windows while none of them is open. A role without windows may decide
/// at any time.
class time_windows {
  public:
    time_windows() = default;
    /// `offset`: local time minus UTC; there is no daylight saving in it.
    time_windows(std::vector<time_window> windows, std::chrono::minutes offset);

    std::optional<reason> objection(role const& held, weighed const& w) const;

  private:
    role_lines<time_window> windows_;
    std::chrono::minutes offset_{0};
};
static_assert(role_rule<time_windows>);

} // namespace amends
