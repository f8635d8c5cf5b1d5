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

/// The answer to "who may decide this?". Never a dead end: where too few can, it says why and who can
/// change that.
struct who_decides {
    std::vector<role> competent{};      ///< lowest first
    std::uint32_t approvers_needed = 1; ///< so many different people, from now on; 0: nothing waits
    /// Of the lowest role that has anybody, and of those above it until there are enough; everybody
    /// once, people in their own right first, then who acts for another, each by id.
    std::vector<decider> now{};
    std::vector<actor_id>
        away{};             ///< could decide in those roles or lower ones, and nobody stands in
    role can_change_that{}; ///< who may change the rules, when too few can decide
    std::string because{};  ///< in words, when too few can decide or nothing waits; else empty
    std::string state{};    ///< of the case that was asked about; empty where terms alone were

    friend bool operator==(who_decides const&, who_decides const&) = default;
};
BOOST_DESCRIBE_STRUCT(who_decides, (),
                      (competent, approvers_needed, now, away, can_change_that, because, state))

/// What is asked about: who of these people could approve the terms of a question, in which roles.
struct who_is_asked {
    delegations const& lent; ///< and the directory
    std::vector<role> competent{};
    std::uint32_t approvers_needed = 1;
    question const& about;
    std::optional<reason> objection{}; ///< why no role is competent, where none is
};

/// Who could approve these terms at that moment. Everybody in the directory is asked of `judge` as
/// the approver they would be, so that the answer is that of the approval itself: never the
/// proposer, the customer, or an earlier approver. Cost: a verdict a colleague and delegation.
who_decides who_may_decide(who_is_asked of, std::function<verdict(question const&)> const& judge);

} // namespace amends
