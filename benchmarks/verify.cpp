// SPDX-License-Identifier: BSL-1.0
// Verifying a log against nothing but the SHA-256 of its bytes.
#include "figures.hpp"
#include "measure.hpp"
#include "sha.hpp"
#include "trails.hpp"

#include <amends/audit/verify.hpp>

#include <cstdio>
#include <cstdlib>

namespace bench {

using namespace amends;

void measure_verify(report& to, options const& how) {
    auto const kept = walked(256, true);
    std::uint64_t entries = 0, size = 0;
    bare_sha256 bare;
    auto const d = interleaved(
        how.rounds(41),
        [&] {
            return nanoseconds([&] {
                trail_verifier v;
                auto const scanned =
                    kept->scan(0, [&](stored_entry const& e) { return !v.check(e); });
                entries = v.entries();
                size = v.bytes();
                if (!scanned || *scanned != entries) {
                    std::fprintf(stderr, "expected a sound log, found damage\n");
                    std::exit(1);
                }
            });
        },
        [&] {
            return nanoseconds([&] {
                (void)kept->scan(0, [&](stored_entry const& e) {
                    bare.of(e.bytes, true);
                    DoNotOptimize(bare.last()[0]);
                    return true;
                });
            });
        });
    char text[120];
    std::snprintf(text, sizeof text, "%.0f MB/s, SHA-256 %.0f MB/s; entries of %.0f bytes",
                  double(size) * 1e3 / d.ours, double(size) * 1e3 / d.rival,
                  double(size) / double(entries));
    to.bar("verify_vs_sha256", "verifying a log / SHA-256 of its bytes", 1 / d.ratio, "x",
           wanted::at_least, 0.7, text);
}

} // namespace bench
