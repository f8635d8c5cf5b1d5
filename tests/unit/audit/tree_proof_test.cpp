// SPDX-License-Identifier: BSL-1.0
// Proofs against the published paths and the RFC's own recursion; what is no proof is refused.
#include <amends/audit/tree_proof.hpp>

#include "support/tree_oracle.hpp"
#include "unit/audit/published_tree.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace amends;
using namespace amends::testing;

namespace {

using hashes = std::vector<digest>;

hashes published_leaves() {
    hashes all;
    for (auto const text : published_leaf_hashes) all.push_back(parse_digest(text).value());
    return all;
}
hashes read_hashes(std::vector<std::string_view> const& texts) {
    hashes all;
    for (auto const text : texts) all.push_back(parse_digest(text).value());
    return all;
}
tree_head head_of_first(std::size_t n, leaves d) { return {n, mth(d.first(n))}; }

/// Everything that a single change can make of a proof.
std::vector<hashes> spoilt(hashes const& proof) {
    std::vector<hashes> all;
    for (std::size_t i = 0; i < proof.size(); ++i) {
        for (std::size_t bit = 0; bit < 256; ++bit) {
            all.push_back(proof);
            all.back()[i].bytes[bit / 8] ^= static_cast<std::byte>(1 << bit % 8);
        }
        all.push_back(proof); // one left out
        all.back().erase(all.back().begin() + std::ptrdiff_t(i));
        all.push_back(proof); // one twice
        all.back().insert(all.back().begin() + std::ptrdiff_t(i), proof[i]);
        if (i + 1 < proof.size()) {
            all.push_back(proof);
            std::swap(all.back()[i], all.back()[i + 1]);
        }
    }
    for (auto const& more : {digest{}, sha256_of("more"), empty_root()}) {
        all.push_back(proof);
        all.back().push_back(more);
        all.push_back(proof);
        all.back().insert(all.back().begin(), more);
    }
    all.emplace_back();
    std::erase(all, proof);
    return all;
}

} // namespace

TEST_CASE("the published inclusion paths are reproduced") {
    auto const all = published_leaves();
    struct published {
        std::uint64_t index, size;
        std::vector<std::string_view> path;
    };
    std::vector<published> const table = {
        {0,
         8,
         {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
        {5,
         8,
         {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
        {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
        {1,
         5,
         {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
    };
    for (auto const& [index, size, expected] : table) {
        INFO("entry " << index << " of " << size);
        auto const proof = prove_inclusion(index, size, source_of(all));
        REQUIRE(proof.has_value());
        CHECK(*proof == read_hashes(expected));
        CHECK(check_inclusion({index, all[index]}, *proof,
                              {size, parse_digest(published_roots[size]).value()})
                  .has_value());
    }
}

TEST_CASE("the published consistency path is reproduced") {
    auto const all = published_leaves();
    auto const proof = prove_consistency(1, 8, source_of(all));
    REQUIRE(proof.has_value());
    CHECK(*proof ==
          read_hashes({"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                       "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                       "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
    CHECK(check_consistency({1, parse_digest(published_roots[1]).value()}, *proof,
                            {8, parse_digest(published_roots[8]).value()})
              .has_value());
}

TEST_CASE("every entry of every size is proved as the RFC says, and the proof holds") {
    constexpr std::size_t most = 130;
    auto const all = some_leaves(most);
    for (std::size_t size = 1; size <= most; ++size) {
        auto const d = leaves(all).first(size);
        auto const head = head_of_first(size, all);
        for (std::size_t i = 0; i < size; ++i) {
            INFO("entry " << i << " of " << size);
            auto const proof = prove_inclusion(i, size, source_of(all));
            REQUIRE(proof.has_value());
            REQUIRE(*proof == path(i, d));
            REQUIRE(check_inclusion({i, all[i]}, *proof, head).has_value());
        }
    }
}

TEST_CASE("every pair of sizes is consistent as the RFC says, and the proof holds") {
    constexpr std::size_t most = 130;
    auto const all = some_leaves(most);
    for (std::size_t size = 0; size <= most; ++size)
        for (std::size_t older = 0; older <= size; ++older) {
            INFO("from " << older << " to " << size);
            auto const proof = prove_consistency(older, size, source_of(all));
            REQUIRE(proof.has_value());
            if (older != 0) REQUIRE(*proof == consistency(older, leaves(all).first(size)));
            REQUIRE(check_consistency(head_of_first(older, all), *proof, head_of_first(size, all))
                        .has_value());
        }
}

TEST_CASE("every changed bit and every hash too many or too few of an inclusion proof is refused") {
    auto const all = some_leaves(21);
    for (std::size_t size : {1u, 2u, 3u, 7u, 8u, 9u, 21u}) {
        auto const head = head_of_first(size, all);
        for (std::size_t i = 0; i < size; ++i) {
            auto const proof = prove_inclusion(i, size, source_of(all)).value();
            for (auto const& bad : spoilt(proof)) {
                INFO("entry " << i << " of " << size << ", " << bad.size() << " hashes");
                auto const checked = check_inclusion({i, all[i]}, bad, head);
                REQUIRE(checked.has_error());
                REQUIRE(checked.error().code == errc::proof_failed);
            }
            for (std::size_t bit = 0; bit < 256; ++bit) {
                auto const flip = static_cast<std::byte>(1 << bit % 8);
                auto other = all[i];
                other.bytes[bit / 8] ^= flip;
                REQUIRE(check_inclusion({i, other}, proof, head).has_error());
                auto elsewhere = head;
                elsewhere.root.bytes[bit / 8] ^= flip;
                REQUIRE(check_inclusion({i, all[i]}, proof, elsewhere).has_error());
            }
        }
    }
}

TEST_CASE("a proof of one place in the log proves no other place and no other size") {
    auto const all = some_leaves(20);
    for (std::size_t size = 1; size <= 20; ++size)
        for (std::size_t i = 0; i < size; ++i) {
            auto const proof = prove_inclusion(i, size, source_of(all)).value();
            for (std::size_t other = 0; other < 2 * size; ++other) {
                if (other == i) continue;
                INFO("entry " << i << " of " << size << " as " << other);
                REQUIRE(
                    check_inclusion({other, all[i]}, proof, head_of_first(size, all)).has_error());
            }
            for (std::size_t other = 0; other <= 20; ++other) {
                if (other == size) continue;
                INFO("entry " << i << " of " << size << " in " << other);
                REQUIRE(check_inclusion({i, all[i]}, proof, head_of_first(other, all)).has_error());
            }
        }
}

TEST_CASE(
    "every changed bit and every hash too many or too few of a consistency proof is refused") {
    auto const all = some_leaves(21);
    for (std::size_t size : {1u, 2u, 3u, 8u, 13u, 21u})
        for (std::size_t older = 0; older <= size; ++older) {
            auto const before = head_of_first(older, all), after = head_of_first(size, all);
            auto const proof = prove_consistency(older, size, source_of(all)).value();
            for (auto const& bad : spoilt(proof)) {
                INFO("from " << older << " to " << size << ", " << bad.size() << " hashes");
                auto const checked = check_consistency(before, bad, after);
                REQUIRE(checked.has_error());
                REQUIRE(checked.error().code == errc::proof_failed);
            }
            for (std::size_t bit = 0; bit < 256; ++bit) {
                auto const flip = static_cast<std::byte>(1 << bit % 8);
                auto other = before;
                other.root.bytes[bit / 8] ^= flip;
                REQUIRE(check_consistency(other, proof, after).has_error());
                // From nothing anything may have grown.
                auto rewritten = after;
                rewritten.root.bytes[bit / 8] ^= flip;
                if (older != 0) REQUIRE(check_consistency(before, proof, rewritten).has_error());
            }
        }
}

TEST_CASE("a log that was rewritten before its older end has no proof that it only grew") {
    auto const all = some_leaves(20);
    for (std::size_t older = 1; older <= 20; ++older)
        for (std::size_t size = older; size <= 20; ++size)
            for (std::size_t changed = 0; changed < older; ++changed) {
                auto other = all;
                other[changed] = sha256_of("rewritten");
                auto const proof = prove_consistency(older, size, source_of(other)).value();
                INFO("entry " << changed << ", from " << older << " to " << size);
                REQUIRE(
                    check_consistency(head_of_first(older, all), proof, head_of_first(size, other))
                        .has_error());
            }
}

TEST_CASE("proofs beyond the log are refused with both sides") {
    auto const all = some_leaves(3);
    CHECK(prove_inclusion(3, 3, source_of(all)).error().message ==
          "expected an index below 3, found 3");
    CHECK(prove_inclusion(0, 0, source_of(all)).error().code == errc::out_of_range);
    CHECK(prove_consistency(4, 3, source_of(all)).error().message ==
          "expected at most 3 older entries, found 4");
    CHECK(prove_inclusion(1, 5, source_of(all)).error().code == errc::out_of_range);

    auto const head = head_of_first(3, all);
    CHECK(check_inclusion({3, all[2]}, {}, head).error().code == errc::out_of_range);
    CHECK(check_inclusion({0, all[0]}, {}, head).error().message ==
          "expected a proof of 2 hashes, found 0");
    CHECK(check_consistency({4, all[0]}, {}, head).error().code == errc::out_of_range);
    CHECK(check_consistency({3, all[0]}, {}, head).error().message ==
          "expected root " + to_text(head.root) + ", found " + to_text(all[0]) + " (of 3 entries)");
    CHECK(check_consistency({0, all[0]}, {}, head).error().message ==
          "expected root " + to_text(empty_root()) + ", found " + to_text(all[0]) +
              " (of 0 entries)");
}

TEST_CASE("logs as long as a number allows are proved and checked in 64 steps") {
    auto const no_two_alike = [](tree_node n) -> result<digest> {
        return sha256_of(std::to_string(n.level) + "/" + std::to_string(n.index));
    };
    auto const size = ~std::uint64_t{0};
    auto const head = head_of(size, no_two_alike);
    REQUIRE(head.has_value());
    for (std::uint64_t index : {std::uint64_t{0}, size / 2, size - 1}) {
        auto const proof = prove_inclusion(index, size, no_two_alike);
        REQUIRE(proof.has_value());
        CHECK(proof->size() <= 64);
        // The hashes belong to no leaves: only the shape can be right.
        CHECK_THAT(check_inclusion({index, {}}, *proof, *head).error().message,
                   Catch::Matchers::ContainsSubstring("expected root"));
    }
    auto const grown = prove_consistency(size / 3, size, no_two_alike);
    REQUIRE(grown.has_value());
    CHECK(grown->size() <= 65);
}
