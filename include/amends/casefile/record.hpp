// SPDX-License-Identifier: BSL-1.0
// Commands that put something on record without moving the case.
#pragma once

#include <amends/vocabulary/actor.hpp>
#include <amends/vocabulary/label.hpp>
#include <amends/vocabulary/time.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>

namespace amends {

struct note {
    static constexpr std::uint8_t number = 50;
    static constexpr parties who = party::colleague | party::monitor;

    std::string text{};

    friend bool operator==(note const&, note const&) = default;
};
BOOST_DESCRIBE_STRUCT(note, (), (text))

/// Tells the customer what is happening, what comes next and, where promised, by when.
struct inform_customer {
    static constexpr std::uint8_t number = 51;
    static constexpr parties who = party::colleague;

    std::string what{};
    std::string next_step{};
    std::optional<instant> by_when{}; ///< a promise of further contact; owed until kept

    friend bool operator==(inform_customer const&, inform_customer const&) = default;
};
BOOST_DESCRIBE_STRUCT(inform_customer, (), (what, next_step, by_when))

/// Checks that the customer understood; telling and checking are two facts.
struct check_understanding {
    static constexpr std::uint8_t number = 52;
    static constexpr parties who = party::colleague;

    bool understood = false;
    std::string words{};

    friend bool operator==(check_understanding const&, check_understanding const&) = default;
};
BOOST_DESCRIBE_STRUCT(check_understanding, (), (understood, words))

enum class feedback_scale : std::uint8_t { unknown, csat, nps, ces, words };
BOOST_DESCRIBE_ENUM(feedback_scale, unknown, csat, nps, ces, words)

struct record_feedback {
    static constexpr std::uint8_t number = 53;
    static constexpr parties who = party::customer | party::colleague | party::monitor;

    feedback_scale scale = feedback_scale::unknown;
    std::int32_t score = 0;
    std::string words{};

    friend bool operator==(record_feedback const&, record_feedback const&) = default;
};
BOOST_DESCRIBE_STRUCT(record_feedback, (), (scale, score, words))

enum class direction : std::uint8_t { inbound, outbound };
BOOST_DESCRIBE_ENUM(direction, inbound, outbound)

struct record_contact {
    static constexpr std::uint8_t number = 54;
    static constexpr parties who = party::customer | party::colleague | party::monitor;

    amends::direction direction = direction::inbound;
    label channel{};
    std::string text{};

    friend bool operator==(record_contact const&, record_contact const&) = default;
};
BOOST_DESCRIBE_STRUCT(record_contact, (), (direction, channel, text))

} // namespace amends
