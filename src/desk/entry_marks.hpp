// SPDX-License-Identifier: BSL-1.0
// Everything that an entry is marked with, whichever way it comes into a log.
#pragma once

#include "desk/accounts.hpp"
#include "desk/batch_marks.hpp"

namespace amends {

/// An entry that is about to be kept: a draft of its batch, its case before it.
struct draft_entry {
    std::size_t draft = 0;
    fact const& what;
    circumstances const& how;
    case_file const& before;
};

/// Marks it with what it means to accounts, to merges into its case, and to its customer.
void mark_entry(accounts& known, batch_marks& marks, draft_entry const& e);

} // namespace amends
