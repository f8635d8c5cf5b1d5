// SPDX-License-Identifier: BSL-1.0
// The one fact that takes a case from the lifecycle to which it is pinned.
#pragma once

#include <amends/audit/entry.hpp>

namespace amends {

/// Whether an entry says that its case goes on under the entry's lifecycle, and no longer under that
/// of the entry before it.
inline bool says_change(entry const& e, digest const& before) {
    auto const* const said = std::get_if<lifecycle_changed>(&e.what);
    return said != nullptr && said->before == before && said->now == e.lifecycle;
}

} // namespace amends
