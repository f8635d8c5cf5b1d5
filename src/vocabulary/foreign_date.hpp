// SPDX-License-Identifier: BSL-1.0
// A date in a form that TOML does not know, to which a parser says that it is a number with a mistake.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace amends::detail {

struct foreign_date {
    std::string_view key;
    std::string_view value; // 01.02.2026, 2026/02/01, 2026-2-1
    std::size_t at;         // where the value stands in its line
};

// What a line such as `first_day = 01.02.2026` holds; nothing for any other.
inline std::optional<foreign_date> foreign_date_in(std::string_view line) {
    constexpr std::string_view blank = " \t", digits = "0123456789", between = "./-";
    auto const equals = line.find('=');
    if (equals == line.npos) return std::nullopt;
    auto const first = line.find_first_not_of(blank);
    auto const key = line.substr(first, equals - first);
    auto const at = line.find_first_not_of(blank, equals + 1);
    if (key.empty() || at == line.npos) return std::nullopt;
    auto const value = line.substr(at, line.find_first_of(" \t\r#", at) - at);
    auto const is_between = [&](char c) { return between.find(c) != between.npos; };
    if (value.empty() || std::ranges::count_if(value, is_between) != 2 ||
        value.find_first_not_of("0123456789./-") != value.npos ||
        digits.find(value.front()) == digits.npos || digits.find(value.back()) == digits.npos)
        return std::nullopt;
    return foreign_date{key.substr(0, key.find_last_not_of(blank) + 1), value, at};
}

} // namespace amends::detail
