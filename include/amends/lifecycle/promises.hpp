// SPDX-License-Identifier: BSL-1.0
// What the compiler proves of the standard lifecycle and of every extension of it.
#pragma once

#include <amends/lifecycle/resolution.hpp>
#include <amends/workflow/proofs.hpp>

namespace amends {

namespace promises {

using namespace workflow;

/// No agreed solution except after the problem was confirmed.
template <class L>
inline constexpr bool agreed_only_after_confirmed =
    only_through<L, resolution::agreed, set<resolution::confirmed>>;

/// No agreed solution except after the options were explained.
template <class L>
inline constexpr bool agreed_only_after_options_explained =
    only_through<L, resolution::agreed, set<resolution::options_explained>>;

/// No agreed solution except by a competent authority: every offer was granted by the judges, and
/// every agreement is the customer's yes to exactly the terms that were offered.
template <class L>
inline constexpr bool agreed_only_within_authority =
    only_through<L, resolution::agreed, set<>, set<resolution::within_authority>>&&
        every_row_into<L, set<resolution::offered>, set<resolution::within_authority>>&&
            entered_only_with<L, resolution::agreed, set<resolution::same_terms>>;

/// New terms go to the judges: a proposal leads to an offer or to somebody who approves it, so that
/// what was agreed stays as it was agreed.
template <class L>
inline constexpr bool terms_change_only_by_offers =
    leads_only_into<L, propose, set<resolution::offered, resolution::awaiting_approval>>;

/// The next occasion begins where the first began: what was confirmed, explained and agreed then
/// counts no more.
template <class L>
inline constexpr bool reopened_cases_start_again =
    leads_only_into<L, reopen, set<resolution::reported>>;

/// What takes terms off the table, or what was given back, leads to no state that stands on them.
template <class L>
inline constexpr bool cleared_terms_are_proposed_again = [] {
    using on_terms =
        set<resolution::awaiting_approval, resolution::offered, resolution::agreed,
            resolution::actioned, resolution::colleagues_informed, resolution::evaluated>;
    return leads_not_into<L, explain_options, on_terms> && leads_not_into<L, withhold, on_terms> &&
           leads_not_into<L, decline, on_terms> &&
           leads_not_into<L, check_comfort, on_terms, set<resolution::customer_is_comfortable>> &&
           leads_not_into<L, treat_as_complaint, on_terms> && leads_not_into<L, withdraw, on_terms>;
}();

namespace detail {
template <class Row>
using fact_by = boost::mp11::mp_list<command_of<Row>, typename Row::action>;
template <class Row>
using fact_into = boost::mp11::mp_list<command_of<Row>, target_of<Row>, typename Row::action>;
using standard_facts_by = boost::mp11::mp_transform<fact_by, resolution::rows>;
using standard_facts_into = boost::mp11::mp_transform<fact_into, resolution::rows>;

template <class Action>
inline constexpr bool is_own_fact = false;
template <class Fact>
inline constexpr bool is_own_fact<resolution::record_as<Fact>> = extension_fact<Fact>;

template <class Row>
constexpr bool records_its_fact() {
    using command = command_of<Row>;
    if constexpr (command::number >= 128) return true; // `perform` lets them record own facts only
    else if constexpr (std::is_same_v<typename Row::action, none>) return true; // takes no step
    else {
        constexpr bool as_standard = boost::mp11::mp_contains<standard_facts_by, fact_by<Row>>();
        // Whose terms stand, and who granted them, is told by these facts and their states alone.
        if constexpr (std::is_same_v<command, propose> || std::is_same_v<command, approve> ||
                      std::is_same_v<command, accept>) {
            if (static_cast<std::uint8_t>(Row::target::id) >= 128) return as_standard;
            return boost::mp11::mp_contains<standard_facts_into, fact_into<Row>>();
        } else {
            return as_standard || is_own_fact<typename Row::action>;
        }
    }
}
template <class... Rows>
constexpr bool every_row_records_its_fact(boost::mp11::mp_list<Rows...>) {
    return (records_its_fact<Rows>() && ...);
}
} // namespace detail

/// A standard command records what it records in the standard lifecycle, or a fact of one's own; for
/// a proposal, an approval and the customer's yes there is no other fact, and each state has its own.
template <class L>
inline constexpr bool
    facts_are_those_of_their_commands = detail::every_row_records_its_fact(typename L::rows{});

namespace detail {
using by_another =
    set<resolution::same_terms, resolution::not_the_proposer, resolution::not_an_earlier_approver>;
using by_enough_others = boost::mp11::mp_push_back<by_another, resolution::enough_approvers>;
using by_its_proposer = set<resolution::option_was_explained, resolution::terms_are_complete,
                            resolution::not_below_the_lawful_floor>;
} // namespace detail

/// Everybody who approves is somebody else, and approves these terms; an offer is one that enough
/// of them approved, or one that its proposer was competent to make.
template <class L>
inline constexpr bool approved_only_by_others = [] {
    bool const each = every_row_of_with_all<L, approve, detail::by_another>;
    bool const offer = every_row_into_with_all<L, resolution::offered, detail::by_enough_others,
                                               detail::by_its_proposer>;
    return each && offer;
}();

/// No closed problem without an evaluation of its effect; queries and requests close answered.
template <class L>
inline constexpr bool closed_only_after_evaluation =
    only_through<L, resolution::closed, set<resolution::evaluated>,
                 set<resolution::is_query_or_request>>;

/// No evaluation before the agreed actions were carried out and colleagues know.
template <class L>
inline constexpr bool evaluated_only_after_action =
    only_through<L, resolution::evaluated, set<resolution::actioned>>&&
        only_through<L, resolution::evaluated, set<resolution::colleagues_informed>>;

/// States and commands of one's own have numbers from 128; those below are amends' own, also in
/// releases to come.
template <class L>
inline constexpr bool own_numbers_start_at_128 = [] {
    for (auto const& s : state_infos_of<L>) {
        auto known = static_cast<std::uint8_t>(s.id) >= 128;
        for (auto const& base : state_infos_of<resolution::standard>) known |= s.id == base.id;
        if (!known) return false;
    }
    for (auto const& c : command_infos_of<L>) {
        auto known = c.number >= 128;
        for (auto const& base : command_infos_of<resolution::standard>)
            known |= c.number == base.number;
        if (!known) return false;
    }
    return true;
}();

template <class L>
struct checked {
    static_assert(every_state_is_reachable<L>,
                  "every_state_is_reachable: no row leads to some state of this lifecycle");
    static_assert(every_state_can_end<L>,
                  "every_state_can_end: from some state of this lifecycle no end can be reached");
    static_assert(no_row_is_hidden<L>,
                  "no_row_is_hidden: a row stands behind an earlier one that always goes first");
    static_assert(regions_are_disjoint<L>,
                  "regions_are_disjoint: a command moves two regions, or a number is used twice");
    static_assert(own_numbers_start_at_128<L>,
                  "own_numbers_start_at_128: a state or command of one's own has a lower number");
    static_assert(agreed_only_after_confirmed<L>,
                  "agreed_only_after_confirmed: a path leads to agreed past confirmed");
    static_assert(
        agreed_only_after_options_explained<L>,
        "agreed_only_after_options_explained: a path leads to agreed past options_explained");
    static_assert(
        agreed_only_within_authority<L>,
        "agreed_only_within_authority: a path leads to agreed without a granting verdict");
    static_assert(terms_change_only_by_offers<L>,
                  "terms_change_only_by_offers: a proposal leads past the judges");
    static_assert(reopened_cases_start_again<L>,
                  "reopened_cases_start_again: a reopened case goes on past its report");
    static_assert(cleared_terms_are_proposed_again<L>,
                  "cleared_terms_are_proposed_again: a command that clears the terms leads into a "
                  "state that stands on them");
    static_assert(facts_are_those_of_their_commands<L>,
                  "facts_are_those_of_their_commands: a row of a standard command records another "
                  "fact than the standard lifecycle does");
    static_assert(approved_only_by_others<L>,
                  "approved_only_by_others: an offer or approval by the proposer, by one person "
                  "twice, of other terms, or by too few");
    static_assert(closed_only_after_evaluation<L>,
                  "closed_only_after_evaluation: a problem can be closed without an evaluation");
    static_assert(evaluated_only_after_action<L>,
                  "evaluated_only_after_action: a path leads to evaluated past the agreed actions");
    static constexpr bool value = true;
};

} // namespace promises

/// True for a lifecycle that keeps every promise; one that does not fails to compile here, with the
/// promise's name in the message: `static_assert(amends::keeps_the_promises<my_lifecycle>);`.
template <class L>
inline constexpr bool keeps_the_promises = promises::checked<L>::value;

static_assert(keeps_the_promises<resolution::standard>);

} // namespace amends
