// SPDX-License-Identifier: BSL-1.0
// What the desk answers when somebody asks what is known of a customer, or asks to erase it.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/casefile/case_file.hpp>
#include <amends/desk/outcome.hpp>

#include <utility>
#include <vector>

namespace amends {

/// What became of an erasure.
struct customer_erasure {
    customer_id customer{};
    /// Whether nothing that was sealed before can be opened any more.
    bool erased = false;
    /// The answer of each case; of those that refuse alone, when one does. None when an erasure that
    /// was interrupted before is finished, or there was nothing left to erase.
    std::vector<std::pair<case_id, outcome>> cases{};
};

/// A case of somebody, whole.
struct case_on_record {
    case_file file{};
    std::vector<entry> trail{};
};

/// Everything that is held about a customer.
struct personal_record {
    customer_id customer{};
    std::vector<case_on_record> cases{}; ///< in the order in which they were reported
};

} // namespace amends
