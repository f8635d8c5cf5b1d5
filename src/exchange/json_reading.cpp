// SPDX-License-Identifier: BSL-1.0
// The parts of reading JSON that do not depend on a type.
#include "exchange/json_reading.hpp"

#include <boost/json/serialize.hpp>

namespace amends::detail {

std::string found_in(json::value const& from) {
    if (from.is_array()) return "a list";
    if (from.is_object()) return "an object";
    if (from.is_string()) return quoted(from.get_string());
    return json::serialize(from);
}

bool json_reading::read(bytes& to, json::value const& from) {
    constexpr std::string_view digits = "0123456789abcdef";
    auto const text = from.is_string() ? std::string_view(from.get_string()) : "?";
    auto const sound = text.size() % 2 == 0 && text.find_first_not_of(digits) == text.npos;
    if (!sound) return fail("an even number of hexadecimal digits", from);
    to.clear();
    for (std::size_t i = 0; i < text.size(); i += 2)
        to.push_back(static_cast<std::byte>(digits.find(text[i]) * 16 + digits.find(text[i + 1])));
    return true;
}

bool json_reading::read(role_set& to, json::value const& from) {
    std::vector<role> roles;
    if (!read(roles, from)) return false;
    for (auto const& r : roles)
        if (!to.add(r))
            return fail(errc::too_long, "at most " + std::to_string(role_set::max_size) + " roles",
                        std::to_string(roles.size()));
    return true;
}

} // namespace amends::detail
