// SPDX-License-Identifier: BSL-1.0
// Who may not approve or evaluate, because of what they already are to the case.
#include <amends/authority/separation.hpp>

#include <algorithm>

namespace amends {
namespace {

constexpr rule_name separation_name = "separation_of_duties";
constexpr rule_name other_than_the_owner = "somebody other than the owner";
constexpr rule_name other_than_the_proposer = "somebody other than the proposer";
constexpr rule_name other_than_an_approver = "somebody other than an approver";

} // namespace

verdict separation_of_duties::judge(question const& q) const {
    verdict v;
    auto const forbid = [&](rule_name const& rule, rule_name const& expected) {
        v.add({separation_name, rule, decision::forbidden, measure::of_words(expected),
               measure::of_id(q.who.id)});
    };
    auto const proposed = [&] {
        return is_or_acts_for(q.who, q.about.proposer) ||
               is_or_acts_for(q.who, q.about.proposed_for);
    };
    auto const approved = [&] {
        auto const they = [&](actor_id const& earlier) { return is_or_acts_for(q.who, earlier); };
        return std::ranges::any_of(q.about.approvers, they) ||
               std::ranges::any_of(q.about.approved_for, they);
    };
    if (q.command == "approve" || q.command == "withhold") {
        if (proposed()) forbid("own_proposal", other_than_the_proposer);
        if (is_or_acts_for(q.who, q.about.customer))
            forbid("own_case", "somebody other than the customer");
        // Whoever acts for an earlier approver, or was acted for, is no second pair of eyes.
        if (approved()) forbid("approved_already", "another approver");
    } else if (q.command == "evaluate" && chosen_ != options{}) {
        if (chosen_.evaluator_differs_from_owner && is_or_acts_for(q.who, q.about.owner))
            forbid("own_work", other_than_the_owner);
        if (chosen_.evaluator_differs_from_proposer && proposed())
            forbid("own_proposal", other_than_the_proposer);
        if (chosen_.evaluator_differs_from_approvers && approved())
            forbid("own_approval", other_than_an_approver);
        if (v.decision != decision::forbidden)
            v.add({separation_name, "others_evaluate", decision::granted,
                   measure::of_words(chosen_.evaluator_differs_from_owner ? other_than_the_owner
                                     : chosen_.evaluator_differs_from_proposer
                                         ? other_than_the_proposer
                                         : other_than_an_approver),
                   measure::of_id(q.who.id)});
    }
    return v;
}

} // namespace amends
