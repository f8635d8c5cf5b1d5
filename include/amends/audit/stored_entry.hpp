// SPDX-License-Identifier: BSL-1.0
// An entry in a store: its canonical bytes, with the columns by which a store finds it.
#pragma once

#include <amends/vocabulary/digest.hpp>
#include <amends/vocabulary/id.hpp>

namespace amends {

/// An entry as a store keeps it. Lifetime: `bytes` belongs to the store and may end with the call.
struct stored_entry {
    std::uint64_t log_index = 0;
    case_id on{};
    std::uint64_t sequence = 0;
    command_id command{};
    digest hash{};
    byte_view bytes{};
};

} // namespace amends
