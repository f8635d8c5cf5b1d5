// SPDX-License-Identifier: BSL-1.0
// amends authority: what a document says, whether it is one, and what it would have changed.
#include "cli/authority_verbs.hpp"
#include "cli/verbs.hpp"

#include <CLI/CLI.hpp>

namespace amends::cli {

void add_authority(CLI::App& app, int& status) {
    auto* verb =
        app.add_subcommand("authority", "Describe, check or try out an authority document");
    verb->require_subcommand(1);
    add_authority_describe(*verb, status);
    add_authority_check(*verb, status);
    add_authority_trial(*verb, status);
    verb->footer("Examples:\n"
                 "  amends authority describe agent\n"
                 "  amends authority check new.toml\n"
                 "  amends authority trial new.toml --store cases.db");
}

} // namespace amends::cli
