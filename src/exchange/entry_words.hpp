// SPDX-License-Identifier: BSL-1.0
// Parts of an entry in a word or two, for formats without structure.
#pragma once

#include <amends/audit/entry.hpp>

namespace amends::detail {

// `agent|trainer`; empty for nobody's.
std::string joined(role_set const& roles);

// What all verdicts come to; empty where nobody had anything to say.
std::string_view decision_of(entry const& e);

// The moment, or the nearest in the years 1 to 9999: other formats have no other years.
instant in_common_years(instant at);

} // namespace amends::detail
