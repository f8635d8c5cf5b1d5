// SPDX-License-Identifier: BSL-1.0
// Which characters are whose.
#include "exchange/sound_text.hpp"

#include "vocabulary/foreign_text.hpp"

#include <algorithm>

namespace amends::detail {

std::size_t sound_utf8(std::string_view text) noexcept {
    return std::min(first_not_utf8(text), text.size());
}

// Looks at nothing behind what it finds: it is asked again for the rest.
// Source: XML 1.0, fifth edition, production 2.
std::size_t sound_xml(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size();) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return i;
        auto const size = utf8_size_at(text, i);
        if (size == 0) return i;
        auto const character = text.substr(i, size);
        if (character == "\xef\xbf\xbe" || character == "\xef\xbf\xbf") return i; // U+FFFE, U+FFFF
        i += size;
    }
    return text.size();
}

std::string in_utf8(std::string_view text) {
    std::string out;
    in_sound_pieces(text, sound_utf8, [&](std::string_view piece) { out += piece; });
    return out;
}

} // namespace amends::detail
