// SPDX-License-Identifier: BSL-1.0
// Sums by kind of remedy, held against the limits of a role.
#include <amends/authority/limits.hpp>

#include <algorithm>
#include <limits>

namespace amends {
namespace {

constexpr rule_name limits_name = "money_limits";

// Made once: a verdict copies them and writes its amounts, since putting names of some forty bytes
// together takes longer than judging.
constexpr measure unset(measure_kind kind) { return {kind, 0, {}, {}}; }
constexpr reason within_limit{limits_name, "within_limit", decision::granted,
                              unset(measure_kind::at_most), unset(measure_kind::amount)};
constexpr reason over_limit{limits_name, "over_limit", decision::needs_approval,
                            unset(measure_kind::at_most), unset(measure_kind::amount)};
constexpr reason below_minimum{limits_name, "below_minimum", decision::needs_approval,
                               unset(measure_kind::at_least), unset(measure_kind::amount)};

void set_amounts(reason& of, std::int64_t expected, std::int64_t found, currency in) noexcept {
    of.expected.value = expected;
    of.expected.in = in;
    of.found.value = found;
    of.found.in = in;
}

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

limit_table::comparison limit_table::compare(role const& held, weighed const& w) const noexcept {
    auto const place = roles_.find(held);
    auto const mixed = w.cost.mixed ? w.asked.remedies : std::span<remedy const>();
    for (auto const in : {w.cost.own.in, w.cost.home.in}) {
        auto const* against = w.cost.in(in);
        if (against == nullptr) continue;
        if (auto const* line = find(place, in)) return {line, against, mixed};
    }
    return {};
}

template <class Hold>
void limit_table::each_part(comparison const& noted, Hold hold) const {
    if (noted.mixed.empty() || noted.line == nullptr) return;
    for (auto const& l : lines_) {
        if (l.of != noted.line->of || l.in == noted.line->in) continue;
        auto const part = sums_of_one_currency(noted.mixed, l.in);
        if (part.total != 0 && !hold(l, part)) return;
    }
}

/// All kinds without a line of their own together: else a proposal could be split over kinds.
std::int64_t limit_table::rest_of(lines const& line, sums const& against) noexcept {
    std::int64_t rest = 0;
    for (std::size_t k = 0; k < remedy_kinds; ++k)
        if ((line.own >> k & 1u) == 0 && __builtin_add_overflow(rest, against.by_kind[k], &rest))
            return std::numeric_limits<std::int64_t>::max();
    return rest;
}

std::optional<reason> limit_table::outside(lines const& line, sums const& against) {
    std::optional<reason> why;
    auto const lies_outside = [&](std::int64_t sum, bounds const& b) {
        if (sum > b.max) set_amounts(why.emplace(over_limit), b.max, sum, against.in);
        else if (sum != 0 && sum < b.min)
            set_amounts(why.emplace(below_minimum), b.min, sum, against.in);
        return why.has_value();
    };
    for (std::size_t k = 0; k < remedy_kinds; ++k)
        if ((line.own >> k & 1u) != 0 && lies_outside(against.by_kind[k], line.by_kind[k]))
            return why;
    lies_outside(rest_of(line, against), line.any);
    return why;
}

std::optional<reason> limit_table::objection(role const& held, weighed const& w,
                                             comparison& noted) const {
    auto const& cost = w.cost;
    if (cost.free) return std::nullopt;
    noted = compare(held, w);
    if (noted.line == nullptr) {
        // A role without a line has a limit of nothing, in a currency that others have lines in.
        static constexpr lines nothing{};
        if (!cost.mixed && (lines_.empty() || knows(cost.own.in)))
            return outside(nothing, cost.own);
        if (cost.has_home) return outside(nothing, cost.home);
        return no_rate(cost);
    }
    auto why = outside(*noted.line, *noted.against);
    // A cent in another currency must not take the rest past the limit in its own.
    if (why) return why;
    each_part(noted, [&](lines const& l, sums const& part) {
        why = outside(l, part);
        return !why;
    });
    return why;
}

void limit_table::add_within(lines const& line, sums const& against, verdict& v) {
    auto const add = [&](std::int64_t sum, bounds const& b) {
        set_amounts(v.add(within_limit), b.max, sum, against.in);
    };
    for (std::size_t k = 0; k < remedy_kinds && line.own != 0; ++k)
        if (against.by_kind[k] != 0 && (line.own >> k & 1u) != 0)
            add(against.by_kind[k], line.by_kind[k]);
    if (auto const rest = rest_of(line, against); rest != 0) add(rest, line.any);
}

void limit_table::within(comparison const& noted, verdict& v) const {
    if (noted.line == nullptr) return;
    add_within(*noted.line, *noted.against, v);
    each_part(noted, [&](lines const& l, sums const& part) {
        add_within(l, part, v);
        return true;
    });
}

} // namespace amends
