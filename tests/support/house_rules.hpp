// SPDX-License-Identifier: BSL-1.0
// The house that most tests play in: its rules, and sessions of its people.
#pragma once

#include <amends/authority/combine.hpp>
#include <amends/authority/limits.hpp>
#include <amends/authority/separation.hpp>
#include <amends/desk/desk.hpp>

namespace amends::cases {

/// Agents give up to 50.00 EUR, team leads up to 100.00 EUR, managers up to 500.00 EUR.
inline money_limits house_limits(std::uint32_t approvers = 1) {
    return money_limits({{"agent", std::nullopt, {5000, eur}, {}, 1},
                         {"team_lead", std::nullopt, {10000, eur}, {}, 2},
                         {"manager", std::nullopt, {50000, eur}, {}, 3}},
                        {"agent", "team_lead", "manager"}, approvers);
}
inline any_policy house_rules(std::uint32_t approvers = 1) {
    return all_of(house_limits(approvers), separation_of_duties{});
}

inline session staff(actor_id const& who, role_set const& roles) {
    return {{who, side::staff, roles, {}, {}}, provenance::live};
}
inline session on_behalf_of(session someone, actor_id const& whom) {
    someone.who.on_behalf_of = whom;
    return someone;
}

} // namespace amends::cases
