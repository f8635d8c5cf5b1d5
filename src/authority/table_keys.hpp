// SPDX-License-Identifier: BSL-1.0
// The keys of an authority document, table by table; schemas/authority.schema.json lists the same.
#pragma once

#include <string_view>
#include <vector>

namespace amends::detail::keys {

using list = std::vector<std::string_view>;

inline list const document{"name",      "version",      "effective",  "changed_by", "utc_offset",
                           "ladder",    "limit",        "cumulative", "offer",      "hours",
                           "reserved",  "dual_control", "approval",   "separation", "interest",
                           "colleague", "delegation",   "rates",      "routing",    "personal_data",
                           "retention", "lifecycle"};
inline list const ladder{"roles", "others"};
inline list const limit{"role", "remedy", "min", "max"};
inline list const cumulative{"role", "remedy", "max", "per", "period"};
inline list const offer{"remedy", "category", "role"};
inline list const hours{"role", "days", "from", "until", "first_day", "last_day"};
inline list const reserved{"category", "from_severity", "roles"};
inline list const dual_control{"remedy", "above", "approvers"};
inline list const approval{"approvers"};
inline list const separation{"evaluator_differs_from_owner", "evaluator_differs_from_proposer",
                             "evaluator_differs_from_approvers"};
inline list const interest{"colleague", "is", "customer", "case", "category", "remedy"};
inline list const colleague{"id", "roles", "absence"};
inline list const absence{"first_day", "last_day", "substitute", "reason"};
inline list const delegation{"id",       "from", "to",     "role",   "first_day",
                             "last_day", "max",  "reason", "revoked"};
inline list const routing{"inform"};
inline list const personal_data{"erased_by", "held_by"};
inline list const retention{"category", "days"};
inline list const lifecycle{"migrated_by"};

} // namespace amends::detail::keys
