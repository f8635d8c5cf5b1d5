// SPDX-License-Identifier: BSL-1.0
// Printing and keeping of figures.
#include "report.hpp"

#include <boost/config.hpp>
#include <boost/version.hpp>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>

namespace bench {
namespace {

std::string rounded(double value) {
    char text[40];
    auto const size = std::fabs(value);
    std::snprintf(text, sizeof text, size >= 1000 ? "%.0f" : size >= 100 ? "%.1f" : "%.2f", value);
    return text;
}

std::string limit_in_words(figure const& one) {
    return (one.side == wanted::at_most ? "<=" : ">=") + rounded(one.limit);
}

std::string quoted(std::string const& text) {
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out + '"';
}

std::string processor() {
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);)
        if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
    return "unknown";
}

std::string now() {
    auto const t = std::time(nullptr);
    char text[40];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&t));
    return text;
}

} // namespace

void report::add(figure one) {
    std::string verdict;
    if (one.later) verdict = "later";
    else if (one.has_limit) verdict = limit_in_words(one) + (one.short_of_bar() ? " short" : " ok");
    std::printf("%-58s %10s %-9s %-14s %s\n", one.what.c_str(),
                one.later ? "-" : rounded(one.measured).c_str(), one.unit.c_str(), verdict.c_str(),
                one.detail.c_str());
    std::fflush(stdout);
    figures_.push_back(std::move(one));
}

void report::info(std::string name, std::string what, double measured, std::string unit,
                  std::string detail) {
    add({.name = std::move(name),
         .what = "  " + std::move(what),
         .measured = measured,
         .unit = std::move(unit),
         .detail = std::move(detail)});
}

void report::bar(std::string name, std::string what, double measured, std::string unit, wanted side,
                 double limit, std::string detail) {
    add({.name = std::move(name),
         .what = std::move(what),
         .measured = measured,
         .unit = std::move(unit),
         .detail = std::move(detail),
         .has_limit = true,
         .limit = limit,
         .side = side});
}

void report::later(std::string name, std::string what, std::string limit) {
    add({.name = std::move(name),
         .what = std::move(what),
         .detail = std::move(limit),
         .later = true});
}

void report::print_bars() const {
    std::printf("\n");
    for (auto const& one : figures_) {
        if (one.later) std::printf("bar %s - %s later\n", one.name.c_str(), one.detail.c_str());
        else if (one.has_limit)
            std::printf("bar %s %s %s %s\n", one.name.c_str(), rounded(one.measured).c_str(),
                        limit_in_words(one).c_str(), one.short_of_bar() ? "short" : "ok");
    }
}

void report::write_json(std::string const& path, std::string const& commit) const {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream out(path);
    out << "{\n  \"commit\": " << quoted(commit) << ",\n  \"date\": " << quoted(now())
        << ",\n  \"compiler\": " << quoted(BOOST_COMPILER)
        << ",\n  \"processor\": " << quoted(processor())
        << ",\n  \"boost\": " << quoted(BOOST_LIB_VERSION) << ",\n  \"figures\": [";
    char const* separator = "\n";
    for (auto const& one : figures_) {
        out << separator << "    {\"name\": " << quoted(one.name) << ", \"measured\": ";
        if (one.later) out << "null";
        else out << one.measured;
        out << ", \"unit\": " << quoted(one.unit);
        if (one.has_limit)
            out << ", \"limit\": " << quoted(limit_in_words(one))
                << ", \"met\": " << (one.short_of_bar() ? "false" : "true");
        if (!one.detail.empty()) out << ", \"detail\": " << quoted(one.detail);
        out << "}";
        separator = ",\n";
    }
    out << "\n  ]\n}\n";
    std::printf("\nkept: %s\n", path.c_str());
}

} // namespace bench
