// SPDX-License-Identifier: BSL-1.0
// Commands about who has the case: taking, helping, referring, merging.
#pragma once

#include <amends/vocabulary/actor.hpp>
#include <amends/vocabulary/time.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>

namespace amends {

/// Takes the case in hand.
struct take {
    static constexpr std::uint8_t number = 30;
    static constexpr parties who = party::colleague;

    std::string remark{};

    friend bool operator==(take const&, take const&) = default;
};
BOOST_DESCRIBE_STRUCT(take, (), (remark))

/// Gives the case to a colleague.
struct assign {
    static constexpr std::uint8_t number = 31;
    static constexpr parties who = party::colleague | party::monitor;

    actor_id to{};
    std::string remark{};

    friend bool operator==(assign const&, assign const&) = default;
};
BOOST_DESCRIBE_STRUCT(assign, (), (to, remark))

/// Asks a colleague for help; the loop is closed only by `receive_help`.
struct seek_help {
    static constexpr std::uint8_t number = 32;
    static constexpr parties who = party::owner;

    actor_id from{};
    std::string question{};
    std::optional<instant> due{};

    friend bool operator==(seek_help const&, seek_help const&) = default;
};
BOOST_DESCRIBE_STRUCT(seek_help, (), (from, question, due))

struct receive_help {
    static constexpr std::uint8_t number = 33;
    static constexpr parties who = party::owner | party::colleague;

    std::string answer{};

    friend bool operator==(receive_help const&, receive_help const&) = default;
};
BOOST_DESCRIBE_STRUCT(receive_help, (), (answer))

enum class referral_reason : std::uint8_t {
    none,
    authority,
    ability,
    conflict,
    safety,
    vulnerability,
    legal,
    time,
};
BOOST_DESCRIBE_ENUM(referral_reason, none, authority, ability, conflict, safety, vulnerability,
                    legal, time)

/// What the next colleague needs, so that nothing is asked twice. "none" is said in so many words.
struct hand_over {
    std::string nature{};
    std::string cause_so_far{};
    std::string done{};
    std::string promised{};
    std::string deadlines{};
    std::string needs{};
    std::string sensitivity{};

    friend bool operator==(hand_over const&, hand_over const&) = default;
};
BOOST_DESCRIBE_STRUCT(hand_over, (),
                      (nature, cause_so_far, done, promised, deadlines, needs, sensitivity))

/// Offers the case to a colleague who can deal with it.
struct refer {
    static constexpr std::uint8_t number = 34;
    static constexpr parties who = party::owner;

    actor_id to{};
    referral_reason reason = referral_reason::none;
    amends::hand_over hand_over{};

    friend bool operator==(refer const&, refer const&) = default;
};
BOOST_DESCRIBE_STRUCT(refer, (), (to, reason, hand_over))

struct accept_referral {
    static constexpr std::uint8_t number = 35;
    static constexpr parties who = party::recipient;

    std::string told_customer{}; ///< what the customer was told about who has it now

    friend bool operator==(accept_referral const&, accept_referral const&) = default;
};
BOOST_DESCRIBE_STRUCT(accept_referral, (), (told_customer))

struct return_referral {
    static constexpr std::uint8_t number = 36;
    static constexpr parties who = party::recipient;

    std::string reason{};
    std::string told_customer{};

    friend bool operator==(return_referral const&, return_referral const&) = default;
};
BOOST_DESCRIBE_STRUCT(return_referral, (), (reason, told_customer))

/// Links this case to another that carries on for both; reversible.
struct merge {
    static constexpr std::uint8_t number = 37;
    static constexpr parties who = party::owner;

    case_id into{};
    std::string reason{};

    friend bool operator==(merge const&, merge const&) = default;
};
BOOST_DESCRIBE_STRUCT(merge, (), (into, reason))

struct unmerge {
    static constexpr std::uint8_t number = 38;
    static constexpr parties who = party::owner;

    std::string reason{};

    friend bool operator==(unmerge const&, unmerge const&) = default;
};
BOOST_DESCRIBE_STRUCT(unmerge, (), (reason))

} // namespace amends
