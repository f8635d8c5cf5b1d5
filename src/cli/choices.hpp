// SPDX-License-Identifier: BSL-1.0
// The words that an option takes, as the help shows them.
#pragma once

#include <amends/vocabulary/print.hpp>

#include <string>

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

} // namespace amends::cli
