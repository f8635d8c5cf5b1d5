// SPDX-License-Identifier: BSL-1.0
// The verbs below `amends authority`.
#pragma once

namespace CLI {
class App;
}

namespace amends::cli {

void add_authority_describe(CLI::App& authority, int& status);
void add_authority_check(CLI::App& authority, int& status);
void add_authority_trial(CLI::App& authority, int& status);

} // namespace amends::cli
