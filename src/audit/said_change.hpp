// SPDX-License-Identifier: BSL-1.0
// The one fact that takes a case from the lifecycle to which it is pinned.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/vocabulary/digest.hpp>

#include <optional>
#include <string>

namespace amends {

/// What an entry is found to be whose case was pinned to another lifecycle before it; nothing when it
/// says itself that the case goes on under its own.
inline std::optional<std::string> unsaid_change(entry const& e, digest const& before) {
    auto found = to_text(e.lifecycle);
    auto const* const said = std::get_if<lifecycle_changed>(&e.what);
    if (said == nullptr) return found + " without the fact that says so";
    if (said->before == before && said->now == e.lifecycle) return std::nullopt;
    return found + " with the fact that " + to_text(said->before) + " became " + to_text(said->now);
}

} // namespace amends
