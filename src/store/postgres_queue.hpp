// SPDX-License-Identifier: BSL-1.0
// Appends of several threads that go together: whoever comes first commits for those who wait.
#pragma once

#include <amends/store/store.hpp>

#include <boost/unordered/unordered_flat_set.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>

namespace amends::postgres {

/// One append on its way.
class request {
  public:
    request(std::span<new_entry const> what, std::span<unmarked const> conditions, bool coherent)
        : entries(what), unless(conditions), is_coherent(coherent) {}

    std::span<new_entry const> const entries;
    std::span<unmarked const> const unless;
    bool const is_coherent; ///< sequences follow one another, command ids differ
    std::optional<result<std::uint64_t>> answer;

  private:
    friend class commit_queue;
    std::condition_variable turn_;
    bool is_done_ = false;
    bool leads_ = false;
};

/// A commit waits for the disk, and the order of the log lets only one wait at a time: so whoever asks
/// meanwhile goes along with the next. Who was answered mostly asks again at once; the next commit
/// waits for them, at most an eighth of the time that the last one took.
///
/// Those that go together share no case and no command id, and none depends on a mark that another
/// leaves: what holds for each of them before the commit still holds in their order.
class commit_queue {
  public:
    /// `work` answers every request of a group, with one commit where it can, and throws nothing.
    explicit commit_queue(std::function<void(std::span<request* const>)> work)
        : work_(std::move(work)) {
        group_.reserve(1);
    }

    /// Returns when `mine` is answered.
    void hand_in(request& mine);

  private:
    void gather();
    bool may_join(request const& one) const;
    void join(request& one);

    std::function<void(std::span<request* const>)> work_;
    std::mutex guard_;
    std::deque<request*> waiting_;
    bool somebody_leads_ = false;
    std::condition_variable more_came_;
    std::size_t expected_ = 1; ///< requests that are likely to come before long
    std::chrono::steady_clock::duration last_took_{};

    // The group that is being committed.
    std::vector<request*> group_;
    std::size_t group_entries_ = 0;
    std::size_t group_bytes_ = 0;
    boost::unordered_flat_set<case_id> cases_;
    boost::unordered_flat_set<command_id> commands_;
    boost::unordered_flat_set<std::uint64_t> marked_;
};

} // namespace amends::postgres
