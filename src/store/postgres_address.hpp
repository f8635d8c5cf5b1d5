// SPDX-License-Identifier: BSL-1.0
// What an address of a database must be before libpq sees it, so that no message shows a password.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <string_view>

namespace amends::postgres {

/// Whether an address is sound as far as can be said without libpq: there is one, and no part of a
/// password stands where libpq looks for a host, a port, a database or two hexadecimal digits.
/// Errors: `malformed`; the message does not show the address.
result<void> check_address(std::string_view url);

/// Whether an address that was checked is no more than the name of a database.
bool is_database_name(std::string_view url);

/// The error of an address; `found` says what is wrong with it and quotes nothing of it.
error malformed_address(std::string_view found);

} // namespace amends::postgres
