// SPDX-License-Identifier: BSL-1.0
// A lifecycle that leaves options out. By itself, since its table is slow to compile.
#pragma once

#include <amends/workflow/lifecycle.hpp>

namespace amends::simulation {

lifecycle const& hasty_lifecycle();

} // namespace amends::simulation
