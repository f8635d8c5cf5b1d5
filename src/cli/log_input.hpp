// SPDX-License-Identifier: BSL-1.0
// What replay and conform have in common: a log, and the mapping that explains it.
#pragma once

#include <amends/exchange/mapping.hpp>

namespace amends::cli {

// The mapping from `path`; with an empty path the built-in one whose columns the log has.
result<mapping> mapping_for(std::string const& log, std::string const& path);

// Rewrites one line on standard error while something long goes on; silent unless that is a
// terminal.
class progress_line {
  public:
    progress_line(std::string label, std::string const& file);
    ~progress_line();
    progress_line(progress_line const&) = delete;
    progress_line& operator=(progress_line const&) = delete;

    void show(std::uint64_t rows, std::uint64_t bytes);
    // Takes the line away, so that a message can be written.
    void clear();

  private:
    std::string label_;
    std::uint64_t bytes_all_ = 0;
    bool shown_ = false;
    bool terminal_ = false;
};

// `amends: message` on standard error.
void complain(std::string const& message);

// Everything written so far reached standard output; otherwise says so and answers false.
bool output_is_written();

} // namespace amends::cli
