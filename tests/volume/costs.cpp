// SPDX-License-Identifier: BSL-1.0
// Each command is timed by itself: a median does not see what else the machine does.
#include "volume/costs.hpp"

#include <amends/desk/desk.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <random>
#include <stdexcept>

namespace amends::volume {
namespace {

constexpr int commands = 600;

double processor_us() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}

double median(std::vector<double>& some) {
    auto const middle = some.begin() + static_cast<std::ptrdiff_t>(some.size() / 2);
    std::nth_element(some.begin(), middle, some.end());
    return *middle;
}

} // namespace

costs costs_of_a_command(store& kept, any_policy const& policy, std::uint64_t cases, instant at) {
    desk_options how;
    how.times_are_given = true;
    how.cached_cases = 16; // an idle case is one that no desk has in memory
    desk d(kept, policy, how);
    session const ann{{"ann", side::staff, {"agent"}, {}, {}}, provenance::live};
    std::mt19937_64 random(cases);
    std::vector<double> processor, waits;
    for (int n = 0; n < commands; ++n) {
        char on[32], id[64];
        std::snprintf(on, sizeof on, "C%06llu",
                      static_cast<unsigned long long>(1 + random() % cases));
        std::snprintf(id, sizeof id, "cost-%llu-%d", static_cast<unsigned long long>(cases), n);
        submission one{&ann,
                       {case_id::trusted(on),
                        command_id::trusted(id),
                        {},
                        note{"the customer called again; a van is on its way"}},
                       at};
        auto const begin = std::chrono::steady_clock::now();
        auto const busy = processor_us();
        auto const said = d.handle(std::span(&one, 1));
        auto const worked = processor_us() - busy;
        std::chrono::duration<double, std::micro> const took =
            std::chrono::steady_clock::now() - begin;
        if (!said.front()) throw std::runtime_error(said.front().error().message);
        processor.push_back(worked);
        waits.push_back(std::max(0.0, took.count() - worked));
    }
    return {cases, median(processor), median(waits)};
}

void print(std::vector<costs> const& sheet) {
    std::printf("\na command on an idle case, one commit each:\n");
    std::printf("  %12s  %14s  %14s  %10s\n", "cases", "processor us", "waits us", "ratio");
    for (auto const& one : sheet)
        std::printf("  %12llu  %14.1f  %14.1f  %10.2f\n",
                    static_cast<unsigned long long>(one.cases), one.processor_us, one.waits_us,
                    one.processor_us / sheet.front().processor_us);
}

} // namespace amends::volume
