// SPDX-License-Identifier: BSL-1.0
// What it costs to compile against the library, beside a unit that never changes.
#include "figures.hpp"
#include "measure.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace bench {
namespace {

struct compilation {
    double user_seconds = 0;
    double peak_mib = 0;
};

/// What the reference unit takes on the reference machine when nothing else runs there.
constexpr double reference_seconds_when_quiet = 0.9;

/// Compiles one unit with -O2 and answers what that took, or ends the program.
compilation compiled(std::string const& unit) {
    auto const source = std::string(BENCH_SOURCE "/benchmarks/units/") + unit;
    auto const child = fork();
    if (child == 0) {
        execl(BENCH_COMPILER, BENCH_COMPILER, "-std=c++20", "-O2", "-I" BENCH_SOURCE "/include",
              "-c", source.c_str(), "-o", "/dev/null", static_cast<char*>(nullptr));
        _exit(127);
    }
    int status = 0;
    rusage used{};
    if (child < 0 || wait4(child, &status, 0, &used) != child || status != 0) {
        std::fprintf(stderr, "expected %s to compile with " BENCH_COMPILER ", found status %d\n",
                     source.c_str(), status);
        std::exit(1);
    }
    return {double(used.ru_utime.tv_sec) + double(used.ru_utime.tv_usec) / 1e6,
            double(used.ru_maxrss) / 1024};
}

} // namespace

void measure_compile(report& to, options const& how) {
    auto const reference = compiled("reference.cpp");
    double reference_seconds = reference.user_seconds;
    auto const best_of = [&](char const* unit, int times) {
        auto best = compiled(unit);
        for (int i = 1; i < times; ++i) {
            reference_seconds = std::min(reference_seconds, compiled("reference.cpp").user_seconds);
            best.user_seconds = std::min(best.user_seconds, compiled(unit).user_seconds);
        }
        return best;
    };
    auto const desk = best_of("uses_the_desk.cpp", how.quick ? 1 : 3);
    auto const umbrella = best_of("includes_everything.cpp", how.quick ? 1 : 2);
    auto const extension = best_of("extends_the_lifecycle.cpp", how.quick ? 1 : 2);
    auto const text = [&](compilation const& c) {
        char out[120];
        std::snprintf(
            out, sizeof out,
            "%.2f s here, %.1f times the reference unit (%.2f s here, %.1f s on a quiet machine); "
            "%.0f MiB",
            c.user_seconds, c.user_seconds / reference_seconds, reference_seconds,
            reference_seconds_when_quiet, c.peak_mib);
        return std::string(out);
    };
    // A busy processor compiles everything more slowly: the figure is as on a quiet one.
    auto const when_quiet = [&](compilation const& c) {
        return c.user_seconds / reference_seconds * reference_seconds_when_quiet;
    };
    to.bar("compile_desk", "compiling a unit that uses the desk", when_quiet(desk), "s",
           wanted::at_most, 2, text(desk));
    to.info("compile_umbrella", "compiling a unit that includes <amends/amends.hpp>",
            when_quiet(umbrella), "s", text(umbrella));
    to.bar("compile_extension", "compiling a unit that extends the lifecycle",
           when_quiet(extension), "s", wanted::at_most, 10, text(extension));
    to.bar("compile_extension_memory", "its peak memory", extension.peak_mib, "MiB",
           wanted::at_most, 1024);
}

} // namespace bench
