// SPDX-License-Identifier: BSL-1.0
// The rival of the entry's format: the same bytes, copied field by field without a check.
#pragma once

#include <amends/audit/entry.hpp>

namespace bench {

/// Writes what `amends::encode` writes to memory that is large enough; the end of it.
std::byte* write_by_hand(amends::entry const& e, std::byte* to);

/// Reads what `amends::decode_entry` reads, trusting every byte. Knows the facts of the path alone.
void read_by_hand(std::byte const* from, amends::entry& into);

} // namespace bench
