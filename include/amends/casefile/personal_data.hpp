// SPDX-License-Identifier: BSL-1.0
// Commands about what is known of a person: erased, held, and released for erasure again.
#pragma once

#include <amends/vocabulary/actor.hpp>
#include <amends/vocabulary/label.hpp>

#include <boost/describe/class.hpp>

#include <string>

namespace amends {

/// Erases the texts of every case of a customer. Given by `desk::erase`, for all of them together.
struct erase_personal_data {
    static constexpr std::uint8_t number = 55;
    static constexpr parties who = party::colleague | party::monitor;

    customer_id customer{};
    label ground{}; ///< why; stays readable

    friend bool operator==(erase_personal_data const&, erase_personal_data const&) = default;
};
BOOST_DESCRIBE_STRUCT(erase_personal_data, (), (customer, ground))

/// A legal hold: what is known of the customer is kept while a matter needs it.
struct hold_personal_data {
    static constexpr std::uint8_t number = 56;
    static constexpr parties who = party::colleague;

    label matter{}; ///< what it is kept for; stays readable
    std::string reason{};

    friend bool operator==(hold_personal_data const&, hold_personal_data const&) = default;
};
BOOST_DESCRIBE_STRUCT(hold_personal_data, (), (matter, reason))

/// Ends the hold for a matter; others stand.
struct release_personal_data {
    static constexpr std::uint8_t number = 57;
    static constexpr parties who = party::colleague;

    label matter{};
    std::string reason{};

    friend bool operator==(release_personal_data const&, release_personal_data const&) = default;
};
BOOST_DESCRIBE_STRUCT(release_personal_data, (), (matter, reason))

} // namespace amends
