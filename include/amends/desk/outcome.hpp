// SPDX-License-Identifier: BSL-1.0
// What the desk answers: accepted, awaiting approval, or refused with both sides and a way on.
#pragma once

#include <amends/casefile/position.hpp>
#include <amends/vocabulary/bytes.hpp>

#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

namespace amends {

/// The fact was recorded.
struct accepted {
    std::uint64_t version = 0; ///< of the case, with this fact
    rule_name fact{};          ///< the fact's name
    position now{};

    friend bool operator==(accepted const&, accepted const&) = default;
};

/// The proposal was recorded and waits for somebody competent.
struct awaiting_approval {
    std::uint64_t version = 0;
    position now{};
    digest terms_hash{}; ///< what an approval must name
    std::uint32_t approvers_needed = 1;
    std::vector<role> competent{}; ///< lowest first

    friend bool operator==(awaiting_approval const&, awaiting_approval const&) = default;
};

/// An answer like the others: why not, what is possible now, and who could.
struct refused {
    std::uint64_t version = 0; ///< with the refusal's own entry
    std::string reason{};      ///< a stable name: `over_limit`, `in_hand`, `not_entitled`
    std::string expected{};
    std::string found{};
    /// Commands that this actor could give. Empty in the answer to a retry: that says what was, and
    /// what is possible may have changed since; `desk::possible` says what is.
    std::vector<std::string> possible_now{};
    std::vector<role> who_could{}; ///< roles that a judge named as competent, lowest first
    role can_change_that{}; ///< who may change the rules, where a judge says that nobody may decide

    friend bool operator==(refused const&, refused const&) = default;
};

using outcome = std::variant<accepted, awaiting_approval, refused>;

/// One line: `accepted solution_offered (version 5)`, `refused over_limit: expected ..., found ...`.
std::string to_text(outcome const& o);
std::ostream& operator<<(std::ostream& out, outcome const& o);

} // namespace amends
