// SPDX-License-Identifier: BSL-1.0
// Parties in words.
#include <amends/vocabulary/actor.hpp>

#include <amends/vocabulary/print.hpp>

namespace amends {

std::string to_text(parties some) {
    std::string out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<party>>([&](auto p) {
        if (some.any_of(p.value)) out += (out.empty() ? "" : " or ") + std::string(p.name);
    });
    return out;
}

} // namespace amends
