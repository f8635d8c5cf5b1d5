// SPDX-License-Identifier: BSL-1.0
// A house with a line of every rule, so that whatever is asked meets each of them.
#pragma once

#include <amends/authority/authority.hpp>

namespace amends::fuzz {

/// Looks back by customer and by actor, over periods of this kind.
inline authority const& house_of_every_rule(period::unit over) {
    static auto const make = [](period::unit is) {
        table_of_authority t;
        t.name = "fuzzed";
        t.version = 1;
        t.effective = instant::min();
        t.utc_offset = std::chrono::hours(1);
        t.ladder = {"agent", "manager"};
        t.others = {"lawyer"};
        t.limits = {{"agent", {}, {5000, eur}, {}, 0}, {"manager", {}, {50000, eur}, {}, 0}};
        t.cumulative = {{"agent", {}, {10000, eur}, false, true, {is, 30}, 0},
                        {"agent", remedy_kind::refund, {9000, eur}, true, false, {is, 7}, 0},
                        {"manager", {}, {90000, eur}, true, true, {is, 1}, 0}};
        t.hours = {{.role = "agent", .until_minute = 22 * 60},
                   {.role = "agent", .from_minute = 23 * 60, .until_minute = 6 * 60}};
        t.dual_control = {{{}, {20000, eur}, 2, 0}};
        t.separation.evaluator_differs_from_owner = true;
        t.retention = {.erased_by = {"manager"},
                       .held_by = {"manager"},
                       .periods = {{"", std::chrono::days(30), 0}}};
        t.delegations = {{.id = "d-1",
                          .from = "max",
                          .to = "ann",
                          .role = "manager",
                          .begins = instant::min(),
                          .ends = instant::max()}};
        t.colleagues = {{"ann", {"agent"}}, {"bob", {"agent"}}, {"max", {"manager"}}};
        t.rates = exchange_rates(eur, {{usd, 9, 10}});
        return authority(t);
    };
    static authority const all[] = {make(period::unit::days),    make(period::unit::calendar_day),
                                    make(period::unit::week),    make(period::unit::month),
                                    make(period::unit::quarter), make(period::unit::year)};
    return all[static_cast<std::size_t>(over)];
}

} // namespace amends::fuzz
