// SPDX-License-Identifier: BSL-1.0
// XML escapes.
#include "audit/archive_words.hpp"

namespace amends::archives {
namespace {

// Line feeds and tabs stay as they are; a carriage return would be read as a line feed by others.
bool needs_escape(char c) noexcept {
    auto const u = static_cast<unsigned char>(c);
    return (u < 0x20 && c != '\n' && c != '\t') || u == 0x7f || c == '\\';
}

} // namespace

std::string to_xml_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        if (!needs_escape(c)) {
            out += c;
        } else if (c == '\\') {
            out += "\\\\";
        } else {
            out += "\\x" + to_hex(std::as_bytes(std::span(&c, 1)));
        }
    }
    return out;
}

std::optional<std::string> from_xml_text(std::string text) {
    if (text.find('\\') == text.npos) return text;
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
        } else if (i + 1 < text.size() && text[i + 1] == '\\') {
            out += '\\';
            i += 1;
        } else if (i + 3 < text.size() && text[i + 1] == 'x') {
            char c = 0;
            if (!from_hex(std::string_view(text).substr(i + 2, 2),
                          std::as_writable_bytes(std::span(&c, 1))))
                return std::nullopt;
            out += c;
            i += 3;
        } else {
            return std::nullopt;
        }
    }
    return out;
}

} // namespace amends::archives
