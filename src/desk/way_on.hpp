// SPDX-License-Identifier: BSL-1.0
// Whether a case may go on in a lifecycle that it was not written under.
#pragma once

#include "desk/at_rest.hpp"

#include <amends/workflow/lifecycle.hpp>

#include <optional>

namespace amends {

/// Why a case does not go on at `to` in this lifecycle, or nothing. What amends promises of a case must
/// hold of one that was moved: it comes back to a state of amends only where it was, and one's own
/// states take it only where it was everywhere that their lifecycle leads through.
std::optional<workflow::explanation> why_closed(lifecycle const& table, case_at_rest const& c,
                                                migration const& how, position to);

} // namespace amends
