// SPDX-License-Identifier: BSL-1.0
// The actions of the rows: the command's content becomes the fact.
#pragma once

#include <amends/casefile/extension.hpp>
#include <amends/lifecycle/conditions/conclusion.hpp>
#include <amends/workflow/step.hpp>

namespace amends::resolution {

using workflow::step;

/// Records the fact `Fact{command}`; a fact of one's own wrapped for the trail.
template <class Fact>
struct record_as {
    template <class Command>
    static void act(Command& c, step& s) {
        if constexpr (extension_fact<Fact>) s.record(extended(Fact{std::move(c)}));
        else s.record(Fact{std::move(c)});
    }
};

struct record_offer {
    static void act(propose& c, step& s) {
        s.record(solution_offered{std::move(c.terms), s.terms_hash});
    }
};

struct record_request_for_approval {
    static void act(propose& c, step& s) {
        s.record(approval_requested{std::move(c.terms), s.terms_hash,
                                    std::max(1u, s.judged.approvers_needed)});
    }
};

struct record_last_approval {
    static void act(approve& c, step& s) { s.record(proposal_approved{std::move(c), true}); }
};

struct record_approval {
    static void act(approve& c, step& s) { s.record(proposal_approved{std::move(c), false}); }
};

struct record_actions {
    static void act(carry_out& c, step& s) {
        auto const complete = all_are_done::holds(c, s);
        s.record(actions_carried_out{std::move(c), complete});
    }
};

} // namespace amends::resolution
