// SPDX-License-Identifier: BSL-1.0
// Who decides: the lowest competent role, the people who hold it, and who stands in.
#pragma once

#include <amends/authority/people/delegation.hpp>
#include <amends/authority/verdict.hpp>

#include <string>
#include <vector>

namespace amends {

/// Somebody who could decide now.
struct decider {
    actor_id id{};
    role in_role{};
    actor_id instead_of{}; ///< whom they stand in for
    delegation_id by_delegation{};

    friend bool operator==(decider const&, decider const&) = default;
};
BOOST_DESCRIBE_STRUCT(decider, (), (id, in_role, instead_of, by_delegation))

/// The answer to "who may decide this?". Never a dead end: without a decider it says who can change
/// that.
struct who_decides {
    role lowest{};                ///< empty when no role may
    std::vector<decider> now{};   ///< available, by id; of the lowest role that has anybody
    std::vector<actor_id> away{}; ///< hold the lowest role, are away and have no substitute
    role can_change_that{};       ///< who may change the rules, when nobody may decide
    std::string because{};        ///< in words, when `now` is empty

    friend bool operator==(who_decides const&, who_decides const&) = default;
};

} // namespace amends
