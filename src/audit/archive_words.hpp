// SPDX-License-Identifier: BSL-1.0
// Bytes and awkward texts in the forms that are words: hexadecimal digits, and escapes for XML.
#pragma once

#include <amends/vocabulary/bytes.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace amends::archives {

/// Lower-case hexadecimal digits.
std::string to_hex(byte_view from);

/// Reads them back into exactly `to.size()` bytes; false on any other text.
bool from_hex(std::string_view digits, std::span<std::byte> to) noexcept;

/// XML has no way to write most control characters: they become `\xNN`, a backslash `\\`.
std::string to_xml_text(std::string_view text);

/// The text again, or nothing when an escape is broken.
std::optional<std::string> from_xml_text(std::string text);

} // namespace amends::archives
