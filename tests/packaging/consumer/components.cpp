// SPDX-License-Identifier: BSL-1.0
// A product that uses every component; there is nothing to open here, and each says so.
#include <amends/authority/document.hpp>
#include <amends/exchange/csv.hpp>
#include <amends/exchange/xes.hpp>

#include <iostream>

int main() {
    using namespace amends;
    auto const opened = !authority_document::parse("", "nothing.toml").has_error() ||
                        !open_csv("no such log.csv", {}).has_error() ||
                        !open_xes("no such log.xes", {}).has_error();
    std::cout << (opened ? "opened what is not there" : "nothing to open") << '\n';
    return opened ? 1 : 0;
}
