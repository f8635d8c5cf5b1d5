// SPDX-License-Identifier: BSL-1.0
// A place in a pool: a desk, what waits for it, and the thread that takes it.
#pragma once

#include <amends/desk/desk_pool.hpp>

#include "desk/shared_floor.hpp"

#include <condition_variable>
#include <deque>
#include <latch>
#include <mutex>
#include <thread>

namespace amends {

/// Two desks over a command about a case of each: one handles it while the other stands still.
struct meeting {
    std::latch arrived{1}; ///< the other has kept everything that came before
    std::latch over{1};
};

/// What waits for a desk: a command, or that the desk stands still for one at another.
struct pool_job {
    std::optional<session> from{};
    command what{};
    std::optional<instant> at{};
    answer_handler then{};
    std::shared_ptr<meeting> with{}; ///< where two desks meet
    bool stands_still = false;
};

/// Memory ended. The words fit into a string in place.
inline error no_memory() { return {errc::out_of_memory, "no memory left"}; }

/// Tells an answer; what the telling throws is dropped.
void tell(answer_handler const& then, result<outcome> said) noexcept;

class pool_place {
  public:
    pool_place(store& where, any_policy judge, desk_options how, pool_options const& limits,
               shared_floor& floor);
    pool_place(pool_place const&) = delete;
    pool_place& operator=(pool_place const&) = delete;
    ~pool_place() { close(); }

    /// Held by whoever adds: one place's, or those of two that meet.
    std::mutex& guard() const noexcept { return guard_; }
    // With the lock held:
    bool is_closed() const noexcept { return closed_; }
    bool has_room() const noexcept { return waiting_.size() < waiting_max_; }
    void wait_for_room(std::unique_lock<std::mutex>& held) {
        room_.wait(held, [this] { return has_room() || closed_; });
    }
    /// Adds it, or throws and has added nothing.
    void add(pool_job&& one);

    void drain();
    void take_no_more();
    void close();
    std::size_t unanswered() const;

    /// Whether this thread is one of the pool with this floor: it must not wait for itself.
    static bool is_thread_of(shared_floor const& floor) noexcept;

  private:
    void work();
    bool take();
    void handle();

    std::size_t const batch_max_;
    std::size_t const waiting_max_;
    shared_floor& floor_;

    // Of the thread alone.
    desk at_;
    std::vector<pool_job> taken_;
    std::vector<submission> batch_;
    std::vector<result<outcome>> answers_;

    mutable std::mutex guard_;
    std::condition_variable filled_, room_, told_;
    std::deque<pool_job> waiting_;
    std::uint64_t handed_in_ = 0, answered_ = 0;
    bool idle_ = false;
    bool closed_ = false;
    std::thread thread_;
};

} // namespace amends
