// SPDX-License-Identifier: BSL-1.0
// Foreign event logs, row by row, whatever format they are written in.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace amends {

/// The longest row of a log, in bytes. Longer is refused before it is kept.
inline constexpr std::size_t log_row_size_max = std::size_t{1} << 20;

/// One row of a log: the columns that were asked for, in that order; a column that this row does
/// not have is empty. Lifetime: the texts last until the next row is read.
struct log_row {
    std::uint64_t line = 0; ///< where the row begins in its file, from 1
    std::span<std::string_view const> fields;
    std::optional<error> bad; ///< why this row cannot be understood; its fields are empty then
};

/// A log being read. Cost: memory is bounded by one row, however long the log. Threads: one.
class log_source {
  public:
    virtual ~log_source() = default;

    /// Reads the next row; false at the end. A row that cannot be understood comes with `bad` set
    /// and does not stop the reading. Errors: `io_failed`, `malformed`, `too_long`, each as
    /// `file:line: expected ..., found ...`; nothing more can be read after one.
    virtual result<bool> next(log_row& row) = 0;

    /// How many bytes of the file were read, for progress.
    virtual std::uint64_t bytes_read() const noexcept = 0;
};

using log_source_ptr = std::unique_ptr<log_source>;

} // namespace amends
