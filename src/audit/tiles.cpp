// SPDX-License-Identifier: BSL-1.0
// FORMAT: C2SP tlog-tiles v1.0.0.
#include <amends/audit/tiles.hpp>

#include "audit/lines.hpp"

#include <algorithm>
#include <bit>

namespace amends {
namespace {

// --- paths --------------------------------------------------------------------------------------

std::string three_digits(std::uint64_t below_thousand) {
    auto digits = std::to_string(below_thousand);
    return std::string(3 - digits.size(), '0') + digits;
}

error no_path(std::string_view path) {
    return mismatch(errc::malformed, "a path such as tile/0/x001/067 or tile/entries/000.p/17",
                    detail::quoted(path));
}

/// Cuts off what stands before the next slash.
std::string_view next_part(std::string_view& path) {
    auto const part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), part.size() + 1));
    return part;
}

std::optional<std::uint64_t> number_in(std::string_view text, std::uint64_t least,
                                       std::uint64_t most) {
    auto const number = detail::number_from(text, "a number");
    if (!number || *number < least || *number > most) return std::nullopt;
    return *number;
}

/// Three digits, leading zeroes and all.
std::optional<std::uint64_t> group_in(std::string_view text) {
    if (text.size() != 3) return std::nullopt;
    std::uint64_t number = 0;
    for (char const c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return number;
}

} // namespace

std::string path_of(tile_place const& place) {
    std::string number = three_digits(place.index % 1000);
    for (auto rest = place.index / 1000; rest != 0; rest /= 1000)
        number = 'x' + three_digits(rest % 1000) + '/' + number;
    auto path = "tile/" + (place.level ? std::to_string(*place.level) : std::string("entries")) +
                '/' + number;
    if (place.width != tile_width) path += ".p/" + std::to_string(place.width);
    return path;
}

result<tile_place> parse_tile_path(std::string_view path) {
    auto const bad = no_path(path);
    auto left = path;
    tile_place read;
    if (next_part(left) != "tile") return bad;
    if (auto const level = next_part(left); level != "entries") {
        auto const number = number_in(level, 0, 63);
        if (!number) return bad;
        if (*number >= tile_levels)
            return mismatch(errc::out_of_range, "a level below 8", std::to_string(*number));
        read.level = static_cast<std::uint8_t>(*number);
    }
    // 2^64 entries take 20 digits: seven groups at most.
    for (auto groups = 0; groups < 7; ++groups) {
        auto part = next_part(left);
        auto const goes_on = part.starts_with('x');
        if (goes_on) part.remove_prefix(1);
        auto const is_partial = !goes_on && part.ends_with(".p");
        if (is_partial) part.remove_suffix(2);
        auto const group = group_in(part);
        // No leading group of zeroes: one path for each number.
        if (!group || (goes_on && groups == 0 && *group == 0)) return bad;
        if (read.index > (~std::uint64_t{0} - *group) / 1000)
            return mismatch(errc::out_of_range, "an index of 64 bits", detail::quoted(path));
        read.index = read.index * 1000 + *group;
        if (goes_on) continue;
        if (is_partial) {
            auto const width = number_in(left, 1, tile_width - 1);
            if (!width) return bad;
            read.width = static_cast<std::uint32_t>(*width);
        } else if (!left.empty() || path.ends_with('/')) {
            return bad;
        }
        return read;
    }
    return bad;
}

// --- contents -----------------------------------------------------------------------------------

bytes tile_of(std::span<digest const> hashes) {
    bytes tile;
    tile.reserve(32 * hashes.size());
    for (auto const& hash : hashes) tile.insert(tile.end(), hash.bytes.begin(), hash.bytes.end());
    return tile;
}

result<std::vector<digest>> parse_tile(byte_view tile) {
    if (tile.empty() || tile.size() % 32 != 0 || tile.size() > 32 * tile_width)
        return mismatch(errc::malformed, "a tile of 1 to 256 hashes of 32 bytes",
                        std::to_string(tile.size()) + " bytes");
    std::vector<digest> hashes(tile.size() / 32);
    for (auto& hash : hashes) {
        std::copy_n(tile.begin(), 32, hash.bytes.begin());
        tile = tile.subspan(32);
    }
    return hashes;
}

result<void> add_to_bundle(byte_view entry, bytes& bundle) {
    if (entry.size() > bundled_entry_size_max)
        return mismatch(errc::too_long, "an entry of at most 65535 bytes",
                        std::to_string(entry.size()));
    bundle.push_back(static_cast<std::byte>(entry.size() >> 8));
    bundle.push_back(static_cast<std::byte>(entry.size()));
    bundle.insert(bundle.end(), entry.begin(), entry.end());
    return {};
}

result<std::vector<byte_view>> parse_bundle(byte_view bundle) {
    std::vector<byte_view> entries;
    while (!bundle.empty()) {
        if (entries.size() == tile_width)
            return mismatch(errc::malformed, "at most 256 entries in a bundle", "more");
        auto const size = bundle.size() < 2 ? bundle.size()
                                            : std::to_integer<std::size_t>(bundle[0]) << 8 |
                                                  std::to_integer<std::size_t>(bundle[1]);
        if (bundle.size() < 2 || bundle.size() - 2 < size)
            return mismatch(errc::malformed, "the rest of an entry", "the end",
                            "entry " + std::to_string(entries.size()) + " of a bundle");
        entries.push_back(bundle.subspan(2, size));
        bundle = bundle.subspan(2 + size);
    }
    if (entries.empty()) return mismatch(errc::malformed, "an entry in a bundle", "none");
    return entries;
}

// --- the tree -----------------------------------------------------------------------------------

result<tiled_tree> tiled_tree::going_on(std::uint64_t size, hash_source const& kept,
                                        tile_visitor visit) {
    tiled_tree tree(std::move(visit));
    for (std::uint8_t level = 0; level < tile_levels; ++level) {
        auto const complete = size >> 8 * level;
        for (auto index = complete - complete % tile_width; index < complete; ++index) {
            auto const hash = kept({static_cast<std::uint8_t>(8 * level), index});
            if (!hash) return hash.error();
            tree.unfilled_[level].push_back(*hash);
        }
    }
    for (auto left_over = size; left_over != 0;) {
        auto const level = static_cast<std::uint8_t>(std::bit_width(left_over) - 1);
        auto const hash = kept({level, tree.size() >> level});
        if (!hash) return hash.error();
        tree.tree_.add(*hash, level, [](std::uint8_t, digest const&) {});
        left_over ^= std::uint64_t{1} << level;
    }
    return tree;
}

result<void> tiled_tree::add(digest const& leaf) {
    result<void> done;
    tree_.add(leaf, 0, [&](std::uint8_t level, digest const& root) {
        if (level % 8 != 0 || !done) return;
        auto const of_tile = static_cast<std::uint8_t>(level / 8);
        auto& hashes = unfilled_[of_tile];
        hashes.push_back(root);
        if (hashes.size() != tile_width) return;
        // The size does not count this entry yet: it is the index of the entry.
        done = visit_({of_tile, tree_.size() >> level >> 8}, hashes);
        hashes.clear();
    });
    return done;
}

result<void> tiled_tree::finish() {
    for (std::uint8_t level = 0; level < tile_levels; ++level) {
        auto const& hashes = unfilled_[level];
        if (hashes.empty()) continue;
        auto const index = tree_.size() >> 8 * level >> 8;
        auto done = visit_({level, index, static_cast<std::uint32_t>(hashes.size())}, hashes);
        if (!done) return done;
    }
    return {};
}

} // namespace amends
