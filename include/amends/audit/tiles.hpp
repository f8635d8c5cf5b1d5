// SPDX-License-Identifier: BSL-1.0
// A log laid out in tiles: files of 256 hashes or entries each, from which every proof can be made.
#pragma once

#include <amends/audit/tree.hpp>
#include <amends/vocabulary/bytes.hpp>

#include <optional>
#include <span>

namespace amends {

/// Hashes in a full tile, entries in a full bundle.
inline constexpr std::uint64_t tile_width = 256;
/// Levels of tiles that a log of 2^64 entries has.
inline constexpr std::uint8_t tile_levels = 8;
/// Longest entry that a bundle can hold, in bytes: its length takes two.
inline constexpr std::size_t bundled_entry_size_max = 65535;

/// A tile or a bundle, by its place in the log. A hash of level n is the root over `256^n` entries.
/// Source: C2SP tlog-tiles v1.0.0.
struct tile_place {
    std::optional<std::uint8_t> level{}; ///< nothing: a bundle of entries
    std::uint64_t index = 0;
    std::uint32_t width = tile_width; ///< 1 to 256; less than 256 at the log's end only

    friend bool operator==(tile_place const&, tile_place const&) = default;
};

/// `tile/0/x001/x234/067`, `tile/entries/000.p/17`.
std::string path_of(tile_place const& place);
/// Reads such a path; `path_of` writes the same again. Errors: `malformed`, `out_of_range`.
result<tile_place> parse_tile_path(std::string_view path);

/// A tile's bytes: its hashes, one after the other.
bytes tile_of(std::span<digest const> hashes);
/// The hashes of a tile. Errors: `malformed` unless there are 1 to 256 whole ones.
result<std::vector<digest>> parse_tile(byte_view tile);

/// Adds an entry's canonical bytes to a bundle. Errors: `too_long` beyond 65,535 bytes.
result<void> add_to_bundle(byte_view entry, bytes& bundle);
/// The entries of a bundle. Lifetime: that of `bundle`.
/// Errors: `malformed` unless 1 to 256 entries fill it exactly.
result<std::vector<byte_view>> parse_bundle(byte_view bundle);

/// A tree that grows at its end and hands over its tiles as they fill up. After an error of the
/// visitor it is of no more use.
class tiled_tree {
  public:
    /// Called with each tile; an error ends the work and is passed on.
    using tile_visitor = std::function<result<void>(tile_place const&, std::span<digest const>)>;

    /// A tree over no entries yet.
    explicit tiled_tree(tile_visitor visit) : visit_(std::move(visit)) {}
    /// Goes on from a tree that was grown before, whose hashes `kept` answers.
    /// Errors: those of `kept`.
    static result<tiled_tree> going_on(std::uint64_t size, hash_source const& kept,
                                       tile_visitor visit);

    /// Adds an entry by its hash. Errors: those of the visitor.
    result<void> add(digest const& leaf);
    /// Hands over the tiles at the log's end that are not full, the lowest level first. More entries
    /// may follow: those tiles are handed over again when they are fuller.
    result<void> finish();

    std::uint64_t size() const noexcept { return tree_.size(); }
    tree_head head() { return tree_.head(); }

    /// The hashes of a level that are in no full tile yet: at most 255.
    std::span<digest const> unfilled(std::uint8_t level) const { return unfilled_[level]; }

  private:
    growing_tree tree_;
    std::array<std::vector<digest>, tile_levels> unfilled_;
    tile_visitor visit_;
};

} // namespace amends
