// SPDX-License-Identifier: BSL-1.0
// What a store's file must be: whose it is, which version, and how older versions come up to date.
#pragma once

#include "store/sqlite_connection.hpp"

#include <span>

namespace amends::sqlite {

/// FORMAT: "amnd" in the file's header, so that `file` and others can tell whose it is.
inline constexpr std::int64_t application_id = 0x616d6e64;

/// The step from the version before to this one.
struct migration {
    std::int64_t to;
    char const* sql;
};

/// Every step there is, the oldest first.
std::span<migration const> migrations() noexcept;

/// Makes sure that the file is a store of the last version of `steps`: a fresh one is made so, an
/// older one is brought up to date in one transaction, any other is refused.
result<void> make_current(connection& c, sqlite_options const& how,
                          std::span<migration const> steps = migrations());

/// Refuses a file that is shorter than its own header says. SQLite itself reads a page that is cut
/// short as one that ends in zeroes.
result<void> check_length(connection& c, sqlite_options const& how);

} // namespace amends::sqlite
