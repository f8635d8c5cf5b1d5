// SPDX-License-Identifier: BSL-1.0
// A byte that is no text, as a message shows it.
#pragma once

#include <amends/vocabulary/hex.hpp>

namespace amends::detail {

// `the byte 0xe9`.
inline std::string byte_in_words(char byte) {
    return "the byte 0x" + to_hex(std::as_bytes(std::span(&byte, 1)));
}

} // namespace amends::detail
