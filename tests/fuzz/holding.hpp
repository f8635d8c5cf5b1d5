// SPDX-License-Identifier: BSL-1.0
// What a target holds a reader to: a broken promise ends the process, which is what a fuzzer looks for.
#pragma once

#include <amends/vocabulary/bytes.hpp>
#include <amends/vocabulary/error.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace amends::fuzz {

/// Ends the process unless the promise holds.
inline void must(bool holds, char const* promise) {
    if (holds) return;
    std::fprintf(stderr, "FINDING: expected that %s\n", promise);
    std::abort();
}

/// An error says both sides, whatever was read.
inline void must_say_both_sides(error const& why) {
    if (why.message.find("expected ") != std::string::npos &&
        why.message.find(", found ") != std::string::npos)
        return;
    std::fprintf(stderr, "FINDING: expected both sides of an error, found \"%s\"\n",
                 why.message.c_str());
    std::abort();
}

inline std::string_view text_of(byte_view input) {
    return {reinterpret_cast<char const*>(input.data()), input.size()};
}
inline bool same_bytes(byte_view a, byte_view b) { return std::ranges::equal(a, b); }

/// Takes the first byte off an input; 0 where there is none.
inline unsigned take_byte(byte_view& input) {
    if (input.empty()) return 0;
    auto const one = std::to_integer<unsigned>(input.front());
    input = input.subspan(1);
    return one;
}

/// Takes a piece off an input: two bytes of its length, the lower first, then as many as there are.
inline byte_view take_piece(byte_view& input) {
    auto const low = take_byte(input);
    auto const high = take_byte(input);
    auto const length = std::min<std::size_t>(low | high << 8, input.size());
    auto const piece = input.first(length);
    input = input.subspan(length);
    return piece;
}
/// Puts one there, for seeds.
inline void put_piece(bytes& input, byte_view piece) {
    input.push_back(static_cast<std::byte>(piece.size() & 255));
    input.push_back(static_cast<std::byte>(piece.size() >> 8));
    input.insert(input.end(), piece.begin(), piece.end());
}

/// Takes the first line off a text.
inline std::string_view take_line(std::string_view& text) {
    auto const end = std::min(text.find('\n'), text.size());
    auto const line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

} // namespace amends::fuzz
