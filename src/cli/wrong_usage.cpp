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

// What the check on empty values says, after the option's name.
constexpr std::string_view is_empty = ": the value is empty";

std::vector<std::string> options_of(CLI::App const& verb) {
    std::vector<std::string> names;
    for (auto const* option : verb.get_options())
        for (auto const& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

// The first argument that is an option of no kind; empty where there is none.
std::string unknown_option(CLI::App const& verb) {
    for (auto const& extra : verb.remaining(true))
        if (extra.starts_with('-')) return extra;
    return {};
}

std::string in_our_words(CLI::App const& verb, CLI::ParseError const& why) {
    if (auto const option = unknown_option(verb); !option.empty())
        return fmt::format("expected {}, found \"{}\"", detail::meant(option, options_of(verb)),
                           option);
    std::string const said = why.what();
    if (auto const at = said.find(is_empty); at != said.npos)
        return fmt::format("expected a value in {}, found \"\"", said.substr(0, at));
    constexpr std::string_view required = " is required";
    if (said.ends_with(required))
        return fmt::format("expected {}, found nothing",
                           said.substr(0, said.size() - required.size()));
    constexpr std::string_view one_missing = ": 1 required ";
    if (auto const at = said.find(one_missing); at != said.npos)
        return fmt::format("expected a value after {}, found nothing", said.substr(0, at));
    constexpr std::string_view at_most = ": At Most 1 required but received ";
    if (auto const at = said.find(at_most); at != said.npos)
        return fmt::format("expected {} once, found it {} times", said.substr(0, at),
                           said.substr(at + at_most.size()));
    // Only a flag converts its value.
    constexpr std::string_view not_converted = "Could not convert: ";
    if (auto const between = said.find(" = ");
        said.starts_with(not_converted) && between != said.npos)
        return fmt::format("expected no value after {}, found \"{}\"",
                           said.substr(not_converted.size(), between - not_converted.size()),
                           said.substr(between + 3));
    auto const extra = verb.remaining(true);
    return extra.empty() ? said : fmt::format("expected nothing more, found \"{}\"", extra.front());
}

} // namespace

std::string unknown_verb(CLI::App const& app, int argc, char const* const* argv) {
    auto const points_to_help = [&](std::string const& wrong) {
        auto const above = app.get_parent() == nullptr ? "" : "amends ";
        return fmt::format("{} ({}{} --help)", wrong, above, app.get_name());
    };
    std::vector<std::string> verbs;
    for (auto const* verb : app.get_subcommands(nullptr)) verbs.push_back(verb->get_name());
    if (argc < 2)
        return points_to_help(
            fmt::format("expected a verb ({}), found nothing", fmt::join(verbs, ", ")));
    std::string const first = argv[1];
    if (first.starts_with('-')) {
        auto const known = options_of(app);
        if (first == "-h" || std::find(known.begin(), known.end(), first) != known.end()) return {};
        return points_to_help(
            fmt::format("expected a verb or {}, found \"{}\"", detail::meant(first, known), first));
    }
    if (std::find(verbs.begin(), verbs.end(), first) == verbs.end())
        return points_to_help(
            fmt::format("expected the verb {}, found \"{}\"", detail::meant(first, verbs), first));
    auto const* verb = app.get_subcommand(first);
    // A verb with verbs of its own is understood like the command itself.
    return verb->get_subcommands(nullptr).empty() ? std::string()
                                                  : unknown_verb(*verb, argc - 1, argv + 1);
}

void refuse_empty_values(CLI::App& app) {
    for (auto* verb : app.get_subcommands(nullptr)) {
        refuse_empty_values(*verb);
        for (auto* option : verb->get_options())
            if (option->get_expected_max() > 0)
                option->check([](std::string const& value) {
                    return value.empty() ? std::string(is_empty.substr(2)) : std::string();
                });
    }
}

std::string wrong_usage(CLI::App const& app, CLI::ParseError const& why) {
    auto const parsed = app.get_subcommands();
    if (parsed.empty()) return in_our_words(app, why) + " (amends --help)";
    auto const* verb = parsed.front();
    auto words = verb->get_name();
    for (auto below = verb->get_subcommands(); !below.empty(); below = verb->get_subcommands()) {
        verb = below.front();
        words += " " + verb->get_name();
    }
    return fmt::format("{}: {} (amends {} --help)", words, in_our_words(*verb, why), words);
}

} // namespace amends::cli
