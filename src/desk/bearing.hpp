// SPDX-License-Identifier: BSL-1.0
// What of a log bears on decisions, by the number of a fact.
#pragma once

#include <amends/casefile/fact.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace amends {

/// What an entry is to somebody who judges again.
enum class bearing : std::uint8_t {
    none,  ///< nothing that a judge is asked about follows from it
    moves, ///< that it happened is enough, and when: a judge may ask since when a case stands there
    law,   ///< its content counts where a rule of law is asked, otherwise that it happened
    content, ///< its content counts
};

namespace detail {

/// One line per fact and no fallback: a new fact must say what it is to whoever judges again.
struct bearing_of {
    template <class Fact>
    using of = boost::mp11::mp_identity<Fact>;

    constexpr bearing operator()(of<contact_reported>) const { return bearing::content; }
    constexpr bearing operator()(of<sign_recognised>) const { return bearing::content; }
    constexpr bearing operator()(of<contact_answered>) const { return bearing::moves; }
    constexpr bearing operator()(of<problem_confirmed>) const { return bearing::law; }
    constexpr bearing operator()(of<options_explained>) const { return bearing::moves; }
    constexpr bearing operator()(of<solution_offered>) const { return bearing::content; }
    constexpr bearing operator()(of<approval_requested>) const { return bearing::content; }
    constexpr bearing operator()(of<proposal_approved>) const { return bearing::content; }
    constexpr bearing operator()(of<approval_withheld>) const { return bearing::content; }
    constexpr bearing operator()(of<solution_agreed>) const { return bearing::moves; }
    constexpr bearing operator()(of<offer_declined>) const { return bearing::moves; }
    constexpr bearing operator()(of<actions_carried_out>) const { return bearing::moves; }
    constexpr bearing operator()(of<comfort_checked>) const { return bearing::content; }
    constexpr bearing operator()(of<colleagues_informed>) const { return bearing::moves; }
    constexpr bearing operator()(of<resolution_evaluated>) const { return bearing::content; }
    constexpr bearing operator()(of<case_closed>) const { return bearing::moves; }
    constexpr bearing operator()(of<case_reopened>) const { return bearing::moves; }
    constexpr bearing operator()(of<treated_as_complaint>) const { return bearing::moves; }
    constexpr bearing operator()(of<contact_withdrawn>) const { return bearing::moves; }
    constexpr bearing operator()(of<case_taken>) const { return bearing::moves; }
    constexpr bearing operator()(of<case_assigned>) const { return bearing::content; }
    constexpr bearing operator()(of<help_sought>) const { return bearing::none; }
    constexpr bearing operator()(of<help_received>) const { return bearing::none; }
    constexpr bearing operator()(of<referral_offered>) const { return bearing::content; }
    constexpr bearing operator()(of<referral_accepted>) const { return bearing::moves; }
    constexpr bearing operator()(of<referral_returned>) const { return bearing::moves; }
    constexpr bearing operator()(of<case_merged>) const { return bearing::moves; }
    constexpr bearing operator()(of<case_unmerged>) const { return bearing::moves; }
    constexpr bearing operator()(of<note_added>) const { return bearing::none; }
    constexpr bearing operator()(of<customer_informed>) const { return bearing::none; }
    constexpr bearing operator()(of<understanding_checked>) const { return bearing::none; }
    constexpr bearing operator()(of<feedback_recorded>) const { return bearing::none; }
    constexpr bearing operator()(of<contact_recorded>) const { return bearing::none; }
    constexpr bearing operator()(of<personal_data_erased>) const { return bearing::none; }
    constexpr bearing operator()(of<personal_data_held>) const { return bearing::none; }
    constexpr bearing operator()(of<personal_data_released>) const { return bearing::none; }
    constexpr bearing operator()(of<command_refused>) const { return bearing::content; }
    constexpr bearing operator()(of<lifecycle_changed>) const { return bearing::moves; }
};

} // namespace detail

/// By the number of a fact; an integrator's own (from 128) move their case and say nothing to a judge.
inline constexpr auto bearings = [] {
    std::array<bearing, 256> all{};
    for (std::size_t own = 128; own < all.size(); ++own) all[own] = bearing::moves;
    each_type_of<fact>([&]<class Fact>(boost::mp11::mp_identity<Fact> one) {
        if constexpr (!std::is_same_v<Fact, extended_fact>)
            all[Fact::number] = detail::bearing_of{}(one);
    });
    return all;
}();

} // namespace amends
