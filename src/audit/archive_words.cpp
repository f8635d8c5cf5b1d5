// SPDX-License-Identifier: BSL-1.0
// Hexadecimal digits and XML escapes.
#include "audit/archive_words.hpp"

namespace amends::archives {
namespace {

constexpr char digits_of[] = "0123456789abcdef";

int value_of(char digit) noexcept {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

int byte_of(char high, char low) noexcept {
    auto const h = value_of(high), l = value_of(low);
    return h < 0 || l < 0 ? -1 : 16 * h + l;
}

// Line feeds and tabs stay as they are; a carriage return would be read as a line feed by others.
bool needs_escape(char c) noexcept {
    auto const u = static_cast<unsigned char>(c);
    return (u < 0x20 && c != '\n' && c != '\t') || u == 0x7f || c == '\\';
}

} // namespace

std::string to_hex(byte_view from) {
    std::string digits;
    digits.reserve(2 * from.size());
    for (auto const b : from) {
        digits += digits_of[std::to_integer<unsigned>(b) >> 4];
        digits += digits_of[std::to_integer<unsigned>(b) & 15];
    }
    return digits;
}

bool from_hex(std::string_view digits, std::span<std::byte> to) noexcept {
    if (digits.size() != 2 * to.size()) return false;
    for (std::size_t i = 0; i < to.size(); ++i) {
        auto const value = byte_of(digits[2 * i], digits[2 * i + 1]);
        if (value < 0) return false;
        to[i] = static_cast<std::byte>(value);
    }
    return true;
}

std::string to_xml_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        if (!needs_escape(c)) {
            out += c;
        } else if (c == '\\') {
            out += "\\\\";
        } else {
            auto const u = static_cast<unsigned char>(c);
            out += {'\\', 'x', digits_of[u >> 4], digits_of[u & 15]};
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
            auto const value = byte_of(text[i + 2], text[i + 3]);
            if (value < 0) return std::nullopt;
            out += static_cast<char>(value);
            i += 3;
        } else {
            return std::nullopt;
        }
    }
    return out;
}

} // namespace amends::archives
