// SPDX-License-Identifier: BSL-1.0
// Numbers on the command line, read from text so that none wraps around.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <fmt/format.h>

#include <charconv>

namespace amends::cli {

// The number in `text`, which stood after `option`. Errors: `out_of_range`, with both sides.
inline result<std::uint64_t> number_in(std::string_view option, std::string_view text,
                                       std::uint64_t least, std::uint64_t most) {
    std::uint64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [at, wrong] = std::from_chars(text.data(), end, number);
    if (wrong == std::errc{} && at == end && number >= least && number <= most) return number;
    return mismatch(errc::out_of_range,
                    fmt::format("a number from {} to {} in {}", least, most, option),
                    fmt::format("\"{}\"", text));
}

} // namespace amends::cli
