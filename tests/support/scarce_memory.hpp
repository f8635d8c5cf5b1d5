// SPDX-License-Identifier: BSL-1.0
// Memory that ends after so many allocations of this thread, how much is in use, and what it is given
// back with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>

namespace amends::testing {

/// Bytes that this thread allocated and nobody gave back, as the allocator rounds them.
std::int64_t bytes_in_use() noexcept;

/// While one lives, its thread may allocate so many times more.
class scarce_memory {
  public:
    explicit scarce_memory(int allocations) noexcept;
    ~scarce_memory();
    scarce_memory(scarce_memory const&) = delete;

    /// Whether an allocation has failed.
    bool ended() const noexcept;
};

/// While one lives, memory that its thread gives back is searched for some bytes, which must stand
/// still as long. One at a time.
class searched_memory {
  public:
    explicit searched_memory(std::span<std::byte const> sought) noexcept;
    ~searched_memory();
    searched_memory(searched_memory const&) = delete;

    /// How many pieces of memory held them.
    int found() const noexcept;
};

/// Calls `use` with memory for so many allocations. Whether they sufficed; some that fail are not
/// told by an exception.
template <class Use>
bool suffices(int allocations, Use use) {
    scarce_memory const scarce(allocations);
    try {
        use();
    } catch (std::bad_alloc const&) {
        return false;
    }
    return !scarce.ended();
}

} // namespace amends::testing
