// SPDX-License-Identifier: BSL-1.0
// A command outside the desk: what somebody wants, who it is, and when it was.
#pragma once

#include <amends/casefile/command.hpp>

namespace amends {

/// A command with the actor whose session gave it, as a file or a generator hands it on.
struct given_command {
    actor by;
    std::optional<instant> at; ///< none: when it is handled
    command what;
};

} // namespace amends
