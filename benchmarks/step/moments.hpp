// SPDX-License-Identifier: BSL-1.0
// The path of a parcel as single steps: for each the case as it stood, the command and the answer.
#pragma once

#include "../workload.hpp"

#include <amends/workflow/lifecycle.hpp>

namespace bench {

/// Everything a step needs, and what the lifecycle said to it.
struct moment {
    amends::case_file file;
    amends::actor who;
    amends::parties standing;
    amends::verdict judged;
    amends::instant at{};
    amends::digest terms_hash;
    amends::command_content what;
    amends::position after;
    amends::workflow::reply said{};
};

/// The path with its refusals, each step as the desk would take it.
std::vector<moment> moments_of_a_parcel();

// The rivals. Each takes the same commands under the same guards; what "records" moves the content
// into the fact as the library's actions do, what is "silent" moves the state alone.

amends::workflow::reply by_hand_recording(amends::position& at, amends::command_content& what,
                                          amends::workflow::step& s);
amends::workflow::reply by_hand_silent(amends::position& at, amends::command_content& what,
                                       amends::workflow::step& s);

/// The standard rows without their actions, compiled as the library compiles them.
amends::lifecycle const& silent_lifecycle();

/// A machine that keeps its own state; one per case.
class machine {
  public:
    virtual ~machine() = default;
    virtual void start() = 0;
    virtual amends::workflow::reply take(amends::command_content& what,
                                         amends::workflow::step& s) = 0;
};
/// Boost.Statechart: a machine a region, a custom reaction a command. Silent.
std::unique_ptr<machine> by_statechart();
/// Boost.MSM with its default settings: a machine a region, the same functor rows. Silent.
std::unique_ptr<machine> by_msm_with_defaults();

} // namespace bench
