// SPDX-License-Identifier: BSL-1.0
// One generated case, from its report to wherever it goes.
#pragma once

#include "exchange/random.hpp"

#include <amends/exchange/given_command.hpp>

#include <vector>

namespace amends::detail {

// The commands of case `number` (from 1), in order of time, the first at `arrival`.
std::vector<given_command> story_of(std::uint64_t number, instant arrival, splitmix random);

} // namespace amends::detail
