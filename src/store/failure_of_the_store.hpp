// SPDX-License-Identifier: BSL-1.0
// Whether an error is of the store as a whole, or of one case in it.
#pragma once

#include <amends/vocabulary/error.hpp>

namespace amends::detail {

// After such an error the next command fares no better; after any other, such as a case that is
// damaged or whose texts were erased, it may.
constexpr bool is_failure_of_the_store(errc code) {
    return code == errc::store_failed || code == errc::store_damaged || code == errc::store_busy ||
           code == errc::store_unsure || code == errc::store_frozen || code == errc::io_failed ||
           code == errc::out_of_memory;
}

} // namespace amends::detail
