// SPDX-License-Identifier: BSL-1.0
// The tree over a store's log: carried on where it ended, read in few tiles at any size of the log.
#pragma once

#include <amends/audit/tiles.hpp>
#include <amends/audit/tree_proof.hpp>
#include <amends/store/store.hpp>

#include <map>
#include <string>

namespace amends {

/// Called now and then with the number of entries that were read.
using entry_progress = std::function<void(std::uint64_t entries)>;

/// Where the hashes over 256 entries and more are kept; those of single entries are in the log.
enum class tiles_kept : std::uint8_t {
    beside_the_log, ///< in the store, so that the next one goes on from there
    in_memory, ///< for a store that is only read: 32 bytes for 256 entries, gone with the object
};

/// The RFC 6962 tree over a store's log. Needs no hook where entries are appended: it reads what was
/// committed. A tile that is missing is made from the level below it, so that nothing is lost when a
/// process ends anywhere; whether tiles are right is for `verify_log` to say.
///
/// Errors of every function: those of the store; `store_damaged` for a tile that is none.
/// Threads: one at a time. Several processes may carry on the same tree: they write the same tiles.
class log_tree {
  public:
    /// The tree over this log; reads nothing yet. Where tiles are kept `beside_the_log`, `grow` writes
    /// to the store. Lifetime: the store must outlive it.
    explicit log_tree(store& over, tiles_kept where = tiles_kept::beside_the_log)
        : store_(&over), where_(where) {}

    /// Carries the tree on to the log's end, off the writing path, and answers its head there. Every
    /// new entry is hashed anew from its bytes.
    /// Errors: `damaged_trail` when an entry does not have the hash that is kept, or is missing;
    /// `log_rewritten` when the log is shorter than the tree was before.
    /// Cost: one scan of the entries since the last full 256, a commit for each 65,536 of them.
    result<tree_head> grow(entry_progress const& progress = {});

    /// The head when the log had this many entries. Errors: `out_of_range` beyond the log's end.
    /// Cost: a tile for each factor of 256 and at most 255 entries; more where `grow` was not called.
    result<tree_head> head(std::uint64_t size);
    /// See tree_proof.hpp; cost as of `head`, twice.
    result<std::vector<digest>> prove_inclusion(std::uint64_t index, std::uint64_t size);
    result<std::vector<digest>> prove_consistency(std::uint64_t older_size, std::uint64_t size);

  private:
    using hashes = std::vector<digest>;

    hash_source source() {
        return [this](tree_node n) { return root_at(n); };
    }
    result<digest> root_at(tree_node n);
    result<hashes const*> tile(std::uint8_t level, std::uint64_t index, std::size_t width);
    result<hashes> read_tile(std::uint8_t level, std::uint64_t index, std::size_t width);
    result<hashes> entry_hashes(std::uint64_t first);
    result<hashes> kept_tile(std::uint8_t level, std::uint64_t index);
    result<void> keep_tile(tile_place const& place, std::span<digest const> some);
    result<std::uint64_t> kept_hashes(std::uint64_t complete);
    result<void> check_shrunk(std::uint64_t kept);

    struct read_before {
        std::uint8_t level;
        std::uint64_t index;
        hashes content;
    };

    store* store_;
    tiles_kept where_;
    std::map<std::string, hashes, std::less<>> in_memory_;
    std::vector<read_before> cache_; ///< the last one read at the end
};

} // namespace amends
