// SPDX-License-Identifier: BSL-1.0
// Amounts above which several people agree.
#include <amends/authority/rules/dual_control.hpp>

#include <algorithm>

namespace amends {
namespace {

/// Whether a proposal gives anything that a line counts.
bool speaks_of(dual_control_line const& line, std::span<remedy const> remedies) noexcept {
    return std::ranges::any_of(remedies, [&](remedy const& r) {
        return r.cost.minor_units != 0 && (!line.kind || r.kind == *line.kind);
    });
}

std::int64_t counted(dual_control_line const& line, sums const& all) noexcept {
    return line.kind ? all.by_kind[static_cast<std::size_t>(*line.kind)] : all.total;
}

/// What a line looks at: the sum in the line's currency, or nothing when it cannot be told.
std::optional<std::int64_t> sum_for(dual_control_line const& line, costs const& cost) {
    auto const* in = cost.in(line.above.in);
    if (in == nullptr) return std::nullopt;
    return counted(line, *in);
}

} // namespace

dual_control::dual_control(std::vector<dual_control_line> lines, exchange_rates rates)
    : lines_(std::move(lines)), rates_(std::move(rates)) {}

verdict dual_control::judge(question const& q) const {
    verdict v;
    if (lines_.empty() || q.command != "propose") return v;
    auto const cost = costs::of(q.remedies, rates_);
    if (cost.free || cost.wrong != costs::problem::none) return v;
    // What a mixed proposal costs in the currency of a line takes approvers there too, besides what it
    // costs in all: a cent in another currency must not spare them.
    auto const part_for = [&](dual_control_line const& line) -> std::optional<std::int64_t> {
        if (!cost.mixed) return std::nullopt;
        return counted(line, sums_of_one_currency(q.remedies, line.above.in));
    };
    dual_control_line const* strictest_line = nullptr;
    std::optional<std::int64_t> found;
    bool is_spoken_of = false, held_against_one = false;
    for (auto const& line : lines_) {
        if (!speaks_of(line, q.remedies)) continue;
        is_spoken_of = true;
        auto sum = sum_for(line, cost);
        held_against_one = held_against_one || sum.has_value();
        if (!sum) sum = part_for(line);
        if (!sum || *sum <= line.above.minor_units) continue;
        if (strictest_line != nullptr && line.approvers <= strictest_line->approvers) continue;
        strictest_line = &line;
        found = sum;
    }
    if (is_spoken_of && !held_against_one) {
        // Money that no line about it can be held against must not slip past all of them.
        v.add({"dual_control", "no_rate", decision::forbidden,
               measure::of_words("a rate into the currency of a line"),
               measure::of_words(cost.mixed ? rule_name("several currencies")
                                            : rule_name::trusted(cost.own.in.code()))});
    } else if (strictest_line != nullptr) {
        v.add({"dual_control", "dual_control", decision::needs_approval,
               measure::at_most(strictest_line->above),
               measure::of(money{*found, strictest_line->above.in})});
        v.approvers_needed = strictest_line->approvers;
    }
    return v;
}

} // namespace amends
