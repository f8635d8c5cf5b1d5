// SPDX-License-Identifier: BSL-1.0
// The rival of our archives: one of Boost.Serialization, tuned by hand for these records alone.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/vocabulary/bytes.hpp>

#include <vector>

namespace bench {

/// The SHA-256 of a body, and the body: one binary archive for all entries, without a header, over a
/// buffer of its own; no class is registered and nothing is tracked.
amends::bytes archive_by_hand(std::vector<amends::entry> const& trail);

/// Reads it back after its SHA-256 was compared, trusting every byte. Knows the facts of the path
/// alone.
std::vector<amends::entry> from_archive_by_hand(amends::bytes const& archive);

} // namespace bench
