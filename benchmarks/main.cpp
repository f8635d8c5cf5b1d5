// SPDX-License-Identifier: BSL-1.0
// Runs the figures and keeps them: amends_bench [--quick] [--only NAME]... [--commit ID] [--out FILE].
#include "figures.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

struct group {
    char const* name;
    void (*measure)(bench::report&, bench::options const&);
};

// clang-format off
constexpr group groups[] = {
    // First: a process that this one starts counts this one's memory as its own peak.
    {"compile", bench::measure_compile},
    {"step", bench::measure_step},
    {"command", bench::measure_command},
    {"entry", bench::measure_entry},
    {"trail", bench::measure_trail},
    {"verify", bench::measure_verify},
    {"tree", bench::measure_tree},
    {"policy", bench::measure_policy},
    {"trial", bench::measure_trial},
    {"archive", bench::measure_archive},
    {"memory", bench::measure_memory},
    {"dispute", bench::measure_complaint_dispute},
    {"sqlite", bench::measure_sqlite},
    {"exchange", bench::measure_exchange},
    {"pool", bench::measure_pool},
    {"cases", bench::measure_cases},
#ifdef BENCH_POSTGRES
    {"postgres", bench::measure_postgres},
#endif
};
// clang-format on

int usage(char const* found) {
    std::fprintf(stderr,
                 "expected [--quick] [--only GROUP]... [--commit ID] [--out FILE], found %s\n"
                 "groups:",
                 found);
    for (auto const& g : groups) std::fprintf(stderr, " %s", g.name);
    std::fprintf(stderr, "\n");
    return 2;
}

} // namespace

int main(int count, char** arguments) {
    bench::options how;
    std::vector<std::string> only;
    std::string commit = "unknown", out;
    for (int i = 1; i < count; ++i) {
        std::string const word = arguments[i];
        auto const next = [&] {
            return i + 1 < count ? std::string(arguments[++i]) : std::string();
        };
        if (word == "--quick") how.quick = true;
        else if (word == "--only") only.push_back(next());
        else if (word == "--commit") commit = next();
        else if (word == "--out") out = next();
        else return usage(arguments[i]);
    }
    for (auto const& name : only)
        if (std::none_of(std::begin(groups), std::end(groups),
                         [&](auto& g) { return name == g.name; }))
            return usage(name.c_str());

    bench::report figures;
    for (auto const& g : groups)
        if (only.empty() || std::find(only.begin(), only.end(), g.name) != only.end())
            g.measure(figures, how);
    if (only.empty()) {
#ifndef BENCH_POSTGRES
        figures.later("postgres_vs_bare", "PostgreSQL, 1, 8, 16 connections / bare rows", ">=0.70");
#endif
        figures.later("due_follows_what_is_due", "due(before) with a million open cases", "flat");
        figures.later("detectors", "detectors, category-days a core", ">=5M/s");
    }
    figures.print_bars();
    if (!out.empty()) figures.write_json(out, commit);
}
