// SPDX-License-Identifier: BSL-1.0
// A checkpoint as a store keeps it under a name, and the newest beside the others.
#pragma once

#include <amends/store/notary.hpp>

namespace amends::detail {

// Errors: `store_damaged`, with the name, when the content is no checkpoint.
result<kept_checkpoint> read_kept_checkpoint(std::string_view name, byte_view content);

/// The checkpoint that is kept as the newest, held against those that are kept by their size.
struct held_newest {
    std::optional<kept_checkpoint> newest; ///< as it is kept, or nothing
    std::optional<kept_checkpoint> last;   ///< the one of most entries, wherever it is kept
    bool is_by_size = false;               ///< whether the newest is kept by its size, too
    /// Kept by their size and of more entries than the newest. Each is kept by its size first: a
    /// process that ended in between leaves one.
    std::size_t ahead = 0;
};

/// Errors: those of the store; `store_damaged` when one of the two is no checkpoint, or when two of
/// one size say different things. Cost: reads and parses two, asks up to 180 times for those of more
/// entries, and reads them; without a newest, reads each.
result<held_newest> hold_newest(store& of);

} // namespace amends::detail
