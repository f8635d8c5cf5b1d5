// SPDX-License-Identifier: BSL-1.0
// A command line that cannot be understood, with what was expected and what was found.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
} // namespace CLI

namespace amends::cli {

// The verb, or the option before it, that there is none of: a message with the nearest; otherwise
// empty.
std::string unknown_verb(CLI::App const& app, int argc, char const* const* argv);

// Makes every option of every verb refuse an empty value.
void refuse_empty_values(CLI::App& app);

// What is wrong with the arguments of a verb.
std::string wrong_usage(CLI::App const& app, CLI::ParseError const& why);

} // namespace amends::cli
