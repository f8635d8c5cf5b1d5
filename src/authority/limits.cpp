// SPDX-License-Identifier: BSL-1.0
// Sums by kind of remedy, held against the limits of a role.
#include <amends/authority/limits.hpp>

#include <algorithm>

namespace amends {
namespace {

constexpr rule_name policy_name = "money_limits";
constexpr std::size_t kinds = 9;

} // namespace

/// What a proposal costs, by kind of remedy. One currency a proposal.
struct money_limits::sums {
    std::array<std::int64_t, kinds> by_kind{};
    currency in{};
    bool any = false;   ///< something costs something
    bool mixed = false; ///< more than one currency
    bool overflow = false;
};

money_limits::money_limits(std::vector<money_limit> limits, std::vector<role> ladder,
                           std::uint32_t approvers)
    : limits_(std::move(limits)), ladder_(std::move(ladder)), approvers_(approvers) {}

/// Why this role may not give so much, or nothing when it may.
std::optional<reason> money_limits::exceeded(sums const& costs, role const& held) const {
    auto const limit_for = [&](std::optional<remedy_kind> kind) -> money_limit const* {
        for (auto const& limit : limits_)
            if (limit.role == held && limit.max.in == costs.in && limit.kind == kind) return &limit;
        return nullptr;
    };
    auto const over = [&](std::int64_t cost, std::int64_t max) -> std::optional<reason> {
        if (cost <= max) return std::nullopt;
        return reason{policy_name, "over_limit", decision::needs_approval,
                      measure::at_most(money{max, costs.in}), measure::of(money{cost, costs.in})};
    };
    std::int64_t rest = 0; // together: else a proposal could be split over kinds
    for (std::size_t k = 0; k < kinds; ++k) {
        if (costs.by_kind[k] == 0) continue;
        auto const* own = limit_for(static_cast<remedy_kind>(k));
        if (own == nullptr) rest += costs.by_kind[k];
        else if (auto why = over(costs.by_kind[k], own->max.minor_units)) return why;
    }
    auto const* any = limit_for(std::nullopt);
    return over(rest, any == nullptr ? 0 : any->max.minor_units);
}

/// The reason of the role that came closest, when no role that is held suffices.
std::optional<reason> money_limits::exceeded_by_all(sums const& costs, role_set const& held) const {
    std::optional<reason> closest;
    for (auto const& r : held.all()) {
        auto const why = exceeded(costs, r);
        if (!why) return std::nullopt;
        if (!closest || why->expected.value > closest->expected.value) closest = why;
    }
    if (!closest)
        closest = reason{policy_name, "no_role", decision::needs_approval,
                         measure::of_words("a role with a limit"), measure::of_words("no role")};
    return closest;
}

void money_limits::judge_sums(sums const& costs, question const& q, verdict& v) const {
    auto why = exceeded_by_all(costs, q.who.roles);
    if (!why) {
        v.add({policy_name, "within_limit", decision::granted, {}, {}});
        auto& granted = v.reasons.back();
        std::int64_t total = 0;
        for (auto cost : costs.by_kind) total += cost;
        granted.found = measure::of(money{total, costs.in});
        return;
    }
    for (auto const& r : ladder_)
        if (!exceeded(costs, r)) v.competent.push_back(r);
    // A limit in another currency says nothing here without a rate between the two.
    auto const speaks_of_it = [&](money_limit const& l) { return l.max.in == costs.in; };
    if (!limits_.empty() && std::ranges::none_of(limits_, speaks_of_it))
        why = reason{policy_name, "no_rate", decision::forbidden,
                     measure::of_words("a limit in the currency of the cost"),
                     why->found.kind == measure_kind::amount ? why->found
                                                             : measure::of_words("no role")};
    if (q.command != "propose" || v.competent.empty()) why->says = decision::forbidden;
    v.approvers_needed = approvers_;
    v.add(*why);
}

verdict money_limits::judge(question const& q) const {
    verdict v;
    if (q.command != "propose" && q.command != "approve" && q.command != "withhold") return v;
    sums costs;
    for (auto const& r : q.remedies) {
        if (r.cost.minor_units == 0) continue;
        if (r.cost.minor_units < 0) {
            v.add({policy_name, "negative_cost", decision::forbidden,
                   measure::at_least(money{0, r.cost.in}), measure::of(r.cost)});
            return v;
        }
        if (costs.any && costs.in != r.cost.in) costs.mixed = true;
        costs.in = r.cost.in;
        costs.any = true;
        auto& sum = costs.by_kind[static_cast<std::size_t>(r.kind)];
        costs.overflow = costs.overflow || __builtin_add_overflow(sum, r.cost.minor_units, &sum);
    }
    std::int64_t total = 0;
    for (auto cost : costs.by_kind)
        costs.overflow = costs.overflow || __builtin_add_overflow(total, cost, &total);
    if (costs.mixed)
        v.add({policy_name, "no_rate", decision::forbidden, measure::of_words("one currency"),
               measure::of_words("several currencies")});
    else if (costs.overflow)
        v.add({policy_name, "overflow", decision::forbidden, measure::of_words("a sum in 64 bits"),
               measure::of_words("more")});
    else if (!costs.any) v.add({policy_name, "costs_nothing", decision::granted, {}, {}});
    else judge_sums(costs, q, v);
    return v;
}

} // namespace amends
