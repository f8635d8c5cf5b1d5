// SPDX-License-Identifier: BSL-1.0
// The rival: the standard lifecycle as one would write it by hand, switch in switch.
#include "moments.hpp"

#include <amends/lifecycle/resolution.hpp>

namespace bench {
namespace {

using namespace amends;
using namespace amends::resolution;
using workflow::reply;
using workflow::step;
namespace in = amends::resolution; // states; some facts and commands share their names

// clang-format off
#define TAKE(REGION, TARGET, ...) do { if constexpr (Records) s.record(__VA_ARGS__); at.REGION = TARGET::id; return reply::taken; } while (false)
#define NEED(...) do { if (!(__VA_ARGS__)) return reply::refused; } while (false)

constexpr bool is_open(state_id at) {
    auto const n = static_cast<unsigned>(at);
    return n >= 1 && n <= 10;
}

template <bool Records>
reply take_by_hand(position& at, command_content& what, step& s) {
    auto const v = [&]() -> verdict const& { return s.judged; };
    switch (what.index()) {
    case 0: {
        auto& c = *std::get_if<report>(&what);
        if (at.resolution != unreported::id) return reply::not_possible_here;
        NEED(kind_and_origin_are_given::holds(c, s) && customer_is_named::holds(c, s) && customer_view_is_given::holds(c, s));
        TAKE(resolution, reported, contact_reported{std::move(c)});
    }
    case 1: {
        auto& c = *std::get_if<recognise>(&what);
        if (at.resolution != reported::id && at.resolution != answered::id) return reply::not_possible_here;
        NEED(in_hand::holds(s) && sign_is_named::holds(c, s));
        TAKE(resolution, reported, sign_recognised{std::move(c)});
    }
    case 2: {
        auto& c = *std::get_if<amends::answer>(&what);
        if (at.resolution != reported::id) return reply::not_possible_here;
        NEED(in_hand::holds(s) && is_query_or_request::holds(s) && no_help_outstanding::holds(s) && answer_is_given::holds(c, s));
        TAKE(resolution, answered, contact_answered{std::move(c)});
    }
    case 3: {
        auto& c = *std::get_if<confirm>(&what);
        if (at.resolution != reported::id) return reply::not_possible_here;
        NEED(in_hand::holds(s) && is_problem::holds(s) && nature_and_cause_are_given::holds(c, s) && confirmed_with_somebody::holds(c, s));
        TAKE(resolution, in::confirmed, problem_confirmed{std::move(c)});
    }
    case 4: {
        auto& c = *std::get_if<explain_options>(&what);
        if (at.resolution != in::confirmed::id && at.resolution != in::options_explained::id) return reply::not_possible_here;
        NEED(in_hand::holds(s) && two_options_or_one_lawful::holds(c, s) && both_sides_are_explained::holds(c, s) && no_two_options_share_a_name::holds(c, s));
        TAKE(resolution, in::options_explained, amends::options_explained{std::move(c)});
    }
    case 5: {
        auto& c = *std::get_if<propose>(&what);
        switch (at.resolution) {
        case in::options_explained::id: case offered::id: case in::awaiting_approval::id: break;
        default: return reply::not_possible_here;
        }
        NEED(in_hand::holds(s) && option_was_explained::holds(c, s) && terms_are_complete::holds(c, s) && not_below_the_lawful_floor::holds(c, s));
        if (within_authority::holds(v())) TAKE(resolution, offered, solution_offered{std::move(c.terms), s.terms_hash});
        NEED(approval_is_needed::holds(v()));
        TAKE(resolution, in::awaiting_approval, approval_requested{std::move(c.terms), s.terms_hash, std::max(1u, s.judged.approvers_needed)});
    }
    case 6: {
        auto& c = *std::get_if<approve>(&what);
        if (at.resolution != in::awaiting_approval::id) return reply::not_possible_here;
        NEED(not_merged::holds(s) && not_the_proposer::holds(s) && not_an_earlier_approver::holds(s));
        bool const enough = enough_approvers::holds(s);
        NEED(same_terms::holds(c, s) && within_authority::holds(v()));
        if (enough) TAKE(resolution, offered, proposal_approved{std::move(c), true});
        TAKE(resolution, in::awaiting_approval, proposal_approved{std::move(c), false});
    }
    case 7: {
        auto& c = *std::get_if<withhold>(&what);
        if (at.resolution != in::awaiting_approval::id) return reply::not_possible_here;
        NEED(not_merged::holds(s) && not_the_proposer::holds(s) && not_an_earlier_approver::holds(s));
        NEED(a_reason_is_given::holds(c, s) && within_authority::holds(v()));
        TAKE(resolution, in::options_explained, approval_withheld{std::move(c)});
    }
    case 8: {
        auto& c = *std::get_if<amends::accept>(&what);
        if (at.resolution != offered::id) return reply::not_possible_here;
        NEED(not_merged::holds(s) && still_open::holds(s) && assent_is_explicit::holds(c, s) && same_terms::holds(c, s));
        TAKE(resolution, agreed, solution_agreed{std::move(c)});
    }
    case 9: {
        auto& c = *std::get_if<decline>(&what);
        if (at.resolution != offered::id) return reply::not_possible_here;
        NEED(not_merged::holds(s));
        TAKE(resolution, in::options_explained, offer_declined{std::move(c)});
    }
    case 10: {
        auto& c = *std::get_if<carry_out>(&what);
        if (at.resolution != agreed::id) return reply::not_possible_here;
        NEED(in_hand::holds(s) && actions_are_open::holds(c, s));
        if (all_are_done::holds(c, s)) TAKE(resolution, actioned, actions_carried_out{std::move(c), true});
        TAKE(resolution, agreed, actions_carried_out{std::move(c), false});
    }
    case 11: {
        auto& c = *std::get_if<check_comfort>(&what);
        switch (at.resolution) {
        case agreed::id: case actioned::id: case in::colleagues_informed::id: break;
        default: return reply::not_possible_here;
        }
        NEED(in_hand::holds(s));
        if (!c.comfortable) TAKE(resolution, in::options_explained, comfort_checked{std::move(c)});
        if constexpr (Records) s.record(comfort_checked{std::move(c)});
        return reply::taken;
    }
    case 12: {
        auto& c = *std::get_if<inform_colleagues>(&what);
        if (at.resolution != actioned::id) return reply::not_possible_here;
        NEED(in_hand::holds(s) && nature_and_actions_are_told::holds(c, s) && everyone_concerned_is_told::holds(c, s));
        TAKE(resolution, in::colleagues_informed, amends::colleagues_informed{std::move(c)});
    }
    case 13: {
        auto& c = *std::get_if<evaluate>(&what);
        if (at.resolution != in::colleagues_informed::id) return reply::not_possible_here;
        NEED(not_merged::holds(s) && measure_was_set_before::holds(c, s) && evidence_is_given::holds(c, s) && no_judge_objects::holds(v()));
        TAKE(resolution, evaluated, resolution_evaluated{std::move(c)});
    }
    case 14: {
        auto& c = *std::get_if<amends::close>(&what);
        if (at.resolution != evaluated::id && at.resolution != answered::id) return reply::not_possible_here;
        NEED(in_hand::holds(s) && nothing_is_owed::holds(s) && customer_knows::holds(s));
        TAKE(resolution, closed, case_closed{std::move(c)});
    }
    case 15: {
        auto& c = *std::get_if<reopen>(&what);
        switch (at.resolution) {
        case answered::id: case evaluated::id: case closed::id: case withdrawn::id: break;
        default: return reply::not_possible_here;
        }
        NEED(not_merged::holds(s) && a_reason_is_given::holds(c, s));
        TAKE(resolution, reported, case_reopened{std::move(c)});
    }
    case 16: {
        auto& c = *std::get_if<treat_as_complaint>(&what);
        if (!is_open(at.resolution) && at.resolution != closed::id) return reply::not_possible_here;
        NEED(not_merged::holds(s) && complaint_is_handed_over::holds(c, s));
        TAKE(resolution, complaint, treated_as_complaint{std::move(c)});
    }
    case 17: {
        auto& c = *std::get_if<withdraw>(&what);
        if (!is_open(at.resolution)) return reply::not_possible_here;
        NEED(not_merged::holds(s));
        TAKE(resolution, withdrawn, contact_withdrawn{std::move(c)});
    }
    case 18: {
        auto& c = *std::get_if<take>(&what);
        if (at.handling != unassigned::id && at.handling != with_owner::id) return reply::not_possible_here;
        TAKE(handling, with_owner, case_taken{std::move(c)});
    }
    case 19: {
        auto& c = *std::get_if<assign>(&what);
        if (at.handling != unassigned::id && at.handling != with_owner::id) return reply::not_possible_here;
        NEED(somebody_is_named::holds(c, s));
        TAKE(handling, with_owner, case_assigned{std::move(c)});
    }
    case 20: {
        auto& c = *std::get_if<seek_help>(&what);
        if (at.handling != with_owner::id) return reply::not_possible_here;
        NEED(question_is_asked::holds(c, s));
        TAKE(handling, in::help_sought, amends::help_sought{std::move(c)});
    }
    case 21: {
        auto& c = *std::get_if<receive_help>(&what);
        if (at.handling != in::help_sought::id) return reply::not_possible_here;
        NEED(help_is_given::holds(c, s));
        TAKE(handling, with_owner, help_received{std::move(c)});
    }
    case 22: {
        auto& c = *std::get_if<refer>(&what);
        if (at.handling != with_owner::id) return reply::not_possible_here;
        NEED(referral_has_a_reason::holds(c, s) && hand_over_is_complete::holds(c, s));
        TAKE(handling, in::referral_offered, amends::referral_offered{std::move(c)});
    }
    case 23: {
        auto& c = *std::get_if<accept_referral>(&what);
        if (at.handling != in::referral_offered::id) return reply::not_possible_here;
        NEED(customer_is_told::holds(c, s));
        TAKE(handling, with_owner, referral_accepted{std::move(c)});
    }
    case 24: {
        auto& c = *std::get_if<return_referral>(&what);
        if (at.handling != in::referral_offered::id) return reply::not_possible_here;
        NEED(return_has_a_reason::holds(c, s) && customer_is_told::holds(c, s));
        TAKE(handling, with_owner, referral_returned{std::move(c)});
    }
    case 25: {
        auto& c = *std::get_if<merge>(&what);
        if (at.handling != with_owner::id) return reply::not_possible_here;
        NEED(another_case_is_named::holds(c, s));
        TAKE(handling, merged, case_merged{std::move(c)});
    }
    case 26: {
        auto& c = *std::get_if<unmerge>(&what);
        if (at.handling != merged::id) return reply::not_possible_here;
        NEED(a_reason_is_given::holds(c, s));
        TAKE(handling, with_owner, case_unmerged{std::move(c)});
    }
    case 27: {
        auto& c = *std::get_if<note>(&what);
        NEED(not_merged::holds(s) && text_is_given::holds(c, s));
        if constexpr (Records) s.record(note_added{std::move(c)});
        return reply::taken;
    }
    case 28: {
        auto& c = *std::get_if<inform_customer>(&what);
        NEED(not_merged::holds(s) && text_is_given::holds(c, s) && next_step_is_given::holds(c, s));
        if constexpr (Records) s.record(customer_informed{std::move(c)});
        return reply::taken;
    }
    case 29: {
        auto& c = *std::get_if<check_understanding>(&what);
        NEED(not_merged::holds(s));
        if constexpr (Records) s.record(understanding_checked{std::move(c)});
        return reply::taken;
    }
    case 30: {
        auto& c = *std::get_if<record_feedback>(&what);
        NEED(not_merged::holds(s) && feedback_is_on_its_scale::holds(c, s));
        if constexpr (Records) s.record(feedback_recorded{std::move(c)});
        return reply::taken;
    }
    case 31: {
        auto& c = *std::get_if<record_contact>(&what);
        NEED(not_merged::holds(s) && text_is_given::holds(c, s));
        if constexpr (Records) s.record(contact_recorded{std::move(c)});
        return reply::taken;
    }
    case 32: {
        auto& c = *std::get_if<erase_personal_data>(&what);
        NEED(a_ground_is_given::holds(c, s) && every_case_is_erased::holds(s) && case_has_ended::holds(s) && no_hold_stands::holds(s) && within_authority::holds(v()));
        if constexpr (Records) s.record(personal_data_erased{std::move(c)});
        return reply::taken;
    }
    case 33: {
        auto& c = *std::get_if<hold_personal_data>(&what);
        NEED(a_new_matter_is_named::holds(c, s) && a_reason_is_given::holds(c, s) && within_authority::holds(v()));
        if constexpr (Records) s.record(personal_data_held{std::move(c)});
        return reply::taken;
    }
    case 34: {
        auto& c = *std::get_if<release_personal_data>(&what);
        NEED(a_held_matter_is_named::holds(c, s) && a_reason_is_given::holds(c, s) && within_authority::holds(v()));
        if constexpr (Records) s.record(personal_data_released{std::move(c)});
        return reply::taken;
    }
    default: return reply::not_possible_here;
    }
}

#undef TAKE
#undef NEED
// clang-format on

} // namespace

reply by_hand_recording(position& at, command_content& what, step& s) {
    return take_by_hand<true>(at, what, s);
}
reply by_hand_silent(position& at, command_content& what, step& s) {
    return take_by_hand<false>(at, what, s);
}

} // namespace bench
