// SPDX-License-Identifier: BSL-1.0
// RFC 6962 section 2.1 word for word, without any thought of cost: what the tree is held against.
#pragma once

#include <amends/audit/tree.hpp>

#include <bit>
#include <span>
#include <string>
#include <vector>

namespace amends::testing {

using leaves = std::span<digest const>;

/// The largest power of two smaller than n.
inline std::size_t split(std::size_t n) {
    std::size_t k = 1;
    while (2 * k < n) k *= 2;
    return k;
}

inline digest mth(leaves d) {
    if (d.empty()) return sha256_of(byte_view{});
    if (d.size() == 1) return d[0];
    auto const k = split(d.size());
    sha256 hasher;
    return hasher.of_node(mth(d.first(k)), mth(d.subspan(k)));
}

inline std::vector<digest> path(std::size_t m, leaves d) {
    if (d.size() == 1) return {};
    auto const k = split(d.size());
    auto proof = m < k ? path(m, d.first(k)) : path(m - k, d.subspan(k));
    proof.push_back(m < k ? mth(d.subspan(k)) : mth(d.first(k)));
    return proof;
}

inline std::vector<digest> subproof(std::size_t m, leaves d, bool whole) {
    if (m == d.size()) return whole ? std::vector<digest>{} : std::vector<digest>{mth(d)};
    auto const k = split(d.size());
    auto proof = m <= k ? subproof(m, d.first(k), whole) : subproof(m - k, d.subspan(k), false);
    proof.push_back(m <= k ? mth(d.subspan(k)) : mth(d.first(k)));
    return proof;
}
inline std::vector<digest> consistency(std::size_t m, leaves d) { return subproof(m, d, true); }

/// Entries "entry 0", "entry 1", and so on, by their hashes.
inline std::vector<digest> some_leaves(std::size_t n) {
    std::vector<digest> all;
    sha256 hasher;
    for (std::size_t i = 0; i < n; ++i) {
        auto const text = "entry " + std::to_string(i);
        all.push_back(hasher.of_leaf(std::as_bytes(std::span(text))));
    }
    return all;
}

/// Answers from the leaves themselves; a node beyond them is a bug of whoever asks.
inline hash_source source_of(leaves d) {
    return [d](tree_node n) -> result<digest> {
        auto const width = std::size_t{1} << n.level;
        if ((n.index + 1) * width > d.size())
            return mismatch(errc::out_of_range, "a node within " + std::to_string(d.size()),
                            std::to_string(n.index), "level " + std::to_string(n.level));
        return mth(d.subspan(n.index * width, width));
    };
}

} // namespace amends::testing
