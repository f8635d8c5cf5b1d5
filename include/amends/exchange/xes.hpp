// SPDX-License-Identifier: BSL-1.0
// Event logs in XES (IEEE 1849), read event by event.
#pragma once

#include <amends/exchange/log.hpp>

#include <vector>

namespace amends {

/// Opens an XES log; each event is a row. A column is the key of an attribute of the event, such as
/// `concept:name`, or, after `case:`, of its trace: `case:concept:name`. Attributes below other
/// attributes are passed over, and so are the log's own. Errors: `io_failed` where there is no
/// readable file; `malformed` on an empty file, XML that is not well-formed, a root other than
/// `log`, a document type declaration (it could declare entities without end), nesting deeper than
/// 64; `too_long` on a tag or an event above `log_row_size_max`.
result<log_source_ptr> open_xes(std::string const& path, std::vector<std::string> const& columns);

} // namespace amends
