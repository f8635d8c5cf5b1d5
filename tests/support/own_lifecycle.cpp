// SPDX-License-Identifier: BSL-1.0
// Compiles the tests' own lifecycle.
#include "support/own_lifecycle.hpp"

#include <amends/workflow/machine.hpp>

amends::lifecycle const& own::table() {
    static compiled<own::lifecycle> const made;
    return made;
}
