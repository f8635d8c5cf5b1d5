// SPDX-License-Identifier: BSL-1.0
// Values of the store from the columns of a row, and into them.
#pragma once

#include "store/sqlite_connection.hpp"

#include <cstring>

namespace amends::sqlite {

inline error damaged_row(std::string_view expected, std::string_view found) {
    return mismatch(errc::store_damaged, expected, found, "a row of the store");
}

/// Fills an id, or notes that the column holds none.
template <class Id>
void get(Id& into, std::string_view text, std::optional<error>& wrong) {
    auto const parsed = Id::parse(text);
    if (parsed) into = *parsed;
    else if (!wrong) wrong = damaged_row("an id", parsed.error().message);
}

inline void get(digest& into, byte_view some, std::optional<error>& wrong) {
    if (some.size() == into.bytes.size()) std::memcpy(into.bytes.data(), some.data(), some.size());
    else if (!wrong) wrong = damaged_row("a hash of 32 bytes", std::to_string(some.size()));
}

inline stored_entry entry_at(query const& row, std::optional<error>& wrong) {
    stored_entry e;
    e.log_index = static_cast<std::uint64_t>(row.number(0));
    get(e.on, row.text(1), wrong);
    e.sequence = static_cast<std::uint64_t>(row.number(2));
    get(e.command, row.text(3), wrong);
    get(e.hash, row.blob(4), wrong);
    e.bytes = row.blob(5);
    e.sealed = row.blob(6);
    return e;
}

inline case_head head_at(query const& row, std::optional<error>& wrong) {
    case_head h;
    get(h.on, row.text(0), wrong);
    h.last_sequence = static_cast<std::uint64_t>(row.number(1));
    get(h.last_hash, row.blob(2), wrong);
    return h;
}

/// SQLite's numbers have a sign: the same bits, so that no two subjects become one.
inline std::int64_t subject(std::uint64_t about) noexcept {
    return static_cast<std::int64_t>(about);
}

/// Names beside the log are kept as bytes, so that their order is that of their bytes.
inline byte_view bytes_of(std::string_view name) { return std::as_bytes(std::span(name)); }

/// The case as errors name it.
inline std::string of_case(case_id const& on) { return "case " + on.str(); }

} // namespace amends::sqlite
