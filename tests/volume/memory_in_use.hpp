// SPDX-License-Identifier: BSL-1.0
// What a process holds in memory, as Linux counts it.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace amends::volume {

/// Bytes of the process's own memory that are present: heap and stacks, without mapped files, and
/// without what the allocator could give back: how much that is depends on which threads took turns. 0
/// where nobody says.
inline std::uint64_t memory_in_use() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("RssAnon:")) return std::stoull(line.substr(8)) * 1024;
    return 0;
}

inline double megabytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

} // namespace amends::volume
