// SPDX-License-Identifier: BSL-1.0
// CLI11's errors in our own words.
#include "cli/wrong_usage.hpp"

#include "vocabulary/nearest.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace amends::cli {

namespace {

std::vector<std::string> options_of(CLI::App const& verb) {
    std::vector<std::string> names;
    for (auto const* option : verb.get_options())
        for (auto const& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

std::string in_our_words(CLI::App const& verb, CLI::ParseError const& why) {
    std::string const said = why.what();
    constexpr std::string_view required = " is required";
    if (said.ends_with(required))
        return fmt::format("expected {}, found nothing", said.substr(0, said.size() - required.size()));
    constexpr std::string_view one_missing = ": 1 required ";
    if (auto const at = said.find(one_missing); at != said.npos)
        return fmt::format("expected a value after {}, found nothing", said.substr(0, at));
    constexpr std::string_view not_converted = "Could not convert: ";
    if (auto const between = said.find(" = "); said.starts_with(not_converted) && between != said.npos)
        return fmt::format("expected a number in {}, found \"{}\"",
                           said.substr(not_converted.size(), between - not_converted.size()),
                           said.substr(between + 3));
    auto const extra = verb.remaining(true);
    if (extra.empty()) return said;
    if (!extra.front().starts_with('-'))
        return fmt::format("expected nothing more, found \"{}\"", extra.front());
    return fmt::format("expected {}, found \"{}\"", detail::meant(extra.front(), options_of(verb)),
                       extra.front());
}

} // namespace

std::string unknown_verb(CLI::App const& app, int argc, char const* const* argv) {
    std::vector<std::string> verbs;
    for (auto const* verb : app.get_subcommands(nullptr)) verbs.push_back(verb->get_name());
    if (argc < 2) return fmt::format("expected a verb ({}), found nothing", fmt::join(verbs, ", "));
    std::string const first = argv[1];
    if (first.starts_with('-') || std::find(verbs.begin(), verbs.end(), first) != verbs.end())
        return {};
    return fmt::format("expected the verb {}, found \"{}\"", detail::meant(first, verbs), first);
}

std::string wrong_usage(CLI::App const& app, CLI::ParseError const& why) {
    auto const parsed = app.get_subcommands();
    if (parsed.empty()) return in_our_words(app, why) + " (amends --help)";
    auto const& verb = *parsed.front();
    return fmt::format("{}: {} (amends {} --help)", verb.get_name(), in_our_words(verb, why),
                       verb.get_name());
}

} // namespace amends::cli
