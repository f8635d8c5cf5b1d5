// SPDX-License-Identifier: BSL-1.0
// The tree against the roots that were published, and against the RFC's own recursion.
#include <amends/audit/tree.hpp>

#include "support/tree_oracle.hpp"
#include "unit/audit/published_tree.hpp"

#include <amends/vocabulary/bytes.hpp>

#include "catch.hpp"

using namespace amends;
using namespace amends::testing;

TEST_CASE("the published leaf hashes and roots are reproduced") {
    growing_tree tree;
    CHECK(to_text(tree.root()) == published_roots[0]);
    sha256 hasher;
    for (std::size_t i = 0; i < 8; ++i) {
        auto const leaf = hasher.of_leaf(published_entry(i));
        CHECK(to_text(leaf) == published_leaf_hashes[i]);
        tree.add(leaf);
        CHECK(to_text(tree.root()) == published_roots[i + 1]);
        CHECK(tree.size() == i + 1);
    }
}

TEST_CASE("the root of every size is what the recursion of the RFC says") {
    constexpr std::size_t most = 300;
    auto const all = some_leaves(most);
    growing_tree tree;
    for (std::size_t n = 0; n <= most; ++n) {
        auto const expected = mth(leaves(all).first(n));
        INFO("size " << n);
        REQUIRE(tree.root() == expected);
        REQUIRE(tree.head() == tree_head{n, expected});
        REQUIRE(head_of(n, source_of(all)).value() == tree_head{n, expected});
        if (n < most) tree.add(all[n]);
    }
}

TEST_CASE("a tree grown by perfect subtrees is the tree grown by its leaves") {
    auto const all = some_leaves(256 + 128 + 7);
    growing_tree by_subtrees, by_leaves;
    auto const ignore = [](std::uint8_t, digest const&) {};
    by_subtrees.add(mth(leaves(all).first(256)), 8, ignore);
    by_subtrees.add(mth(leaves(all).subspan(256, 128)), 7, ignore);
    for (auto const& leaf : leaves(all).subspan(384)) by_subtrees.add(leaf);
    for (auto const& leaf : all) by_leaves.add(leaf);
    CHECK(by_subtrees.head() == by_leaves.head());
    CHECK(by_subtrees.size() == all.size());
}

TEST_CASE("a growing tree tells every perfect subtree once, when it is complete") {
    auto const all = some_leaves(37);
    growing_tree tree;
    std::vector<std::size_t> told(6);
    for (auto const& leaf : all)
        tree.add(leaf, 0, [&](std::uint8_t level, digest const& root) {
            auto const width = std::size_t{1} << level;
            CHECK(root == mth(leaves(all).subspan(width * told.at(level)++, width)));
        });
    CHECK(told == std::vector<std::size_t>{37, 18, 9, 4, 2, 1});
}

TEST_CASE("a root is not gathered from hashes that cannot be had") {
    auto const all = some_leaves(5);
    auto const head = head_of(6, source_of(all));
    REQUIRE(head.has_error());
    CHECK(head.error().code == errc::out_of_range);
}

TEST_CASE("an entry cannot pass for a pair of subtrees") {
    sha256 hasher;
    auto const all = some_leaves(2);
    bytes both;
    for (auto const& leaf : all) both.insert(both.end(), leaf.bytes.begin(), leaf.bytes.end());
    CHECK(hasher.of_leaf(both) != hasher.of_node(all[0], all[1]));
}
