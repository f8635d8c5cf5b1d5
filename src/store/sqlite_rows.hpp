// SPDX-License-Identifier: BSL-1.0
// Values of the store as SQLite takes them.
#pragma once

#include <amends/vocabulary/bytes.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace amends::sqlite {

/// SQLite's numbers have a sign: the same bits, so that no two subjects become one.
inline std::int64_t subject(std::uint64_t about) noexcept {
    return static_cast<std::int64_t>(about);
}

/// Names beside the log are kept as bytes, so that their order is that of their bytes.
inline byte_view bytes_of(std::string_view name) { return std::as_bytes(std::span(name)); }

} // namespace amends::sqlite
