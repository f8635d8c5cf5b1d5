// SPDX-License-Identifier: BSL-1.0
// Verbs, as CLI11 has them.
#include "cli/command_line.hpp"

#include "cli/console.hpp"
#include "cli/wrong_usage.hpp"

#include <CLI/CLI.hpp>

#include <sstream>
#include <string_view>

namespace amends::cli {

namespace {

CLI::Option* add_to(CLI::App& app, parameter const& one, bool& is) {
    return app.add_flag(one.name, is, one.help);
}

CLI::Option* add_to(CLI::App& app, parameter const& one, std::string& text) {
    return app.add_option(one.name, text, one.help)->capture_default_str()->type_name(one.kind);
}

CLI::Option* add_to(CLI::App& app, parameter const& one, std::vector<std::string>& list) {
    auto* added = app.add_option(one.name, list, one.help)->type_name(one.kind);
    if (one.is_one_at_a_time) added->allow_extra_args(false);
    return added;
}

// What the verb takes and does, and the verbs below it.
void describe(CLI::App& app, verb const& what, int& status) {
    for (auto const& one : what.takes)
        std::visit([&](auto* kept_in) { return add_to(app, one, *kept_in); }, one.kept_in)
            ->required(one.is_required);
    if (!what.verbs.empty()) app.require_subcommand(1);
    for (auto const& below : what.verbs)
        describe(*app.add_subcommand(below.name, below.summary), below, status);
    app.footer(what.footer);
    if (what.does) app.callback([&] { status = what.does(); });
}

} // namespace

int do_command_line(verb const& command, std::string const& version, int argc,
                    char const* const* argv) {
    // `amends help verify` is what one tries first.
    std::vector<char const*> words(argv, argv + argc);
    if (argc > 1 && words[1] == std::string_view("help")) {
        words.erase(words.begin() + 1);
        words.push_back("--help");
        argc = int(words.size());
        argv = words.data();
    }
    int status = 0;
    CLI::App app(command.summary, command.name);
    app.set_version_flag("--version", version);
    describe(app, command, status);
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
    return status;
}

} // namespace amends::cli
