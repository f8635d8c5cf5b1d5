// SPDX-License-Identifier: BSL-1.0
// The reasons that the judge over the ladder gives itself.
#include <amends/authority/by_role.hpp>

#include <limits>

namespace amends::detail {
namespace {

// Trails of the first version know the judge by this name.
constexpr rule_name policy_name = "money_limits";

} // namespace

std::optional<reason> unweighable(costs const& c) {
    if (c.wrong == costs::problem::negative)
        return reason{policy_name, "negative_cost", decision::forbidden,
                      measure::at_least(money{0, c.negative.in}), measure::of(c.negative)};
    if (c.wrong == costs::problem::overflow)
        return reason{policy_name, "overflow", decision::forbidden,
                      measure::of_words("a sum in 64 bits"), measure::of_words("more")};
    return std::nullopt;
}

namespace {

/// What the law would be satisfied with: costs in the floor's own currency.
std::int64_t sum_in(question const& q, currency in) noexcept {
    std::int64_t sum = 0;
    for (auto const& r : q.remedies)
        if (r.cost.in == in && __builtin_add_overflow(sum, r.cost.minor_units, &sum))
            return std::numeric_limits<std::int64_t>::max();
    return sum;
}

} // namespace

std::optional<remedy> lacking(question const& q) {
    if (!q.lawful_floor || q.command != "propose") return std::nullopt;
    auto const sum = sum_in(q, q.lawful_floor->in);
    if (sum >= q.lawful_floor->minor_units) return std::nullopt;
    auto const kind = q.remedies.empty() ? remedy_kind::refund : q.remedies.front().kind;
    return remedy{kind, {q.lawful_floor->minor_units - sum, q.lawful_floor->in}};
}

reason below_the_lawful_floor(question const& q, remedy const& lacks) {
    auto const& floor = *q.lawful_floor;
    return {policy_name, "below_the_lawful_floor", decision::forbidden, measure::at_least(floor),
            measure::of(money{floor.minor_units - lacks.cost.minor_units, floor.in})};
}

reason within_limit(costs const& c) {
    if (c.free) return {policy_name, "costs_nothing", decision::granted, {}, {}};
    auto const& all = c.mixed ? c.home : c.own;
    return {
        policy_name, "within_limit", decision::granted, {}, measure::of(money{all.total, all.in})};
}

reason no_role() {
    return {policy_name, "no_role", decision::needs_approval,
            measure::of_words("a role with a limit"), measure::of_words("no role")};
}

bool is_closer(reason const& a, reason const& b) noexcept {
    return a.expected.kind == measure_kind::at_most &&
           (b.expected.kind != measure_kind::at_most || a.expected.value > b.expected.value);
}

} // namespace amends::detail
