// SPDX-License-Identifier: BSL-1.0
// The rules that desks of a world judge by, and the same in plain numbers for whoever checks them.
#pragma once

#include <amends/authority/policy.hpp>

#include <array>
#include <string_view>

namespace amends::simulation {

/// One version of the house's rules. Everywhere: agents give up to 50.00 EUR, team leads up to
/// 100.00 EUR, managers up to 500.00 EUR; nobody approves their own proposal. A privacy officer erases
/// what was kept for two days, a lawyer holds it; managers move cases to another lifecycle.
struct house_rules {
    std::string_view name;
    any_policy judge;
    /// Agents give one customer up to 100.00 EUR a month, team leads up to 200.00 EUR.
    bool monthly = false;
    /// The manager max lends ann his role up to 200.00 EUR while the delegation d-1 lasts.
    bool lends = false;
};

std::array<house_rules, 4> const& versions_of_the_rules();

inline constexpr std::size_t rules_count = 4;

// What the rules say, in numbers that do not come from them.
std::int64_t limit_of(role const& r);
std::int64_t monthly_limit_of(role const& r); ///< below 0: none
/// The most that an actor may give at that moment, in cents.
std::int64_t authority_of(actor const& who, instant at, house_rules const& by);
/// The same by their own roles alone.
std::int64_t own_authority_of(actor const& who);

inline constexpr std::chrono::days kept_at_least{2};
inline constexpr instant delegation_begins{std::chrono::milliseconds(1'773'000'000'000)};
inline constexpr instant delegation_ends{std::chrono::milliseconds(1'777'000'000'000)};

} // namespace amends::simulation
