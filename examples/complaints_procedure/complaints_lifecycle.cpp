// SPDX-License-Identifier: BSL-1.0
// The one unit that compiles the complaints procedure's table.
#include "complaints_lifecycle.hpp"

#include <amends/workflow/machine.hpp>

amends::lifecycle const& complaints::table() {
    static compiled<complaints::lifecycle> const made;
    return made;
}
