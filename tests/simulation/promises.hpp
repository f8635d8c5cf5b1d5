// SPDX-License-Identifier: BSL-1.0
// The promises that a world is held to after every step, each by a checker of its own.
#pragma once

#include "simulation/counter.hpp"
#include "simulation/dice.hpp"
#include "simulation/happening.hpp"
#include "simulation/keys_ever.hpp"
#include "simulation/ledger.hpp"
#include "simulation/rules.hpp"

#include <amends/audit/verify.hpp>
#include <amends/store/store.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace amends::simulation {

/// A promise that does not hold, with both sides.
struct broken {
    int promise = 0;
    std::string why;
};

/// What a checker may look at. Nothing goes wrong while it looks, and nothing that it asks for is
/// part of the world's story.
struct view {
    happening const& now;
    ledger const& log;
    store& kept;     ///< as it is below all mishaps
    key_store& keys; ///< the same
    keys_ever const& ever;
    std::vector<counter*> const& desks;
    dice& chance;
    /// Whether these bytes stand in a file of the store, where it has files.
    std::function<bool(byte_view)> const& stand_in_files;

    /// The entries that are new with this step.
    std::span<kept_entry const> fresh() const {
        return std::span(log.entries()).subspan(now.first_fresh);
    }
    /// How a new entry came to be.
    origin_of_entry const& origin(kept_entry const& e) const {
        return now.origins[e.log_index - now.first_fresh];
    }
    /// What it came of, if it was this.
    template <class Asked>
    Asked const* came_of(kept_entry const& e) const {
        auto const* const* one = std::get_if<Asked const*>(&origin(e).asked);
        return one == nullptr ? nullptr : *one;
    }
    /// The request that a new entry came from, or nullptr.
    request const* origin_of(kept_entry const& e) const { return request_of(origin(e).asked); }
};

class promise {
  public:
    promise(int number, std::string_view words) : number_(number), words_(words) {}
    promise(promise const&) = delete;
    promise& operator=(promise const&) = delete;
    virtual ~promise() = default;

    int number() const noexcept { return number_; }
    std::string_view words() const noexcept { return words_; }

    /// What of the promise does not hold after this step, or nothing.
    std::optional<broken> look(view const& at) {
        broken_.reset();
        check(at);
        return broken_;
    }

  protected:
    virtual void check(view const& at) = 0;
    /// Notes the first of a step. `where` says which case or entry.
    void hold(bool holds, std::string_view where, std::string const& expected,
              std::string const& found) {
        if (!holds && !broken_)
            broken_ =
                broken{number_, std::string(where) + ": expected " + expected + ", found " + found};
    }
    /// The same where words cost more than looking.
    template <class Words>
    void hold(bool holds, Words words) {
        if (!holds && !broken_) broken_ = broken{number_, words()};
    }

  private:
    int number_;
    std::string_view words_;
    std::optional<broken> broken_;
};

/// A verifier, or a double of one.
class watcher {
  public:
    virtual ~watcher() = default;
    virtual std::optional<damage> check(stored_entry const& next) { return verifier_.check(next); }
    virtual std::optional<damage> check_head(case_id const& on, std::uint64_t sequence,
                                             digest const& hash) {
        return verifier_.check_head(on, sequence, hash);
    }

  private:
    trail_verifier verifier_;
};
using watcher_maker = std::function<std::unique_ptr<watcher>()>;

/// A world in which all that led to an entry is asked for again, one by one, over a store of its own.
struct second_world {
    std::unique_ptr<store> kept;
    keys_ever* keys; ///< seals under the keys that it is told
    std::shared_ptr<instant> clock;
    std::function<void(std::size_t)> judge_by; ///< switches to a version of the rules
    std::function<std::unique_ptr<counter>(digest const& lifecycle)> open_desk;
};

// 1: every change is something that somebody asked for, took an arrow that the lifecycle draws, was put
//    to the judges, and left an entry, under a lifecycle that the case is pinned to; what a desk says of
//    a case is its trail and nothing else.
std::unique_ptr<promise> one_door();
// 2: what was kept stays kept, byte for byte; what was answered was kept, once; a call keeps all or
//    nothing, and says which; a retry is answered as before.
std::unique_ptr<promise> nothing_lost();
// 3: agreed only after confirmed, options explained, and a grant for exactly these terms by somebody
//    with the authority for it, counted here again in plain numbers.
std::unique_ptr<promise> agreed_in_order();
// 4: an entry keeps the verdict that the judges gave; nobody asks them when a case is only read.
std::unique_ptr<promise> verdict_kept();
// 5: a refusal says both sides, agrees with what is possible, names who could, and is an entry.
std::unique_ptr<promise> refusal_answered();
// 6: the actor of an entry is the session's, with roles, behalf and delegation.
std::unique_ptr<promise> actor_of_session();
// 7: approvals and acceptances name the hash of what lies on the table, and count for that alone.
std::unique_ptr<promise> bound_to_terms();
// 8: the log verifies; damage done to a copy of it is found at its place.
std::unique_ptr<promise> damage_found(watcher_maker make);
// 9: erased is all that is known of a customer or nothing, by whoever may and while no hold stands;
//    nobody reads it any more; what was not erased is there as it was handed in, and every proof holds.
std::unique_ptr<promise> erased_for_good();
// 10: nothing is thrown across a desk, and every error says something.
std::unique_ptr<promise> nothing_thrown();
// 11: the same commands give the same bytes, whatever desks, batches, mishaps and caches there were.
std::unique_ptr<promise> same_bytes(second_world again);

} // namespace amends::simulation
