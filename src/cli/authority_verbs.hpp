// SPDX-License-Identifier: BSL-1.0
// The verbs below `amends authority`.
#pragma once

#include "cli/verb.hpp"

namespace amends::cli {

verb authority_describe_verb();
verb authority_check_verb();
verb authority_trial_verb();

} // namespace amends::cli
