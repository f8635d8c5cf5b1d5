// SPDX-License-Identifier: BSL-1.0
// An option of one name takes the same of every verb: said once.
#include "cli/option_types.hpp"

#include <CLI/CLI.hpp>

#include <string_view>
#include <utility>

namespace amends::cli {

namespace {

constexpr std::pair<char const*, char const*> taken[] = {
    {"amount", "AMOUNT"}, {"as", "ID"},           {"at", "MOMENT"},      {"batch", "N"},
    {"case", "ID"},       {"cases", "N"},         {"cases-out", "FILE"}, {"checkpoint", "FILE"},
    {"customer", "ID"},   {"delegation", "ID"},   {"entries", "N"},      {"entry", "FILE"},
    {"key", "FILE"},      {"keys-from", "STORE"}, {"mapping", "FILE"},   {"minutes", "N"},
    {"of", "FILE"},       {"on-behalf-of", "ID"}, {"out", "FILE"},       {"owner", "ID"},
    {"policy", "FILE"},   {"proof", "PATH"},      {"role", "ROLE"},      {"seed", "N"},
    {"since", "FILE"},    {"state", "STATE"},     {"store", "STORE"},    {"tiles", "FOLDER"},
};

// What CLI11 says of whatever is kept as text.
constexpr std::string_view unsaid = "TEXT";

} // namespace

void name_what_options_take(CLI::App& app) {
    for (auto* verb : app.get_subcommands(nullptr)) {
        name_what_options_take(*verb);
        for (auto* option : verb->get_options()) {
            if (option->get_type_name() != unsaid) continue;
            // An argument's name says it.
            if (option->get_positional()) option->type_name("");
            for (auto const& [name, what] : taken)
                if (option->check_lname(name)) option->type_name(what);
        }
    }
}

} // namespace amends::cli
