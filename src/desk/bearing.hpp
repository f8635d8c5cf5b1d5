// SPDX-License-Identifier: BSL-1.0
// What of a log bears on decisions, by the number of a fact.
#pragma once

#include <amends/casefile/fact.hpp>

#include <array>
#include <cstdint>

namespace amends {

/// What an entry is to somebody who judges again.
enum class bearing : std::uint8_t {
    none,    ///< nothing that a judge is asked about follows from it
    moves,   ///< that it happened is enough
    content, ///< its content counts
};

inline constexpr auto bearings = [] {
    std::array<bearing, 256> all{};
    for (auto n : {options_explained::number, solution_agreed::number, offer_declined::number,
                   case_closed::number, case_reopened::number, treated_as_complaint::number,
                   contact_withdrawn::number, case_taken::number, referral_accepted::number,
                   referral_returned::number})
        all[n] = bearing::moves;
    for (auto n : {contact_reported::number, sign_recognised::number, problem_confirmed::number,
                   solution_offered::number, approval_requested::number, proposal_approved::number,
                   approval_withheld::number, comfort_checked::number, resolution_evaluated::number,
                   case_assigned::number, referral_offered::number, command_refused::number})
        all[n] = bearing::content;
    return all;
}();

} // namespace amends
