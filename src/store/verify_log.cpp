// SPDX-License-Identifier: BSL-1.0
// One pass over the log feeds the verifier of trails and the tree; checkpoints lie on its way.
#include <amends/store/verify_log.hpp>

#include "store/kept_checkpoint.hpp"

#include <amends/store/frozen.hpp>
#include <amends/store/verify_texts.hpp>

#include <algorithm>
#include <utility>

namespace amends {
namespace {

damage damage_at(damage_kind kind, std::uint64_t log_index, std::string message) {
    return {kind, log_index, {}, 0, std::move(message)};
}
std::string both_sides(std::string_view expected, std::string_view found) {
    return "expected " + std::string(expected) + ", found " + std::string(found);
}
std::string named(checkpoint const& c) {
    return "checkpoint of " + c.origin + " at " + std::to_string(c.head.size) + " entries";
}
damage ends_before(checkpoint const& c, std::uint64_t size) {
    return damage_at(damage_kind::count, size,
                     both_sides(std::to_string(c.head.size) + " entries", std::to_string(size)) +
                         " (" + named(c) + ")");
}
/// `agreed`: the size at which an earlier checkpoint still held.
damage other_root(checkpoint const& c, digest const& found, std::uint64_t agreed) {
    return damage_at(damage_kind::root, agreed,
                     both_sides("root " + to_text(c.head.root), to_text(found)) + " (" + named(c) +
                         "; the first " + std::to_string(agreed) +
                         " entries are those of an earlier one)");
}

/// A checkpoint that the log passes as it grows.
struct milestone {
    checkpoint says;
    bool kept = false;
};

struct milestones {
    std::vector<milestone> all; ///< the smallest first
    std::optional<damage> unsound;
};

result<void> check_same_log(std::vector<milestone> const& all) {
    for (auto const& one : all)
        if (one.says.origin != all.front().says.origin)
            return mismatch(errc::proof_failed, "a checkpoint of " + all.front().says.origin,
                            "one of " + one.says.origin);
    return {};
}

/// Adds the one that is kept as the newest, where it is not among the others.
result<void> gather_newest(store& of, verify_options const& against, milestones& found) {
    auto const unsound = [&](std::uint64_t at, std::string message) {
        if (!found.unsound)
            found.unsound = damage_at(damage_kind::signature, at, std::move(message));
        return result<void>{};
    };
    auto const held = detail::hold_newest(of);
    if (!held)
        return held.error().code == errc::store_damaged ? unsound(0, held.error().message)
                                                        : result<void>(held.error());
    if (held->ahead > 1)
        unsound(held->newest ? held->newest->says.head.size : 0,
                both_sides("the newest checkpoint, of " +
                               std::to_string(held->last->says.head.size) + " entries",
                           held->newest ? "one of " + std::to_string(held->newest->says.head.size)
                                        : "none") +
                    " (checkpoint)");
    if (!held->newest) return {};
    auto const& newest = *held->newest;
    if (!held->is_by_size) found.all.push_back({newest.says, true});
    if (against.keys.empty()) return {};
    if (auto opened = open_checkpoint(newest.note, against.keys); !opened)
        return unsound(newest.says.head.size,
                       opened.error().message + " (" + named(newest.says) + ", the newest)");
    return {};
}

result<milestones> gather(store& of, verify_options const& against) {
    milestones found;
    auto const read = checkpoints(of, [&](kept_checkpoint const& one) {
        if (!against.keys.empty())
            if (auto opened = open_checkpoint(one.note, against.keys); !opened) {
                found.unsound = damage_at(damage_kind::signature, one.says.head.size,
                                          opened.error().message + " (" + named(one.says) + ")");
                return false;
            }
        found.all.push_back({one.says, true});
        return true;
    });
    if (!read) {
        if (read.error().code != errc::store_damaged) return read.error();
        found.unsound = damage_at(damage_kind::signature, 0, read.error().message);
    }
    if (auto newest = gather_newest(of, against, found); !newest) return newest.error();
    for (auto const& one : against.elsewhere) found.all.push_back({one, false});
    if (auto same = check_same_log(found.all); !same) return same.error();
    std::stable_sort(found.all.begin(), found.all.end(), [](auto const& a, auto const& b) {
        return a.says.head.size < b.says.head.size;
    });
    return found;
}

void count_texts(text_verifier const& texts, verified_log& found) {
    found.sealed = texts.opened();
    found.erased = texts.erased();
    found.erased_elsewhere = texts.erased_elsewhere();
    found.closed = texts.sealed();
}

/// Whether the log was closed, by whatever: it takes no fact, not even that texts were erased.
result<bool> is_closed(store& log) {
    auto const mark = log.beside(frozen_mark);
    if (!mark) return mark.error();
    return *mark && !(*mark)->empty();
}

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
        auto gathered = gather(store_, against_);
        if (!gathered) return gathered.error();
        milestones_ = std::move(gathered->all);
        if (auto scanned = scan(); !scanned) return scanned.error();
        if (!found_.first) {
            if (auto ended = check_ends(); !ended) return ended.error();
        }
        if (!found_.first) found_.first = gathered->unsound;
        if (!found_.first) {
            auto const closed = is_closed(store_);
            if (!closed) return closed.error();
            if (!*closed) found_.first = texts_.unexplained();
        }
        found_.entries = trails_.entries();
        found_.cases = trails_.cases();
        found_.bytes = trails_.bytes();
        found_.head = tree_.head();
        count_texts(texts_, found_);
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
            found_.first = ends_before(milestones_.back().says, tree_.size());
            return {};
        }
        if (auto compared = tree_.finish(); !compared || found_.first) return compared;
        if (auto next = check_next_tile(); !next || found_.first) return next;
        if (auto frozen = check_frozen(); !frozen || found_.first) return frozen;
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

    /// Nothing may follow what a log was closed with.
    result<void> check_frozen() {
        auto const last = frozen_at(store_);
        if (!last) {
            if (last.error().code != errc::store_damaged) return last.error();
            found_.first = damage_at(damage_kind::signature, tree_.size(), last.error().message);
            return {};
        }
        if (*last && (*last)->says.head != tree_.head())
            found_.first =
                (*last)->says.head.size == tree_.size()
                    ? other_root((*last)->says, tree_.head().root, agreed_)
                    : damage_at(damage_kind::count, (*last)->says.head.size,
                                both_sides("nothing after " +
                                               std::to_string((*last)->says.head.size) + " entries",
                                           std::to_string(tree_.size())) +
                                    " (the log was frozen)");
        return {};
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

namespace {

/// The first entry of a case whose key was destroyed without an erasure anywhere in the log.
result<std::optional<damage>> unexplained_in(store& of, case_id const& on, key_store* keys) {
    auto const closed = is_closed(of);
    if (!closed) return closed.error();
    if (*closed) return std::optional<damage>{};
    text_verifier all(keys);
    result<void> fine;
    auto const read = of.scan(0, [&](stored_entry const& e) {
        if (auto const looked = all.check(e); !looked) fine = looked.error();
        return fine.has_value();
    });
    if (!read) return read.error();
    if (!fine) return fine.error();
    return all.unexplained(on);
}

/// A case by itself: its trail, its texts, its end, and its entries' places under a checkpoint.
class one_case {
  public:
    one_case(store& of, case_id const& on, verify_options const& against)
        : store_(of),
          on_(on),
          against_(against),
          tree_(of, tiles_kept::in_memory),
          trail_(false),
          texts_(against.sealed_under) {}

    result<verified_log> verify() {
        auto const head = store_.head(on_);
        if (!head) return head.error();
        if (!*head) return mismatch(errc::unknown_case, "a case of the store", on_.view());
        auto const gathered = gather(store_, against_);
        if (!gathered) return gathered.error();
        found_.first = gathered->unsound;
        if (!found_.first && !gathered->all.empty())
            if (auto agreed = hold_against(gathered->all.back().says); !agreed)
                return agreed.error();
        if (found_.first) return std::move(found_);

        if (auto read = check_trail(**head); !read) return read.error();
        if (found_.last)
            if (auto checked = check_places(found_.last->head); !checked) return checked.error();
        return std::move(found_);
    }

  private:
    /// The newest checkpoint, of which the log must still have every entry.
    result<void> hold_against(checkpoint const& newest) {
        auto const now = tree_.grow(against_.progress);
        if (!now) return now.error();
        if (newest.head.size > now->size) {
            found_.first = ends_before(newest, now->size);
            return {};
        }
        auto const then = tree_.head(newest.head.size);
        if (!then) return then.error();
        if (*then != newest.head) {
            found_.first = other_root(newest, then->root, 0);
            return {};
        }
        found_.last = newest;
        found_.head = *then;
        return {};
    }

    result<void> check_trail(case_head const& ends) {
        if (auto read = read_entries(ends.last_sequence); !read) return read;
        count_texts(texts_, found_);
        found_.entries = trail_.entries();
        found_.cases = trail_.cases();
        found_.bytes = trail_.bytes();
        if (!found_.first)
            found_.first = trail_.check_head(on_, ends.last_sequence, ends.last_hash);
        if (!found_.first && texts_.unexplained()) {
            auto said = unexplained_in(store_, on_, against_.sealed_under);
            if (!said) return said.error();
            found_.first = std::move(*said);
        }
        return {};
    }

    result<void> read_entries(std::uint64_t last_sequence) {
        result<void> fine;
        auto const read = store_.read(on_, 1, last_sequence, [&](stored_entry const& e) {
            found_.first = trail_.check(e);
            placed_.emplace_back(e.log_index, e.hash);
            if (found_.first) return false;
            auto wrong = texts_.check(e);
            if (wrong) found_.first = std::move(*wrong);
            else fine = wrong.error();
            return fine && !found_.first;
        });
        if (!read) return read;
        return fine;
    }

    /// Every entry that is not younger than the checkpoint must stand in it.
    result<void> check_places(tree_head const& in) {
        for (std::size_t i = 0; i < placed_.size() && !found_.first; ++i) {
            auto const& [index, hash] = placed_[i];
            if (index >= in.size) break;
            auto const proof = tree_.prove_inclusion(index, in.size);
            if (!proof) return proof.error();
            if (auto stands = check_inclusion({index, hash}, *proof, in); !stands)
                found_.first = damage{damage_kind::root, index, on_, i + 1, stands.error().message};
        }
        return {};
    }

    store& store_;
    case_id const& on_;
    verify_options const& against_;
    verified_log found_;
    log_tree tree_;
    trail_verifier trail_;
    text_verifier texts_;
    std::vector<std::pair<std::uint64_t, digest>> placed_;
};

} // namespace

result<verified_log> verify_case(store& of, case_id const& on, verify_options const& against) {
    return one_case(of, on, against).verify();
}

} // namespace amends
