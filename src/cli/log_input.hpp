// SPDX-License-Identifier: BSL-1.0
// What replay and conform have in common: a log, and the mapping that explains it.
#pragma once

#include "cli/verb.hpp"

#include <amends/exchange/mapping.hpp>

namespace amends::cli {

parameter log_argument(std::string& log);
parameter mapping_option(std::string& path);

// Replay and conform read a log more than once, which a pipe cannot give. Errors: `io_failed`.
result<void> can_be_read_again(std::string const& log);

// The mapping from `path`; with an empty path the built-in one whose columns the log has.
result<mapping> mapping_for(std::string const& log, std::string const& path);

} // namespace amends::cli
