// SPDX-License-Identifier: BSL-1.0
// The amends command: verbs, exit status, and the last word on what nobody expected.
#include "cli/verbs.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
    int status = 0;
    try {
        CLI::App app("Carries customers' problems from the first report to an evaluated resolution",
                     "amends");
        app.require_subcommand(1);
        amends::cli::add_replay(app, status);
        amends::cli::add_conform(app, status);
        try {
            app.parse(argc, argv);
        } catch (CLI::ParseError const& why) {
            return app.exit(why) == 0 ? 0 : 2;
        }
    } catch (std::exception const& why) {
        std::fprintf(stderr, "amends: %s\n", why.what());
        return 2;
    }
    return status;
}
