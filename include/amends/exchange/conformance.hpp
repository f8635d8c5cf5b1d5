// SPDX-License-Identifier: BSL-1.0
// How well a foreign log fits the lifecycle: fitness, and what each step of it lacks.
#pragma once

#include <amends/exchange/alignment.hpp>
#include <amends/exchange/log.hpp>
#include <amends/exchange/mapping.hpp>
#include <amends/workflow/lifecycle.hpp>

#include <functional>

namespace amends {

/// One step of the lifecycle in a log: how many cases do it in its place, and how many do not.
/// docs/conform.md defines each.
struct step_conformance {
    std::string step;
    std::uint64_t done = 0;     ///< cases with at least one in its place
    std::uint64_t skipped = 0;  ///< cases in which the lifecycle needs one more than there is
    std::uint64_t repeated = 0; ///< cases that do it more often than the lifecycle has place for
    std::uint64_t out_of_order = 0; ///< cases that do it, but elsewhere than where it is needed
    std::uint64_t unexpected = 0;   ///< cases that do it although no run near theirs has it

    friend bool operator==(step_conformance const&, step_conformance const&) = default;
};

/// How a whole log fits a lifecycle.
struct conformance {
    std::uint64_t read = 0;   ///< rows
    std::uint64_t bad = 0;    ///< rows that were not understood
    std::uint64_t events = 0; ///< rows that were: read - bad
    std::uint64_t cases = 0;
    std::uint64_t fitting = 0;  ///< cases that cost nothing
    std::uint64_t variants = 0; ///< different sequences of steps, as far as they were told apart
    std::uint64_t cost = 0;     ///< sum over the cases
    std::uint64_t worst = 0;    ///< sum of what each would cost if it shared nothing with a run
    double mean_case_fitness = 1;
    std::vector<step_conformance> steps;

    /// 1 - cost / worst; 1 for a log without cases.
    double fitness() const noexcept {
        return worst == 0 ? 1 : 1 - static_cast<double>(cost) / static_cast<double>(worst);
    }
};

/// What a check tells while it goes on.
struct conformance_listener {
    std::function<void(error const&)> bad_row; ///< `file:line: expected ..., found ...`
    std::function<void(std::uint64_t rows, std::uint64_t bytes)> progress; ///< now and then
};

/// The region *resolution* of a lifecycle as arrows, without the steps that the mapping leaves out.
step_graph graph_of(lifecycle const& under, mapping const& by);

/// Reads the log to its end and aligns every case with the lifecycle. Only steps whose basis is the
/// log count, and only those of the region *resolution*. Errors: those of the source, and
/// `malformed` where the mapping leaves no way to an end. Cost: memory of one case where the
/// mapping says that the rows of a case stand together, of all cases otherwise; and of the variants
/// seen.
result<conformance> conform(log_source& log, std::string const& file, mapping const& by,
                            lifecycle const& under, conformance_listener const& listener = {});

} // namespace amends
