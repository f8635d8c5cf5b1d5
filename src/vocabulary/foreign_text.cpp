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

std::size_t first_not_utf8(std::string_view text) noexcept {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const continues = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
        return i < text.size() && at(i) >= low && at(i) <= high;
    };
    for (std::size_t i = 0; i < text.size();) {
        auto const c = at(i);
        if (c < 0x80) ++i;
        else if (c >= 0xc2 && c <= 0xdf && continues(i + 1)) i += 2;
        else if (c >= 0xe0 && c <= 0xef &&
                 continues(i + 1, c == 0xe0 ? 0xa0 : 0x80, c == 0xed ? 0x9f : 0xbf) &&
                 continues(i + 2))
            i += 3;
        else if (c >= 0xf0 && c <= 0xf4 &&
                 continues(i + 1, c == 0xf0 ? 0x90 : 0x80, c == 0xf4 ? 0x8f : 0xbf) &&
                 continues(i + 2) && continues(i + 3))
            i += 4;
        else return i;
    }
    return std::string_view::npos;
}

} // namespace amends::detail
