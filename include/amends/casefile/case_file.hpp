// SPDX-License-Identifier: BSL-1.0
// The case file: a case's present, folded from its facts.
#pragma once

#include <amends/casefile/fact.hpp>

namespace amends {

/// A proposal on the table: firm once enough competent approvers agreed.
struct proposal {
    amends::terms terms{};
    digest terms_hash{};
    actor_id proposer{};
    actor_id proposed_for{}; ///< on whose behalf, where the proposer acted for somebody
    std::uint32_t approvers_needed = 0;
    std::vector<actor_id> approvers{};
    std::vector<actor_id> approved_for{}; ///< on whose behalf, approver by approver

    friend bool operator==(proposal const&, proposal const&) = default;
};
BOOST_DESCRIBE_STRUCT(proposal, (),
                      (terms, terms_hash, proposer, proposed_for, approvers_needed, approvers,
                       approved_for))

/// What the case knows of an integrator's facts: the last of each number, and how many.
struct extension_memory {
    extended_fact last{};
    std::uint32_t count = 0;

    friend bool operator==(extension_memory const&, extension_memory const&) = default;
};
BOOST_DESCRIBE_STRUCT(extension_memory, (), (last, count))

/// The texts of a case were erased: those of its entries up to `through` read as empty.
struct erasure {
    instant at{};
    std::uint64_t through = 0; ///< sequence of the entry that says so
    label ground{};

    friend bool operator==(erasure const&, erasure const&) = default;
};
BOOST_DESCRIBE_STRUCT(erasure, (), (at, through, ground))

/// A case's present. Everything in it follows from the facts of the trail, by `evolve`.
struct case_file {
    case_id id{};
    std::uint64_t version = 0; ///< sequence of the last entry; 0 before the first
    std::uint32_t occasion = 0;
    instant last_entry_at{};
    position at{};
    instant there_since{}; ///< when it came to its state in *resolution*, or was merged since

    // The contact.
    report contact{};
    contact_kind kind = contact_kind::unknown; ///< as recognised by now

    // Who has it.
    actor_id owner{};
    actor_id help_from{};
    std::optional<instant> help_due{}; ///< when the answer was asked for
    actor_id referred_to{};
    case_id merged_into{};

    // This occasion; a reopening clears it.
    std::optional<confirm> confirmed{};
    std::vector<label> options{}; ///< names of the options explained
    std::optional<proposal> proposed{};
    bool agreed = false;
    std::vector<std::uint8_t> done{}; ///< per agreed action: 1 when it is done
    bool customer_knows = false;      ///< told since the last change that shows
    std::optional<instant> contact_promised_by{};
    effect evaluated_as = effect::unknown;

    std::vector<extension_memory> extended{};

    // What is known of the customer.
    std::vector<label> held_for{}; ///< matters for which it must be kept
    std::optional<erasure> erased{};

    friend bool operator==(case_file const&, case_file const&) = default;
};
BOOST_DESCRIBE_STRUCT(case_file, (),
                      (id, version, occasion, last_entry_at, at, there_since, contact, kind, owner,
                       help_from, help_due, referred_to, merged_into, confirmed, options, proposed,
                       agreed, done, customer_knows, contact_promised_by, evaluated_as, extended,
                       held_for, erased))

/// What this actor is to this case: a set, since an owner is a colleague too.
parties standing_of(actor const& who, case_file const& file) noexcept;

} // namespace amends
