// SPDX-License-Identifier: BSL-1.0
// Who decides beside others, and who decides while nobody else does.
#pragma once

#include <mutex>
#include <shared_mutex>

namespace amends {

/// Desks of a pool decide beside each other. One that lost its commit again and again decides alone:
/// then only other processes can be faster. Whoever waits to be alone goes before those who come later.
class shared_floor {
  public:
    template <class Work>
    void among_others(Work work) {
        { std::scoped_lock in_turn(door_); }
        std::shared_lock beside(floor_);
        work();
    }
    template <class Work>
    void alone(Work work) {
        std::scoped_lock first(door_);
        std::scoped_lock nobody_else(floor_);
        work();
    }

  private:
    std::mutex door_;
    std::shared_mutex floor_;
};

} // namespace amends
