// SPDX-License-Identifier: BSL-1.0
// Sums by kind of remedy, held against the limits of a role.
#include <amends/authority/limits.hpp>

#include <algorithm>

namespace amends {
namespace {

constexpr rule_name limits_name = "money_limits";

reason no_rate(costs const& c) {
    reason why{limits_name, "no_rate", decision::needs_approval, {}, {}};
    if (!c.mixed) {
        why.expected = measure::of_words("a limit in the currency of the cost");
        why.found = measure::of(money{c.own.total, c.own.in});
    } else if (c.without_rate == currency{}) {
        why.expected = measure::of_words("one currency");
        why.found = measure::of_words("several currencies");
    } else {
        auto const needed = "a rate for " + std::string(c.without_rate.code());
        why.expected = measure::of_words(rule_name::trusted(needed)); // short: in place
        why.found = measure::of_words("none");
    }
    return why;
}

} // namespace

limit_table::limit_table(std::vector<money_limit> const& limits) {
    for (auto const& limit : limits) {
        auto const place = roles_.add(limit.role);
        auto of_role = std::ranges::find_if(
            lines_, [&](lines const& l) { return l.of == place && l.in == limit.max.in; });
        if (of_role == lines_.end()) {
            lines fresh;
            fresh.of = place;
            fresh.in = limit.max.in;
            of_role = lines_.insert(lines_.end(), fresh);
        }
        bounds const between{limit.min.minor_units, limit.max.minor_units};
        if (!limit.kind) {
            of_role->any = between;
            continue;
        }
        auto const kind = static_cast<std::size_t>(*limit.kind);
        of_role->by_kind[kind] = between;
        of_role->own = static_cast<std::uint16_t>(of_role->own | 1u << kind);
    }
}

limit_table::lines const* limit_table::find(std::size_t place, currency in) const noexcept {
    for (auto const& l : lines_)
        if (l.of == place && l.in == in) return &l;
    return nullptr;
}

bool limit_table::knows(currency in) const noexcept {
    return std::ranges::any_of(lines_, [&](lines const& l) { return l.in == in; });
}

limit_table::comparison limit_table::compare(role const& held, costs const& cost) const noexcept {
    auto const place = roles_.find(held);
    for (auto const in : {cost.own.in, cost.home.in}) {
        auto const* against = cost.in(in);
        if (against == nullptr) continue;
        if (auto const* line = find(place, in)) return {line, against};
    }
    return {};
}

std::optional<reason> limit_table::objection(role const& held, weighed const& w,
                                             comparison& noted) const {
    auto const& cost = w.cost;
    if (cost.free) return std::nullopt;
    noted = compare(held, cost);
    auto const* line = noted.line;
    auto const* against = noted.against;
    if (line == nullptr) {
        // A role without a line has a limit of nothing, in a currency that others have lines in.
        static constexpr lines nothing{};
        line = &nothing;
        if (!cost.mixed && (lines_.empty() || knows(cost.own.in))) against = &cost.own;
        else if (cost.has_home) against = &cost.home;
        else return no_rate(cost);
    }
    auto const outside = [&](std::int64_t sum, bounds const& b) -> std::optional<reason> {
        if (sum <= b.max && (sum == 0 || sum >= b.min)) return std::nullopt;
        auto const found = measure::of(money{sum, against->in});
        if (sum > b.max)
            return reason{limits_name, "over_limit", decision::needs_approval,
                          measure::at_most(money{b.max, against->in}), found};
        return reason{limits_name, "below_minimum", decision::needs_approval,
                      measure::at_least(money{b.min, against->in}), found};
    };
    std::int64_t rest = 0; // together: else a proposal could be split over kinds
    for (std::size_t k = 0; k < remedy_kinds; ++k) {
        if (against->by_kind[k] == 0) continue;
        if ((line->own >> k & 1u) == 0) rest += against->by_kind[k];
        else if (auto why = outside(against->by_kind[k], line->by_kind[k])) return why;
    }
    return outside(rest, line->any);
}

void limit_table::within(comparison const& noted, verdict& v) const {
    auto const [line, against] = noted;
    if (line == nullptr) return;
    auto const in = against->in;
    auto const add = [&](std::int64_t sum, bounds const& b) {
        v.add({limits_name, "within_limit", decision::granted, measure::at_most(money{b.max, in}),
               measure::of(money{sum, in})});
    };
    auto rest = against->total;
    for (std::size_t k = 0; k < remedy_kinds && line->own != 0; ++k) {
        if (against->by_kind[k] == 0 || (line->own >> k & 1u) == 0) continue;
        add(against->by_kind[k], line->by_kind[k]);
        rest -= against->by_kind[k];
    }
    if (rest != 0) add(rest, line->any);
}

} // namespace amends
