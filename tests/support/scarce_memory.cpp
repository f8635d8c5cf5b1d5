// SPDX-License-Identifier: BSL-1.0
// The operators that a test program replaces to make memory scarce, to count and to search it.
#include "support/scarce_memory.hpp"

#include <algorithm>
#include <cstdlib>

#include <malloc.h>

namespace {

/// Allocations of this thread that still succeed; below zero: all of them.
thread_local int allowed = -1;
thread_local bool failed = false;
thread_local std::int64_t in_use = 0;
thread_local std::span<std::byte const> sought;
thread_local int held_it = 0;

void* counted(void* got) noexcept {
    in_use += static_cast<std::int64_t>(malloc_usable_size(got));
    return got;
}
void give_back(void* gone) noexcept {
    auto const size = malloc_usable_size(gone);
    in_use -= static_cast<std::int64_t>(size);
    if (auto const* const begins = static_cast<std::byte const*>(gone); !sought.empty()) {
        auto const* const ends = begins + size;
        held_it += std::search(begins, ends, sought.begin(), sought.end()) != ends;
    }
    std::free(gone);
}

} // namespace

// Not inlined: GCC 12 would see half of a pair and take it for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
    if (allowed == 0) {
        failed = true;
        throw std::bad_alloc();
    }
    if (allowed > 0) --allowed;
    if (auto* const got = std::malloc(size == 0 ? 1 : size)) return counted(got);
    throw std::bad_alloc();
}
// A sanitizer brings its own of these, which would not go with the ones above.
[[gnu::noinline]] void* operator new(std::size_t size, std::nothrow_t const&) noexcept {
    return counted(std::malloc(size == 0 ? 1 : size));
}
[[gnu::noinline]] void operator delete(void* gone) noexcept { give_back(gone); }
[[gnu::noinline]] void operator delete(void* gone, std::size_t) noexcept { give_back(gone); }

namespace amends::testing {

scarce_memory::scarce_memory(int allocations) noexcept {
    allowed = allocations;
    failed = false;
}
scarce_memory::~scarce_memory() { allowed = -1; }
bool scarce_memory::ended() const noexcept { return failed; }

std::int64_t bytes_in_use() noexcept { return in_use; }

searched_memory::searched_memory(std::span<std::byte const> some) noexcept {
    sought = some;
    held_it = 0;
}
searched_memory::~searched_memory() { sought = {}; }
int searched_memory::found() const noexcept { return held_it; }

} // namespace amends::testing
