// SPDX-License-Identifier: BSL-1.0
// A file read line by line, with a bound on how long a line may be.
#pragma once

#include "exchange/text_file.hpp"

#include <array>
#include <string>

namespace amends::detail {

class text_lines {
  public:
    text_lines(text_file from, std::size_t line_size_max)
        : file_(std::move(from)), line_size_max_(line_size_max) {}

    // The next line that holds more than spaces, without its end, as `text()`; false at the end of
    // the file. Errors: `io_failed`, which ends the reading; `too_long`, after which the next call
    // goes on with the next line.
    result<bool> next();

    std::string const& text() const noexcept { return text_; }
    // The line of `text()` or of the last error, from 1.
    std::uint64_t number() const noexcept { return number_; }
    std::string const& path() const noexcept { return file_.path(); }
    std::uint64_t bytes_read() const noexcept { return file_.bytes_read(); }

    // The same error with file and line in front.
    error at_line(error why) const;

  private:
    enum class kind { line, too_long, end };
    result<kind> read_line();

    text_file file_;
    std::size_t line_size_max_;
    std::array<char, 65536> buffer_{};
    std::size_t at_ = 0;
    std::size_t filled_ = 0;
    std::string text_;
    std::uint64_t number_ = 0;
};

} // namespace amends::detail
