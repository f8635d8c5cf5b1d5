// SPDX-License-Identifier: BSL-1.0
// A file of commands, one JSON object a line, read one by one.
#pragma once

#include <amends/exchange/given_command.hpp>

#include <memory>

namespace amends {

/// Reads commands in the notation of `command_from_json` from a file of lines.
/// Cost: memory of one line, however long the file is. Threads: one.
class command_reader {
  public:
    /// Longest line in bytes.
    static constexpr std::size_t line_size_max = std::size_t{1} << 20;

    /// Errors: `io_failed` as `path: expected a readable file, found ...`.
    static result<command_reader> open(std::string const& path);
    ~command_reader();
    command_reader(command_reader&&) noexcept;
    command_reader& operator=(command_reader&&) noexcept;

    /// The next command, or nothing at the end; empty lines are passed over.
    /// Errors: `io_failed`, which ends the reading; any other as
    /// `file:line: expected ..., found ...`, after which the next call goes on with the next line.
    result<std::optional<given_command>> next();

    /// The line of the last command or error, from 1.
    std::uint64_t line() const noexcept;
    /// How many bytes of the file were read, for progress.
    std::uint64_t bytes_read() const noexcept;

  private:
    struct lines;
    explicit command_reader(std::unique_ptr<lines> from);

    std::unique_ptr<lines> lines_;
};

} // namespace amends
