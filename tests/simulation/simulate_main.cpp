// SPDX-License-Identifier: BSL-1.0
// amends_simulate: worlds one after the other until so many cases were simulated, or a promise broke.
//   amends_simulate [--seed S] [--cases N] [--store memory|sqlite] [--steps A,B,...] [--planted BUG]
// Exits with 1 when a promise broke, and prints the command that repeats it.
#include "simulation/world.hpp"

#include <charconv>
#include <ctime>
#include <iostream>
#include <random>
#include <sstream>

namespace {

using namespace amends;
using namespace amends::simulation;

struct asked {
    world_plan plan;
    std::uint64_t cases = 100'000;
    std::vector<std::size_t> steps;
};

int wrong(std::string const& expected, std::string_view found) {
    std::cerr << "amends_simulate: expected " << expected << ", found " << found << '\n';
    return 2;
}

bool read(std::string_view text, std::uint64_t& into) {
    auto const done = std::from_chars(text.data(), text.data() + text.size(), into);
    return done.ec == std::errc{} && done.ptr == text.data() + text.size();
}

bool read_steps(std::string const& text, std::vector<std::size_t>& into) {
    std::istringstream from(text);
    for (std::string one; std::getline(from, one, ',');) {
        std::uint64_t n = 0;
        if (!read(one, n)) return false;
        into.push_back(n);
    }
    return !into.empty();
}

int understand(int argc, char** argv, asked& to) {
    to.plan.seed = std::random_device{}();
    for (int i = 1; i < argc; i += 2) {
        std::string_view const name = argv[i];
        if (i + 1 == argc) return wrong("a value after " + std::string(name), "none");
        std::string const value = argv[i + 1];
        if (name == "--seed") {
            if (!read(value, to.plan.seed)) return wrong("a number after --seed", value);
        } else if (name == "--cases") {
            if (!read(value, to.cases)) return wrong("a number after --cases", value);
        } else if (name == "--store") {
            if (value != "memory" && value != "sqlite") return wrong("memory or sqlite", value);
            to.plan.kept_in = value == "memory" ? store_kind::memory : store_kind::sqlite;
        } else if (name == "--steps") {
            if (!read_steps(value, to.steps))
                return wrong("numbers such as 3,17 after --steps", value);
        } else if (name == "--planted") {
            for (auto const& bug : all_planted())
                if (bug.name == value) to.plan.bug = &bug;
            if (to.plan.bug == nullptr) {
                std::string names;
                for (auto const& bug : all_planted()) names += "\n  " + std::string(bug.name);
                return wrong("one of these bugs:" + names + "\n", value);
            }
        } else {
            return wrong("--seed, --cases, --store, --steps or --planted", name);
        }
    }
    return 0;
}

std::string how_to_repeat(world_plan const& plan, std::span<std::size_t const> steps) {
    auto command = "./dev simulate --seed " + std::to_string(plan.seed);
    if (plan.kept_in == store_kind::sqlite) command += " --store sqlite";
    if (plan.bug != nullptr) command += " --planted \"" + std::string(plan.bug->name) + '"';
    command += " --steps ";
    for (std::size_t i = 0; i < steps.size(); ++i)
        command += (i == 0 ? "" : ",") + std::to_string(steps[i]);
    return command;
}

void tell_step(happening const& h) {
    for (auto const& line : in_words(h)) std::cout << "  step " << h.step << ": " << line << '\n';
}

int tell_failure(world_plan const& plan, failure const& failed) {
    for (auto const& b : failed.promises)
        std::cout << "BROKEN: promise " << b.promise << ": " << b.why << '\n';
    std::cout << "seed " << plan.seed << ", after step " << failed.step << " of " << plan.steps
              << "; the same with fewer steps:\n";
    auto const steps = shortened(plan, failed);
    run_steps(plan, steps, tell_step);
    std::cout << "again with: " << how_to_repeat(plan, steps) << '\n';
    return 1;
}

void tell(tally const& t, double seconds) {
    std::cout << t.cases << " cases in " << t.worlds << " worlds, " << t.steps
              << " steps: " << t.commands << " commands (" << t.accepted << " accepted, "
              << t.refused << " refused, " << t.errors << " errors, " << t.unanswered
              << " unanswered), " << t.entries << " entries\n";
    for (std::size_t i = 0; i < t.mishaps.size(); ++i)
        std::cout << (i == 0 ? "mishaps: " : ", ") << t.mishaps[i] << ' '
                  << name_of(static_cast<mishap>(i));
    std::cout << "\nbeside: " << t.desks_begun_again << " desks begun again, " << t.rules_changed
              << " changes of rules, " << t.clock_jumps << " clock jumps, " << t.power_lost
              << " losses of power, " << t.customers_erased << " customers erased, "
              << t.erasures_finished << " erasures finished by asking again; " << t.seen.size()
              << " positions of cases\n"
              << "no promise broke; " << seconds << " s of processor time\n";
}

} // namespace

int main(int argc, char** argv) {
    asked what;
    if (auto const status = understand(argc, argv, what); status != 0) return status;
    auto plan = what.plan;
    std::cout << "seed " << plan.seed << std::endl;
    if (!what.steps.empty()) {
        auto const end = run_steps(plan, what.steps, tell_step);
        if (!end.failed) {
            std::cout << "no promise broke\n";
            return 0;
        }
        for (auto const& b : end.failed->promises)
            std::cout << "BROKEN: promise " << b.promise << ": " << b.why << '\n';
        return 1;
    }
    tally all;
    auto const begun = std::clock();
    for (; all.cases < what.cases; ++plan.seed) {
        auto const end = run(plan);
        all.add(end.counts);
        if (end.failed) return tell_failure(plan, *end.failed);
    }
    tell(all, static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC);
    return 0;
}
