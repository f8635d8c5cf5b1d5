// SPDX-License-Identifier: BSL-1.0
// Moving cases to another lifecycle, kept to the roles that are named for it.
#include <amends/authority/migrators.hpp>

#include "authority/named_roles.hpp"

namespace amends {

verdict migrators::judge(question const& q) const {
    verdict v;
    if (q.command == "migrate" && !named_.empty()) grant_to(named_, q.who.roles, "migrators", v);
    return v;
}

} // namespace amends
