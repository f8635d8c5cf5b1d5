// SPDX-License-Identifier: BSL-1.0
// What a world's store stands on: memory that lasts, or a disk that can lose its power.
#pragma once

#include "simulation/dice.hpp"

#include <amends/store/key_store.hpp>
#include <amends/store/store.hpp>

#include <memory>
#include <string>

namespace amends::simulation {

class ground {
  public:
    virtual ~ground() = default;
    virtual store& kept() = 0;
    virtual key_store& keys() = 0;
    /// Whether these bytes stand in a file of it.
    virtual bool stand_in_files(byte_view) const { return false; }
    /// Before each step: whether and when the machine will go down in it.
    virtual void before_step(dice&) {}
    /// Whether it went down.
    virtual bool is_down() const { return false; }
    /// Starts it again after it went down. Whoever held the store lets go of it before.
    virtual result<void> start_again(dice&) { return {}; }
    /// Ends and opens the store in good order.
    virtual result<void> open_again() { return {}; }
};

/// Keys follow from the seed.
std::unique_ptr<ground> in_memory(std::uint64_t seed);
/// A store in a SQLite file on a disk that keeps, of what was not flushed when the power went, any
/// part of it.
std::unique_ptr<ground> on_a_disk();

} // namespace amends::simulation
