// SPDX-License-Identifier: BSL-1.0
// Event logs in CSV: a header row, quoted fields, one row a line.
#pragma once

#include <amends/exchange/log.hpp>

#include <vector>

namespace amends {

/// How a CSV file is written, and which of its columns are wanted.
struct csv_layout {
    std::vector<std::string> columns; ///< rows come with these, in this order
    char delimiter = ',';
};

/// Opens a CSV log. UTF-8 with or without a byte order mark; LF or CRLF; the last line end may be
/// missing; blank lines are passed over; a row that is no text or has another number of fields than
/// the header comes as bad. Errors: `io_failed` where there is no readable file; `malformed` on an
/// empty file, a header or first row that is no text, a wanted column that the header lacks or has
/// twice, a quote that is never closed, or that is closed before the end of its field; `too_long` on a
/// row above `log_row_size_max`.
result<log_source_ptr> open_csv(std::string const& path, csv_layout const& layout);

/// The names in the header row of a CSV file. Errors: as `open_csv`.
result<std::vector<std::string>> csv_columns(std::string const& path, char delimiter = ',');

} // namespace amends
