// SPDX-License-Identifier: BSL-1.0
// A command line, understood as its verbs say.
#pragma once

#include "cli/verb.hpp"

namespace amends::cli {

// Does what is asked of the command, or says what is wrong with it; answers the exit status.
int do_command_line(verb const& command, std::string const& version, int argc,
                    char const* const* argv);

} // namespace amends::cli
