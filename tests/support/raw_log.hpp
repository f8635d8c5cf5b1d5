// SPDX-License-Identifier: BSL-1.0
// Logs of bytes that are no entries of a desk: for what only looks at hashes.
#pragma once

#include "support/passing_on.hpp"

#include <amends/vocabulary/digest.hpp>

#include "catch.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace amends::testing {

/// Appends `count` entries to one case, "entry N" after N entries, with their right hashes.
inline void append_raw(store& to, std::size_t count, case_id const& on = "41") {
    sha256 hasher;
    while (count != 0) {
        auto const size = to.size().value();
        auto const head = to.head(on).value();
        auto const sequence = head ? head->last_sequence : 0;
        auto const together = std::min<std::size_t>(count, 5000);
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < together; ++i)
            texts.push_back("entry " + std::to_string(size + i));
        std::vector<new_entry> entries;
        for (std::size_t i = 0; i < together; ++i) {
            new_entry e;
            e.on = on;
            e.sequence = sequence + i + 1;
            e.bytes = std::as_bytes(std::span(texts[i]));
            e.hash = hasher.of_leaf(e.bytes);
            entries.push_back(e);
        }
        REQUIRE(to.append(entries).value() == size);
        count -= together;
    }
}

/// Keeps a text under a name beside the log.
inline void keep_text(store& in, std::string_view name, std::string_view text) {
    REQUIRE(in.keep_beside(name, std::as_bytes(std::span(text))).has_value());
}

/// A store that tells lies: fewer entries, other bytes, names that are gone, or that will not keep.
class lying_store : public passing_on {
  public:
    using passing_on::passing_on;

    std::optional<std::uint64_t> shown;   ///< so many entries only
    std::map<std::uint64_t, bytes> other; ///< bytes in place of an entry's
    std::set<std::uint64_t> left_out;     ///< entries that a scan goes past
    std::set<std::string> gone;           ///< names that nothing is kept under
    std::optional<int> keeps;             ///< so many more contents, then none

    // What was asked for.
    std::size_t scanned = 0;
    std::size_t named = 0;
    std::size_t kept = 0;

    result<std::uint64_t> size() override { return shown ? *shown : real.size(); }
    result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
        return real.scan(from, [&](stored_entry e) {
            if (shown && e.log_index >= *shown) return false;
            if (left_out.contains(e.log_index)) return true;
            if (auto const o = other.find(e.log_index); o != other.end()) e.bytes = o->second;
            ++scanned;
            return visit(e);
        });
    }
    result<std::optional<bytes>> beside(std::string_view name) override {
        ++named;
        if (gone.contains(std::string(name))) return std::optional<bytes>{};
        return real.beside(name);
    }
    using passing_on::beside;
    result<void> keep_beside(std::string_view name, byte_view content) override {
        if (keeps && (*keeps)-- <= 0) return mismatch(errc::store_failed, "room", "none");
        ++kept;
        gone.erase(std::string(name));
        return real.keep_beside(name, content);
    }
};

} // namespace amends::testing
