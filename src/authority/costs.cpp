// SPDX-License-Identifier: BSL-1.0
// Sums of a proposal's costs; one pass over its remedies.
#include <amends/authority/costs.hpp>

#include <limits>

namespace amends {
namespace {

/// False when a sum leaves 64 bits.
bool add_to(sums& all, remedy_kind kind, std::int64_t cost) noexcept {
    auto& of_kind = all.by_kind[static_cast<std::size_t>(kind)];
    return !__builtin_add_overflow(of_kind, cost, &of_kind) &&
           !__builtin_add_overflow(all.total, cost, &all.total);
}

/// Calls `take` with each remedy that costs something, until it says no.
template <class Take>
bool each_cost(std::span<remedy const> remedies, Take take) {
    for (auto const& r : remedies)
        if (r.cost.minor_units != 0 && !take(r)) return false;
    return true;
}

} // namespace

sums sums_of_one_currency(std::span<remedy const> remedies, currency in) noexcept {
    sums all;
    all.in = in;
    auto const add_up = [](std::int64_t& sum, std::int64_t more) {
        if (__builtin_add_overflow(sum, more, &sum)) sum = std::numeric_limits<std::int64_t>::max();
    };
    for (auto const& r : remedies) {
        if (r.cost.in != in) continue;
        add_up(all.by_kind[static_cast<std::size_t>(r.kind)], r.cost.minor_units);
        add_up(all.total, r.cost.minor_units);
    }
    return all;
}

costs costs::of(std::span<remedy const> remedies, exchange_rates const& rates) noexcept {
    costs c;
    auto const sound = each_cost(remedies, [&](remedy const& r) {
        if (r.cost.minor_units < 0) {
            c.wrong = problem::negative;
            c.negative = r.cost;
            return false;
        }
        if (c.free) c.own.in = r.cost.in;
        c.mixed = c.mixed || c.own.in != r.cost.in;
        c.free = false;
        // A sum over several currencies is none.
        if (!c.mixed && !add_to(c.own, r.kind, r.cost.minor_units)) c.wrong = problem::overflow;
        return c.wrong == problem::none;
    });
    if (!sound || c.free) return c;
    if (c.mixed) c.own = {};
    if (!c.mixed && c.own.in == rates.home()) {
        c.home = c.own;
        c.has_home = true;
        return c;
    }
    if (!rates.any()) return c;
    c.home.in = rates.home();
    c.has_home = each_cost(remedies, [&](remedy const& r) {
        auto const changed = rates.at_home(r.cost);
        if (!changed) c.without_rate = r.cost.in;
        else if (!add_to(c.home, r.kind, changed->minor_units)) c.wrong = problem::overflow;
        return changed && c.wrong == problem::none;
    });
    return c;
}

} // namespace amends
