// SPDX-License-Identifier: BSL-1.0
// Options whose value is a word of the library: what they take, and what is wrong with another word.
#pragma once

#include "vocabulary/foreign_text.hpp"
#include "vocabulary/nearest.hpp"

#include <amends/vocabulary/error.hpp>
#include <amends/vocabulary/print.hpp>

namespace amends::cli {

// `a|b|c`, of every word of the library for an `E`.
template <described_choice E>
std::string choices() {
    std::string all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto e) {
        if (!all.empty()) all += '|';
        all += e.name;
    });
    return all;
}

// The same error with the option before its message.
inline error of_option(std::string_view option, error why) {
    why.message.insert(0, std::string(option) + ": ");
    return why;
}

// The nearest word is named with the option. Errors: `malformed`.
template <described_choice E>
result<E> word_of(std::string_view option, std::string_view word) {
    if (auto const known = from_name<E>(word)) return *known;
    std::vector<std::string_view> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto e) { all.push_back(e.name); });
    return of_option(option,
                     mismatch(errc::malformed, detail::meant(word, all), detail::quoted(word)));
}

} // namespace amends::cli
