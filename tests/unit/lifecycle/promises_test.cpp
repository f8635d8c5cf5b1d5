// SPDX-License-Identifier: BSL-1.0
// The promises of the standard lifecycle, on extensions that keep them and on some that do not.
#include "catch.hpp"

#include <amends/lifecycle/promises.hpp>

namespace {

using namespace amends::workflow;
using namespace amends::promises;
namespace base = amends::resolution;

template <class... Own>
struct with_rows : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<Own...>>;
};

struct waiting : state<128, region::resolution> {};
struct lost : state<129, region::resolution> {};
struct low : state<90, region::resolution> {};
struct wait {
    static constexpr std::uint8_t number = 128;
    static constexpr amends::parties who = amends::party::owner;
};
struct resume {
    static constexpr std::uint8_t number = 129;
    static constexpr amends::parties who = amends::party::owner;
};
struct low_command {
    static constexpr std::uint8_t number = 90;
    static constexpr amends::parties who = amends::party::owner;
};

using unchanged = with_rows<>;
using detour = with_rows<on<base::agreed, wait, waiting>, on<waiting, resume, base::agreed>>;

} // namespace

TEST_CASE("an extension without rows keeps every promise") {
    STATIC_REQUIRE(amends::keeps_the_promises<unchanged>);
    STATIC_REQUIRE(std::is_same_v<unchanged::rows, base::rows>);
}

TEST_CASE("no agreed solution except after confirmation and explained options") {
    using past_confirmed = with_rows<on<base::reported, wait, base::options_explained>>;
    using past_options =
        with_rows<on<base::confirmed, wait, base::offered, base::within_authority>>;
    STATIC_REQUIRE(!agreed_only_after_confirmed<past_confirmed>);
    STATIC_REQUIRE(agreed_only_after_options_explained<past_confirmed>);
    STATIC_REQUIRE(agreed_only_after_confirmed<past_options>);
    STATIC_REQUIRE(!agreed_only_after_options_explained<past_options>);
}

TEST_CASE("no agreed solution without a competent authority") {
    using ungranted_offer = with_rows<on<base::options_explained, amends::propose, base::offered,
                                         base::proposal_is_sound, base::record_offer>>;
    using silent_yes = with_rows<on<base::offered, wait, base::agreed>>;
    using yes_to_anything =
        with_rows<on<base::offered, amends::accept, base::agreed, base::assent_is_explicit,
                     base::record_as<amends::solution_agreed>>>;
    using changed_while_offered = with_rows<on<base::offered, amends::propose, base::offered,
                                               base::proposal_is_sound, base::record_offer>>;
    STATIC_REQUIRE(!agreed_only_within_authority<changed_while_offered>);
    STATIC_REQUIRE(!agreed_only_within_authority<ungranted_offer>);
    STATIC_REQUIRE(!agreed_only_within_authority<silent_yes>);
    STATIC_REQUIRE(!agreed_only_within_authority<yes_to_anything>);
}

TEST_CASE("what was agreed is not changed by a proposal that leads to no offer") {
    using changed_while_agreed = with_rows<on<base::agreed, amends::propose, base::agreed,
                                              base::offer_is_authorised, base::record_offer>>;
    using proposed_again = with_rows<on<base::agreed, amends::propose, base::offered,
                                        base::offer_is_authorised, base::record_offer>>;
    STATIC_REQUIRE(!terms_change_only_by_offers<changed_while_agreed>);
    STATIC_REQUIRE(amends::keeps_the_promises<proposed_again>);
}

TEST_CASE("a reopened case begins at its report again") {
    using again = base::record_as<amends::case_reopened>;
    using past_report = with_rows<on<base::evaluated, amends::reopen, base::options_explained,
                                     base::a_reason_is_given, again>>;
    using straight_to_evaluated = with_rows<
        on<base::closed, amends::reopen, base::evaluated, base::a_reason_is_given, again>>;
    using from_complaint = with_rows<
        on<base::complaint, amends::reopen, base::reported, base::a_reason_is_given, again>>;
    STATIC_REQUIRE(!reopened_cases_start_again<past_report>);
    STATIC_REQUIRE(!reopened_cases_start_again<straight_to_evaluated>);
    STATIC_REQUIRE(amends::keeps_the_promises<from_complaint>);
}

TEST_CASE("what clears the terms leads to no state that stands on them") {
    using namespace amends;
    using explained_while_agreed =
        with_rows<on<base::agreed, explain_options, base::agreed, base::options_are_clear,
                     base::record_as<amends::options_explained>>>;
    using withheld_yet_waiting =
        with_rows<on<base::awaiting_approval, withhold, base::awaiting_approval,
                     base::withholding_is_competent, base::record_as<approval_withheld>>>;
    using declined_yet_offered = with_rows<on<base::offered, decline, base::offered,
                                              base::not_merged, base::record_as<offer_declined>>>;
    using uncomfortable_yet_actioned =
        with_rows<on<base::actioned, check_comfort, base::actioned, base::in_hand,
                     base::record_as<comfort_checked>>>;
    using withdrawn_yet_offered =
        with_rows<on<base::offered, withdraw, base::offered, base::not_merged,
                     base::record_as<contact_withdrawn>>>;
    using complaint_yet_agreed =
        with_rows<on<base::agreed, treat_as_complaint, base::agreed, base::complaint_is_handed_over,
                     base::record_as<treated_as_complaint>>>;
    using explained_again =
        with_rows<on<base::offered, explain_options, base::options_explained,
                     base::options_are_clear, base::record_as<amends::options_explained>>>;
    STATIC_REQUIRE(!cleared_terms_are_proposed_again<explained_while_agreed>);
    STATIC_REQUIRE(!cleared_terms_are_proposed_again<withheld_yet_waiting>);
    STATIC_REQUIRE(!cleared_terms_are_proposed_again<declined_yet_offered>);
    STATIC_REQUIRE(!cleared_terms_are_proposed_again<uncomfortable_yet_actioned>);
    STATIC_REQUIRE(!cleared_terms_are_proposed_again<withdrawn_yet_offered>);
    STATIC_REQUIRE(!cleared_terms_are_proposed_again<complaint_yet_agreed>);
    STATIC_REQUIRE(keeps_the_promises<explained_again>);
}

namespace {

struct remark {
    static constexpr std::uint8_t number = 131;
    amends::decline what{};
};
BOOST_DESCRIBE_STRUCT(remark, (), (what))

// The name of an action of amends, and another fact.
struct record_offer {
    static void act(amends::propose&, step& s) { s.record(amends::solution_offered{}); }
};

} // namespace

TEST_CASE("a standard command records its standard fact or an own one") {
    using here = base::awaiting_approval;
    using same_name = with_rows<on<base::options_explained, amends::propose, base::offered,
                                   base::offer_is_authorised, record_offer>>;
    using another_fact =
        with_rows<on<base::confirmed, amends::confirm, base::confirmed, base::problem_is_clear,
                     base::record_as<amends::sign_recognised>>>;
    // Waits with the terms of an offer, which takes no approver, or offers without taking terms over.
    using offer_that_waits = with_rows<on<base::options_explained, amends::propose, here,
                                          base::offer_needs_approval, base::record_offer>>;
    using offer_of_old_terms = with_rows<on<here, amends::propose, base::offered,
                                            base::offer_is_authorised, base::record_as<remark>>>;
    using own_fact = with_rows<on<base::offered, amends::decline, base::options_explained,
                                  base::not_merged, base::record_as<remark>>>;
    STATIC_REQUIRE(!facts_are_those_of_their_commands<same_name>);
    STATIC_REQUIRE(!facts_are_those_of_their_commands<another_fact>);
    STATIC_REQUIRE(!facts_are_those_of_their_commands<offer_that_waits>);
    STATIC_REQUIRE(!facts_are_those_of_their_commands<offer_of_old_terms>);
    STATIC_REQUIRE(amends::keeps_the_promises<own_fact>);
}

TEST_CASE("no approval by the proposer or by one person twice or by too few") {
    using here = base::awaiting_approval;
    using by_the_proposer = with_rows<on<here, amends::approve, base::offered,
                                         all<base::not_an_earlier_approver, base::enough_approvers,
                                             base::same_terms, base::within_authority>,
                                         base::record_last_approval>>;
    using one_twice = with_rows<on<here, amends::approve, base::offered,
                                   base::last_approval_is_competent, base::record_last_approval>,
                                on<here, amends::approve, here,
                                   all<base::not_the_proposer, base::more_approvers_are_needed,
                                       base::same_terms, base::within_authority>,
                                   base::record_approval>>;
    using too_few = with_rows<on<here, amends::approve, base::offered,
                                 all<base::not_the_proposer, base::not_an_earlier_approver,
                                     base::same_terms, base::within_authority>,
                                 base::record_last_approval>>;
    using by_an_own_command = with_rows<on<here, wait, base::offered, base::within_authority>>;
    STATIC_REQUIRE(!approved_only_by_others<by_the_proposer>);
    STATIC_REQUIRE(!approved_only_by_others<one_twice>);
    STATIC_REQUIRE(!approved_only_by_others<too_few>);
    STATIC_REQUIRE(!approved_only_by_others<by_an_own_command>);
    STATIC_REQUIRE(approved_only_by_others<unchanged>);
}

TEST_CASE("a detour of own states may come back to what was agreed") {
    STATIC_REQUIRE(amends::keeps_the_promises<detour>);
}

TEST_CASE("what others can lead into is no detour of an agreed solution") {
    using from_confirmed =
        with_rows<on<base::agreed, wait, waiting>, on<base::confirmed, wait, waiting>,
                  on<waiting, resume, base::agreed>>;
    using by_discomfort = with_rows<on<base::agreed, amends::check_comfort, waiting>,
                                    on<waiting, resume, base::agreed>>;
    using changed_on_the_way = with_rows<
        on<base::agreed, wait, waiting>,
        on<waiting, amends::propose, waiting, base::proposal_is_sound, base::record_offer>,
        on<waiting, resume, base::agreed>>;
    STATIC_REQUIRE(!agreed_only_within_authority<from_confirmed>);
    STATIC_REQUIRE(!agreed_only_within_authority<by_discomfort>);
    STATIC_REQUIRE(!agreed_only_within_authority<changed_on_the_way>);
}

TEST_CASE("no closed problem without an evaluation") {
    using closed_early = with_rows<on<base::actioned, amends::close, base::closed, base::may_close,
                                      base::record_as<amends::case_closed>>>;
    using only_queries =
        with_rows<on<base::reported, wait, base::closed, base::is_query_or_request>>;
    STATIC_REQUIRE(!closed_only_after_evaluation<closed_early>);
    STATIC_REQUIRE(closed_only_after_evaluation<only_queries>);
}

TEST_CASE("no evaluation before the actions are done and colleagues know") {
    using before_action =
        with_rows<on<base::agreed, amends::inform_colleagues, base::colleagues_informed>>;
    using untold = with_rows<on<base::actioned, amends::evaluate, base::evaluated>>;
    STATIC_REQUIRE(!evaluated_only_after_action<before_action>);
    STATIC_REQUIRE(!evaluated_only_after_action<untold>);
}

TEST_CASE("own states and commands have numbers from 128") {
    using low_state = with_rows<on<base::agreed, wait, low>, on<low, resume, base::withdrawn>>;
    using low_number = with_rows<on<base::confirmed, low_command, base::confirmed>>;
    STATIC_REQUIRE(!own_numbers_start_at_128<low_state>);
    STATIC_REQUIRE(!own_numbers_start_at_128<low_number>);
    STATIC_REQUIRE(own_numbers_start_at_128<detour>);
}

TEST_CASE("the framework's own proofs hold of extensions too") {
    using dead_end = with_rows<on<base::agreed, wait, lost>>;
    using unreachable = with_rows<on<lost, resume, base::agreed>>;
    STATIC_REQUIRE(!every_state_can_end<dead_end>);
    STATIC_REQUIRE(!every_state_is_reachable<unreachable>);
}

namespace {

struct offered : state<6, region::resolution> {};
struct second_wait {
    static constexpr std::uint8_t number = 128;
    static constexpr amends::parties who = amends::party::owner;
};

} // namespace

TEST_CASE("two states or two commands with one number are told apart whatever their names") {
    using two_states = with_rows<on<offered, wait, base::withdrawn>>;
    using two_commands = with_rows<on<base::agreed, wait, base::agreed>,
                                   on<base::offered, second_wait, base::offered>>;
    STATIC_REQUIRE(!regions_are_disjoint<two_states>);
    STATIC_REQUIRE(!regions_are_disjoint<two_commands>);
    STATIC_REQUIRE(regions_are_disjoint<detour>);
}

TEST_CASE("a row is hidden by one above it that asks no more than itself") {
    using narrow = on<base::offered, amends::decline, base::withdrawn,
                      all<base::in_hand, base::not_merged>, base::record_as<remark>>;
    using wide = on<base::offered, amends::decline, base::options_explained, base::not_merged,
                    base::record_as<remark>>;
    using beside = on<base::offered, amends::decline, base::options_explained, base::customer_knows,
                      base::record_as<remark>>;
    STATIC_REQUIRE(!no_row_is_hidden<with_rows<wide, narrow>>);
    STATIC_REQUIRE(no_row_is_hidden<with_rows<narrow, wide>>);
    STATIC_REQUIRE(no_row_is_hidden<with_rows<narrow, beside>>);
}
