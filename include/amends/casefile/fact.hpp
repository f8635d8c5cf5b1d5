// SPDX-License-Identifier: BSL-1.0
// Facts: what did happen. A released fact never changes; a new version gets a new number.
#pragma once

#include <amends/casefile/command.hpp>
#include <amends/casefile/position.hpp>

namespace amends {

// FORMAT: the numbers and the order of members are stored; docs/format.md lists them.
// clang-format off
#define AMENDS_FACT(NAME, NUMBER, COMMAND)                                                         \
    struct NAME {                                                                                  \
        static constexpr std::uint8_t number = NUMBER;                                             \
        COMMAND what;                                                                              \
        friend bool operator==(NAME const&, NAME const&) = default;                                \
    };                                                                                             \
    BOOST_DESCRIBE_STRUCT(NAME, (), (what))

AMENDS_FACT(contact_reported,       1, report)
AMENDS_FACT(sign_recognised,        2, recognise)
AMENDS_FACT(contact_answered,       3, answer)
AMENDS_FACT(problem_confirmed,      4, confirm)
AMENDS_FACT(options_explained, 5, explain_options)
AMENDS_FACT(approval_withheld,      9, withhold)
AMENDS_FACT(solution_agreed,       10, accept)
AMENDS_FACT(offer_declined,        11, decline)
AMENDS_FACT(comfort_checked,       13, check_comfort)
AMENDS_FACT(colleagues_informed, 14, inform_colleagues)
AMENDS_FACT(resolution_evaluated,  15, evaluate)
AMENDS_FACT(case_closed,           16, close)
AMENDS_FACT(case_reopened,         17, reopen)
AMENDS_FACT(treated_as_complaint,  18, treat_as_complaint)
AMENDS_FACT(contact_withdrawn,     19, withdraw)
AMENDS_FACT(case_taken,            30, take)
AMENDS_FACT(case_assigned,         31, assign)
AMENDS_FACT(help_sought,       32, seek_help)
AMENDS_FACT(help_received,         33, receive_help)
AMENDS_FACT(referral_offered,  34, refer)
AMENDS_FACT(referral_accepted,     35, accept_referral)
AMENDS_FACT(referral_returned,     36, return_referral)
AMENDS_FACT(case_merged,           37, merge)
AMENDS_FACT(case_unmerged,         38, unmerge)
AMENDS_FACT(note_added,            50, note)
AMENDS_FACT(customer_informed,     51, inform_customer)
AMENDS_FACT(understanding_checked, 52, check_understanding)
AMENDS_FACT(feedback_recorded,     53, record_feedback)
AMENDS_FACT(contact_recorded,      54, record_contact)
AMENDS_FACT(personal_data_erased,  55, erase_personal_data)
AMENDS_FACT(personal_data_held,    56, hold_personal_data)
AMENDS_FACT(personal_data_released, 57, release_personal_data)
#undef AMENDS_FACT
// clang-format on

/// A firm offer stands, within the proposer's own authority.
struct solution_offered {
    static constexpr std::uint8_t number = 6;

    terms what{};
    digest terms_hash{};

    friend bool operator==(solution_offered const&, solution_offered const&) = default;
};
BOOST_DESCRIBE_STRUCT(solution_offered, (), (what, terms_hash))

/// A proposal beyond the proposer's authority waits for so many approvers.
struct approval_requested {
    static constexpr std::uint8_t number = 7;

    terms what{};
    digest terms_hash{};
    std::uint32_t approvers_needed = 1;

    friend bool operator==(approval_requested const&, approval_requested const&) = default;
};
BOOST_DESCRIBE_STRUCT(approval_requested, (), (what, terms_hash, approvers_needed))

/// An approver agreed; `complete` when no further approver is needed.
struct proposal_approved {
    static constexpr std::uint8_t number = 8;

    approve what{};
    bool complete = false;

    friend bool operator==(proposal_approved const&, proposal_approved const&) = default;
};
BOOST_DESCRIBE_STRUCT(proposal_approved, (), (what, complete))

/// Agreed actions were done; `complete` when none remains.
struct actions_carried_out {
    static constexpr std::uint8_t number = 12;

    carry_out what{};
    bool complete = false;

    friend bool operator==(actions_carried_out const&, actions_carried_out const&) = default;
};
BOOST_DESCRIBE_STRUCT(actions_carried_out, (), (what, complete))

/// A command was refused. Refusals are kept: a trail without them cannot show that a rule applied.
struct command_refused {
    static constexpr std::uint8_t number = 60;

    rule_name command{};
    rule_name reason{};
    std::string expected{};
    std::string found{};

    friend bool operator==(command_refused const&, command_refused const&) = default;
};
BOOST_DESCRIBE_STRUCT(command_refused, (), (command, reason, expected, found))

/// The case goes on under another lifecycle, from where it stood to where the circumstances say.
struct lifecycle_changed {
    static constexpr std::uint8_t number = 58;

    digest before{}; ///< content hash of the lifecycle that it was pinned to
    digest now{};    ///< and of the one that it is pinned to from here on

    friend bool operator==(lifecycle_changed const&, lifecycle_changed const&) = default;
};
BOOST_DESCRIBE_STRUCT(lifecycle_changed, (), (before, now))

/// A fact of an integrator's lifecycle; `number` from 128. Made by `extended(my_fact{...})`.
struct extended_fact {
    std::uint8_t number = 0;
    rule_name name{};
    bytes content{};
    std::vector<std::string> texts{};

    friend bool operator==(extended_fact const&, extended_fact const&) = default;
};
BOOST_DESCRIBE_STRUCT(extended_fact, (), (number, name, content, texts))

class fact
    : public variant_of<contact_reported, sign_recognised, contact_answered, problem_confirmed,
                        options_explained, solution_offered, approval_requested, proposal_approved,
                        approval_withheld, solution_agreed, offer_declined, actions_carried_out,
                        comfort_checked, colleagues_informed, resolution_evaluated, case_closed,
                        case_reopened, treated_as_complaint, contact_withdrawn, case_taken,
                        case_assigned, help_sought, help_received, referral_offered,
                        referral_accepted, referral_returned, case_merged, case_unmerged,
                        note_added, customer_informed, understanding_checked, feedback_recorded,
                        contact_recorded, personal_data_erased, personal_data_held,
                        personal_data_released, command_refused, lifecycle_changed, extended_fact> {
  public:
    using variant_of::variant_of;
    fact() noexcept;
    fact(fact const& other);
    fact(fact&& other) noexcept;
    fact& operator=(fact const& other);
    fact& operator=(fact&& other) noexcept;
    ~fact();
    friend bool operator==(fact const& a, fact const& b);
};

/// A fact type of an integrator: described, with a `number` from 128.
template <class T>
concept extension_fact = described_value<T> && requires {
    requires T::number >= 128;
    { T::number } -> std::convertible_to<std::uint8_t>;
};

/// The circumstances of a fact: when it happened, by whom, and where it moved the case.
struct circumstances {
    std::uint64_t sequence = 0; ///< in its case, from 1, without gaps
    std::uint32_t occasion = 1; ///< 1, and one more after each reopening
    instant at{};
    actor_id by{};
    actor_id on_behalf_of{};
    position from{};
    position to{};

    friend bool operator==(circumstances const&, circumstances const&) = default;
};

/// The stable number and name of a fact.
std::uint8_t number_of(fact const& what) noexcept;
std::string_view name_of(fact const& what) noexcept;

} // namespace amends
