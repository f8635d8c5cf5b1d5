// SPDX-License-Identifier: BSL-1.0
// An entry in a store: its canonical bytes, the columns by which it is found, what is sealed of it.
#pragma once

#include <amends/vocabulary/digest.hpp>
#include <amends/vocabulary/id.hpp>

namespace amends {

/// An entry as a store keeps it. Lifetime: `bytes` and `sealed` belong to the store
/// and may end with the call.
struct stored_entry {
    std::uint64_t log_index = 0;
    case_id on{};
    std::uint64_t sequence = 0;
    command_id command{};
    digest hash{};
    byte_view bytes{};
    byte_view sealed{}; ///< texts that the bytes only commit to; empty when there are none
};

} // namespace amends
