// SPDX-License-Identifier: BSL-1.0
// Words for roles, verdicts and moments.
#include "exchange/entry_words.hpp"

#include <amends/vocabulary/print.hpp>

#include <algorithm>

namespace amends::detail {

std::string joined(role_set const& roles) {
    std::string out;
    for (auto const& r : roles.all()) {
        if (!out.empty()) out += '|';
        out += r.view();
    }
    return out;
}

std::string_view decision_of(entry const& e) {
    if (e.verdicts.empty()) return {};
    return name_of(std::ranges::max(e.verdicts, {}, &verdict::decision).decision);
}

instant in_common_years(instant at) {
    using namespace std::chrono;
    return std::clamp<instant>(at, sys_days(year(1) / 1 / 1),
                               sys_days(year(10000) / 1 / 1) - milliseconds(1));
}

} // namespace amends::detail
