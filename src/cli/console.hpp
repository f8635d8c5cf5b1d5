// SPDX-License-Identifier: BSL-1.0
// How verbs talk: complaints and progress on standard error, results on standard output.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <chrono>

namespace amends::cli {

// Before anything is opened: a file of ours must not get the number of a standard stream that was
// closed, or what is said there would be written into it. Pipes that nobody reads are an error of
// writing, and no end of the process.
void keep_streams_apart();

// `amends: message` on standard error; goes on where nobody can be told.
void complain(std::string const& message);

// The same with an error's message; answers exit status 2.
int fail(error const& why);

// Writes a result to standard output; `output_is_written` tells whether it got there.
void print(std::string_view text);

// Everything written so far reached standard output; otherwise says so and answers false. Of a reader
// who went away nothing is said.
bool output_is_written();

// Rewrites one line on standard error while something long goes on; silent unless that is a
// terminal.
class progress_line {
  public:
    // Progress by the bytes of a file; of unknown size where it is not a regular one.
    progress_line(std::string label, std::string const& file, std::string noun);
    // Progress by a count: `show(n, n)`.
    progress_line(std::string label, std::uint64_t all, std::string noun);
    ~progress_line();
    progress_line(progress_line const&) = delete;
    progress_line& operator=(progress_line const&) = delete;

    void show(std::uint64_t rows, std::uint64_t part);
    // Takes the line away, so that a message can be written.
    void clear();

  private:
    std::string label_;
    std::string noun_;
    std::uint64_t all_ = 0;
    std::chrono::steady_clock::time_point next_;
    bool shown_ = false;
    bool terminal_ = false;
};

} // namespace amends::cli
