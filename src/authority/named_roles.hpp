// SPDX-License-Identifier: BSL-1.0
// A command that is kept to the roles that are named for it.
#pragma once

#include <amends/authority/verdict.hpp>

#include <algorithm>
#include <vector>

namespace amends {

/// Grants the command to one of these roles, and forbids it to whoever holds none of them.
/// Requires: `named` is not empty.
inline void grant_to(std::vector<role> const& named, role_set const& held, rule_name policy,
                     verdict& v) {
    for (auto const& r : held.all()) {
        if (std::ranges::find(named, r) == named.end()) continue;
        v.add({policy, "may_decide", decision::granted, {}, measure::of_id(r)});
        return;
    }
    v.add({policy, "may_decide", decision::forbidden, measure::of_id(named.front()),
           held.all().empty() ? measure::of_words("no role") : measure::of_id(held.all().front())});
    v.competent.assign(named.begin(), named.end());
}

} // namespace amends
