// SPDX-License-Identifier: BSL-1.0
// Two digits a byte.
#include <amends/vocabulary/hex.hpp>

namespace amends {
namespace {

int value_of(char digit) noexcept {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

} // namespace

std::string to_hex(byte_view from) {
    static constexpr char digits_of[] = "0123456789abcdef";
    std::string digits(2 * from.size(), '0');
    auto* to = digits.data();
    for (auto const b : from) {
        *to++ = digits_of[std::to_integer<unsigned>(b) >> 4];
        *to++ = digits_of[std::to_integer<unsigned>(b) & 15];
    }
    return digits;
}

bool from_hex(std::string_view digits, std::span<std::byte> to) noexcept {
    if (digits.size() != 2 * to.size()) return false;
    for (std::size_t i = 0; i < to.size(); ++i) {
        auto const high = value_of(digits[2 * i]), low = value_of(digits[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        to[i] = static_cast<std::byte>(16 * high + low);
    }
    return true;
}

} // namespace amends
