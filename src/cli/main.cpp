// SPDX-License-Identifier: BSL-1.0
// The amends command: verbs, exit status, and the last word on what nobody expected.
#include "cli/command_line.hpp"
#include "cli/console.hpp"
#include "cli/verbs.hpp"

#include <exception>

namespace {

constexpr std::string_view about =
    "Carries customers' problems from the first report to an evaluated resolution.\n"
    "A store is a SQLite file, cases.db in this folder unless --store says another, or a\n"
    "database that several machines share: --store postgres://user@host/database.";

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
    keep_streams_apart();
    try {
        return do_command_line(
            {
                .name = "amends",
                .summary = std::string(about),
                .verbs =
                    {
                        generate_verb(), run_verb(),        replay_verb(),   conform_verb(),
                        cases_verb(),    show_verb(),       possible_verb(), verify_verb(),
                        key_verb(),      checkpoint_verb(), prove_verb(),    freeze_verb(),
                        continue_verb(), migrate_verb(),    export_verb(),   restore_verb(),
                        diagram_verb(),  authority_verb(),  who_verb(),      erase_verb(),
                        access_verb(),   hold_verb(),       release_verb(),
                    },
                .footer = std::string(examples) + std::string(exit_statuses),
            },
            "amends " AMENDS_VERSION, argc, argv);
    } catch (std::exception const& why) {
        complain(why.what());
        return 2;
    }
}
