// SPDX-License-Identifier: BSL-1.0
// Commands that conclude a case: colleagues informed, effect evaluated, closed.
#pragma once

#include <amends/vocabulary/actor.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <string>
#include <vector>

namespace amends {

/// Somebody who is told, and the role in which they need to know.
struct recipient {
    actor_id colleague{};
    role as{};

    friend bool operator==(recipient const&, recipient const&) = default;
};
BOOST_DESCRIBE_STRUCT(recipient, (), (colleague, as))

/// Tells colleagues the nature of the problem and the actions taken.
struct inform_colleagues {
    static constexpr std::uint8_t number = 13;
    static constexpr parties who = party::owner;

    std::vector<recipient> recipients{};
    std::string nature{};
    std::string actions{};

    friend bool operator==(inform_colleagues const&, inform_colleagues const&) = default;
};
BOOST_DESCRIBE_STRUCT(inform_colleagues, (), (recipients, nature, actions))

enum class effect : std::uint8_t { unknown, effective, not_effective, provisional };
BOOST_DESCRIBE_ENUM(effect, unknown, effective, not_effective, provisional)

/// Evaluates this occasion by the measure that was set before the action.
struct evaluate {
    static constexpr std::uint8_t number = 14;
    static constexpr parties who = party::owner | party::colleague;

    std::string measure{};
    std::string evidence{};
    effect verdict = effect::unknown;
    std::string customer_words{};

    friend bool operator==(evaluate const&, evaluate const&) = default;
};
BOOST_DESCRIBE_STRUCT(evaluate, (), (measure, evidence, verdict, customer_words))

struct close {
    static constexpr std::uint8_t number = 15;
    static constexpr parties who = party::owner;

    std::string remark{};

    friend bool operator==(close const&, close const&) = default;
};
BOOST_DESCRIBE_STRUCT(close, (), (remark))

} // namespace amends
