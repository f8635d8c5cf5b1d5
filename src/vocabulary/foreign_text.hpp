// SPDX-License-Identifier: BSL-1.0
// Text from outside: whether it is UTF-8, and how a message shows it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace amends::detail {

// Foreign text inside a message: quoted, control characters replaced, cut after 60 bytes.
std::string quoted(std::string_view text);

// How many bytes the character at `i` has; 0 where none stands there that is well-formed UTF-8
// (Unicode 15, table 3-7). Requires: i < text.size().
std::size_t utf8_size_at(std::string_view text, std::size_t i) noexcept;

// Where the first byte stands that is not well-formed UTF-8; npos if none.
std::size_t first_not_utf8(std::string_view text) noexcept;

} // namespace amends::detail
