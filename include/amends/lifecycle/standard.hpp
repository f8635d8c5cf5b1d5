// SPDX-License-Identifier: BSL-1.0
// The standard lifecycle, compiled into the library.
#pragma once

#include <amends/workflow/lifecycle.hpp>

namespace amends {

/// The resolution lifecycle of lifecycle/resolution.hpp. One object for the whole process.
lifecycle const& standard_lifecycle();

} // namespace amends
