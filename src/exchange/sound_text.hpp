// SPDX-License-Identifier: BSL-1.0
// Texts for formats that know UTF-8 alone: what is none stays readable, and no two texts become one.
#pragma once

#include <string>
#include <string_view>

namespace amends::detail {

// How much of `text` a format can hold as it is, from its beginning.
using sound_part = std::size_t (*)(std::string_view text);

// All that is well-formed UTF-8.
std::size_t sound_utf8(std::string_view text) noexcept;
// Of that, what XML 1.0 has characters for: no control characters but tab and line ends, no U+FFFE
// and U+FFFF.
std::size_t sound_xml(std::string_view text) noexcept;

// Each byte that does not belong is written as U+FFFD and its two hexadecimal digits; U+FFFD itself,
// where it stands in the text, twice. `append` takes the pieces in order.
template <class Append>
void in_sound_pieces(std::string_view text, sound_part sound, Append append) {
    constexpr std::string_view mark = "\xef\xbf\xbd";
    constexpr char digits[] = "0123456789abcdef";
    while (!text.empty()) {
        auto const good = text.substr(0, sound(text));
        // A mark that was there before must not be taken for one of ours.
        for (std::size_t at = 0; at < good.size();) {
            auto const found = good.find(mark, at);
            auto const end = found == good.npos ? good.size() : found + mark.size();
            append(good.substr(at, end - at));
            if (found != good.npos) append(mark);
            at = end;
        }
        text.remove_prefix(good.size());
        if (text.empty()) return;
        auto const bad = static_cast<unsigned char>(text.front());
        append(mark);
        append(std::string_view(&digits[bad >> 4], 1));
        append(std::string_view(&digits[bad & 15], 1));
        text.remove_prefix(1);
    }
}

// The whole of it.
std::string in_utf8(std::string_view text);

} // namespace amends::detail
