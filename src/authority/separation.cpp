// SPDX-License-Identifier: BSL-1.0
// Who may not approve or evaluate, because of what they already are to the case.
#include <amends/authority/separation.hpp>

#include <algorithm>

namespace amends {
namespace {

constexpr rule_name policy_name = "separation_of_duties";

} // namespace

verdict separation_of_duties::judge(question const& q) const {
    verdict v;
    auto const forbid = [&](rule_name const& rule, rule_name const& expected) {
        v.add({policy_name, rule, decision::forbidden, measure::of_words(expected),
               measure::of_id(q.who.id)});
    };
    if (q.command == "approve" || q.command == "withhold") {
        if (is_or_acts_for(q.who, q.about.proposer) || is_or_acts_for(q.who, q.about.proposed_for))
            forbid("own_proposal", "somebody other than the proposer");
        if (is_or_acts_for(q.who, q.about.customer))
            forbid("own_case", "somebody other than the customer");
        // Whoever acts for an earlier approver, or was acted for, is no second pair of eyes.
        auto const approved = [&](auto const& earlier) { return is_or_acts_for(q.who, earlier); };
        if (std::ranges::any_of(q.about.approvers, approved) ||
            std::ranges::any_of(q.about.approved_for, approved))
            forbid("approved_already", "another approver");
    }
    if (q.command == "evaluate" && chosen_.evaluator_differs_from_owner) {
        if (is_or_acts_for(q.who, q.about.owner))
            forbid("own_work", "somebody other than the owner");
        else
            v.add({policy_name, "others_evaluate", decision::granted,
                   measure::of_words("somebody other than the owner"), measure::of_id(q.who.id)});
    }
    return v;
}

} // namespace amends
