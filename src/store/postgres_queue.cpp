// SPDX-License-Identifier: BSL-1.0
// Who leads, who waits, and who goes together.
#include "store/postgres_queue.hpp"

#include <algorithm>

namespace amends::postgres {
namespace {

// A group is one transaction: others wait for it, and its arguments are in memory twice.
constexpr std::size_t group_entries_max = 1024;
constexpr std::size_t group_bytes_max = std::size_t{8} << 20;
/// Also where a commit took long because a server was away.
constexpr std::chrono::steady_clock::duration waiting_for_more_max = std::chrono::milliseconds(5);

std::size_t bytes_of(request const& one) {
    std::size_t total = 0;
    for (auto const& e : one.entries) total += e.bytes.size() + e.sealed.size();
    return total;
}

} // namespace

void commit_queue::hand_in(request& mine) {
    std::unique_lock lock(guard_);
    waiting_.push_back(&mine);
    if (somebody_leads_) {
        if (waiting_.size() >= expected_) more_came_.notify_one();
        mine.turn_.wait(lock, [&] { return mine.is_done_ || mine.leads_; });
        if (mine.is_done_) return;
    }
    // INVARIANT: whoever leads stands first in the queue, and so is in the group.
    somebody_leads_ = true;
    if (waiting_.size() < expected_)
        more_came_.wait_for(lock, std::min(last_took_ / 8, waiting_for_more_max),
                            [&] { return waiting_.size() >= expected_; });
    gather();
    lock.unlock();
    auto const begins = std::chrono::steady_clock::now();
    work_(group_);
    auto const took = std::chrono::steady_clock::now() - begins;
    lock.lock();
    last_took_ = took;
    expected_ = group_.size() + waiting_.size();
    for (auto* const one : group_) {
        one->is_done_ = true;
        one->turn_.notify_one(); // with the lock: it is gone as soon as it knows
    }
    somebody_leads_ = !waiting_.empty();
    if (somebody_leads_) {
        waiting_.front()->leads_ = true;
        waiting_.front()->turn_.notify_one();
    }
}

/// Moves the first of those who wait into the group, with all who may go along, in their order.
void commit_queue::gather() {
    group_.clear();
    cases_.clear();
    commands_.clear();
    marked_.clear();
    group_entries_ = group_bytes_ = 0;
    try {
        if (waiting_.size() == 1) group_.push_back(waiting_.front()); // needs no comparison
        else
            for (auto* const one : waiting_)
                if (may_join(*one)) join(*one);
    } catch (...) {
        // Without memory the first goes alone: there was room for it from the beginning.
        group_.assign(1, waiting_.front());
    }
    std::erase_if(waiting_, [&, next = std::size_t{0}](request* one) mutable {
        if (next == group_.size() || group_[next] != one) return false;
        ++next;
        return true;
    });
}

bool commit_queue::may_join(request const& one) const {
    if (group_.empty()) return true;
    if (group_entries_ + one.entries.size() > group_entries_max ||
        group_bytes_ + bytes_of(one) > group_bytes_max)
        return false;
    return std::ranges::none_of(one.entries,
                                [&](new_entry const& e) {
                                    return cases_.contains(e.on) ||
                                           (!e.command.empty() && commands_.contains(e.command));
                                }) &&
           std::ranges::none_of(one.unless,
                                [&](unmarked const& u) { return marked_.contains(u.about); });
}

void commit_queue::join(request& one) {
    for (auto const& e : one.entries) {
        cases_.insert(e.on);
        if (!e.command.empty()) commands_.insert(e.command);
        for (auto const& m : e.marks) marked_.insert(m.about);
    }
    group_entries_ += one.entries.size();
    group_bytes_ += bytes_of(one);
    group_.push_back(&one);
}

} // namespace amends::postgres
