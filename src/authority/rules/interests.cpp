// SPDX-License-Identifier: BSL-1.0
// Declared interests, and the one that needs no declaration: being the customer.
#include <amends/authority/rules/interests.hpp>

#include <algorithm>

namespace amends {
namespace {

constexpr rule_name interests_name = "conflict_of_interest";

bool touches(interest const& i, question const& q) noexcept {
    auto const& about = q.about;
    if (!i.customer.empty() && i.customer != about.customer) return false;
    if (!i.on.empty() && i.on != about.on) return false;
    if (!i.category.empty() && i.category != about.category) return false;
    return !i.gains_from || std::ranges::any_of(q.remedies, [&](remedy const& r) {
        return r.kind == *i.gains_from;
    });
}

} // namespace

conflict_of_interest::conflict_of_interest(std::vector<interest> declared)
    : declared_(std::move(declared)) {}

verdict conflict_of_interest::judge(question const& q) const {
    verdict v;
    if (q.command != "propose" && q.command != "approve" && q.command != "withhold" &&
        q.command != "evaluate")
        return v;
    auto const forbid = [&](rule_name const& rule, rule_name const& expected) {
        v.add({interests_name, rule, decision::forbidden, measure::of_words(expected),
               measure::of_id(q.who.id)});
    };
    // Of approvals `separation_of_duties` says so already.
    auto const of_approval = q.command == "approve" || q.command == "withhold";
    if (!of_approval && is_or_acts_for(q.who, q.about.customer))
        forbid("own_case", "somebody other than the customer");
    for (auto const& declared : declared_) {
        if (!is_or_acts_for(q.who, declared.colleague) || !touches(declared, q)) continue;
        switch (declared.is) {
        case interest_kind::relative: forbid("relative", "nobody close to the customer"); break;
        case interest_kind::subject:
            forbid("subject_of_the_problem", "somebody whom it is not about");
            break;
        case interest_kind::gains: forbid("gains", "nobody who gains from the remedy"); break;
        }
    }
    return v;
}

} // namespace amends
