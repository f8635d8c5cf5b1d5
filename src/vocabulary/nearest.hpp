// SPDX-License-Identifier: BSL-1.0
// The known word nearest to a mistyped one.
#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace amends::detail {

// Damerau and Levenshtein's distance: how many letters to add, drop, change or swap with the next, no
// letter twice.
inline std::size_t letters_apart(std::string_view a, std::string_view b) {
    // Rows of the table: of the letters so far, of one less, of two less.
    std::vector<std::size_t> row(b.size() + 1), above(row), two_above(row);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        two_above.swap(above);
        above.swap(row);
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            row[j + 1] = std::min({above[j + 1] + 1, row[j] + 1, above[j] + (a[i] != b[j])});
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
                row[j + 1] = std::min(row[j + 1], two_above[j - 1] + 1);
        }
    }
    return row.back();
}

// `one of: a, b, c`, or `"a"` alone where it is near enough to be meant: two letters away, of a long
// word a third of them, and never all of them.
template <class Words>
std::string meant(std::string_view mistyped, Words const& known) {
    std::string all;
    std::string best;
    std::size_t best_distance =
        std::min(std::max<std::size_t>(2, mistyped.size() / 3) + 1, mistyped.size());
    for (auto const& word : known) {
        all += (all.empty() ? "" : ", ") + std::string(word);
        auto const distance = letters_apart(mistyped, word);
        if (distance < best_distance) {
            best_distance = distance;
            best = word;
        }
    }
    return best.empty() ? "one of: " + all : '"' + best + '"';
}

// The same of keys: `one of the keys: a, b, c`, or `the key "a"`.
template <class Words>
std::string meant_key(std::string_view mistyped, Words const& known) {
    auto const words = meant(mistyped, known);
    constexpr std::string_view some = "one of: ";
    return words.starts_with(some) ? "one of the keys: " + words.substr(some.size())
                                   : "the key " + words;
}

} // namespace amends::detail
