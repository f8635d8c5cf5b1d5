// SPDX-License-Identifier: BSL-1.0
// What a store's schema must be: whose it is, which version, and how older versions come up to date.
#pragma once

#include "store/postgres_connection.hpp"

#include <span>

namespace amends::postgres {

/// The step from the version before to this one.
struct migration {
    std::int64_t to;
    char const* sql;
};

/// Every step there is, the oldest first.
std::span<migration const> migrations() noexcept;

/// Makes sure that the schema is a store of the last version of `steps`: a missing or empty one is
/// made so, an older one is brought up to date in one transaction, any other is refused. Several
/// processes may do so at once.
result<void> make_current(connection& c, postgres_options const& how,
                          std::span<migration const> steps = migrations());

} // namespace amends::postgres
