// SPDX-License-Identifier: BSL-1.0
// Freezing a log: nothing is added to it any more, and its last checkpoint says what it is for good.
#pragma once

#include <amends/store/notary.hpp>

namespace amends {

/// Closes a log for every program that has it open, then signs its last checkpoint, which the store
/// keeps as what closed it. Calling it again finishes what was interrupted, or answers what was done.
/// Errors: those of `notary::sign`; after `not_witnessed` the log is closed all the same.
result<kept_checkpoint> freeze(store& log, notary& by, entry_progress const& progress = {});

/// The last checkpoint of a log that was frozen; nothing for one that goes on.
/// Errors: those of the store; `store_damaged` when a log is closed without a checkpoint, as where
/// freezing it was interrupted.
result<std::optional<kept_checkpoint>> frozen_at(store& log);

} // namespace amends
