// SPDX-License-Identifier: BSL-1.0
// What stands beside a log: how far a follower is, signed checkpoints, tiles of the log's tree.
#include "fuzz/holding.hpp"
#include "fuzz/sample_log.hpp"
#include "fuzz/targets.hpp"
#include "support/some_keys.hpp"

#include <amends/desk/continuation.hpp>
#include <amends/store/follower.hpp>
#include <amends/store/frozen.hpp>
#include <amends/store/verify_log.hpp>

#include <cstring>

namespace amends::fuzz {
namespace {

byte_view as_bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

/// The tree over the sample log, as far as so many entries.
tree_head head_of_sample(std::uint64_t size) {
    growing_tree tree;
    for (auto const& e : std::span(sample_log()).first(static_cast<std::size_t>(size)))
        tree.add(e.hash);
    return tree.head();
}

signing_key const& key_of_log() {
    static auto const key = testing::key_of("log");
    return key;
}

} // namespace

// Input: one byte, odd where the hash is to be that of the entry before the position, and the content.
void try_follower_position(byte_view input) {
    auto const right_hash = take_byte(input) % 2 == 1;
    constexpr std::size_t next_at = 1, hash_at = 9, size = 41; // FORMAT: as in follower.cpp
    auto const& log = sample_log();
    bytes content(input.begin(), input.end());
    if (right_hash && content.size() == size) {
        std::uint64_t next = 0;
        std::memcpy(&next, &content[next_at], sizeof next);
        if (next != 0 && next <= log.size())
            std::ranges::copy(log[static_cast<std::size_t>(next - 1)].hash.bytes,
                              &content[hash_at]);
    }
    memory_store kept;
    append_sample(kept);
    must(kept.keep_beside("follower/search", content).has_value(), "a position is kept");

    auto const all = followers_of(kept);
    if (!all) must_say_both_sides(all.error());
    else must(all->size() == 1 && all->front().name == "search", "a follower is found by its name");

    follower one(kept, "search");
    auto const position = one.position();
    if (!position) {
        must_say_both_sides(position.error());
        auto told = false;
        auto const next =
            one.tell_next([&](auto) -> result<void> { return told = true, result<void>(); });
        must(!next && !told && next.error() == position.error(),
             "nobody is told from a position that is none");
        return;
    }
    must(all.has_value() && all->front().next_log_index == *position,
         "a follower goes on from where it is listed");
    must(*position <= log.size(), "a follower is not beyond the log");
    auto expected = *position;
    auto const told = one.catch_up([&](std::span<stored_entry const> some) -> result<void> {
        for (auto const& e : some)
            must(e.log_index == expected++ &&
                     e.hash == log[static_cast<std::size_t>(e.log_index)].hash,
                 "entries are told in the order of the log");
        return {};
    });
    must(told.has_value() && expected == log.size(),
         "a follower is told of everything that is left");
    must(one.go_to(*position).has_value(), "a follower goes back to where it was");
    if (*position != 0) // nothing stands before the first entry, whatever the hash
        must(kept.beside("follower/search").value() == content,
             "a position that is read is written as the same bytes");
}

namespace {

enum kept_as : unsigned {
    the_newest = 1,
    by_its_size = 2,
    the_last_of_a_frozen_log = 4,
    signed_by_the_log = 8,
    with_the_right_root = 16,
    held_against_a_key = 32,
};

/// Twenty digits, as the store names checkpoints.
std::string name_of_size(std::uint64_t size) {
    auto const digits = std::to_string(size);
    return "checkpoint/" + std::string(20 - digits.size(), '0') + digits;
}

void must_read_as(result<std::optional<kept_checkpoint>> const& read, std::string_view content,
                  bool is_one) {
    must(read.has_value() == is_one, "what is no checkpoint is damage, and nothing else is");
    if (!read) return must_say_both_sides(read.error());
    must(read->has_value() && to_text((*read)->note) == content &&
             to_text((*read)->says) == (*read)->note.text,
         "a checkpoint that is read is written as the same text");
}

} // namespace

// Input: one byte of how it is kept, one of its size, and a note; a note's text where it is signed, and
// lines behind the root where that is right: a fuzzer computes and signs nothing.
void try_kept_checkpoint(byte_view input) {
    auto const as = take_byte(input);
    auto const whole_log = sample_log().size();
    auto const size = take_byte(input) % (whole_log + 1);
    std::string text(text_of(input));
    if ((as & with_the_right_root) != 0)
        text = to_text(checkpoint{"log", head_of_sample(size), {}}) + text;
    auto content = text;
    if ((as & signed_by_the_log) != 0)
        content = to_text(signed_note{text, {key_of_log().sign(text).value()}});

    // What it says, by the readers of notes alone.
    std::optional<checkpoint> says;
    std::optional<signed_note> note;
    if (auto read = parse_note(content)) {
        note = *read;
        if (auto said = parse_checkpoint(read->text)) says = *said;
    }
    auto const is_newest = (as & the_newest) != 0, is_by_size = (as & by_its_size) != 0;
    auto const is_frozen = (as & the_last_of_a_frozen_log) != 0 && !content.empty();

    memory_store kept;
    append_sample(kept);
    auto const keep_as = [&](std::string_view name) {
        must(kept.keep_beside(name, as_bytes_of(content)).has_value(), "a checkpoint is kept");
    };
    if (is_newest) keep_as("checkpoint");
    if (is_by_size) keep_as(name_of_size(says ? says->head.size : size));
    if (is_frozen) keep_as(frozen_mark);

    if (is_newest) must_read_as(last_checkpoint(kept), content, says.has_value());
    if (is_frozen) must_read_as(frozen_at(kept), content, says.has_value());
    std::size_t visited = 0;
    auto const read = checkpoints(kept, [&](kept_checkpoint const& one) {
        must(says && one.says == *says, "a checkpoint is visited as it was kept");
        return ++visited, true;
    });
    must(read.has_value() == (!is_by_size || says), "what is no checkpoint is not visited");
    must(visited == (is_by_size && says ? 1u : 0u), "every checkpoint is visited");

    verify_options against;
    if ((as & held_against_a_key) != 0) against.keys = {key_of_log().verifier()};
    auto const is_of_log =
        says && says->head.size <= whole_log && says->head == head_of_sample(says->head.size);
    auto const is_believed =
        against.keys.empty() || (note && open_checkpoint(*note, against.keys).has_value());
    auto const holds = (!is_newest && !is_by_size) || (is_of_log && is_believed);
    auto const ends_there =
        !is_frozen || (is_of_log && is_believed && says->head.size == whole_log);
    auto const found = verify_log(kept, against);
    must(found.has_value(), "a log that can be read is verified");
    must(found->first.has_value() != (holds && ends_there),
         "a checkpoint that the log does not continue, and nothing else, is damage");
    if (found->first) must_say_both_sides({errc::damaged_trail, found->first->message});
    for (auto const& on : {case_id("41"), case_id("42")})
        if (auto const one = verify_case(kept, on, against); !one) must_say_both_sides(one.error());

    memory_store next;
    auto const begun =
        begin_after(kept, next, {"ann", side::staff, {"agent"}, {}, {}}, sample_noon);
    if (begun) {
        auto const from = continues(next);
        must(from.has_value() && from->has_value() && (*from)->says == *says,
             "a log says what it goes on from");
    } else {
        must_say_both_sides(begun.error());
    }

    // Who signs goes on from what is kept, or says why not.
    notary by(kept, testing::key_of("log"));
    auto const made = by.sign();
    if (!made) return must_say_both_sides(made.error());
    must(made->says.head == head_of_sample(whole_log), "what is signed is the log");
    if (is_newest || is_by_size)
        must(is_of_log && says->origin == "log", "only what the log continues is gone on from");
    must(open_checkpoint(made->note, std::span(&key_of_log().verifier(), 1)).has_value(),
         "a checkpoint is signed by the log's key");
    auto const last = last_checkpoint(kept);
    must(last.has_value() && *last == *made, "the newest checkpoint is the one that was signed");
}

namespace {

constexpr std::uint64_t entries_in_tiles = 2 * 256 + 3;

/// Notes about one case: two complete tiles of hashes, and three entries more.
memory_store& log_in_tiles() {
    static auto const made = [] {
        auto kept = std::make_unique<memory_store>();
        digest previous;
        for (std::uint64_t n = 0; n < entries_in_tiles; ++n) {
            entry e;
            e.on = "41";
            e.how.sequence = n + 1;
            e.how.at = sample_noon + std::chrono::minutes(n);
            e.what = note_added{{std::to_string(n)}};
            e.previous = previous;
            bytes content;
            encode(e, content);
            previous = sha256().of_leaf(content);
            new_entry const one{.on = e.on, .sequence = n + 1, .hash = previous, .bytes = content};
            if (!kept->append({&one, 1})) std::abort();
        }
        return kept;
    }();
    return *made;
}

/// What the tile of the first level holds, and the tree's head.
struct tile_and_head {
    bytes tile;
    tree_head head;
};
tile_and_head const& in_tiles() {
    static auto const made = [] {
        tile_and_head right;
        tiled_tree tree(
            [&](tile_place const& place, std::span<digest const> hashes) -> result<void> {
                if (place.level == 1) right.tile = tile_of(hashes);
                return {};
            });
        (void)log_in_tiles().scan(
            0, [&](stored_entry const& e) { return tree.add(e.hash).has_value(); });
        must(tree.finish().has_value(), "a tree is handed over");
        right.head = tree.head();
        return right;
    }();
    return made;
}

} // namespace

// Input: one byte, odd where what follows is what is wrong with the right content, and the content.
void try_kept_tile(byte_view input) {
    auto const over_the_right = take_byte(input) % 2 == 1;
    auto const& right = in_tiles();
    bytes content(input.begin(), input.end());
    if (over_the_right)
        for (std::size_t i = 0; i < std::min(content.size(), right.tile.size()); ++i)
            content[i] ^= right.tile[i];

    auto& kept = log_in_tiles();
    auto const name = path_of({1, 0, tile_width});
    must(kept.keep_beside(name, content).has_value(), "a tile is kept");
    auto const read = parse_tile(content);
    auto const is_right = read && content.size() <= right.tile.size() &&
                          std::equal(content.begin(), content.end(), right.tile.begin());

    auto const found = verify_log(kept);
    must(found.has_value(), "a log that can be read is verified");
    must(found->first.has_value() == !is_right,
         "a tile that is another is damage, and no other is");
    if (found->first) must_say_both_sides({errc::damaged_trail, found->first->message});

    log_tree tree(kept, tiles_kept::in_memory);
    auto const head = tree.grow();
    if (!head) {
        must(!is_right, "a tree grows over its own tiles");
        return must_say_both_sides(head.error());
    }
    must(head->size == entries_in_tiles, "a tree grows to the log's end");
    if (!is_right) return; // what a wrong tile leads to is for the verifier to find
    must(*head == right.head, "a tree that went on has the root of one from the beginning");
    auto const proof = tree.prove_inclusion(300, head->size);
    must(proof.has_value(), "an entry is proved");
    digest hash;
    (void)kept.scan(300, [&](stored_entry const& e) { return hash = e.hash, false; });
    must(check_inclusion({300, hash}, *proof, *head).has_value(), "an entry stands in its tree");
}

} // namespace amends::fuzz
