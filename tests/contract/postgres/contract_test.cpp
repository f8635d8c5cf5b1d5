// SPDX-License-Identifier: BSL-1.0
// The contracts of stores, followers and pools over PostgreSQL: one store, two, shared connections.
#include "contract/follower_contract.hpp"
#include "contract/pool_contract.hpp"
#include "contract/postgres/server_here.hpp"
#include "contract/store_contract.hpp"
#include "support/repeat_with.hpp"

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

TEST_CASE("followers of a store in PostgreSQL keep the contract") {
    AMENDS_NEEDS_POSTGRES();
    auto const kept = opened(new_store());
    follower_contract(*kept, *kept);
}

TEST_CASE("followers of a database that another store writes keep the contract") {
    AMENDS_NEEDS_POSTGRES();
    auto const where = new_store();
    auto const one = opened(where);
    auto const other = opened(where);
    follower_contract(*one, *other);
}

TEST_CASE("a pool over PostgreSQL answers and keeps what one desk would", "[threads]") {
    AMENDS_NEEDS_POSTGRES();
    INFO(cases::repeat_with());
    pool_agrees_with_a_desk([] { return opened(new_store()); }, cases::seed());
}

TEST_CASE("two pools over one database answer a command that both get once", "[threads]") {
    AMENDS_NEEDS_POSTGRES();
    auto const where = new_store();
    pools_answer_a_retry_alike(*opened(where), *opened(where));
}
