// SPDX-License-Identifier: BSL-1.0
// Who decides: the lowest competent role, the people who hold it, and who stands in.
#pragma once

#include <amends/authority/people/delegation.hpp>
#include <amends/authority/policy.hpp>

#include <functional>
#include <string>
#include <vector>

namespace amends {

/// Somebody who could decide now.
struct decider {
    actor_id id{};
    role in_role{};
    actor_id instead_of{}; ///< whom they stand in for, or who lent them the role
    delegation_id by_delegation{};

    friend bool operator==(decider const&, decider const&) = default;
};
BOOST_DESCRIBE_STRUCT(decider, (), (id, in_role, instead_of, by_delegation))

/// The answer to "who may decide this?". Never a dead end: without a decider it says who can change
/// that.
struct who_decides {
    std::vector<role> competent{}; ///< of the ladder, lowest first
    std::vector<decider> now{};    ///< of the lowest role that has anybody; people first, then who
                                   ///< stands in, each by id
    std::vector<actor_id>
        away{};             ///< could decide in that role or a lower one, and nobody stands in
    role can_change_that{}; ///< who may change the rules, when `now` is empty
    std::string because{};  ///< in words, when `now` is empty

    friend bool operator==(who_decides const&, who_decides const&) = default;
};
BOOST_DESCRIBE_STRUCT(who_decides, (), (competent, now, away, can_change_that, because))

/// Who could approve these terms at that moment. Everybody in the directory is asked of `judge` as
/// the approver they would be, so that the answer is that of the approval itself: never the
/// proposer, the customer, or an earlier approver. Cost: a verdict a colleague and delegation.
who_decides who_may_decide(delegations const& lent, std::vector<role> competent, question const& q,
                           role const& can_change_that,
                           std::function<verdict(question const&)> const& judge);

} // namespace amends
