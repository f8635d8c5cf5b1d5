// SPDX-License-Identifier: BSL-1.0
// Trails to encode, decode, fold and verify.
#pragma once

#include "workload.hpp"

#include <memory>

namespace bench {

/// A store in memory with this many cases that went the whole path.
std::unique_ptr<amends::memory_store> walked(std::size_t cases, bool with_refusals);

/// Every entry of a store, decoded, in commit order.
std::vector<amends::entry> entries_of(amends::store& kept);

} // namespace bench
