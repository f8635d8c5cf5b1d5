// SPDX-License-Identifier: BSL-1.0
// Why an append is not kept, in the same words whichever store says so.
#pragma once

#include <amends/store/store.hpp>

#include <string>

namespace amends::detail {

/// The case as errors name it.
inline std::string in_words(case_id const& on) { return "case " + on.str(); }

inline error log_is_closed(case_id const& on) {
    return mismatch(errc::store_frozen, "a log that goes on", "one that was frozen", in_words(on));
}

inline error is_marked(unmarked const& condition, std::uint64_t at) {
    return mismatch(errc::version_conflict,
                    "no mark from log index " + std::to_string(condition.since_log_index),
                    "one at " + std::to_string(at));
}

/// The case ends elsewhere than where the entry goes on.
inline error case_is_at(std::uint64_t version, new_entry const& e) {
    return mismatch(errc::version_conflict, "version " + std::to_string(e.sequence - 1),
                    std::to_string(version), in_words(e.on));
}

inline error command_was_seen(new_entry const& e) {
    return mismatch(errc::command_id_reused, "a new command id", e.command.view(), in_words(e.on));
}

} // namespace amends::detail
