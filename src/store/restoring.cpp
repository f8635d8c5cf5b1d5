// SPDX-License-Identifier: BSL-1.0
// Looking for the mark of a restoring that did not end.
#include <amends/store/restoring.hpp>

namespace amends {

result<void> check_restored(store& log) {
    auto const mark = log.beside(restoring_mark);
    if (!mark) return mark.error();
    if (!*mark || (*mark)->empty()) return {};
    return mismatch(errc::store_damaged, "a whole store", "one whose restoring did not end");
}

} // namespace amends
