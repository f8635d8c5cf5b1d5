// SPDX-License-Identifier: BSL-1.0
// A product that uses the store in a SQLite file; its folder is not there, and it says so.
#include <amends/store/sqlite.hpp>

#include <iostream>

int main() {
    auto const opened = amends::sqlite_store::open({.path = "no such folder/cases.db"});
    std::cout << (opened ? "opened what is not there" : "nothing to open") << '\n';
    return opened ? 1 : 0;
}
