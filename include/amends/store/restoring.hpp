// SPDX-License-Identifier: BSL-1.0
// A store that is being restored says so until its last entry is there.
#pragma once

#include <amends/store/store.hpp>

namespace amends {

/// The name beside the log under which it says that it is being restored: while content is kept there,
/// entries may be missing at its end.
inline constexpr std::string_view restoring_mark = "restoring";

/// Whether a log is whole as far as restoring goes. Errors: `store_damaged` for one whose restoring has
/// not ended, which is to be dropped; those of the store. Cost: one look beside the log.
result<void> check_restored(store& log);

} // namespace amends
