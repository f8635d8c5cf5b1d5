// SPDX-License-Identifier: BSL-1.0
// What a judge is asked: who wants to do what, about which case, with which terms, when.
#pragma once

#include <amends/authority/account.hpp>

#include <span>
#include <string_view>

namespace amends {

/// The case as far as a policy may see it.
struct case_view {
    case_id on{};
    contact_kind kind = contact_kind::unknown;
    amends::severity severity = severity::medium;
    /// As the contact was reported under; the words of whoever confirms it change nothing here, or a
    /// problem kept for some roles would be everybody's by another name.
    std::string_view category{};
    customer_id customer{};
    std::uint32_t occasion = 0;
    instant there_since{}; ///< when it came to its state in *resolution*, or was merged since
    actor_id owner{};
    actor_id proposer{}; ///< of the terms on the table; empty when there are none
    actor_id proposed_for{};
    std::uint32_t approvers_needed = 0;
    std::span<actor_id const> approvers{};    ///< those who approved these terms already
    std::span<actor_id const> approved_for{}; ///< and on whose behalf, in the same order
};

/// One value with everything a verdict may depend on. Lifetime: views into the step being judged.
struct question {
    actor who{};
    std::string_view command{}; ///< its name
    case_view about{};
    std::span<remedy const> remedies{}; ///< of the terms proposed or approved
    digest terms_hash{};
    /// What was given before and counts still; filled as far as the policy looks back, for commands
    /// that are about terms.
    std::span<grant const> given{};
    /// The least that the law gives in this case, where a rule says so.
    std::optional<money> lawful_floor{};
    instant at{};
};

/// Whether a command decides on terms, so that authority over remedies is needed for it.
constexpr bool is_about_terms(std::string_view command) noexcept {
    return command == "propose" || command == "approve" || command == "withhold";
}

/// The question for a command by `who`; `terms` and `hash` are those proposed or on the table.
question ask(actor const& who, std::string_view command, case_file const& file, terms const* terms,
             digest const& hash, instant at);

} // namespace amends
