// SPDX-License-Identifier: BSL-1.0
// A reason in words, with the sides that it has: a grant may expect nothing.
#pragma once

#include <amends/authority/verdict.hpp>

#include <string_view>

namespace amends {

/// `over_limit: expected at most 50.00 EUR, found 75.00 EUR`, `substitute: found max`.
std::string reason_in_words(reason const& why, std::string_view after_the_rule = ": ");

} // namespace amends
