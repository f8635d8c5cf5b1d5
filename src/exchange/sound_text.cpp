// SPDX-License-Identifier: BSL-1.0
// Which characters are whose.
#include "exchange/sound_text.hpp"

#include "exchange/text_file.hpp"

#include <algorithm>

namespace amends::detail {

std::size_t sound_utf8(std::string_view text) noexcept {
    return std::min(first_not_utf8(text), text.size());
}

// Source: XML 1.0, fifth edition, production 2.
std::size_t sound_xml(std::string_view text) noexcept {
    text = text.substr(0, sound_utf8(text));
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return i;
        // U+FFFE and U+FFFF.
        if (c == 0xef && text.substr(i, 2) == "\xef\xbf" &&
            (text[i + 2] == '\xbe' || text[i + 2] == '\xbf'))
            return i;
    }
    return text.size();
}

std::string in_utf8(std::string_view text) {
    std::string out;
    in_sound_pieces(text, sound_utf8, [&](std::string_view piece) { out += piece; });
    return out;
}

} // namespace amends::detail
