// SPDX-License-Identifier: BSL-1.0
// A log in tiles: names and contents of files, and a folder of them from a stranger.
#include "fuzz/folder_of_input.hpp"
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"
#include "support/some_keys.hpp"

#include <amends/audit/tiles.hpp>
#include <amends/exchange/tile_folder.hpp>

namespace amends::fuzz {
namespace {

enum wrong : unsigned {
    root = 1,
    hash_in_tile = 2,
    length_of_tile = 4,
    no_bundle = 8,
    signed_by_another = 16,
};

byte_view bytes_of(std::string const& text) { return std::as_bytes(std::span(text)); }

} // namespace

void try_tile(byte_view input) {
    if (auto const read = parse_tile(input))
        must(same_bytes(tile_of(*read), input), "a tile that is read is written as the same bytes");
    else must_say_both_sides(read.error());

    if (auto const read = parse_bundle(input)) {
        bytes written;
        for (auto const entry : *read)
            must(add_to_bundle(entry, written).has_value(), "what was in a bundle fits into one");
        must(same_bytes(written, input), "a bundle that is read is written as the same bytes");
    } else {
        must_say_both_sides(read.error());
    }

    if (auto const read = parse_tile_path(text_of(input)))
        must(path_of(*read) == text_of(input), "a path that is read is written as the same text");
    else must_say_both_sides(read.error());
}

// Input: one byte less than the entries that the checkpoint speaks of, one byte of what is wrong in the
// folder, and a bundle. Tiles and checkpoint are made of it, since a fuzzer computes no root.
void try_tile_folder(byte_view input) {
    if (input.size() < 2) return;
    auto const size = std::to_integer<std::uint32_t>(input[0]) + 1;
    auto const wrongs = std::to_integer<unsigned>(input[1]);
    auto const bundle = input.subspan(2);
    auto& folder = the_folder();
    folder.clear();

    tiled_tree tree([&](tile_place const& place, std::span<digest const> hashes) -> result<void> {
        auto content = tile_of(hashes);
        if ((wrongs & hash_in_tile) != 0) content[wrongs % content.size()] ^= std::byte{1};
        if ((wrongs & length_of_tile) != 0) content.pop_back();
        (void)folder.put(path_of(place), content);
        return {};
    });
    trail_verifier trails;
    auto is_sound = true;
    if (auto const entries = parse_bundle(bundle))
        for (auto const entry :
             std::span(*entries).first(std::min<std::size_t>(entries->size(), size))) {
            digest hash;
            is_sound = is_sound && !trails.check(tree.size(), entry, hash);
            must(tree.add(sha256().of_leaf(entry)).has_value(), "a tree grows");
        }
    must(tree.finish().has_value(), "a tree is handed over");
    is_sound = is_sound && tree.size() == size;

    checkpoint says{"log", {size, tree.head().root}, {}};
    if ((wrongs & root) != 0) says.head.root.bytes[wrongs % 32] ^= std::byte{1};
    static auto const log = testing::key_of("log"), another = testing::key_of("log", 2);
    auto const& signer = (wrongs & signed_by_another) != 0 ? another : log;
    (void)folder.put("checkpoint", bytes_of(to_text(sign_checkpoint(says.head, signer).value())));
    if ((wrongs & no_bundle) == 0) (void)folder.put(path_of({{}, 0, size}), bundle);

    auto const read = verify_tiles(folder.path(), {.keys = {log.verifier()}});
    if ((wrongs & (signed_by_another | no_bundle)) != 0) {
        must(!read.has_value(), "a folder that nobody signed, or that lacks a file, is an error");
        return must_say_both_sides(read.error());
    }
    must(read.has_value(), "a folder that can be read is verified");
    auto const holds = is_sound && (wrongs & (root | hash_in_tile | length_of_tile)) == 0;
    must(read->first.has_value() == !holds,
         "what is wrong in a folder, and nothing else, is found");
    if (read->first) must_say_both_sides({errc::damaged_trail, read->first->message});
    else must(read->entries == size, "every entry is read");
}

} // namespace amends::fuzz
