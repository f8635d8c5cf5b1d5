// SPDX-License-Identifier: BSL-1.0
// The contract over memory, over a SQLite file, and over two stores of one SQLite file.
#include <amends/store/memory.hpp>
#include <amends/store/sqlite.hpp>

#include "contract/scratch.hpp"
#include "contract/store_contract.hpp"

using namespace amends;
using namespace amends::testing;

TEST_CASE("a store in memory keeps the contract") {
    memory_store kept;
    store_contract(kept, kept);
}

TEST_CASE("a store in a SQLite file keeps the contract") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    store_contract(*kept, *kept);
}

TEST_CASE("two stores over one SQLite file keep the contract together") {
    scratch const folder;
    auto const one = *sqlite_store::open({.path = folder / "kept.db"});
    auto const other = *sqlite_store::open({.path = folder / "kept.db"});
    store_contract(*one, *other);
}

TEST_CASE("a SQLite file that is drained into all the time keeps the contract") {
    scratch const folder;
    auto const in_background = GENERATE(false, true);
    auto const kept = *sqlite_store::open({.path = folder / "kept.db",
                                           .drain_wal_pages = 1,
                                           .drain_wal_in_background = in_background});
    store_contract(*kept, *kept);
}
