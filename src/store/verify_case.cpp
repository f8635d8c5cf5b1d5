// SPDX-License-Identifier: BSL-1.0
// One case of a log, by itself and in the tree of the newest checkpoint.
#include "store/verifying.hpp"

#include <amends/store/log_tree.hpp>

#include <utility>
#include <vector>

namespace amends {
namespace {

/// The first entry of a case whose key was destroyed without an erasure anywhere in the log.
result<std::optional<damage>> unexplained_in(store& of, case_id const& on, key_store* keys) {
    text_verifier all(keys);
    result<void> fine;
    auto const read = of.scan(0, [&](stored_entry const& e) {
        if (auto const looked = all.check(e); !looked) fine = looked.error();
        return fine.has_value();
    });
    if (!read) return read.error();
    if (!fine) return fine.error();
    return all.unexplained(of, on);
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
        auto const gathered = detail::gather(store_, against_);
        if (!gathered) return gathered.error();
        found_.first = gathered->unsound;
        // First the case itself, which says where it is damaged; the log around it does not.
        if (!found_.first)
            if (auto read = check_trail(); !read) return read.error();
        if (!found_.first && !gathered->all.empty())
            if (auto agreed = hold_against(gathered->all.back().says); !agreed)
                return agreed.error();
        if (!found_.first)
            if (auto agreed = hold_elsewhere(gathered->all); !agreed) return agreed.error();
        if (!found_.first)
            if (auto explained = check_frozen(gathered->all); !explained) return explained.error();
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
            found_.first = detail::ends_before(newest, now->size);
            return {};
        }
        auto const then = tree_.head(newest.head.size);
        if (!then) return then.error();
        if (*then != newest.head) {
            found_.first = detail::other_root(newest, then->root, 0);
            return {};
        }
        found_.last = newest;
        found_.head = *then;
        return {};
    }

    /// An older copy may have been put back, and have grown and been signed since: what others kept
    /// meanwhile is in the log, too.
    result<void> hold_elsewhere(std::span<detail::milestone const> known) {
        std::uint64_t agreed = 0;
        for (auto const& [says, kept] : known) {
            if (kept) continue;
            auto const then = tree_.head(says.head.size);
            if (!then) return then.error();
            if (*then != says.head) {
                found_.first = detail::other_root(says, then->root, agreed);
                return {};
            }
            agreed = says.head.size;
        }
        return {};
    }

    result<void> check_trail() {
        // All that there is, since the end may say less; and where it says more, the case may have gone
        // on while it was read.
        case_head ends;
        std::uint64_t before = 0;
        do {
            before = trail_.reached(on_);
            if (auto read = read_entries(before + 1); !read) return read;
            auto const head = store_.head(on_);
            if (!head) return head.error();
            ends = head->value_or(case_head{});
        } while (!found_.first && ends.last_sequence > trail_.reached(on_) &&
                 trail_.reached(on_) > before);
        detail::count_texts(texts_, found_);
        found_.entries = trail_.entries();
        found_.cases = trail_.cases();
        found_.bytes = trail_.bytes();
        if (!found_.first)
            found_.first = trail_.check_head(on_, ends.last_sequence, ends.last_hash);
        return {};
    }

    /// What closed the log, if anything did, and destroyed keys that nothing else explains.
    result<void> check_frozen(std::span<detail::milestone const> known) {
        auto const closed =
            detail::closing_of(store_, against_, known, [&] { return store_.size(); });
        if (!closed) return closed.error();
        found_.first = closed->unsound;
        if (found_.first) return {};
        if (closed->says && (!found_.last || found_.last->head != closed->says->head))
            if (auto held = hold_against(*closed->says); !held || found_.first) return held;
        if (texts_.erased_elsewhere() == 0) return {};
        auto said = closed->says ? texts_.misplaced(store_)
                                 : unexplained_in(store_, on_, against_.sealed_under);
        if (!said) return said.error();
        found_.first = std::move(*said);
        return {};
    }

    result<void> read_entries(std::uint64_t from) {
        result<void> fine;
        auto const read = store_.read(on_, from, ~std::uint64_t{0}, [&](stored_entry const& e) {
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
