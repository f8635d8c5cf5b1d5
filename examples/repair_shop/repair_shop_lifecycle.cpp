// SPDX-License-Identifier: BSL-1.0
// The one unit that compiles the repair shop's table.
#include "repair_shop_lifecycle.hpp"

#include <amends/workflow/machine.hpp>

amends::lifecycle const& repair_shop::table() {
    static compiled<repair_shop::lifecycle> const made;
    return made;
}
