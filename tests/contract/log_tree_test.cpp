// SPDX-License-Identifier: BSL-1.0
// The tree over a store: right at every size, whatever was kept, and cheap to ask.
#include <amends/store/log_tree.hpp>
#include <amends/store/memory.hpp>
#include <amends/store/sqlite.hpp>

#include "contract/scratch.hpp"
#include "contract/seed.hpp"
#include "support/raw_log.hpp"
#include "support/tree_oracle.hpp"

#include <random>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

std::vector<std::string> tiles_of(store& of) {
    std::vector<std::string> names;
    REQUIRE(of.beside("tile/", [&](std::string_view name, byte_view) {
                  names.emplace_back(name);
                  return true;
              }).has_value());
    return names;
}

/// Grows a log in steps of every kind and holds its tree against the recursion of the RFC.
void tree_contract(store& of) {
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    auto const all = some_leaves(4000);
    std::size_t size = 0;
    for (auto const step : {0u, 1u, 254u, 1u, 1u, 255u, 256u, 700u, 0u, 1u, 1500u}) {
        append_raw(of, step);
        size += step;
        // A new one each time, as after a restart.
        log_tree tree(of);
        auto const head = tree.grow();
        INFO("at " << size << " entries");
        REQUIRE(head.has_value());
        REQUIRE(*head == tree_head{size, mth(leaves(all).first(size))});
        REQUIRE(tree.head(size / 2).value().root == mth(leaves(all).first(size / 2)));
        for (auto i = 0; i < 20 && size != 0; ++i) {
            auto const then = 1 + random() % size, index = random() % then;
            auto const d = leaves(all).first(then);
            REQUIRE(tree.prove_inclusion(index, then).value() == path(index, d));
            REQUIRE(tree.prove_consistency(index + 1, then).value() == consistency(index + 1, d));
        }
        REQUIRE(tree.head(size + 1).error().code == errc::out_of_range);
        REQUIRE(tree.prove_inclusion(size, size).error().code == errc::out_of_range);
    }
    CHECK(tiles_of(of) == std::vector<std::string>{"tile/1/000"});
}

} // namespace

TEST_CASE("the tree over a store in memory is that of the RFC at every size") {
    memory_store kept;
    tree_contract(kept);
}

TEST_CASE("the tree over a SQLite file is that of the RFC at every size") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    tree_contract(*kept);
}

TEST_CASE("a long log is proved from few tiles and few entries") {
    memory_store real;
    append_raw(real, 140'000);
    lying_store kept(real);
    log_tree tree(kept);
    auto const head = tree.grow().value();
    CHECK(kept.scanned == 140'000);
    CHECK(tiles_of(real) ==
          std::vector<std::string>{"tile/1/000", "tile/1/001", "tile/1/002", "tile/2/000"});

    auto const all = some_leaves(140'000);
    for (std::uint64_t index : {0u, 255u, 65'535u, 65'536u, 139'999u}) {
        kept.scanned = kept.named = 0;
        log_tree fresh(kept);
        auto const proof = fresh.prove_inclusion(index, head.size);
        REQUIRE(proof.has_value());
        CHECK(check_inclusion({index, all[index]}, *proof, head).has_value());
        CHECK(kept.scanned <= 2 * 256);
        CHECK(kept.named <= 2 * 2);
    }
    kept.scanned = kept.named = 0;
    auto const grown = log_tree(kept).prove_consistency(70'000, head.size);
    CHECK(check_consistency({70'000, mth(leaves(all).first(70'000))}, *grown, head).has_value());
    CHECK(kept.scanned <= 2 * 256);
    CHECK(kept.named <= 2 * 2);

    append_raw(real, 10);
    kept.scanned = kept.kept = 0;
    CHECK(log_tree(kept).grow()->size == 140'010);
    CHECK(kept.scanned <= 256 + 10); // the entries since the last 256
    CHECK(kept.kept == 0);
}

TEST_CASE("a tree that is missing any of its tiles is made from the log again") {
    memory_store real;
    append_raw(real, 131'072 + 600);
    log_tree whole(real);
    auto const head = whole.grow().value();
    auto const proof = whole.prove_inclusion(300, head.size).value();
    for (auto const& name : tiles_of(real)) {
        INFO("without " << name);
        lying_store kept(real);
        kept.gone = {name};
        log_tree tree(kept);
        CHECK(tree.head(head.size).value() == head);
        CHECK(tree.prove_inclusion(300, head.size).value() == proof);
        CHECK(tree.grow().value() == head);
    }
    lying_store kept(real);
    for (auto const& name : tiles_of(real)) kept.gone.insert(name);
    CHECK(log_tree(kept).prove_inclusion(300, head.size).value() == proof);
}

TEST_CASE("a process that ends while it grows the tree leaves nothing wrong behind") {
    memory_store log;
    append_raw(log, 131'072 + 600);
    auto const expected = log_tree(log, tiles_kept::in_memory).grow().value();
    REQUIRE(tiles_of(log).empty());
    for (auto written = 0; written < 4; ++written) {
        memory_store real;
        append_raw(real, 131'072 + 600);
        lying_store kept(real);
        kept.keeps = written;
        INFO("after " << written << " tiles");
        CHECK(log_tree(kept).grow().error().code == errc::store_failed);
        kept.keeps.reset();
        log_tree again(kept);
        CHECK(again.grow().value() == expected);
        CHECK(again.head(131'072).value() == log_tree(log).head(131'072).value());
        CHECK(tiles_of(real) ==
              std::vector<std::string>{"tile/1/000", "tile/1/001", "tile/1/002", "tile/2/000"});
    }
}

TEST_CASE("two processes grow the tree of one file side by side") {
    scratch const folder;
    auto const one = *sqlite_store::open({.path = folder / "kept.db"});
    auto const other = *sqlite_store::open({.path = folder / "kept.db"});
    auto const all = some_leaves(3000);
    log_tree first(*one), second(*other);
    std::size_t size = 0;
    for (auto const step : {300u, 700u, 1u, 255u, 513u}) {
        append_raw(*other, step);
        size += step;
        auto const expected = tree_head{size, mth(leaves(all).first(size))};
        CHECK(first.grow().value() == expected);
        CHECK(second.grow().value() == expected);
    }
    // One that was slow may put back a tile as it was: what is missing is made again.
    auto const tile = *one->beside("tile/1/000").value();
    REQUIRE(one->keep_beside("tile/1/000", byte_view(tile).first(64)).has_value());
    CHECK(log_tree(*other).head(size)->root == mth(leaves(all).first(size)));
    CHECK(log_tree(*other).grow()->size == size);
    CHECK(*one->beside("tile/1/000").value() == tile);
}

TEST_CASE("a store that is only read has its tree in memory") {
    memory_store kept;
    append_raw(kept, 1000);
    log_tree tree(kept, tiles_kept::in_memory);
    CHECK(tree.grow()->root == mth(some_leaves(1000)));
    CHECK(tiles_of(kept).empty());
    append_raw(kept, 500);
    CHECK(tree.grow()->root == mth(some_leaves(1500)));
    CHECK(tree.head(1200)->root == mth(leaves(some_leaves(1500)).first(1200)));
    CHECK(tiles_of(kept).empty());
}

TEST_CASE("the tree does not grow over a damaged or missing entry") {
    memory_store real;
    append_raw(real, 600);
    lying_store kept(real);
    kept.other[577] = bytes(3, std::byte{'x'});
    auto const damaged = log_tree(kept).grow();
    REQUIRE(damaged.has_error());
    CHECK(damaged.error().code == errc::damaged_trail);
    CHECK_THAT(damaged.error().message,
               ContainsSubstring("expected hash " + to_text(some_leaves(578)[577])));
    CHECK_THAT(damaged.error().message,
               ContainsSubstring("(log index 577, case 41, sequence 578)"));

    kept.other.clear();
    kept.left_out = {300};
    auto const missing = log_tree(kept).grow();
    REQUIRE(missing.has_error());
    CHECK(missing.error().code == errc::damaged_trail);
    CHECK(missing.error().message == "expected log index 300, found 301");
    kept.left_out.clear();
    CHECK(log_tree(kept).grow()->root == mth(some_leaves(600)));
}

TEST_CASE("a log that is shorter than its tree was is refused") {
    memory_store real;
    append_raw(real, 1100);
    REQUIRE(log_tree(real).grow().has_value());
    lying_store kept(real);
    for (std::uint64_t size : {0u, 255u, 256u, 1023u}) {
        kept.shown = size;
        auto const grown = log_tree(kept).grow();
        INFO("shown " << size);
        REQUIRE(grown.has_error());
        CHECK(grown.error().code == errc::log_rewritten);
        CHECK(grown.error().message == "expected a log of at least 1024 entries, found " +
                                           std::to_string(size) + " (its tree had more before)");
    }
    kept.shown = 1024;
    CHECK(log_tree(kept).grow()->size == 1024);
}

TEST_CASE("a tile that is none is an error of the store") {
    memory_store kept;
    append_raw(kept, 600);
    REQUIRE(kept.keep_beside("tile/1/000", bytes(33)).has_value());
    for (auto const& answer : {log_tree(kept).grow(), log_tree(kept).head(600)}) {
        REQUIRE(answer.has_error());
        CHECK(answer.error().code == errc::store_damaged);
        CHECK(answer.error().message ==
              "tile/1/000: expected a tile of 1 to 256 hashes of 32 bytes, found 33 bytes");
    }
}

TEST_CASE("growing tells how far it is") {
    memory_store kept;
    append_raw(kept, 3000);
    std::vector<std::uint64_t> told;
    REQUIRE(log_tree(kept).grow([&](std::uint64_t n) { told.push_back(n); }).has_value());
    CHECK(told == std::vector<std::uint64_t>{1024, 2048});
}
