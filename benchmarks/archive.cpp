// SPDX-License-Identifier: BSL-1.0
// Archives of a trail against one of Boost.Serialization that is tuned by hand.
#include "archive_by_hand.hpp"
#include "figures.hpp"
#include "measure.hpp"
#include "trails.hpp"

#include <amends/audit/archive.hpp>

#include <cstdio>
#include <cstdlib>

namespace bench {

using namespace amends;

void measure_archive(report& to, options const& how) {
    auto const trail = entries_of(*walked(64, false));
    auto const ours = to_archive(trail, archive_form::binary);
    auto const theirs = archive_by_hand(trail);
    if (!ours || trail_from_archive(*ours).value() != trail ||
        from_archive_by_hand(theirs) != trail) {
        std::fprintf(stderr, "expected both archives to give the trail back\n");
        std::exit(1);
    }
    auto const rounds = how.rounds(41);
    auto const of_one = [n = double(trail.size())](auto&& work) { return nanoseconds(work) / n; };
    auto const saving = interleaved(
        rounds,
        [&] { return of_one([&] { DoNotOptimize(to_archive(trail, archive_form::binary)); }); },
        [&] { return of_one([&] { DoNotOptimize(archive_by_hand(trail)); }); });
    auto const loading = interleaved(
        rounds, [&] { return of_one([&] { DoNotOptimize(trail_from_archive(*ours)); }); },
        [&] { return of_one([&] { DoNotOptimize(from_archive_by_hand(theirs)); }); });
    char text[160];
    std::snprintf(text, sizeof text,
                  "save %.0f and load %.0f ns an entry, by hand %.0f and %.0f; %zu and %zu bytes",
                  saving.ours, loading.ours, saving.rival, loading.rival,
                  ours->size() / trail.size(), theirs.size() / trail.size());
    to.bar("archive_vs_by_hand", "an archive tuned by hand / ours, saved and loaded",
           (saving.rival + loading.rival) / (saving.ours + loading.ours), "x", wanted::at_least,
           0.8, text);
}

} // namespace bench
