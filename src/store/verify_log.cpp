// SPDX-License-Identifier: BSL-1.0
// A whole log: one pass feeds the verifier of trails and the tree; checkpoints lie on its way.
#include <amends/store/verify_log.hpp>

#include "store/verifying.hpp"

#include <algorithm>
#include <utility>

namespace amends {
namespace {

using detail::both_sides;
using detail::damage_at;
using detail::milestone;
using detail::other_root;

class whole_log {
  public:
    whole_log(store& of, verify_options const& against)
        : store_(of),
          against_(against),
          texts_(against.sealed_under),
          tree_([this](tile_place const& place, std::span<digest const> hashes) {
              return compare_tile(place, hashes);
          }) {}

    result<verified_log> verify() {
        auto gathered = detail::gather(store_, against_);
        if (!gathered) return gathered.error();
        milestones_ = std::move(gathered->all);
        if (auto scanned = scan(); !scanned) return scanned.error();
        if (!found_.first) {
            if (auto ended = check_ends(); !ended) return ended.error();
        }
        if (!found_.first) found_.first = gathered->unsound;
        if (!found_.first) {
            auto const frozen = check_frozen();
            if (!frozen) return frozen.error();
            if (!found_.first) {
                auto left = *frozen ? texts_.misplaced(store_) : texts_.unexplained(store_);
                if (!left) return left.error();
                found_.first = std::move(*left);
            }
        }
        found_.entries = trails_.entries();
        found_.cases = trails_.cases();
        found_.bytes = trails_.bytes();
        found_.head = tree_.head();
        detail::count_texts(texts_, found_);
        return std::move(found_);
    }

  private:
    result<void> scan() {
        result<void> fine = pass_milestones();
        if (!fine || found_.first) return fine;
        auto const read = store_.scan(trails_.entries(), [&](stored_entry const& e) {
            found_.first = trails_.check(e);
            if (!found_.first) fine = check_sealed(e);
            if (!fine || found_.first) return false;
            fine = tree_.add(e.hash);
            if (fine && !found_.first) fine = pass_milestones();
            if (against_.progress && trails_.entries() % 1024 == 0)
                against_.progress(trails_.entries());
            return fine && !found_.first;
        });
        if (!read) return read.error();
        return fine;
    }

    result<void> check_sealed(stored_entry const& e) {
        auto wrong = texts_.check(e);
        if (!wrong) return wrong.error();
        found_.first = std::move(*wrong);
        return {};
    }

    /// Compares the tree with every checkpoint of the size that it has now.
    result<void> pass_milestones() {
        for (; passed_ < milestones_.size(); ++passed_) {
            auto const& [says, kept] = milestones_[passed_];
            if (says.head.size != tree_.size()) return {};
            auto const head = tree_.head();
            if (head != says.head) {
                found_.first = other_root(says, head.root, agreed_);
                return narrow_down();
            }
            agreed_ = head.size;
            found_.checkpoints += kept ? 1 : 0;
            found_.last = says;
        }
        return {};
    }

    // --- tiles ----------------------------------------------------------------------------------

    /// Holds what the entries give against what is kept.
    result<void> compare_tile(tile_place const& place, std::span<digest const> hashes) {
        auto const level = *place.level;
        if (level == 0 || found_.first) return {};
        auto const path = path_of({level, place.index, tile_width});
        auto const content = store_.beside(path);
        if (!content) return content.error();
        if (!*content) return {}; // a tree that was not carried on yet
        auto const width = std::uint64_t{1} << 8 * level;
        auto const first = place.index * tile_width * width;
        auto const kept = parse_tile(**content);
        if (!kept) {
            found_.first = damage_at(damage_kind::tile, first, path + ": " + kept.error().message);
            return {};
        }
        for (std::size_t i = 0; i < std::min(kept->size(), hashes.size()); ++i) {
            auto const begin = first + i * width;
            if ((*kept)[i] == hashes[i]) continue;
            found_.first = damage_at(damage_kind::tile, begin,
                                     both_sides("hash " + to_text((*kept)[i]), to_text(hashes[i])) +
                                         " (" + path + ", entries " + std::to_string(begin) +
                                         " to " + std::to_string(begin + width - 1) + ")");
            return {};
        }
        return kept->size() > hashes.size() ? check_tile_beyond(path, first + kept->size() * width)
                                            : result<void>{};
    }

    /// The tile that is not full yet may tell more closely where a rewritten log begins to differ.
    result<void> narrow_down() {
        auto const hashes = tree_.unfilled(1);
        if (hashes.empty()) return {};
        auto const root = std::exchange(found_.first, std::nullopt);
        auto const compared = compare_tile({1, tree_.size() / (tile_width * tile_width),
                                            static_cast<std::uint32_t>(hashes.size())},
                                           hashes);
        auto const tile = std::exchange(found_.first, root);
        if (tile && tile->kind == damage_kind::tile) found_.first->log_index = tile->log_index;
        return compared;
    }

    /// A tile may hold more than was read when others append meanwhile; not more than there is.
    result<void> check_tile_beyond(std::string const& path, std::uint64_t needed) {
        auto const size = store_.size();
        if (!size) return size.error();
        if (*size < needed)
            found_.first =
                damage_at(damage_kind::count, *size,
                          both_sides(std::to_string(needed) + " entries", std::to_string(*size)) +
                              " (" + path + ")");
        return {};
    }

    // --- ends -----------------------------------------------------------------------------------

    result<void> check_ends() {
        if (passed_ < milestones_.size()) {
            found_.first = detail::ends_before(milestones_.back().says, tree_.size());
            return {};
        }
        if (auto compared = tree_.finish(); !compared || found_.first) return compared;
        if (auto next = check_next_tile(); !next || found_.first) return next;
        return check_heads();
    }

    /// A log that was cut back to the end of a tile leaves the next one behind.
    result<void> check_next_tile() {
        auto const complete = tree_.size() / tile_width;
        for (auto index : {complete / tile_width, complete / tile_width + 1}) {
            if (index == complete / tile_width && complete % tile_width != 0) continue;
            auto const path = path_of({1, index, tile_width});
            auto const content = store_.beside(path);
            if (!content) return content.error();
            if (*content && !(*content)->empty())
                return check_tile_beyond(path, (index * tile_width + 1) * tile_width);
        }
        return {};
    }

    /// Nothing may follow what a log was closed with. Whether it is frozen.
    result<bool> check_frozen() {
        // What was appended before it was frozen may not have been read yet.
        auto const closed = detail::closing_of(store_, against_, milestones_, [&] {
            auto const read = scan();
            return read ? result<std::uint64_t>(tree_.size()) : read.error();
        });
        if (!closed) return closed.error();
        if (!found_.first) found_.first = closed->unsound;
        if (!found_.first && closed->says && closed->says->head != tree_.head())
            found_.first = other_root(*closed->says, tree_.head().root, agreed_);
        return closed->says.has_value();
    }

    /// Every case must end where the store says it does, and the store must know no other cases.
    result<void> check_heads() {
        // Cases may go on while they are looked at: what is ahead must be in the entries since.
        std::vector<case_head> ahead;
        std::uint64_t known = 0;
        auto const read = store_.heads([&](case_head const& h) {
            auto const reached = trails_.reached(h.on);
            known += reached != 0 ? 1 : 0;
            if (h.last_sequence > reached) ahead.push_back(h);
            else found_.first = trails_.check_head(h.on, h.last_sequence, h.last_hash);
            return !found_.first;
        });
        if (!read) return read.error();
        if (found_.first) return {};
        if (known != trails_.cases()) {
            found_.first =
                damage_at(damage_kind::head, trails_.entries(),
                          both_sides("the ends of " + std::to_string(trails_.cases()) + " cases",
                                     std::to_string(known)));
            return {};
        }
        if (ahead.empty()) return {};
        if (auto scanned = scan(); !scanned || found_.first) return scanned;
        for (auto const& h : ahead)
            if (trails_.reached(h.on) < h.last_sequence) {
                found_.first = trails_.check_head(h.on, h.last_sequence, h.last_hash);
                break;
            }
        return {};
    }

    store& store_;
    verify_options const& against_;
    verified_log found_;
    trail_verifier trails_;
    text_verifier texts_;
    tiled_tree tree_;
    std::vector<milestone> milestones_;
    std::size_t passed_ = 0;
    std::uint64_t agreed_ = 0; ///< the size of the last checkpoint that held
};

} // namespace

result<verified_log> verify_log(store& of, verify_options const& against) {
    return whole_log(of, against).verify();
}

} // namespace amends
