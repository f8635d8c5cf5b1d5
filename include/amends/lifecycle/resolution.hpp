// SPDX-License-Identifier: BSL-1.0
// The resolution lifecycle: from report to evaluated resolution, as one table.
#pragma once

#include <amends/lifecycle/conditions/conclusion.hpp>
#include <amends/lifecycle/conditions/handling.hpp>
#include <amends/lifecycle/conditions/intake.hpp>
#include <amends/lifecycle/conditions/personal_data.hpp>
#include <amends/lifecycle/conditions/solution.hpp>
#include <amends/lifecycle/recording.hpp>
#include <amends/workflow/rows.hpp>

namespace amends::resolution {

using workflow::all;
using workflow::any_of_states;
using workflow::none;
using workflow::on;
using workflow::same_state;

// Guards that the table names in one word.
using contact_is_complete =
    all<kind_and_origin_are_given, customer_is_named, customer_view_is_given>;
using can_be_answered = all<in_hand, is_query_or_request, no_help_outstanding, answer_is_given>;
using problem_is_clear =
    all<in_hand, is_problem, nature_and_cause_are_given, confirmed_with_somebody>;
using options_are_clear =
    all<in_hand, two_options_or_one_lawful, both_sides_are_explained, no_two_options_share_a_name>;
using proposal_is_sound =
    all<in_hand, option_was_explained, terms_are_complete, not_below_the_lawful_floor>;
using offer_is_authorised = all<proposal_is_sound, within_authority>;
using offer_needs_approval = all<proposal_is_sound, approval_is_needed>;
using somebody_else_decides = all<not_merged, not_the_proposer, not_an_earlier_approver>;
using last_approval_is_competent =
    all<somebody_else_decides, enough_approvers, same_terms, within_authority>;
using approval_is_competent =
    all<somebody_else_decides, more_approvers_are_needed, same_terms, within_authority>;
using withholding_is_competent = all<somebody_else_decides, a_reason_is_given, within_authority>;
using same_terms_and_still_open = all<not_merged, still_open, assent_is_explicit, same_terms>;
using concerned_are_told = all<in_hand, nature_and_actions_are_told, everyone_concerned_is_told>;
using evaluated_as_agreed =
    all<not_merged, measure_was_set_before, evidence_is_given, no_judge_objects>;
using owner_evaluates = all<by_the_owner, evaluated_as_agreed>;
using another_evaluates = all<somebody_else_is_asked, evaluated_as_agreed>;
using may_close = all<in_hand, nothing_is_owed, customer_knows>;
using may_be_erased =
    all<a_ground_is_given, every_case_is_erased, case_has_ended, no_hold_stands, within_authority>;
using may_be_held = all<a_new_matter_is_named, a_reason_is_given, within_authority>;
using may_be_released = all<a_held_matter_is_named, a_reason_is_given, within_authority>;
using may_be_referred = all<referral_has_a_reason, hand_over_is_complete>;

using every_open_state =
    any_of_states<reported, answered, confirmed, options_explained, awaiting_approval, offered,
                  agreed, actioned, colleagues_informed, evaluated>;
using every_open_state_and_closed =
    any_of_states<reported, answered, confirmed, options_explained, awaiting_approval, offered,
                  agreed, actioned, colleagues_informed, evaluated, closed>;
using after_a_proposal_may_change = any_of_states<options_explained, offered, awaiting_approval>;
using while_it_is_done = any_of_states<agreed, actioned, colleagues_informed>;

// clang-format off
/// The table. Rows read top-down: of those with one source and command the first whose guard holds
/// is taken.
using rows = workflow::written_out<workflow::rows<
//  in                           command             leads to             if                           and records
on< unreported,                  report,             reported,            contact_is_complete,         record_as<contact_reported>>,
on< any_of_states<reported, answered>, recognise,    reported,            all<in_hand, sign_is_named>, record_as<sign_recognised>>,
on< reported,                    answer,             answered,            can_be_answered,             record_as<contact_answered>>,
on< reported,                    confirm,            confirmed,           problem_is_clear,            record_as<problem_confirmed>>,
on< any_of_states<confirmed, options_explained>,
                                 explain_options,    options_explained,   options_are_clear,           record_as<amends::options_explained>>,
on< after_a_proposal_may_change, propose,            offered,             offer_is_authorised,         record_offer>,
on< after_a_proposal_may_change, propose,            awaiting_approval,   offer_needs_approval,        record_request_for_approval>,
on< awaiting_approval,           approve,            offered,             last_approval_is_competent,  record_last_approval>,
on< awaiting_approval,           approve,            awaiting_approval,   approval_is_competent,       record_approval>,
on< awaiting_approval,           withhold,           options_explained,   withholding_is_competent,    record_as<approval_withheld>>,
on< offered,                     accept,             agreed,              same_terms_and_still_open,   record_as<solution_agreed>>,
on< offered,                     decline,            options_explained,   not_merged,                  record_as<offer_declined>>,
on< agreed,                      carry_out,          actioned,            all<in_hand, actions_are_open, all_are_done>,   record_actions>,
on< agreed,                      carry_out,          agreed,              all<in_hand, actions_are_open, actions_remain>, record_actions>,
on< while_it_is_done,            check_comfort,      same_state,          all<in_hand, customer_is_comfortable>,     record_as<comfort_checked>>,
on< while_it_is_done,            check_comfort,      options_explained,   all<in_hand, customer_is_not_comfortable>, record_as<comfort_checked>>,
on< actioned,                    inform_colleagues,  colleagues_informed, concerned_are_told,          record_as<amends::colleagues_informed>>,
on< colleagues_informed,         evaluate,           evaluated,           owner_evaluates,             record_as<resolution_evaluated>>,
on< colleagues_informed,         evaluate,           evaluated,           another_evaluates,           record_as<resolution_evaluated>>,
on< any_of_states<evaluated, answered>,
                                 close,              closed,              may_close,                   record_as<case_closed>>,
on< any_of_states<answered, evaluated, closed, withdrawn>,
                                 reopen,             reported,            all<not_merged, a_reason_is_given>, record_as<case_reopened>>,
on< every_open_state_and_closed, treat_as_complaint, complaint,           all<not_merged, complaint_is_handed_over>, record_as<treated_as_complaint>>,
on< every_open_state,            withdraw,           withdrawn,           not_merged,                  record_as<contact_withdrawn>>,

on< any_of_states<unassigned, with_owner>, take,     with_owner,          none,                        record_as<case_taken>>,
on< any_of_states<unassigned, with_owner>, assign,   with_owner,          somebody_is_named,           record_as<case_assigned>>,
on< with_owner,                  seek_help,          help_sought,         question_is_asked,           record_as<amends::help_sought>>,
on< help_sought,                 receive_help,       with_owner,          help_is_given,               record_as<help_received>>,
on< with_owner,                  refer,              referral_offered,    may_be_referred,             record_as<amends::referral_offered>>,
on< referral_offered,            accept_referral,    with_owner,          customer_is_told,            record_as<referral_accepted>>,
on< referral_offered,            return_referral,    with_owner,          all<return_has_a_reason, customer_is_told>, record_as<referral_returned>>,
on< with_owner,                  merge,              merged,              another_case_is_named,       record_as<case_merged>>,
on< merged,                      unmerge,            with_owner,          a_reason_is_given,           record_as<case_unmerged>>,

on< on_record,                   note,               on_record,           all<not_merged, text_is_given>,                     record_as<note_added>>,
on< on_record,                   inform_customer,    on_record,           all<not_merged, text_is_given, next_step_is_given>, record_as<customer_informed>>,
on< on_record,                   check_understanding, on_record,          not_merged,                                         record_as<understanding_checked>>,
on< on_record,                   record_feedback,    on_record,           all<not_merged, feedback_is_on_its_scale>,          record_as<feedback_recorded>>,
on< on_record,                   record_contact,     on_record,           all<not_merged, text_is_given>,                     record_as<contact_recorded>>,
on< on_record,                   erase_personal_data, on_record,          may_be_erased,                                      record_as<personal_data_erased>>,
on< on_record,                   hold_personal_data, on_record,           may_be_held,                                        record_as<personal_data_held>>,
on< on_record,                   release_personal_data, on_record,        may_be_released,                                    record_as<personal_data_released>>
>>;
// clang-format on

/// The standard lifecycle's definition. An extension derives from it and replaces `name` and `rows`.
struct standard {
    static constexpr std::string_view name = "resolution";
    using initial = boost::mp11::mp_list<unreported, unassigned, on_record>;
    using rows = resolution::rows;
};

} // namespace amends::resolution
