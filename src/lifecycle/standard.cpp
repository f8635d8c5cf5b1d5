// SPDX-License-Identifier: BSL-1.0
// Compiles the resolution lifecycle: the library's only unit with the Boost.MSM back-end.
#include <amends/lifecycle/standard.hpp>

#include <amends/lifecycle/promises.hpp>
#include <amends/workflow/machine.hpp>

namespace amends {

lifecycle const& standard_lifecycle() {
    static workflow::compiled<resolution::standard> const compiled;
    return compiled;
}

} // namespace amends
