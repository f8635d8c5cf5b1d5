// SPDX-License-Identifier: BSL-1.0
// Periods that run from the end of a case.
#include <amends/authority/retention.hpp>

#include <algorithm>

namespace amends {
namespace {

constexpr rule_name policy_name = "retention";

/// Grants the command to one of these roles, and forbids it to whoever holds none of them.
void grant_to(std::vector<role> const& named, role_set const& held, verdict& v) {
    for (auto const& r : held.all()) {
        if (std::ranges::find(named, r) == named.end()) continue;
        v.add({policy_name, "may_decide", decision::granted, {}, measure::of_id(r)});
        return;
    }
    v.add({policy_name, "may_decide", decision::forbidden, measure::of_id(named.front()),
           held.all().empty() ? measure::of_words("no role") : measure::of_id(held.all().front())});
    v.competent.assign(named.begin(), named.end());
}

} // namespace

verdict retention::judge(question const& q) const {
    verdict v;
    if (q.command == "hold_personal_data" || q.command == "release_personal_data") {
        if (!chosen_.held_by.empty()) grant_to(chosen_.held_by, q.who.roles, v);
        return v;
    }
    if (q.command != "erase_personal_data") return v;
    std::chrono::days longest{0};
    for (auto const& period : chosen_.periods)
        if (period.category.empty() || period.category == q.about.category)
            longest = std::max(longest, period.at_least);
    if (auto const from = q.about.there_since + longest; q.at < from)
        v.add({policy_name, "retention_period", decision::forbidden,
               measure::of_words(rule_name::trusted("a time from " + to_text(from))),
               measure::of_words(rule_name::trusted(to_text(q.at)))});
    if (!chosen_.erased_by.empty()) grant_to(chosen_.erased_by, q.who.roles, v);
    return v;
}

} // namespace amends
