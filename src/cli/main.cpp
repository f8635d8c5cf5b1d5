// SPDX-License-Identifier: BSL-1.0
// The amends command: verbs, exit status, and the last word on what nobody expected.
#include "cli/console.hpp"
#include "cli/option_types.hpp"
#include "cli/verbs.hpp"
#include "cli/wrong_usage.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <sstream>

namespace {

// The first ones are run as they stand by a test.
constexpr std::string_view examples =
    "Examples, one after the other in an empty folder:\n"
    "  amends generate --cases 300 --out contacts.jsonl\n"
    "  amends run contacts.jsonl\n"
    "  amends cases --state awaiting_approval\n"
    "  amends show C000001\n"
    "  amends possible C000001 --as ann --role agent\n"
    "  amends verify\n"
    "  amends key example.org/complaints --out log.key >log.pub\n"
    "  amends checkpoint --key log.key\n"
    "  amends prove C000001\n"
    "  amends export --format jsonl --out cases.jsonl\n"
    "  amends restore cases.jsonl --store restored.db\n"
    "  amends diagram resolution --format mermaid\n"
    "  amends authority describe agent\n"
    "  amends who --amount \"600.00 EUR\" --remedy refund\n"
    "  amends access customer-3\n"
    "  amends erase customer-3 --as mia --role manager --ground \"asked for\"\n\n"
    "With files of your own:\n"
    "  amends run commands.jsonl --policy authority.toml --store own.db\n"
    "  amends replay incident_log.csv --store incidents.db\n"
    "  amends conform tickets.csv --mapping tickets.toml\n"
    "  amends authority trial new.toml\n\n";

constexpr std::string_view exit_statuses =
    "Results go to standard output, everything else to standard error. Exit status:\n"
    "0 done (refusals are answers), 1 something asked about does not hold,\n"
    "2 bad usage or unreadable input. amends VERB --help tells more about each.";

} // namespace

int main(int argc, char** argv) {
    using namespace amends::cli;
    int status = 0;
    try {
        CLI::App app(
            "Carries customers' problems from the first report to an evaluated resolution.\n"
            "A store is a SQLite file, cases.db in this folder unless --store says another, or a\n"
            "database that several machines share: --store postgres://user@host/database.",
            "amends");
        app.set_version_flag("--version", "amends " AMENDS_VERSION);
        app.require_subcommand(1);
        app.footer(std::string(examples) + std::string(exit_statuses));
        add_generate(app, status);
        add_run(app, status);
        add_replay(app, status);
        add_conform(app, status);
        add_cases(app, status);
        add_show(app, status);
        add_possible(app, status);
        add_verify(app, status);
        add_key(app, status);
        add_checkpoint(app, status);
        add_prove(app, status);
        add_freeze(app, status);
        add_continue(app, status);
        add_migrate(app, status);
        add_export(app, status);
        add_restore(app, status);
        add_diagram(app, status);
        add_authority(app, status);
        add_who(app, status);
        add_erase(app, status);
        add_access(app, status);
        add_hold(app, status);
        add_release(app, status);
        name_what_options_take(app);
        refuse_empty_values(app);
        if (auto const wrong = unknown_verb(app, argc, argv); !wrong.empty()) {
            complain(wrong);
            return 2;
        }
        try {
            app.parse(argc, argv);
        } catch (CLI::Success const& asked) { // --help, --version
            std::ostringstream said;
            app.exit(asked, said, said);
            print(said.str());
            return output_is_written() ? 0 : 2;
        } catch (CLI::ParseError const& why) {
            complain(wrong_usage(app, why));
            return 2;
        }
    } catch (std::exception const& why) {
        complain(why.what());
        return 2;
    }
    return status;
}
