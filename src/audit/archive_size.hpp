// SPDX-License-Identifier: BSL-1.0
// How long an archive is, told by its beginning: for files that hold one after the other.
#pragma once

#include "audit/archive_frame.hpp"

namespace amends::archives {

/// How many bytes the archive takes that begins with these, frame and body. Requires: `frame_size`
/// bytes. Errors: `malformed` when no archive begins so, `unsupported_version`, `too_long` beyond the
/// limits.
result<std::uint64_t> archive_size(byte_view beginning, archive_limits const& limits);

} // namespace amends::archives
