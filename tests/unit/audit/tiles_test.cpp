// SPDX-License-Identifier: BSL-1.0
// Tiles: paths and contents by the letter of C2SP, and a tree that lays itself out in them.
#include <amends/audit/tiles.hpp>

#include "support/tree_oracle.hpp"

#include "catch.hpp"

#include <map>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("paths of tiles are those of C2SP") {
    struct named {
        tile_place place;
        std::string path;
    };
    for (auto const& [place, path] : {
             named{{0, 0, 256}, "tile/0/000"},
             named{{0, 1234067, 256}, "tile/0/x001/x234/067"},
             named{{7, 999, 1}, "tile/7/999.p/1"},
             named{{1, 1000, 255}, "tile/1/x001/000.p/255"},
             named{{{}, 0, 256}, "tile/entries/000"},
             named{{{}, 273, 112}, "tile/entries/273.p/112"},
             named{{0, ~std::uint64_t{0}, 256}, "tile/0/x018/x446/x744/x073/x709/x551/615"},
         }) {
        CHECK(path_of(place) == path);
        CHECK(parse_tile_path(path).value() == place);
    }
}

TEST_CASE("what is no path of a tile is refused") {
    for (auto const* path : {"",
                             "tile",
                             "tile/",
                             "tile/0",
                             "tile/0/",
                             "tile/0/0",
                             "tile/0/00",
                             "tile/0/0000",
                             "tile/0/x000/000",
                             "tile/0/x001",
                             "tile/0/x001/",
                             "tile/0/001/002",
                             "tile/0/x001/x002",
                             "tile/00/000",
                             "tile/-1/000",
                             "tile/64/000",
                             "tile/entry/000",
                             "tiles/0/000",
                             "/tile/0/000",
                             "tile/0/000/",
                             "tile/0/000.p",
                             "tile/0/000.p/",
                             "tile/0/000.p/0",
                             "tile/0/000.p/256",
                             "tile/0/000.p/01",
                             "tile/0/000.p/1/",
                             "tile/0/x001.p/1",
                             "tile/0/00a",
                             "tile/0/+01",
                             "tile/0/x001/x002/x003/x004/x005/x006/x007/008",
                             "tile//000"}) {
        INFO(path);
        auto const read = parse_tile_path(path);
        REQUIRE(read.has_error());
        CHECK(read.error().code == errc::malformed);
    }
    CHECK(parse_tile_path("tile/8/000").error().code == errc::out_of_range);
    CHECK(parse_tile_path("tile/0/x018/x446/x744/x073/x709/x551/616").error().code ==
          errc::out_of_range);
}

TEST_CASE("a tile is its hashes, and 1 to 256 of them") {
    auto const all = some_leaves(256);
    for (std::size_t n : {1u, 2u, 255u, 256u}) {
        auto const tile = tile_of(leaves(all).first(n));
        CHECK(tile.size() == 32 * n);
        CHECK(parse_tile(tile).value() ==
              std::vector(all.begin(), all.begin() + std::ptrdiff_t(n)));
    }
    for (std::size_t size : {0u, 1u, 31u, 33u, 8191u, 8193u, 8224u})
        CHECK(parse_tile(bytes(size)).error().message ==
              "expected a tile of 1 to 256 hashes of 32 bytes, found " + std::to_string(size) +
                  " bytes");
}

TEST_CASE("a bundle holds its entries, each of at most 65535 bytes") {
    std::vector<bytes> const entries = {bytes(1, std::byte{1}), bytes(0), bytes(300, std::byte{2}),
                                        bytes(65535, std::byte{3})};
    bytes bundle;
    for (auto const& e : entries) REQUIRE(add_to_bundle(e, bundle).has_value());
    CHECK(bundle.size() == 4 * 2 + 1 + 300 + 65535);
    auto const read = parse_bundle(bundle);
    REQUIRE(read.has_value());
    REQUIRE(read->size() == entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
        CHECK(
            std::equal(entries[i].begin(), entries[i].end(), (*read)[i].begin(), (*read)[i].end()));

    auto const before = bundle;
    CHECK(add_to_bundle(bytes(65536), bundle).error().message ==
          "expected an entry of at most 65535 bytes, found 65536");
    CHECK(bundle == before);
}

TEST_CASE("a bundle that is cut anywhere inside an entry is refused") {
    bytes bundle;
    REQUIRE(add_to_bundle(bytes(3), bundle).has_value());
    REQUIRE(add_to_bundle(bytes(2), bundle).has_value());
    for (std::size_t size = 0; size < bundle.size(); ++size) {
        auto const read = parse_bundle(byte_view(bundle).first(size));
        INFO("cut after " << size);
        REQUIRE(read.has_value() == (size == 5));
    }
    bytes too_many;
    for (auto i = 0; i < 257; ++i) REQUIRE(add_to_bundle({}, too_many).has_value());
    CHECK(parse_bundle(byte_view(too_many).first(512)).has_value());
    CHECK(parse_bundle(too_many).has_error());
}

namespace {

using tiles = std::map<std::string, std::vector<digest>>;

tiled_tree::tile_visitor into(tiles& all) {
    return [&all](tile_place const& place, std::span<digest const> hashes) -> result<void> {
        REQUIRE(place.width == hashes.size());
        all[path_of(place)].assign(hashes.begin(), hashes.end());
        return {};
    };
}

} // namespace

TEST_CASE("a log of 70000 entries lies in the tiles that C2SP counts") {
    auto const all = some_leaves(70'000);
    tiles laid;
    tiled_tree tree(into(laid));
    for (auto const& leaf : all) REQUIRE(tree.add(leaf).has_value());
    REQUIRE(tree.finish().has_value());

    CHECK(laid.size() == 273 + 1 + 1 + 1 + 1);
    CHECK(laid.at("tile/0/273.p/112").size() == 112);
    CHECK(laid.at("tile/1/000").size() == 256);
    CHECK(laid.at("tile/1/001.p/17").size() == 17);
    CHECK(laid.at("tile/2/000.p/1").size() == 1);
    CHECK(laid.at("tile/2/000.p/1")[0] == mth(leaves(all).first(65536)));
    for (std::size_t i = 0; i < 273; ++i) REQUIRE(laid.at(path_of({0, i}))[0] == all[256 * i]);
    for (std::size_t i = 0; i < 256; ++i)
        REQUIRE(laid.at("tile/1/000")[i] == mth(leaves(all).subspan(256 * i, 256)));
    CHECK(tree.head() == tree_head{70'000, mth(all)});
    CHECK(tree.unfilled(0).size() == 112);
}

TEST_CASE("a tree that goes on from kept hashes ends where one grown at once does") {
    auto const all = some_leaves(1000);
    tiles at_once;
    tiled_tree whole(into(at_once));
    for (auto const& leaf : all) REQUIRE(whole.add(leaf).has_value());
    REQUIRE(whole.finish().has_value());

    for (std::size_t cut : {0u, 1u, 255u, 256u, 257u, 511u, 512u, 768u, 999u, 1000u}) {
        INFO("cut at " << cut);
        tiles in_two;
        tiled_tree first(into(in_two));
        for (auto const& leaf : leaves(all).first(cut)) REQUIRE(first.add(leaf).has_value());
        auto second = tiled_tree::going_on(cut, source_of(all), into(in_two));
        REQUIRE(second.has_value());
        CHECK(second->head() == first.head());
        for (auto const& leaf : leaves(all).subspan(cut)) REQUIRE(second->add(leaf).has_value());
        REQUIRE(second->finish().has_value());
        CHECK(second->head() == whole.head());
        CHECK(in_two == at_once);
    }
    auto const lost = tiled_tree::going_on(1001, source_of(all), into(at_once));
    CHECK(lost.error().code == errc::out_of_range);
}

TEST_CASE("a tile that cannot be kept ends the work") {
    auto const all = some_leaves(256);
    tiled_tree tree([](tile_place const&, std::span<digest const>) -> result<void> {
        return mismatch(errc::io_failed, "room", "none");
    });
    for (auto const& leaf : leaves(all).first(255)) REQUIRE(tree.add(leaf).has_value());
    CHECK(tree.finish().error().code == errc::io_failed);
    CHECK(tree.add(all[255]).error().code == errc::io_failed);
}
