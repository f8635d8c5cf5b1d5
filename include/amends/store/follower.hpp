// SPDX-License-Identifier: BSL-1.0
// Following a log from where one was before: for search indexes, reports and other systems.
#pragma once

#include <amends/store/store.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace amends {

/// How much a follower is told at once.
struct follower_options {
    std::size_t entries_max = 512;
    std::size_t bytes_max = std::size_t{4} << 20; ///< a single longer entry is told alone
};

/// Told of entries in the order of the log. An error says that they must be told again; so does what it
/// throws. Lifetime of the entries: the call.
using teller = std::function<result<void>(std::span<stored_entry const>)>;

/// Reads a log on from where it was before, under a name of its own: its position is kept beside the
/// log once what was told is done with.
///
/// Guarantees: at least once, and in the order of the log, which is the order of each case. After a
/// crash between the telling and the keeping, the last batch is told again. Followers of several names
/// do not know of each other. Several processes may run a follower of one name: each entry is then told
/// to one of them at least. No view of the store is held while somebody is told, who may take as long
/// as they need. Threads: one; `wake` may be called by any.
///
/// Errors of every function: those of the store; `damaged_trail` when the log is not the one that was
/// followed, since the entry told last is another now, or gone; `malformed` and `too_long` for a name
/// that is empty, has a zero byte, or more than 246 bytes.
class follower {
  public:
    /// A follower under that name, which reads nothing yet: a name that will not do shows at the first
    /// call. Subscribes to the store, for `wait`. Bounds of 0 in `how` tell one entry at a time.
    /// Throws nothing but `bad_alloc`. Lifetime: the store must outlive the follower.
    follower(store& of, std::string name, follower_options how = {});
    ~follower();
    follower(follower const&) = delete;
    follower& operator=(follower const&) = delete;

    /// Tells the next batch and keeps the position behind it. How many entries were told; 0 when
    /// nothing is new. Errors: what `tell` answers; `follower_failed` when it throws. Cost: one scan of
    /// the batch, one commit.
    result<std::size_t> tell_next(teller const& tell);

    /// Tells batch after batch until nothing is new. How many entries were told.
    result<std::uint64_t> catch_up(teller const& tell);

    /// The log index of the entry that is told next.
    result<std::uint64_t> position();

    /// Goes on from that log index, back or forth: 0 tells all again, `size()` only what is to come.
    /// Errors: `out_of_range` beyond the end of the log.
    result<void> go_to(std::uint64_t log_index);

    /// Waits until something was committed through this store object since the last telling, or
    /// somebody wakes it, or so long. What other processes commit does not end the waiting.
    void wait(std::chrono::milliseconds at_most);
    /// Ends a waiting, or the next one when nobody waits, whatever is told before that. Threads: any.
    void wake();

  private:
    struct working;
    std::unique_ptr<working> working_;
};

/// How far a follower is.
struct followed {
    std::string name;
    std::uint64_t next_log_index = 0;

    friend bool operator==(followed const&, followed const&) = default;
};

/// Every follower that ever kept a position, by name; `size()` less the index is how far behind it is.
/// Errors: those of the store; `damaged_trail` for a position that does not read as one.
result<std::vector<followed>> followers_of(store& of);

} // namespace amends
