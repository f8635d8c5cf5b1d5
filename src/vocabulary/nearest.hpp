// SPDX-License-Identifier: BSL-1.0
// The known word nearest to a mistyped one.
#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace amends::detail {

// Levenshtein's distance: how many letters to add, drop or change.
inline std::size_t letters_apart(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            auto const changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, changed});
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
