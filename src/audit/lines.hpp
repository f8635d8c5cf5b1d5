// SPDX-License-Identifier: BSL-1.0
// A text of lines that each end in a line feed, read one by one.
#pragma once

#include "vocabulary/foreign_text.hpp"

#include <amends/vocabulary/error.hpp>

#include <charconv>

namespace amends::detail {

class line_reader {
  public:
    explicit line_reader(std::string_view text) noexcept : left_(text) {}

    bool at_end() const noexcept { return left_.empty(); }
    std::string_view left() const noexcept { return left_; }
    // The next line without its line feed. Errors: `malformed` when there is none.
    result<std::string_view> next() {
        auto const end = left_.find('\n');
        if (end == left_.npos)
            return mismatch(errc::malformed, "a line that ends in a line feed",
                            left_.empty() ? "the end" : quoted(left_));
        auto const line = left_.substr(0, end);
        left_.remove_prefix(end + 1);
        return line;
    }

  private:
    std::string_view left_;
};

// A decimal number that fills `text`, without signs and leading zeroes: one text for each number.
inline result<std::uint64_t> number_from(std::string_view text, std::string_view what) {
    std::uint64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [at, wrong] = std::from_chars(text.data(), end, number);
    if (wrong != std::errc{} || at != end || (text.size() > 1 && text[0] == '0'))
        return mismatch(errc::malformed, what, quoted(text));
    return number;
}

} // namespace amends::detail
