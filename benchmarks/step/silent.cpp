// SPDX-License-Identifier: BSL-1.0
// The silent lifecycle, compiled as the library compiles the standard one.
#include "silent.hpp"
#include "moments.hpp"

#include <amends/workflow/machine.hpp>

namespace bench {

amends::lifecycle const& silent_lifecycle() {
    static amends::workflow::compiled<silent_standard> const compiled;
    return compiled;
}

} // namespace bench
