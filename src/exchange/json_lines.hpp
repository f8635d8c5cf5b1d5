// SPDX-License-Identifier: BSL-1.0
// JSON Lines of a file that is open already.
#pragma once

#include "exchange/text_file.hpp"

#include <amends/exchange/entry_source.hpp>

namespace amends::detail {

entry_source_ptr json_lines_of(text_file file, lifecycle const& table);

} // namespace amends::detail
