// SPDX-License-Identifier: BSL-1.0
// A step: everything that guards may read and the fact that the action records.
#pragma once

#include <amends/authority/verdict.hpp>
#include <amends/casefile/case_file.hpp>

#include <span>
#include <string>

namespace amends::workflow {

/// What the desk's surroundings ask of a step, beside the judges.
struct surroundings {
    /// Roles that must be among those informed of a solved problem.
    std::span<role const> must_be_informed{};
    /// The least that the law gives in this case, where a rule says so.
    std::optional<money> lawful_floor{};
    /// Of an erasure: the case's state in region *resolution* by name, while that is no end.
    std::string_view open_in{};
    /// Of an erasure: it is given for every case of the customer at once.
    bool whole_customer = false;
};

/// One command about to be taken, with what is known when it is. Lifetime: references into the
/// caller, for the length of the step.
struct step {
    case_file const& file;
    actor const& who;
    parties standing{}; ///< what `who` is to this case
    verdict const& judged;
    instant at{};
    surroundings const& given;
    digest terms_hash{}; ///< of the terms in this command, where it has any
    fact& recorded;      ///< written by the row's action

    void record(fact&& what) { recorded = std::move(what); }
};

/// The three answers of a machine. Numbers as Boost.MSM's `HandledEnum`.
enum class reply : std::uint8_t { not_possible_here = 0, taken = 1, refused = 2 };

/// Why a step is not taken, in the words of the condition that failed.
struct explanation {
    std::string reason{}; ///< the condition's name
    std::string expected{};
    std::string found{};

    friend bool operator==(explanation const&, explanation const&) = default;
};

} // namespace amends::workflow
