// SPDX-License-Identifier: BSL-1.0
// The smallest product on top of amends: proves that headers and library are found and fit.
#include <amends/vocabulary/money.hpp>

#include <iostream>

int main() {
    auto const limit = amends::parse_money("50.00 EUR");
    if (!limit) return 1;
    std::cout << "a limit of " << *limit << '\n';
}
