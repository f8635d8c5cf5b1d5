// SPDX-License-Identifier: BSL-1.0
// Actors and parties in words.
#include <amends/vocabulary/actor.hpp>

#include <amends/vocabulary/print.hpp>

namespace amends {

std::string to_text(actor const& who) {
    if (who.on_behalf_of.empty()) return who.id.str();
    return who.id.str() + " on behalf of " + who.on_behalf_of.str();
}

std::string to_text(parties some) {
    std::string out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<party>>([&](auto p) {
        if (some.any_of(p.value)) out += (out.empty() ? "" : " or ") + std::string(p.name);
    });
    return out;
}

} // namespace amends
