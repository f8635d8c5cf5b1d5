// SPDX-License-Identifier: BSL-1.0
// Perfect subtrees, joined from the right.
#include <amends/audit/tree.hpp>

#include "audit/tree_range.hpp"

#include <bit>

namespace amends {

digest empty_root() { return sha256_of(byte_view{}); }

digest growing_tree::root() {
    if (size_ == 0) return empty_root();
    auto level = static_cast<unsigned>(std::countr_zero(size_));
    auto joined = roots_[level];
    while (++level < std::bit_width(size_))
        if ((size_ >> level & 1) != 0) joined = hasher_.of_node(roots_[level], joined);
    return joined;
}

result<tree_head> head_of(std::uint64_t size, hash_source const& hashes) {
    if (size == 0) return tree_head{0, empty_root()};
    auto const root = detail::root_of_range(0, size, hashes);
    if (!root) return root.error();
    return tree_head{size, *root};
}

result<digest> detail::root_of_range(std::uint64_t begin, std::uint64_t end,
                                     hash_source const& hashes) {
    // From the smallest subtree at the right edge to the largest at the left.
    digest joined;
    sha256 hasher;
    auto const last = end;
    while (end != begin) {
        auto const level = static_cast<std::uint8_t>(std::countr_zero(end - begin));
        auto const first = end - (std::uint64_t{1} << level);
        auto const node = hashes({level, first >> level});
        if (!node) return node.error();
        joined = end == last ? *node : hasher.of_node(*node, joined);
        end = first;
    }
    return joined;
}

} // namespace amends
