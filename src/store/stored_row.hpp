// SPDX-License-Identifier: BSL-1.0
// Values of a store from the columns of a row, whichever database gave it.
#pragma once

#include "store/not_kept.hpp"

#include <amends/store/store.hpp>

#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace amends::detail {

inline error damaged_row(std::string_view expected, std::string_view found) {
    return mismatch(errc::store_damaged, expected, found, "a row of the store");
}

/// Fills an id, or notes that the column holds none.
template <class Tag>
void get(id<Tag>& into, std::string_view text, std::optional<error>& wrong) {
    auto const parsed = id<Tag>::parse(text);
    if (parsed) into = *parsed;
    else if (!wrong) wrong = damaged_row("an id", parsed.error().message);
}

inline void get(digest& into, byte_view some, std::optional<error>& wrong) {
    if (some.size() == into.bytes.size()) std::memcpy(into.bytes.data(), some.data(), some.size());
    else if (!wrong) wrong = damaged_row("a hash of 32 bytes", std::to_string(some.size()));
}

/// Of a row with the log index, the case, the sequence, the command, the hash, the bytes and what is
/// sealed. Lifetime: views end with the row.
template <class Row>
stored_entry entry_at(Row const& row, std::optional<error>& wrong) {
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

/// Of a row with the case, its last sequence and its last hash.
template <class Row>
case_head head_at(Row const& row, std::optional<error>& wrong) {
    case_head h;
    get(h.on, row.text(0), wrong);
    h.last_sequence = static_cast<std::uint64_t>(row.number(1));
    get(h.last_hash, row.blob(2), wrong);
    return h;
}

/// Of a row with the sequence, the lifecycle, the head, the checksum and the content. Nothing where a
/// column is damaged: a snapshot only spares work.
template <class Row>
std::optional<snapshot> snapshot_at(Row const& row, case_id const& on) {
    std::optional<error> wrong;
    snapshot s;
    s.on = on;
    s.sequence = static_cast<std::uint64_t>(row.number(0));
    get(s.lifecycle, row.blob(1), wrong);
    get(s.head, row.blob(2), wrong);
    get(s.checksum, row.blob(3), wrong);
    auto const content = row.blob(4);
    s.content.assign(content.begin(), content.end());
    if (wrong) return std::nullopt;
    return s;
}

} // namespace amends::detail
