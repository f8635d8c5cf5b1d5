// SPDX-License-Identifier: BSL-1.0
// The thread of a place: takes what waits, has it handled with one commit, and tells the answers.
#include "desk/pool_place.hpp"

#include <algorithm>

namespace amends {
namespace {

thread_local shared_floor const* pool_of_this_thread = nullptr;

/// The commit was lost to other desks more often than the desk tries.
bool lost_its_commit(std::span<submission const> batch, std::span<result<outcome> const> answers) {
    for (std::size_t i = 0; i < batch.size(); ++i)
        if (!answers[i] && answers[i].error().code == errc::version_conflict &&
            !batch[i].what.expected)
            return true;
    return false;
}

} // namespace

void tell(answer_handler const& then, result<outcome> said) noexcept {
    try {
        then(std::move(said));
    } catch (...) {
        // The command was handled whatever became of the news.
    }
}

pool_place::pool_place(store& where, any_policy judge, desk_options how, pool_options const& limits,
                       shared_floor& floor)
    : batch_max_(std::max<std::size_t>(1, limits.batch_max)),
      waiting_max_(std::max<std::size_t>(1, limits.waiting_max)),
      floor_(floor),
      at_(where, std::move(judge), std::move(how)) {
    taken_.reserve(batch_max_);
    batch_.reserve(batch_max_);
    thread_ = std::thread([this] { work(); });
}

bool pool_place::is_thread_of(shared_floor const& floor) noexcept {
    return pool_of_this_thread == &floor;
}

void pool_place::add(pool_job&& one) {
    auto const is_command = !one.stands_still;
    waiting_.push_back(std::move(one));
    if (is_command) ++handed_in_;
    if (idle_) filled_.notify_one();
}

void pool_place::drain() {
    std::unique_lock held(guard_);
    told_.wait(held, [this, until = handed_in_] { return answered_ >= until; });
}

void pool_place::take_no_more() {
    {
        std::scoped_lock held(guard_);
        closed_ = true;
    }
    filled_.notify_all();
    room_.notify_all();
}

void pool_place::close() {
    take_no_more();
    if (thread_.joinable()) thread_.join();
}

std::size_t pool_place::unanswered() const {
    std::scoped_lock held(guard_);
    return static_cast<std::size_t>(handed_in_ - answered_);
}

/// Takes what waits, as one batch; that over which two desks meet alone. False at the end.
bool pool_place::take() {
    std::unique_lock held(guard_);
    idle_ = true;
    filled_.wait(held, [this] { return !waiting_.empty() || closed_; });
    idle_ = false;
    while (!waiting_.empty() && taken_.size() < batch_max_) {
        auto const meets = waiting_.front().with != nullptr;
        if (meets && !taken_.empty()) break;
        taken_.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
        if (meets) break;
    }
    room_.notify_all();
    return !taken_.empty();
}

void pool_place::work() {
    pool_of_this_thread = &floor_;
    for (; take(); taken_.clear()) {
        if (auto const& first = taken_.front(); first.stands_still) {
            first.with->arrived.count_down();
            first.with->over.wait();
            continue;
        }
        auto const with = taken_.front().with;
        if (with) with->arrived.wait();
        handle();
        if (with) with->over.count_down();
        for (std::size_t i = 0; i < taken_.size(); ++i)
            tell(taken_[i].then, i < answers_.size() ? std::move(answers_[i]) : no_memory());
        {
            std::scoped_lock held(guard_);
            answered_ += taken_.size();
        }
        told_.notify_all();
    }
}

void pool_place::handle() {
    answers_.clear();
    batch_.clear();
    for (auto& one : taken_)
        batch_.push_back({one.from ? &*one.from : nullptr, std::move(one.what), one.at});
    try {
        floor_.among_others([&] { answers_ = at_.handle(batch_); });
        // What was not kept holds what it held.
        if (lost_its_commit(batch_, answers_)) floor_.alone([&] { answers_ = at_.handle(batch_); });
    } catch (...) {
        // Memory ended: nothing else passes the desk.
        answers_.clear();
    }
}

} // namespace amends
