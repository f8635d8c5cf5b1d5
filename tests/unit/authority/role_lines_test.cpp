// SPDX-License-Identifier: BSL-1.0
// Lines are found by their role, in the order in which they stood.
#include <amends/authority/role_lines.hpp>

#include "catch.hpp"

using namespace amends;

namespace {

struct numbered_line {
    amends::role role;
    int number = 0;
};

std::vector<int> numbers(std::span<numbered_line const> some) {
    std::vector<int> all;
    for (auto const& one : some) all.push_back(one.number);
    return all;
}

} // namespace

TEST_CASE("lines of a role are found together, in their order") {
    role_lines<numbered_line> const lines(
        {{"lead", 1}, {"agent", 2}, {"lead", 3}, {"manager", 4}, {"agent", 5}});
    CHECK(numbers(lines.of("lead")) == std::vector{1, 3});
    CHECK(numbers(lines.of("agent")) == std::vector{2, 5});
    CHECK(numbers(lines.of("manager")) == std::vector{4});
    CHECK(lines.of("clerk").empty());
    CHECK(lines.of({}).empty());
    CHECK(lines.all().size() == 5);

    CHECK(role_lines<numbered_line>().of("lead").empty());
    CHECK(role_lines<numbered_line>(std::vector<numbered_line>{}).of("lead").empty());
}
