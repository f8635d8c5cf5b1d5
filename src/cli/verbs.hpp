// SPDX-License-Identifier: BSL-1.0
// The verbs of the command: each adds its own subcommand and leaves its exit status.
#pragma once

namespace CLI {
class App;
}

namespace amends::cli {

// Exit status 0: done (refusals are answers). 1: something asked about does not hold. 2: bad usage
// or unreadable input.

void add_generate(CLI::App& app, int& status);
void add_run(CLI::App& app, int& status);
void add_replay(CLI::App& app, int& status);
void add_conform(CLI::App& app, int& status);
void add_cases(CLI::App& app, int& status);
void add_show(CLI::App& app, int& status);
void add_possible(CLI::App& app, int& status);
void add_key(CLI::App& app, int& status);
void add_checkpoint(CLI::App& app, int& status);
void add_freeze(CLI::App& app, int& status);
void add_continue(CLI::App& app, int& status);
void add_migrate(CLI::App& app, int& status);
void add_prove(CLI::App& app, int& status);
void add_verify(CLI::App& app, int& status);
void add_export(CLI::App& app, int& status);
void add_restore(CLI::App& app, int& status);
void add_diagram(CLI::App& app, int& status);
void add_authority(CLI::App& app, int& status);
void add_erase(CLI::App& app, int& status);
void add_access(CLI::App& app, int& status);
void add_hold(CLI::App& app, int& status);
void add_release(CLI::App& app, int& status);
void add_who(CLI::App& app, int& status);

} // namespace amends::cli
