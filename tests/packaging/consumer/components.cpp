// SPDX-License-Identifier: BSL-1.0
// A product that uses every component.
#include <amends/vocabulary/money.hpp>

#include <iostream>

int main() { std::cout << "a limit of " << amends::money{5000, amends::eur} << '\n'; }
