// SPDX-License-Identifier: BSL-1.0
// A file read in chunks, and messages that say where in it something was found.
#pragma once

#include "vocabulary/foreign_text.hpp"

#include <amends/vocabulary/error.hpp>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace amends::detail {

// `file:line: expected ..., found ...`
error at_line(errc code, std::string_view file, std::uint64_t line, std::string_view expected,
              std::string_view found);

class text_file {
  public:
    static result<text_file> open(std::string const& path);

    // Fills `into` as far as the file goes; 0 at the end.
    result<std::size_t> read(std::span<char> into);

    // What was read from the beginning is read again: a pipe has it only once.
    void put_back(std::string_view beginning) {
        ahead_.insert(0, beginning);
        bytes_read_ -= beginning.size();
    }

    // What is read stays nowhere but where it was asked for. Before the first reading.
    void keep_no_copy() noexcept { std::setvbuf(file_.get(), nullptr, _IONBF, 0); }

    std::string const& path() const noexcept { return path_; }
    std::uint64_t bytes_read() const noexcept { return bytes_read_; }

  private:
    struct closer {
        void operator()(std::FILE* f) const noexcept { std::fclose(f); }
    };
    std::string path_;
    std::unique_ptr<std::FILE, closer> file_;
    std::string ahead_; // put back
    std::uint64_t bytes_read_ = 0;
};

// The whole of a small file, such as a mapping. Errors: `io_failed`; `too_long` above `bound`.
result<std::string> read_whole(std::string const& path, std::size_t bound);

// The same of a file with a secret: no copy is left behind, and the text is the caller's to overwrite.
result<std::string> read_secret(std::string const& path, std::size_t bound);

} // namespace amends::detail
