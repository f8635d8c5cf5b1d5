// SPDX-License-Identifier: BSL-1.0
// Values of the store from the columns of a row.
#pragma once

#include "store/postgres_connection.hpp"

#include <amends/audit/stored_entry.hpp>

#include <cstring>

namespace amends::postgres {

inline error damaged_row(std::string_view expected, std::string_view found) {
    return mismatch(errc::store_damaged, expected, found, "a row of the store");
}

/// Fills an id, or notes that the column holds none.
template <class Tag>
void get(id<Tag>& into, byte_view some, std::optional<error>& wrong) {
    auto const parsed = id<Tag>::parse({reinterpret_cast<char const*>(some.data()), some.size()});
    if (parsed) into = *parsed;
    else if (!wrong) wrong = damaged_row("an id", parsed.error().message);
}

inline void get(digest& into, byte_view some, std::optional<error>& wrong) {
    if (some.size() == into.bytes.size()) std::memcpy(into.bytes.data(), some.data(), some.size());
    else if (!wrong) wrong = damaged_row("a hash of 32 bytes", std::to_string(some.size()));
}

} // namespace amends::postgres
