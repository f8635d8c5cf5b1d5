// SPDX-License-Identifier: BSL-1.0
// Base64 of RFC 4648 section 4, read strictly: one text for each value and no other.
#pragma once

#include <amends/vocabulary/bytes.hpp>

#include <optional>

namespace amends::detail {

std::string to_base64(byte_view some);

// Errors: `malformed` unless `to_base64` would have written exactly this; so no line breaks, no
// missing `=`, no bits left over.
result<bytes> from_base64(std::string_view text);

// The same of what may be a secret: nothing says what was found instead, and no copy is left behind.
std::optional<bytes> read_base64(std::string_view text);

// The same for 32 bytes.
result<digest> digest_from_base64(std::string_view text);

} // namespace amends::detail
