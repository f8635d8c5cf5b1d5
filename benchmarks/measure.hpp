// SPDX-License-Identifier: BSL-1.0
// Measuring rivals in one run: short turns in changing order, medians of many rounds.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <utility>
#include <vector>

namespace bench {

using clock = std::chrono::steady_clock;

/// Keeps a value from being optimised away.
using benchmark::DoNotOptimize;

inline double median(std::vector<double> some) {
    if (some.empty()) return 0;
    auto const middle = some.begin() + static_cast<std::ptrdiff_t>(some.size() / 2);
    std::nth_element(some.begin(), middle, some.end());
    return *middle;
}

/// The value below which `share` (0 to 1) of them lie.
inline double quantile(std::vector<double>& some, double share) {
    if (some.empty()) return 0;
    auto const place =
        std::min(some.size() - 1, static_cast<std::size_t>(share * double(some.size())));
    std::nth_element(some.begin(), some.begin() + static_cast<std::ptrdiff_t>(place), some.end());
    return some[place];
}

/// Processor time of this thread so far, in nanoseconds: what others do meanwhile does not count.
inline double thread_nanoseconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return double(t.tv_sec) * 1e9 + double(t.tv_nsec);
}

/// Nanoseconds of processor time that `work` takes.
template <class Work>
double nanoseconds(Work&& work) {
    auto const begin = thread_nanoseconds();
    work();
    return thread_nanoseconds() - begin;
}

/// Nanoseconds on the wall that `work` takes: for work that waits for a disk.
template <class Work>
double wall_nanoseconds(Work&& work) {
    auto const begin = clock::now();
    work();
    return std::chrono::duration<double, std::nano>(clock::now() - begin).count();
}

/// How long two rivals took for the same work, in nanoseconds, and the median of the rounds' ratios.
struct duel {
    double ours = 0;
    double rival = 0;
    double ratio = 0; ///< ours / rival
};

/// Each round measures ours and the rival's turn, in changing order, so that a slow moment of the
/// machine meets both; `ours` and `rival` answer nanoseconds.
template <class Ours, class Rival>
duel interleaved(int rounds, Ours&& ours, Rival&& rival) {
    std::vector<double> a, b, ratios;
    ours();
    rival();
    for (int i = 0; i < rounds; ++i) {
        double mine = 0, theirs = 0;
        if (i % 2 == 0) {
            mine = ours();
            theirs = rival();
        } else {
            theirs = rival();
            mine = ours();
        }
        a.push_back(mine);
        b.push_back(theirs);
        ratios.push_back(mine / theirs);
    }
    return {median(a), median(b), median(ratios)};
}

/// Median of several turns.
template <class Turn>
double median_of(int rounds, Turn&& turn) {
    std::vector<double> some;
    turn();
    for (int i = 0; i < rounds; ++i) some.push_back(turn());
    return median(std::move(some));
}

/// What the program's `operator new` has done so far; see allocations.cpp.
struct allocations {
    std::uint64_t count = 0;
    std::int64_t live_bytes = 0; ///< as the allocator rounds them
};
allocations allocated() noexcept;

} // namespace bench
