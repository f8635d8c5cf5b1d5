// SPDX-License-Identifier: BSL-1.0
// Awkward texts in the forms that are words: escapes for XML.
#pragma once

#include <amends/vocabulary/hex.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace amends::archives {

/// XML has no way to write most control characters: they become `\xNN`, a backslash `\\`.
std::string to_xml_text(std::string_view text);

/// The text again, or nothing when an escape is broken.
std::optional<std::string> from_xml_text(std::string text);

} // namespace amends::archives
