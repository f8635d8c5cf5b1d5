// SPDX-License-Identifier: BSL-1.0
// Bytes as hexadecimal digits.
#pragma once

#include <amends/vocabulary/digest.hpp>

#include <span>
#include <string>
#include <string_view>

namespace amends {

/// Lower-case hexadecimal digits.
std::string to_hex(byte_view from);

/// Reads them back into exactly `to.size()` bytes; false on any other text.
bool from_hex(std::string_view digits, std::span<std::byte> to) noexcept;

} // namespace amends
