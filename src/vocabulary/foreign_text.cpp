// SPDX-License-Identifier: BSL-1.0
// Well-formed UTF-8, and text that a message can show.
#include "vocabulary/foreign_text.hpp"

namespace amends::detail {

std::string quoted(std::string_view text) {
    constexpr std::size_t shown_max = 60;
    auto const whole = text.size() <= shown_max;
    if (!whole) text = text.substr(0, shown_max);
    // A cut or foreign text may end inside a character.
    if (auto const bad = first_not_utf8(text); bad != std::string_view::npos)
        text = text.substr(0, bad);
    std::string out = "\"";
    for (char c : text) out += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? '.' : c;
    out += whole ? "\"" : "...\"";
    return out;
}

std::size_t utf8_size_at(std::string_view text, std::size_t i) noexcept {
    auto const c = static_cast<unsigned char>(text[i]);
    auto const continues = [&](std::size_t n, unsigned low = 0x80, unsigned high = 0xbf) {
        if (i + n >= text.size()) return false;
        auto const next = static_cast<unsigned char>(text[i + n]);
        return next >= low && next <= high;
    };
    if (c < 0x80) return 1;
    if (c >= 0xc2 && c <= 0xdf && continues(1)) return 2;
    if (c >= 0xe0 && c <= 0xef && continues(1, c == 0xe0 ? 0xa0 : 0x80, c == 0xed ? 0x9f : 0xbf) &&
        continues(2))
        return 3;
    if (c >= 0xf0 && c <= 0xf4 && continues(1, c == 0xf0 ? 0x90 : 0x80, c == 0xf4 ? 0x8f : 0xbf) &&
        continues(2) && continues(3))
        return 4;
    return 0;
}

std::size_t first_not_utf8(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size();) {
        auto const size = utf8_size_at(text, i);
        if (size == 0) return i;
        i += size;
    }
    return std::string_view::npos;
}

} // namespace amends::detail
