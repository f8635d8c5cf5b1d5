// SPDX-License-Identifier: BSL-1.0
// Options whose value is a word of the library: what is wrong names the option and the nearest word.
#pragma once

#include "exchange/text_file.hpp"
#include "vocabulary/nearest.hpp"

#include <amends/vocabulary/print.hpp>

namespace amends::cli {

inline error of_option(std::string_view option, error why) {
    why.message.insert(0, std::string(option) + ": ");
    return why;
}

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
