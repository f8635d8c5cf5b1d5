// SPDX-License-Identifier: BSL-1.0
// Which fact an entry holds, for whoever passes over most entries.
#pragma once

#include <amends/vocabulary/bytes.hpp>
#include <amends/vocabulary/error.hpp>

#include <cstdint>

namespace amends {

/// The number of an entry's fact. Goes over what stands before it with every check of `open_entry`,
/// and keeps nothing. Errors: those of `open_entry`.
result<std::uint8_t> fact_number_in(byte_view entry);

} // namespace amends
