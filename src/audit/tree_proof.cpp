// SPDX-License-Identifier: BSL-1.0
// One walk from the root downwards serves proving and checking alike.
#include <amends/audit/tree_proof.hpp>

#include "audit/tree_range.hpp"

#include <algorithm>
#include <bit>

namespace amends {
namespace {

enum class stands : bool { left, right };

struct sibling {
    stands on{};
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// A walk down a tree, and the siblings of the subtrees that it passed, the root's child first.
struct descent {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::array<sibling, 64> passed{};
    std::size_t steps = 0;

    /// Into the half with the entries before `mid` or the one with those from it on.
    std::uint64_t mid() const { return begin + std::bit_floor(end - begin - 1); }
    void go_left() {
        passed[steps++] = {stands::right, mid(), end};
        end = passed[steps - 1].begin;
    }
    void go_right() {
        passed[steps++] = {stands::left, begin, mid()};
        begin = passed[steps - 1].end;
    }
};

descent to_entry(std::uint64_t index, std::uint64_t size) {
    descent d{.end = size};
    while (d.end - d.begin > 1) index < d.mid() ? d.go_left() : d.go_right();
    return d;
}

/// To the largest subtree that ends where the older log ended.
descent to_older_end(std::uint64_t older_size, std::uint64_t size) {
    descent d{.end = size};
    while (d.end != older_size) older_size <= d.mid() ? d.go_left() : d.go_right();
    return d;
}

/// The roots of the siblings, from below upwards.
result<std::vector<digest>> roots_of_siblings(descent const& d, std::vector<digest> below,
                                              hash_source const& hashes) {
    for (auto left_over = d.steps; left_over-- != 0;) {
        auto const& s = d.passed[left_over];
        auto const root = detail::root_of_range(s.begin, s.end, hashes);
        if (!root) return root.error();
        below.push_back(*root);
    }
    return below;
}

error not_as_long(std::size_t expected, std::size_t found) {
    return mismatch(errc::proof_failed, "a proof of " + std::to_string(expected) + " hashes",
                    std::to_string(found));
}
error other_root(digest const& expected, digest const& found, std::uint64_t size) {
    return mismatch(errc::proof_failed, "root " + to_text(expected), to_text(found),
                    "of " + std::to_string(size) + " entries");
}

} // namespace

result<std::vector<digest>> prove_inclusion(std::uint64_t index, std::uint64_t size,
                                            hash_source const& hashes) {
    if (index >= size)
        return mismatch(errc::out_of_range, "an index below " + std::to_string(size),
                        std::to_string(index));
    return roots_of_siblings(to_entry(index, size), {}, hashes);
}

result<std::vector<digest>> prove_consistency(std::uint64_t older_size, std::uint64_t size,
                                              hash_source const& hashes) {
    if (older_size > size)
        return mismatch(errc::out_of_range, "at most " + std::to_string(size) + " older entries",
                        std::to_string(older_size));
    std::vector<digest> proof;
    if (older_size == 0 || older_size == size) return proof;
    auto const d = to_older_end(older_size, size);
    // A subtree from the very beginning is the older tree itself, whose root the checker has.
    if (d.begin != 0) {
        auto const shared = detail::root_of_range(d.begin, d.end, hashes);
        if (!shared) return shared.error();
        proof.push_back(*shared);
    }
    return roots_of_siblings(d, std::move(proof), hashes);
}

result<void> check_inclusion(placed_leaf const& leaf, std::span<digest const> proof,
                             tree_head const& in) {
    if (leaf.index >= in.size)
        return mismatch(errc::out_of_range, "an index below " + std::to_string(in.size),
                        std::to_string(leaf.index));
    auto const d = to_entry(leaf.index, in.size);
    if (proof.size() != d.steps) return not_as_long(d.steps, proof.size());
    sha256 hasher;
    auto joined = leaf.hash;
    for (auto step = d.steps; auto const& sibling : proof)
        joined = d.passed[--step].on == stands::left ? hasher.of_node(sibling, joined)
                                                     : hasher.of_node(joined, sibling);
    if (joined != in.root) return other_root(in.root, joined, in.size);
    return {};
}

result<void> check_consistency(tree_head const& older, std::span<digest const> proof,
                               tree_head const& newer) {
    if (older.size > newer.size)
        return mismatch(errc::out_of_range,
                        "at most " + std::to_string(newer.size) + " older entries",
                        std::to_string(older.size));
    if (older.size == 0 || older.size == newer.size) {
        if (!proof.empty()) return not_as_long(0, proof.size());
        auto const expected = older.size == 0 ? empty_root() : newer.root;
        if (older.root != expected) return other_root(expected, older.root, older.size);
        if (newer.size == 0 && newer.root != expected) return other_root(expected, newer.root, 0);
        return {};
    }
    auto const d = to_older_end(older.size, newer.size);
    auto const shared = std::size_t{d.begin != 0};
    if (proof.size() != d.steps + shared) return not_as_long(d.steps + shared, proof.size());
    sha256 hasher;
    auto in_older = shared == 0 ? older.root : proof.front();
    auto in_newer = in_older;
    for (auto step = d.steps; auto const& sibling : proof.subspan(shared)) {
        if (d.passed[--step].on == stands::left) {
            in_older = hasher.of_node(sibling, in_older);
            in_newer = hasher.of_node(sibling, in_newer);
        } else {
            in_newer = hasher.of_node(in_newer, sibling);
        }
    }
    if (in_older != older.root) return other_root(older.root, in_older, older.size);
    if (in_newer != newer.root) return other_root(newer.root, in_newer, newer.size);
    return {};
}

} // namespace amends
