// SPDX-License-Identifier: BSL-1.0
// A log as a folder of C2SP tiles: what an auditor keeps, serves and verifies without the store.
#pragma once

#include <amends/store/verify_log.hpp>

#include <filesystem>

namespace amends {

/// What was written into a folder.
struct written_tiles {
    checkpoint says{};       ///< the newest checkpoint of the log: as far as the folder goes
    std::uint64_t files = 0; ///< new ones
    std::uint64_t bytes = 0; ///< in them
};

/// Writes the log up to its newest checkpoint: the entries' bytes, the tree over them, and at last the
/// checkpoint. A folder that was written before is added to; a tile of it is never changed, and its
/// checkpoint gives way to one that continues it alone.
/// Errors: those of the store; `io_failed`; `too_long`, naming the entry, for one of more than 65,535
/// bytes; `out_of_range` when the log has no checkpoint yet; `malformed` or `too_long` when the folder's is none;
/// `log_rewritten` when the entries do not give the checkpoint's root, when the folder's checkpoint is
/// another log's, of more entries or of another root, or when a tile in the folder is another.
/// Memory: a bundle of 256 entries, whatever the log's length.
result<written_tiles> write_tiles(store& from, std::filesystem::path const& folder,
                                  entry_progress const& progress = {});

/// Verifies such a folder by itself: signature, every entry and its case's chain, every tile, and the
/// root; and that it continues the checkpoints from elsewhere. Needs keys.
/// Errors: `io_failed` for what cannot be read; `signature_failed`, `malformed` for the checkpoint.
result<verified_log> verify_tiles(std::filesystem::path const& folder,
                                  verify_options const& against);

} // namespace amends
