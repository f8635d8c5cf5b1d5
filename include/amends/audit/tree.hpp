// SPDX-License-Identifier: BSL-1.0
// The RFC 6962 tree over a log: its root, grown entry by entry or gathered from kept hashes.
#pragma once

#include <amends/vocabulary/digest.hpp>

#include <array>
#include <cstdint>
#include <functional>

namespace amends {

/// The tree over the first `size` entries of a log, by its root.
struct tree_head {
    std::uint64_t size = 0;
    digest root{};

    friend bool operator==(tree_head const&, tree_head const&) = default;
};

/// A perfect subtree: it covers the entries `[index << level, (index + 1) << level)`.
struct tree_node {
    std::uint8_t level = 0; ///< 0 is an entry itself
    std::uint64_t index = 0;

    friend bool operator==(tree_node const&, tree_node const&) = default;
};

/// The root of the tree over no entries: SHA-256 of nothing.
digest empty_root();

/// A tree that grows at its end. Keeps the roots of its perfect subtrees, one for each bit of its
/// size, so that a log of any length takes 2 KiB.
class growing_tree {
  public:
    /// Adds an entry by its hash. Cost: one node hash on average.
    void add(digest const& leaf) {
        add(leaf, 0, [](std::uint8_t, digest const&) {});
    }
    /// Adds a perfect subtree of `2^level` entries by its root, and calls `completed(level, root)`
    /// for it and for every perfect subtree that it completes, the smallest first.
    /// Requires: the size so far is a multiple of `2^level`.
    template <class Completed>
    void add(digest const& root_of_subtree, std::uint8_t level, Completed&& completed) {
        auto node = root_of_subtree;
        auto const added = std::uint64_t{1} << level;
        completed(level, node);
        for (; (size_ >> level & 1) != 0; completed(++level, node))
            node = hasher_.of_node(roots_[level], node);
        roots_[level] = node;
        size_ += added;
    }

    std::uint64_t size() const noexcept { return size_; }
    /// RFC 6962 section 2.1. Cost: a node hash for each bit of the size.
    digest root();
    tree_head head() { return {size_, root()}; }

  private:
    std::uint64_t size_ = 0;
    // INVARIANT: where bit `level` of the size is set, the subtree of 2^level entries that it stands
    // for has this root.
    std::array<digest, 64> roots_{};
    sha256 hasher_;
};

/// Answers the root of a perfect subtree; an error ends the work and is passed on.
using hash_source = std::function<result<digest>(tree_node)>;

/// The head of the tree over the first `size` entries, from the roots of its perfect subtrees.
/// Cost: one hash from `hashes` for each bit of `size`.
result<tree_head> head_of(std::uint64_t size, hash_source const& hashes);

} // namespace amends
