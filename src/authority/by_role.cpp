// SPDX-License-Identifier: BSL-1.0
// The reasons that the judge over the ladder gives itself.
#include <amends/authority/by_role.hpp>

namespace amends::detail {
namespace {

// Trails of the first version know the judge by this name.
constexpr rule_name limits_by_role = "money_limits";

} // namespace

question by_somebody_else(question q) noexcept {
    q.who.roles = role_set();
    return q;
}

std::optional<reason> unweighable(costs const& c) {
    if (c.wrong == costs::problem::negative)
        return reason{limits_by_role, "negative_cost", decision::forbidden,
                      measure::at_least(money{0, c.negative.in}), measure::of(c.negative)};
    if (c.wrong == costs::problem::overflow)
        return reason{limits_by_role, "overflow", decision::forbidden,
                      measure::of_words("a sum in 64 bits"), measure::of_words("more")};
    return std::nullopt;
}

// The law is satisfied with costs in the floor's own currency.
std::optional<reason> below_the_lawful_floor(question const& q) {
    if (!q.lawful_floor || (q.command != "propose" && q.command != "approve")) return std::nullopt;
    auto const& floor = *q.lawful_floor;
    auto const sum = sum_in(q.remedies, floor.in);
    if (sum >= floor.minor_units) return std::nullopt;
    return reason{limits_by_role, "below_the_lawful_floor", decision::forbidden,
                  measure::at_least(floor), measure::of(money{sum, floor.in})};
}

made_lawful::made_lawful(question const& q)
    : remedies(q.remedies.begin(), q.remedies.end()), asked(q) {
    auto const& floor = *q.lawful_floor;
    auto const kind = remedies.empty() ? remedy_kind::refund : remedies.front().kind;
    // Costs are not negative here, so that the difference stays in 64 bits and makes up the floor.
    remedies.push_back({kind, {floor.minor_units - sum_in(q.remedies, floor.in), floor.in}});
    asked.remedies = remedies;
}

reason no_objection(costs const& c) {
    if (c.free) return {limits_by_role, "costs_nothing", decision::granted, {}, {}};
    auto const& all = c.mixed ? c.home : c.own;
    return {limits_by_role,
            "within_limit",
            decision::granted,
            {},
            measure::of(money{all.total, all.in})};
}

reason no_role() {
    return {limits_by_role, "no_role", decision::needs_approval,
            measure::of_words("a role with a limit"), measure::of_words("no role")};
}

bool is_closer(reason const& a, reason const& b) noexcept {
    return a.expected.kind == measure_kind::at_most &&
           (b.expected.kind != measure_kind::at_most || a.expected.value > b.expected.value);
}

} // namespace amends::detail
