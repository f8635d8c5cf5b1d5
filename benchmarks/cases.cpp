// SPDX-License-Identifier: BSL-1.0
// What a command costs with ten thousand, a hundred thousand and a million cases in the store.
#include "disk_folder.hpp"
#include "figures.hpp"
#include "instructions.hpp"
#include "measure.hpp"
#include "workload.hpp"

#include <amends/store/sqlite.hpp>

#include <sqlite3.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>

namespace bench {
namespace {

using namespace amends;

session const customer{{"c-2041", side::customer, {}, {}, {}}, provenance::live};
session const agent{{"ann", side::staff, {"agent"}, {}, {}}, provenance::live};

/// Ids without any order, as UUIDs are: the worst that indexes can be given.
template <class Id>
Id scrambled(std::uint64_t number) {
    number += 0x9e3779b97f4a7c15u;
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9u;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebu;
    number ^= number >> 31;
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
    return Id::trusted(text);
}

/// A store of so many cases, and a desk that remembers few of them.
struct populated {
    std::unique_ptr<store> kept;
    std::uint64_t cases = 0;
    std::uint64_t commands = 0;
    std::unique_ptr<desk> at;
    std::mt19937_64 random{20260301};

    populated(std::unique_ptr<store> where, std::uint64_t wanted)
        : kept(std::move(where)), cases(wanted) {
        desk_options how;
        how.clock = ticking_clock();
        how.cached_cases = 1024;
        at = std::make_unique<desk>(*kept, policy_of_the_shop(), how);
        populate();
    }
    /// Reported and taken, many a commit.
    void populate() {
        auto const path = path_of_a_parcel(false);
        std::vector<submission> batch;
        for (std::uint64_t n = 0; n < cases; ++n) {
            for (std::size_t k = 0; k < 2; ++k)
                batch.push_back({&path[k].from, next_on(n, path[k].what), std::nullopt});
            if (batch.size() < 512 && n + 1 < cases) continue;
            for (auto const& said : at->handle(batch)) check(said);
            batch.clear();
        }
    }
    command next_on(std::uint64_t n, command_content what) {
        return {
            scrambled<case_id>(n), scrambled<command_id>(cases + commands++), {}, std::move(what)};
    }
    static void check(result<outcome> const& said) {
        if (said && std::holds_alternative<accepted>(*said)) return;
        std::fprintf(stderr, "expected a command to be accepted, found %s\n",
                     said ? to_text(*said).c_str() : said.error().message.c_str());
        std::exit(1);
    }
    void note_on(std::uint64_t n) {
        check(
            at->handle(agent, next_on(n, note{"the customer called again; a van is on its way"})));
    }
};

/// What commands cost: of the thread's processor time, its instructions, and what it waited for.
struct cost {
    double processor = 0, instructions = 0, waits = 0;
};

/// So many commands, each with a commit of its own, on cases that no desk has in memory.
cost of_idle_cases(populated& p, int commands) {
    instruction_counter counter;
    auto const wall = clock::now();
    auto const processor = thread_nanoseconds();
    counter.start();
    for (int i = 0; i < commands; ++i) p.note_on(p.random() % p.cases);
    auto const n = double(commands);
    cost one;
    one.instructions = counter.stop() / n;
    one.processor = (thread_nanoseconds() - processor) / n;
    one.waits =
        std::chrono::duration<double, std::nano>(clock::now() - wall).count() / n - one.processor;
    return one;
}

/// The same on few cases, which the desk has in memory.
double of_busy_cases(populated& p, int commands) {
    auto const begin = thread_nanoseconds();
    for (int i = 0; i < commands; ++i) p.note_on(static_cast<std::uint64_t>(i) % 64);
    return (thread_nanoseconds() - begin) / double(commands);
}

constexpr std::array<std::uint64_t, 3> sizes{10'000, 100'000, 1'000'000};

/// What a store holds in memory when nobody asks it anything: SQLite's pages and all else.
void report_memory(report& to, populated const& most, std::int64_t before) {
    auto const held = double(allocated().live_bytes + sqlite3_memory_used() - before);
    auto const cases = double(most.cases);
    char detail[120];
    std::snprintf(detail, sizeof detail, "%.1f bytes a case; its pages are bounded by cache_kib",
                  held / cases);
    // The pages of one connection and 1,024 case files.
    to.bar("memory_idle_cases_in_sqlite",
           "a SQLite store of " + std::to_string(most.cases) + " idle cases, in memory", held / 1e6,
           "MB", wanted::at_most, 80, detail);
}

template <class Open>
void measure(report& to, options const& how, std::string const& name, std::string const& where,
             int commands, Open open) {
    // Side by side, in turns: a slow moment of the machine meets all three.
    std::vector<populated> stores;
    stores.reserve(sizes.size());
    std::int64_t before = 0;
    for (auto const size : sizes) {
        before = allocated().live_bytes + sqlite3_memory_used();
        stores.emplace_back(open(size), how.quick ? size / 10 : size);
    }
    if (name == "sqlite") report_memory(to, stores.back(), before);
    std::array<std::vector<double>, 3> processor, instructions, waits, busy;
    std::vector<double> ratios, busy_ratios;
    for (auto& p : stores) (void)of_idle_cases(p, commands);
    for (int round = 0; round < how.rounds(9); ++round) {
        for (std::size_t i = 0; i < stores.size(); ++i) {
            auto const one = of_idle_cases(stores[i], commands);
            processor[i].push_back(one.processor);
            instructions[i].push_back(one.instructions);
            waits[i].push_back(one.waits);
            busy[i].push_back(of_busy_cases(stores[i], commands));
        }
        ratios.push_back(processor[2].back() / processor[0].back());
        busy_ratios.push_back(busy[2].back() / busy[0].back());
    }
    for (std::size_t i = 0; i < stores.size(); ++i) {
        char detail[160], counted[40] = "not counted here";
        if (auto const most = median(instructions[i]); most > 0)
            std::snprintf(counted, sizeof counted, "%.0f instructions", most);
        std::snprintf(detail, sizeof detail, "%s, waits %.1f us; on a case in memory %.1f us",
                      counted, median(waits[i]) / 1e3, median(busy[i]) / 1e3);
        to.info("command_" + name + "_" + std::to_string(stores[i].cases),
                "a command on an idle case of " + std::to_string(stores[i].cases) + ", " + where,
                median(processor[i]) / 1e3, "us", detail);
    }
    to.bar("command_at_a_million_cases_" + name,
           where + ": a command among a million cases / among ten thousand", median(ratios), "x",
           wanted::at_most, 1.5, "processor time, idle cases");
    to.info("busy_command_at_a_million_cases_" + name, where + ": the same on cases in memory",
            median(busy_ratios), "x", "processor time");
}

} // namespace

void measure_cases(report& to, options const& how) {
    measure(to, how, "memory", "in memory", 2000,
            [](std::uint64_t) { return std::make_unique<memory_store>(); });
    disk_folder const folder("amends_bench_cases");
    measure(to, how, "sqlite", "in SQLite", 500, [&](std::uint64_t size) {
        auto opened = sqlite_store::open({.path = folder / (std::to_string(size) + ".db")});
        if (!opened) {
            std::fprintf(stderr, "%s\n", opened.error().message.c_str());
            std::exit(1);
        }
        return std::move(*opened);
    });
}

} // namespace bench
