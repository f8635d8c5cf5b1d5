// SPDX-License-Identifier: BSL-1.0
// Proofs of RFC 6962: that an entry is in a log, and that a log only grew; made and checked.
#pragma once

#include <amends/audit/tree.hpp>

#include <span>
#include <vector>

namespace amends {

/// The sibling hashes from an entry up to the root of the tree over `size` entries (RFC 6962 section
/// 2.1.1). Errors: `out_of_range` unless `index < size`; those of `hashes`.
/// Cost: at most 64 hashes, of which those at the right edge are gathered from several.
result<std::vector<digest>> prove_inclusion(std::uint64_t index, std::uint64_t size,
                                            hash_source const& hashes);

/// The hashes that show the tree over `size` entries to begin with the tree over `older_size` (RFC
/// 6962 section 2.1.2); none when one of them is empty or both are the same.
/// Errors: `out_of_range` when `older_size > size`; those of `hashes`.
result<std::vector<digest>> prove_consistency(std::uint64_t older_size, std::uint64_t size,
                                              hash_source const& hashes);

/// An entry and the place in the log where it is said to stand.
struct placed_leaf {
    std::uint64_t index = 0;
    digest hash{};
};

/// Checks that the entry stands there in the log with this head.
/// Errors: `out_of_range` unless the index is below the size; `proof_failed` when the proof has too
/// few or too many hashes, or does not lead to the root.
result<void> check_inclusion(placed_leaf const& leaf, std::span<digest const> proof,
                             tree_head const& in);

/// Checks that the log with the head `newer` begins with all that the log with the head `older` had.
/// Errors: `out_of_range` when the older is the longer one; `proof_failed`.
result<void> check_consistency(tree_head const& older, std::span<digest const> proof,
                               tree_head const& newer);

} // namespace amends
