// SPDX-License-Identifier: BSL-1.0
// Memory that ends after so many allocations of this thread, and how much of it is in use.
#pragma once

#include <cstdint>
#include <new>

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
