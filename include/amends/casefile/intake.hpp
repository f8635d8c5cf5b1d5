// SPDX-License-Identifier: BSL-1.0
// Commands that bring a contact in, recognise what it is, answer it, or take it out again.
#pragma once

#include <amends/vocabulary/actor.hpp>
#include <amends/vocabulary/label.hpp>
#include <amends/vocabulary/time.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>
#include <vector>

namespace amends {

/// What a contact is: a query asks for information, a request for something extra.
enum class contact_kind : std::uint8_t { unknown, query, request, problem };
BOOST_DESCRIBE_ENUM(contact_kind, unknown, query, request, problem)

/// Who noticed it first.
enum class origin : std::uint8_t { unknown, customer, staff, colleague, monitor };
BOOST_DESCRIBE_ENUM(origin, unknown, customer, staff, colleague, monitor)

/// What the customer is to the organisation.
enum class customer_kind : std::uint8_t { external, internal, service_partner };
BOOST_DESCRIBE_ENUM(customer_kind, external, internal, service_partner)

/// How bad it is for the customer.
enum class severity : std::uint8_t { low, medium, high, critical };
BOOST_DESCRIBE_ENUM(severity, low, medium, high, critical)

/// Puts a contact on record, with the customer's own view kept apart from the organisation's.
struct report {
    static constexpr std::uint8_t number = 1;
    static constexpr parties who = party::customer | party::colleague | party::monitor;

    contact_kind kind = contact_kind::unknown;
    amends::origin origin = origin::unknown;
    customer_id customer{};
    amends::customer_kind customer_kind = customer_kind::external;
    amends::severity severity = severity::medium;
    bool customer_aware = true; ///< false when staff noticed before the customer did
    label category{};
    label channel{};
    std::string expected{};    ///< what the customer expected
    std::string experienced{}; ///< what the customer says happened
    std::string impact{};      ///< what it means for the customer
    std::string organisation_view{};

    friend bool operator==(report const&, report const&) = default;
};
BOOST_DESCRIBE_STRUCT(report, (),
                      (kind, origin, customer, customer_kind, severity, customer_aware, category,
                       channel, expected, experienced, impact, organisation_view))

/// How a sign showed itself.
enum class sign_kind : std::uint8_t { unknown, said, done };
BOOST_DESCRIBE_ENUM(sign_kind, unknown, said, done)

/// Recognises that a contact is something else than it was taken for.
struct recognise {
    static constexpr std::uint8_t number = 2;
    static constexpr parties who = party::owner;

    contact_kind as = contact_kind::unknown;
    sign_kind sign_was = sign_kind::unknown;
    std::string sign{}; ///< the words or the deed

    friend bool operator==(recognise const&, recognise const&) = default;
};
BOOST_DESCRIBE_STRUCT(recognise, (), (as, sign_was, sign))

enum class answer_kind : std::uint8_t { unknown, answered, granted, declined };
BOOST_DESCRIBE_ENUM(answer_kind, unknown, answered, granted, declined)

/// Answers a query, grants or declines a request.
struct answer {
    static constexpr std::uint8_t number = 3;
    static constexpr parties who = party::owner;

    answer_kind outcome = answer_kind::unknown;
    std::string words{};
    std::string reasons{}; ///< needed when a request is declined

    friend bool operator==(answer const&, answer const&) = default;
};
BOOST_DESCRIBE_STRUCT(answer, (), (outcome, words, reasons))

/// Opens the next occasion of the same case.
struct reopen {
    static constexpr std::uint8_t number = 17;
    static constexpr parties who = party::customer | party::owner;

    std::string reason{};

    friend bool operator==(reopen const&, reopen const&) = default;
};
BOOST_DESCRIBE_STRUCT(reopen, (), (reason))

/// Hands the case over to the complaints procedure.
struct treat_as_complaint {
    static constexpr std::uint8_t number = 18;
    static constexpr parties who = party::customer | party::owner;

    std::string decision{};     ///< why it is a complaint, in words
    std::vector<label> rules{}; ///< ids of the rules that fired
    std::string handed_to{};
    std::optional<instant> due{}; ///< the clock of the complaints procedure

    friend bool operator==(treat_as_complaint const&, treat_as_complaint const&) = default;
};
BOOST_DESCRIBE_STRUCT(treat_as_complaint, (), (decision, rules, handed_to, due))

/// The customer takes the contact back.
struct withdraw {
    static constexpr std::uint8_t number = 19;
    static constexpr parties who = party::customer;

    std::string reason{};

    friend bool operator==(withdraw const&, withdraw const&) = default;
};
BOOST_DESCRIBE_STRUCT(withdraw, (), (reason))

} // namespace amends
