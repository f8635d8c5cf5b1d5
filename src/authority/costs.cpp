// SPDX-License-Identifier: BSL-1.0
// Sums of a proposal's costs; one pass over its remedies.
#include <amends/authority/costs.hpp>

namespace amends {
namespace {

/// False when a sum leaves 64 bits.
bool add_to(sums& all, remedy_kind kind, std::int64_t cost) noexcept {
    auto& of_kind = all.by_kind[static_cast<std::size_t>(kind)];
    return !__builtin_add_overflow(of_kind, cost, &of_kind) &&
           !__builtin_add_overflow(all.total, cost, &all.total);
}

} // namespace

costs costs::of(question const& q, exchange_rates const& rates) noexcept {
    costs c;
    for (auto const& r : q.remedies) {
        if (r.cost.minor_units == 0) continue;
        if (r.cost.minor_units < 0) {
            c.wrong = problem::negative;
            c.negative = r.cost;
            return c;
        }
        if (!c.free && c.own.in != r.cost.in) c.mixed = true;
        if (c.free) c.own.in = r.cost.in;
        c.free = false;
        // A sum over several currencies is none; each alone could still be one too many.
        if (!c.mixed && !add_to(c.own, r.kind, r.cost.minor_units)) {
            c.wrong = problem::overflow;
            return c;
        }
    }
    if (c.free) return c;
    if (c.mixed) c.own = {};
    if (!c.mixed && c.own.in == rates.home()) {
        c.home = c.own;
        c.has_home = true;
        return c;
    }
    if (!rates.any()) {
        if (!c.mixed) c.without_rate = c.own.in;
        return c;
    }
    c.home.in = rates.home();
    for (auto const& r : q.remedies) {
        if (r.cost.minor_units == 0) continue;
        auto const changed = rates.at_home(r.cost);
        if (!changed) {
            c.without_rate = r.cost.in;
            return c;
        }
        if (!add_to(c.home, r.kind, changed->minor_units)) {
            c.wrong = problem::overflow;
            return c;
        }
    }
    c.has_home = true;
    return c;
}

} // namespace amends
