// SPDX-License-Identifier: BSL-1.0
// One server for the test cases of a process, and a store of its own for each.
#pragma once

#include <amends/store/postgres.hpp>

#include "catch.hpp"
#include "support/postgres_server.hpp"

#include <thread>

namespace amends::testing {

inline postgres_server& server() {
    static postgres_server one;
    return one;
}

/// Of a store that nobody has made yet.
inline postgres_options new_store(postgres_server& at = server()) {
    static int count = 0;
    return {.url = at.url(), .schema = "store_" + std::to_string(++count)};
}

inline std::unique_ptr<postgres_store> opened(postgres_options how) {
    auto made = postgres_store::open(std::move(how));
    INFO((made ? std::string() : made.error().message));
    REQUIRE(made.has_value());
    return std::move(*made);
}

/// What a statement begins with that is about a store's own tables.
inline std::string in(postgres_options const& how) {
    return "SET search_path TO " + how.schema + "; ";
}

/// Waits until that many sessions wait for another.
inline void until_waiting(int count) {
    postgres_session here(server().url());
    while (std::stoi(here("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")) < count)
        std::this_thread::yield();
}

} // namespace amends::testing
