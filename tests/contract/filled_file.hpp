// SPDX-License-Identifier: BSL-1.0
// A file that a store filled and closed.
#pragma once

#include <amends/store/sqlite.hpp>

#include "contract/store_contract.hpp"

#include "catch.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace amends::testing {

/// A store of some forty pages, closed.
inline void fill(std::filesystem::path const& file) {
    auto const kept = *sqlite_store::open({.path = file});
    for (std::uint64_t i = 0; i < 200; ++i)
        REQUIRE(kept->append(drafts()
                                 .add("case " + std::to_string(i % 50), i / 50 + 1,
                                      "command " + std::to_string(i), std::string(500, 'x'))
                                 .all())
                    .has_value());
}

} // namespace amends::testing
