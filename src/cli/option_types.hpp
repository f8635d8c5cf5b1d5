// SPDX-License-Identifier: BSL-1.0
// What an option takes, as the help shows it.
#pragma once

namespace CLI {
class App;
}

namespace amends::cli {

// Names what each option of every verb takes (N, FILE, STORE), where the verb has not said it itself.
void name_what_options_take(CLI::App& app);

} // namespace amends::cli
