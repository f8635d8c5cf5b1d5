// SPDX-License-Identifier: BSL-1.0
// The contract over a PostgreSQL database: one store, two stores, and one that shares connections.
#include "contract/postgres/server_here.hpp"
#include "contract/store_contract.hpp"

using namespace amends;
using namespace amends::testing;

TEST_CASE("a store in PostgreSQL keeps the contract") {
    AMENDS_NEEDS_POSTGRES();
    auto const kept = opened(new_store());
    store_contract(*kept, *kept);
}

TEST_CASE("two stores over one PostgreSQL database keep the contract together") {
    AMENDS_NEEDS_POSTGRES();
    auto const where = new_store();
    auto const one = opened(where);
    auto const other = opened(where);
    store_contract(*one, *other);
}

TEST_CASE("a store with one connection to read through keeps the contract") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.connections_max = 1;
    auto const kept = opened(how);
    store_contract(*kept, *kept);
}

TEST_CASE("a store through loopback and a password keeps the contract") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.url = server().tcp_url();
    auto const kept = opened(how);
    store_contract(*kept, *kept);
}
