// SPDX-License-Identifier: BSL-1.0
// FORMAT: how a case file lies in a snapshot; docs/format.md says it in words.
#pragma once

#include <cstdint>

namespace amends {

/// Stands before the content of every snapshot. Raise it when a case file, or a value in it, gets, loses
/// or moves a member, or when folding makes something else of the same facts: snapshots of another
/// layout are none, and their cases are folded from their entries. What was kept before layouts had
/// numbers began with the length of a case's id and its letters, which are no number that is used here.
inline constexpr std::uint32_t snapshot_layout = 1;

} // namespace amends
