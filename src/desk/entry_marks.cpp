// SPDX-License-Identifier: BSL-1.0
// An entry's marks: one list of those who look for any.
#include "desk/entry_marks.hpp"

#include "desk/customers.hpp"

namespace amends {

void mark_entry(accounts& known, batch_marks& marks, draft_entry const& e) {
    auto const& on = e.before.id;
    known.note(e.what, e.how, e.before, e.draft);
    if (std::holds_alternative<case_merged>(e.what)) marks.add(merges_of(on), e.draft, {});
    mark_customer(marks, e.draft, on, e.what);
}

} // namespace amends
