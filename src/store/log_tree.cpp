// SPDX-License-Identifier: BSL-1.0
// Hashes of entries come from the log, hashes over 256 and more from tiles kept beside it.
#include <amends/store/log_tree.hpp>

#include <algorithm>

namespace amends {
namespace {

/// A proof reads two tiles a level at most, for the entry and for the log's end.
constexpr std::size_t cached_tiles_max = 16;

/// The root over as many hashes as a power of two says.
digest root_over(std::span<digest const> some) {
    if (some.size() == 1) return some.front();
    std::vector<digest> level(some.begin(), some.end());
    sha256 hasher;
    while (level.size() > 1) {
        for (std::size_t i = 0; i < level.size() / 2; ++i)
            level[i] = hasher.of_node(level[2 * i], level[2 * i + 1]);
        level.resize(level.size() / 2);
    }
    return level.front();
}

// FORMAT: the name of a kept tile is the path of the full tile, also while it has fewer hashes.
std::string name_of_tile(std::uint8_t level, std::uint64_t index) {
    return path_of({level, index, tile_width});
}

std::string where_is(stored_entry const& e) {
    return "log index " + std::to_string(e.log_index) + ", case " + e.on.str() + ", sequence " +
           std::to_string(e.sequence);
}

} // namespace

// --- reading ------------------------------------------------------------------------------------

result<tree_head> log_tree::head(std::uint64_t size) { return head_of(size, source()); }

result<std::vector<digest>> log_tree::prove_inclusion(std::uint64_t index, std::uint64_t size) {
    return amends::prove_inclusion(index, size, source());
}

result<std::vector<digest>> log_tree::prove_consistency(std::uint64_t older_size,
                                                        std::uint64_t size) {
    return amends::prove_consistency(older_size, size, source());
}

result<digest> log_tree::root_at(tree_node n) {
    auto const level = static_cast<std::uint8_t>(n.level / 8);
    auto const count = std::size_t{1} << n.level % 8;
    auto const first = n.index * count;
    auto const place = static_cast<std::size_t>(first % tile_width);
    auto const found = tile(level, first / tile_width, place + count);
    if (!found) return found.error();
    return root_over(std::span(**found).subspan(place, count));
}

/// A tile with `width` hashes at least. Lifetime: until the next call.
result<log_tree::hashes const*> log_tree::tile(std::uint8_t level, std::uint64_t index,
                                               std::size_t width) {
    auto const is_it = [&](read_before const& t) { return t.level == level && t.index == index; };
    auto at = std::find_if(cache_.begin(), cache_.end(), is_it);
    if (at == cache_.end() || at->content.size() < width) {
        auto content = read_tile(level, index, width);
        if (!content) return content.error();
        // What was read on the way may have moved everything.
        std::erase_if(cache_, is_it);
        if (cache_.size() == cached_tiles_max) cache_.erase(cache_.begin());
        cache_.push_back({level, index, std::move(*content)});
    } else {
        std::rotate(at, at + 1, cache_.end());
    }
    return &cache_.back().content;
}

result<log_tree::hashes> log_tree::read_tile(std::uint8_t level, std::uint64_t index,
                                             std::size_t width) {
    auto content = level == 0 ? entry_hashes(index * tile_width) : kept_tile(level, index);
    if (!content || content->size() >= width) return content;
    if (level == 0)
        return mismatch(errc::out_of_range,
                        "entry " + std::to_string(index * tile_width + width - 1),
                        "a log of " + std::to_string(index * tile_width + content->size()));
    while (content->size() < width) {
        auto const below = tile(static_cast<std::uint8_t>(level - 1),
                                index * tile_width + content->size(), tile_width);
        if (!below) return below.error();
        content->push_back(root_over(**below));
    }
    return content;
}

/// Of up to 256 entries.
result<log_tree::hashes> log_tree::entry_hashes(std::uint64_t first) {
    hashes found;
    auto const read = store_->scan(first, [&](stored_entry const& e) {
        if (e.log_index == first + found.size()) found.push_back(e.hash);
        return e.log_index + 1 == first + found.size() && found.size() < tile_width;
    });
    if (!read) return read.error();
    return found;
}

/// None where no tile is kept.
result<log_tree::hashes> log_tree::kept_tile(std::uint8_t level, std::uint64_t index) {
    auto const name = name_of_tile(level, index);
    if (auto const made = in_memory_.find(name); made != in_memory_.end()) return made->second;
    auto const kept = store_->beside(name);
    if (!kept) return kept.error();
    if (!*kept) return hashes{};
    auto content = parse_tile(**kept);
    if (!content) return error{errc::store_damaged, name + ": " + content.error().message};
    return content;
}

// --- growing ------------------------------------------------------------------------------------

result<tree_head> log_tree::grow(entry_progress const& progress) {
    auto const size = store_->size();
    if (!size) return size.error();
    auto const kept = kept_hashes(*size / tile_width);
    if (!kept) return kept.error();
    auto tree = tiled_tree::going_on(*kept * tile_width, source(),
                                     [this](tile_place const& place, std::span<digest const> some) {
                                         return keep_tile(place, some);
                                     });
    if (!tree) return tree.error();

    sha256 hasher;
    result<void> fine;
    auto const read = store_->scan(tree->size(), [&](stored_entry const& e) {
        if (e.log_index != tree->size()) {
            fine = mismatch(errc::damaged_trail, "log index " + std::to_string(tree->size()),
                            std::to_string(e.log_index));
            return false;
        }
        // INVARIANT: no checkpoint is ever signed over a hash that its entry does not have.
        auto const hash = hasher.of_leaf(e.bytes);
        if (hash != e.hash)
            fine = mismatch(errc::damaged_trail, "hash " + to_text(e.hash), to_text(hash),
                            where_is(e));
        else fine = tree->add(hash);
        if (progress && tree->size() % 1024 == 0) progress(tree->size());
        return fine.has_value();
    });
    if (!read) return read.error();
    if (!fine) return fine.error();
    if (auto finished = tree->finish(); !finished) return finished.error();
    return tree->head();
}

result<void> log_tree::keep_tile(tile_place const& place, std::span<digest const> some) {
    if (*place.level == 0) return {}; // the log itself has them
    auto const name = name_of_tile(*place.level, place.index);
    if (place.width != tile_width) {
        auto const before = kept_tile(*place.level, place.index);
        if (!before) return before.error();
        if (before->size() >= some.size()) return {};
    }
    if (where_ == tiles_kept::beside_the_log) return store_->keep_beside(name, tile_of(some));
    in_memory_.insert_or_assign(name, hashes(some.begin(), some.end()));
    return {};
}

/// How many hashes over 256 entries are kept, of the `complete` ones that the log has.
result<std::uint64_t> log_tree::kept_hashes(std::uint64_t complete) {
    result<void> fine;
    auto const width = [&](std::uint64_t index) -> std::size_t {
        auto const content = kept_tile(1, index);
        if (!content && fine) fine = content.error();
        return content ? content->size() : 0;
    };
    // Tiles are written in order: the last one is looked for from the log's end, where it should be.
    auto last = complete / tile_width + 1, step = std::uint64_t{1};
    auto missing = last + 1;
    while (last != 0 && width(last) == 0 && fine) {
        missing = last;
        last -= std::min(last, step);
        step *= 2;
    }
    while (missing - last > 1 && fine) {
        auto const middle = last + (missing - last) / 2;
        (width(middle) == 0 ? missing : last) = middle;
    }
    auto const kept = last * tile_width + width(last);
    if (!fine) return fine.error();
    if (kept > complete)
        if (auto shrunk = check_shrunk(kept); !shrunk) return shrunk.error();
    return kept;
}

/// Others may have appended since the size was read; a log that is still shorter lost entries.
result<void> log_tree::check_shrunk(std::uint64_t kept) {
    auto const size = store_->size();
    if (!size) return size.error();
    if (*size / tile_width >= kept) return {};
    return mismatch(errc::log_rewritten,
                    "a log of at least " + std::to_string(kept * tile_width) + " entries",
                    std::to_string(*size), "its tree had more before");
}

} // namespace amends
