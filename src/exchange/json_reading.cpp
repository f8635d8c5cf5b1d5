// SPDX-License-Identifier: BSL-1.0
// The parts of reading JSON that do not depend on a type.
#include "exchange/json_reading.hpp"

#include "exchange/json_writing.hpp"
#include "exchange/repeated_key.hpp"

#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>

namespace amends::detail {

std::string found_in(json::value const& from) {
    if (from.is_array()) return "a list";
    if (from.is_object()) return "an object";
    if (from.is_string()) return quoted(from.get_string());
    return json::serialize(from);
}

result<json::value> parse_line(std::string_view text, json::storage_ptr memory) {
    if (auto const bad = first_not_utf8(text); bad != text.npos)
        return mismatch(errc::malformed, "UTF-8",
                        "byte 0x" + to_hex(std::as_bytes(std::span(&text[bad], 1))) +
                            " at column " + std::to_string(bad + 1));
    json::parser parser(memory);
    parser.reset(std::move(memory));
    boost::system::error_code failed;
    auto const read = parser.write_some(text.data(), text.size(), failed);
    auto const rest = failed ? text.npos : text.find_first_not_of(" \t\r\n", read);
    if (failed || rest != text.npos) {
        auto const at = std::min(failed ? read : rest, text.size());
        return mismatch(errc::malformed, "one JSON object",
                        (failed == json::error::incomplete || at == text.size()
                             ? std::string("the end of the line")
                             : quoted(text.substr(at, 12))) +
                            " at column " + std::to_string(at + 1));
    }
    if (auto const twice = repeated_key(text))
        return mismatch(errc::malformed, "every key once", quoted(*twice) + " twice");
    return parser.release();
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

bool json_reading::read_hex(std::string& to, json::value const& from) {
    bytes raw;
    if (!read_member(raw, "hex", from)) return false;
    to.assign(reinterpret_cast<char const*>(raw.data()), raw.size());
    return true;
}

bool json_reading::read(money& to, json::value const& from) {
    if (exact_ && from.is_object()) {
        bool sound = true;
        for (auto const& [key, value] : from.get_object()) {
            if (key == "minor_units") sound = read_member(to.minor_units, key, value);
            else if (key == "in") sound = read_member(to.in, key, value);
            else return unknown_key(key, {"minor_units", "in"});
            if (!sound) return false;
        }
        return true;
    }
    return read_text(to, from, "an amount such as 50.00 EUR", parse_money);
}

bool json_reading::read(instant& to, json::value const& from) {
    if (!exact_ || !from.is_number())
        return read_text(to, from, "a moment such as 2026-03-01T09:30:00Z", parse_instant);
    std::int64_t ms = 0;
    if (!read(ms, from)) return false;
    to = instant(std::chrono::milliseconds(ms));
    return true;
}

bool json_reading::read(currency& to, json::value const& from) {
    auto const code = from.is_string() ? std::string_view(from.get_string()) : "";
    if (code.size() != 3 || code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != code.npos)
        return fail("a currency such as EUR", from);
    to = currency::of(code[0], code[1], code[2]);
    return true;
}

bool json_reading::read(measure& to, json::value const& from) {
    to = {};
    if (from.is_null()) return true;
    if (from.is_number()) {
        to.kind = measure_kind::count;
        return read(to.value, from);
    }
    if (from.is_string() || as_bytes(from) != nullptr) {
        to.kind = measure_kind::words;
        return read(to.words, from);
    }
    if (!from.is_object() || from.get_object().contains("kind")) return read_members(to, from);
    if (from.get_object().size() != 1) return fail("one of amount, at_most and at_least", from);
    for (auto const& [key, value] : from.get_object()) {
        auto const kind = from_name<measure_kind>(key);
        auto const is_of_money = kind == measure_kind::amount || kind == measure_kind::at_most ||
                                 kind == measure_kind::at_least;
        if (!is_of_money) return unknown_key(key, {"amount", "at_most", "at_least"});
        money amount;
        if (!read_member(amount, key, value)) return false;
        to.kind = *kind;
        to.value = amount.minor_units;
        to.in = amount.in;
    }
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
