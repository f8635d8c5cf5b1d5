// SPDX-License-Identifier: BSL-1.0
// A trial: every past decision of a store, judged by another policy. Nothing changes.
#pragma once

#include <amends/authority/policy.hpp>
#include <amends/store/store.hpp>
#include <amends/workflow/lifecycle.hpp>

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace amends {

/// A decision that the candidate would have made otherwise. Lifetime: the call.
struct judged_otherwise {
    case_id on{};
    std::uint64_t sequence = 0;
    instant at{};
    actor who{};
    std::string_view command{};
    std::span<remedy const> remedies{};
    decision was = decision::granted;
    decision would_be = decision::granted; ///< silence is `forbidden` where it grants nothing
    verdict judged{};                      ///< what the candidate said
};

/// So many commands of one kind, from one role, about one kind of remedy went from one answer to
/// another. A decision about several kinds stands in several lines. What a granted `withhold` costs
/// was not given.
struct trial_line {
    rule_name command{};
    role in_role{}; ///< in which the candidate grants it, held or lent, else the one that came
                    ///< closest; of a policy that cannot tell the actor's first; empty: none
    std::optional<remedy_kind> kind{}; ///< none: no remedy at all
    decision was = decision::granted;
    decision would_be = decision::granted;
    std::uint64_t decisions = 0;
    std::vector<money> costs{}; ///< one sum a currency; a sum beyond 64 bits stays at the top

    friend bool operator==(trial_line const&, trial_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(trial_line, (), (command, in_role, kind, was, would_be, decisions, costs))

/// What a trial found, in all.
struct trial_summary {
    std::uint64_t entries = 0;
    std::uint64_t cases = 0;
    std::uint64_t decisions = 0; ///< judged again: propose, approve, withhold, evaluate
    std::uint64_t different = 0;
    /// Refused proposals: their terms are not in the trail, so that nobody can judge them again.
    std::uint64_t not_judged_again = 0;
    /// Cases passed on for lack of authority whose next proposal the candidate would have granted to
    /// whoever passed them on, and proposals sent to approval that it would have granted.
    std::uint64_t needless_escalations = 0;
    std::vector<trial_line> lines{}; ///< by command, role, kind, was, would_be; all decisions

    friend bool operator==(trial_summary const&, trial_summary const&) = default;
};
BOOST_DESCRIBE_STRUCT(trial_summary, (),
                      (entries, cases, decisions, different, not_judged_again, needless_escalations,
                       lines))

/// What a trial tells while it goes on, and what it is given beside the policy.
struct trial_options {
    /// Told now and then how many entries were read.
    std::function<void(std::uint64_t entries)> progress{};
    /// Told of every decision that would have been another, in the order of the log.
    std::function<void(judged_otherwise const&)> differs{};
    /// The least that the law gives, as `desk_options::lawful_floor`; asked with the case as far as
    /// judges see it: what was done, told and noted is not in it.
    std::function<std::optional<money>(case_file const&, instant)> lawful_floor{};
    /// By which texts were sealed, so that the lawful floor reads them as it did at the desk. Without
    /// keys, and where a key was destroyed, they are empty. Judges see no texts: they need none.
    /// Lifetime: must outlive the trial.
    key_store* keys = nullptr;
};

/// Judges every decision in the store again, as it was asked: the same actor, time, terms and case,
/// and what was given until then. A policy that says nothing grants nothing, as at the desk.
///
/// Errors: those of the store; `damaged_trail`; `lifecycle_mismatch` where a lawful floor is asked
/// about an integrator's state of another table, whose number means something else; `key_missing`
/// where it is asked and the keys are others; `policy_failed` when the candidate or the lawful floor
/// throws. What `progress` and `differs` throw passes through, and the trial ends. Memory: the open
/// cases, and the accounts where the candidate looks back. Cost: one pass over the log; entries
/// without bearing on a decision are not decoded. One more thread reads ahead.
result<trial_summary> try_out(store& kept, any_policy const& candidate, lifecycle const& table,
                              trial_options const& how = {});

} // namespace amends
