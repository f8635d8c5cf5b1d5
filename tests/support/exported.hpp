// SPDX-License-Identifier: BSL-1.0
// Exports as a text, for tests to look at.
#pragma once

#include <amends/exchange/export.hpp>

#include "catch.hpp"

namespace amends::testing {

/// What a store exports, or `!` and the error's message.
inline std::string exported(store& from, export_format as, export_options const& how = {}) {
    std::string all;
    auto const written = export_trails(from, as, how, [&](std::string_view piece) {
        all += piece;
        return true;
    });
    return written ? all : '!' + written.error().message;
}

/// Every entry of a store: its bytes, its hash and the columns by which it is found.
struct kept_entry {
    std::uint64_t log_index;
    case_id on;
    std::uint64_t sequence;
    command_id command;
    digest hash;
    bytes content;

    friend bool operator==(kept_entry const&, kept_entry const&) = default;
};
inline std::vector<kept_entry> entries_in(store& kept) {
    std::vector<kept_entry> all;
    auto const read = kept.scan(0, [&](stored_entry const& e) {
        all.push_back(
            {e.log_index, e.on, e.sequence, e.command, e.hash, {e.bytes.begin(), e.bytes.end()}});
        return true;
    });
    REQUIRE(read.has_value());
    return all;
}

} // namespace amends::testing
