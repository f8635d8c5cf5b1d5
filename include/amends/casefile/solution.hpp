// SPDX-License-Identifier: BSL-1.0
// Commands that find, agree and carry out a solution.
#pragma once

#include <amends/vocabulary/actor.hpp>
#include <amends/vocabulary/digest.hpp>
#include <amends/vocabulary/label.hpp>
#include <amends/vocabulary/money.hpp>
#include <amends/vocabulary/time.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace amends {

enum class cause_class : std::uint8_t {
    unknown,
    expectation_gap,
    system_failure,
    procedure_failure,
    product_fault,
    human_error,
    supplier,
    other,
};
BOOST_DESCRIBE_ENUM(cause_class, unknown, expectation_gap, system_failure, procedure_failure,
                    product_fault, human_error, supplier, other)

enum class certainty : std::uint8_t { unknown, suspected, likely, certain };
BOOST_DESCRIBE_ENUM(certainty, unknown, suspected, likely, certain)

enum class confirmed_with : std::uint8_t { nobody, customer, evidence };
BOOST_DESCRIBE_ENUM(confirmed_with, nobody, customer, evidence)

/// Confirms the nature and cause of a problem.
struct confirm {
    static constexpr std::uint8_t number = 4;
    static constexpr parties who = party::owner;

    label nature{}; ///< the kind of problem, by which policies judge from now on
    cause_class cause_is = cause_class::unknown;
    std::string cause{};
    std::string unknown_because{}; ///< needed when the cause is unknown
    certainty how_sure = certainty::unknown;
    confirmed_with with = confirmed_with::nobody;
    std::string evidence{}; ///< a reference, needed when confirmed by evidence

    friend bool operator==(confirm const&, confirm const&) = default;
};
BOOST_DESCRIBE_STRUCT(confirm, (),
                      (nature, cause_is, cause, unknown_because, how_sure, with, evidence))

/// One way to solve the problem. Each of the four sides is said; "none" only in so many words.
struct solution_option {
    label name{};
    std::string benefit_to_customer{};
    std::string benefit_to_organisation{};
    std::string drawback_to_customer{};
    std::string drawback_to_organisation{};

    friend bool operator==(solution_option const&, solution_option const&) = default;
};
BOOST_DESCRIBE_STRUCT(solution_option, (),
                      (name, benefit_to_customer, benefit_to_organisation, drawback_to_customer,
                       drawback_to_organisation))

/// Explains the options to the customer.
struct explain_options {
    static constexpr std::uint8_t number = 5;
    static constexpr parties who = party::owner;

    std::vector<solution_option> options{};
    std::string sole_lawful_because{}; ///< needed when there is only one option
    label channel{};

    friend bool operator==(explain_options const&, explain_options const&) = default;
};
BOOST_DESCRIBE_STRUCT(explain_options, (), (options, sole_lawful_because, channel))

enum class remedy_kind : std::uint8_t {
    other,
    apology,
    refund,
    replacement,
    repair,
    credit,
    discount,
    compensation,
    service,
};
BOOST_DESCRIBE_ENUM(remedy_kind, other, apology, refund, replacement, repair, credit, discount,
                    compensation, service)

/// Something given to put it right, and what it costs the organisation.
struct remedy {
    remedy_kind kind = remedy_kind::other;
    money cost{};

    friend bool operator==(remedy const&, remedy const&) = default;
};
BOOST_DESCRIBE_STRUCT(remedy, (), (kind, cost))

/// What remedies cost in one currency, all together; a sum that leaves 64 bits stays at their end.
inline std::int64_t sum_in(std::span<remedy const> remedies, currency in) noexcept {
    std::int64_t sum = 0;
    for (auto const& r : remedies)
        if (r.cost.in == in && __builtin_add_overflow(sum, r.cost.minor_units, &sum))
            return r.cost.minor_units < 0 ? std::numeric_limits<std::int64_t>::min()
                                          : std::numeric_limits<std::int64_t>::max();
    return sum;
}

/// Something somebody will do.
struct agreed_action {
    std::string what{};
    actor_id by{};
    std::optional<instant> due{};

    friend bool operator==(agreed_action const&, agreed_action const&) = default;
};
BOOST_DESCRIBE_STRUCT(agreed_action, (), (what, by, due))

/// What is offered, exactly. Its digest is what approvals and acceptances are bound to.
struct terms {
    label option{}; ///< the name of an option that was explained
    std::vector<remedy> remedies{};
    std::vector<agreed_action> actions{};
    std::string measure{}; ///< how it will be seen whether it helped
    std::optional<instant> valid_until{};

    friend bool operator==(terms const&, terms const&) = default;
};
BOOST_DESCRIBE_STRUCT(terms, (), (option, remedies, actions, measure, valid_until))

/// The digest of exactly these terms: SHA-256 over their canonical bytes.
digest hash_of(terms const& t);

/// Makes a firm offer, or asks for approval where it lies beyond the owner's authority.
struct propose {
    static constexpr std::uint8_t number = 6;
    static constexpr parties who = party::owner;

    amends::terms terms{};

    friend bool operator==(propose const&, propose const&) = default;
};
BOOST_DESCRIBE_STRUCT(propose, (), (terms))

/// Approves exactly the terms with this digest.
struct approve {
    static constexpr std::uint8_t number = 7;
    static constexpr parties who = party::approver;

    digest terms_hash{};
    std::string remark{};

    friend bool operator==(approve const&, approve const&) = default;
};
BOOST_DESCRIBE_STRUCT(approve, (), (terms_hash, remark))

/// Sends a proposal back.
struct withhold {
    static constexpr std::uint8_t number = 8;
    static constexpr parties who = party::approver;

    std::string reason{};

    friend bool operator==(withhold const&, withhold const&) = default;
};
BOOST_DESCRIBE_STRUCT(withhold, (), (reason))

/// How the customer said yes. Silence is not in the list.
enum class assent : std::uint8_t { none, spoken, written, clicked };
BOOST_DESCRIBE_ENUM(assent, none, spoken, written, clicked)

/// The customer accepts exactly the terms with this digest.
struct accept {
    static constexpr std::uint8_t number = 9;
    static constexpr parties who = party::customer;

    digest terms_hash{};
    assent said = assent::none;

    friend bool operator==(accept const&, accept const&) = default;
};
BOOST_DESCRIBE_STRUCT(accept, (), (terms_hash, said))

struct decline {
    static constexpr std::uint8_t number = 10;
    static constexpr parties who = party::customer;

    std::string reason{};

    friend bool operator==(decline const&, decline const&) = default;
};
BOOST_DESCRIBE_STRUCT(decline, (), (reason))

/// Reports agreed actions as done, by their place in the terms, from 0.
struct carry_out {
    static constexpr std::uint8_t number = 11;
    static constexpr parties who = party::owner | party::collaborator;

    std::vector<std::uint32_t> done{};
    std::string remark{};

    friend bool operator==(carry_out const&, carry_out const&) = default;
};
BOOST_DESCRIBE_STRUCT(carry_out, (), (done, remark))

/// Asks the customer whether they are comfortable with what is being done.
struct check_comfort {
    static constexpr std::uint8_t number = 12;
    static constexpr parties who = party::owner;

    bool comfortable = false;
    std::string words{}; ///< what the customer said

    friend bool operator==(check_comfort const&, check_comfort const&) = default;
};
BOOST_DESCRIBE_STRUCT(check_comfort, (), (comfortable, words))

} // namespace amends
