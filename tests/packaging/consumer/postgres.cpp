// SPDX-License-Identifier: BSL-1.0
// A product that uses the store in PostgreSQL; there is no server to reach here, and it says so.
#include <amends/store/postgres.hpp>

#include <iostream>

int main() {
    auto const opened = amends::postgres_store::open({.url = "postgres://127.0.0.1:1/none"});
    std::cout << (opened ? "opened what is not there" : "nothing to open") << '\n';
    return opened ? 1 : 0;
}
