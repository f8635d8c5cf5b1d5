// SPDX-License-Identifier: BSL-1.0
// What a store exports, restored into another.
#pragma once

#include <amends/exchange/restore.hpp>
#include <amends/store/memory.hpp>

#include "support/exported.hpp"
#include "unit/exchange/written_file.hpp"

#include "catch.hpp"

namespace amends::testing {

/// Restored from an export it is entry by entry what it was, in its old places.
inline void comes_back(store& kept, export_format as) {
    written_file const file("cases", exported(kept, as));
    auto source = open_entries(file.path());
    REQUIRE(source.has_value());
    memory_store to;
    auto const done = restore(**source, to);
    if (!done) FAIL(done.error().message);
    CHECK(done->same_places);
    CHECK((entries_in(to) == entries_in(kept)));
}

} // namespace amends::testing
