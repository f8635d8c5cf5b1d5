// SPDX-License-Identifier: BSL-1.0
// Several desks over one store, each on a thread of its own: a case always goes to the same one.
#pragma once

#include <amends/desk/desk.hpp>

#include <functional>
#include <future>
#include <memory>
#include <span>
#include <vector>

namespace amends {

/// How a pool works. Everything has a default that is right for a first try.
struct pool_options {
    /// How each desk works; `cached_cases` is shared out over them. The clock and the lawful floor are
    /// called by several threads at once, and so is the policy.
    desk_options each{};
    unsigned desks = 0;             ///< a thread each; 0: as many as the machine runs at once
    std::size_t batch_max = 64;     ///< commands that one desk keeps with one commit, at most
    std::size_t waiting_max = 1024; ///< commands that wait for one desk, at most
};

/// Told the answer to one command, on the thread of the desk that gave it. What it throws is dropped.
/// It may hand in more, which waits for no room; it must not wait for an answer.
using answer_handler = std::function<void(result<outcome>)>;

/// Handles commands on several threads. Each desk takes what waits for it, up to `batch_max`, and keeps
/// it with one commit: one command at a time when little is to do, many a commit when much is.
///
/// Guarantees: the answers and the trails of a single desk. Commands about one case are handled in the
/// order in which they were handed in, and answered in it; a merge has its place in the order of both
/// cases. Commands about different cases have no order. A command without an expected version gets
/// `version_conflict` only where another process is too fast for `conflict_retries`, since a desk whose
/// batch lost to another one's decides it again while those stand still.
///
/// Errors: those of `desk`; `desk_closed` after `close`; `out_of_memory` when memory ended at a desk,
/// which goes on. Then, as after an error of the store, hand the same command in again: its id keeps it
/// from happening twice. Threads: any number may call everything but `close` and the destructor.
class desk_pool {
  public:
    /// Makes the desks, and starts a thread for each. `batch_max` and `waiting_max` of 0 are 1.
    /// Requires: `how.each.table` is not null; the store, the policy, the clock and the lawful floor
    /// may be called by several threads at once. Throws `bad_alloc`, and `std::system_error` where the
    /// system has no thread left: those that were started have ended then.
    /// Lifetime: as of a desk, the store, the table, the keys and whatever the policy and the functions
    /// refer to must outlive the pool.
    desk_pool(store& where, any_policy judge, pool_options how = {});
    /// As `close`.
    ~desk_pool();
    desk_pool(desk_pool const&) = delete;
    desk_pool& operator=(desk_pool const&) = delete;

    /// Handles one command and waits for its answer, as `desk::handle` would.
    result<outcome> handle(session const& from, command what);

    /// Handles commands and waits for all answers, which come in the order of the batch. Not one commit:
    /// each desk keeps its share. Takes the contents of the commands.
    std::vector<result<outcome>> handle(std::span<submission> batch);

    /// Hands one command in; waits only while `waiting_max` others wait for the same desk.
    std::future<result<outcome>> submit(session const& from, command what);
    /// The same; `then` is told the answer.
    void submit(session const& from, command what, answer_handler then);

    /// The same, but never waits: false, and nothing was handed in, when there is no room.
    bool try_submit(session const& from, command const& what, answer_handler then);

    /// Returns when everything that was handed in before has been answered. Not on a thread of the
    /// pool, whose own answer is one of them.
    void drain();

    /// Answers what was handed in so far and ends the threads. What comes later is `desk_closed`.
    /// Not on a thread of the pool, which cannot wait for its own end. Again it does nothing.
    void close();

    /// Commands that were handed in and are not answered yet, now.
    std::size_t waiting() const;

  private:
    struct working;
    std::unique_ptr<working> working_;
};

} // namespace amends
