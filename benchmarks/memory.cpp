// SPDX-License-Identifier: BSL-1.0
// What an open case takes: in the desk's cache, and idle in the store in memory.
#include "figures.hpp"
#include "measure.hpp"
#include "trails.hpp"

#include <cstdio>

namespace bench {

using namespace amends;

void measure_memory(report& to, options const& how) {
    auto const cases = how.quick ? std::size_t{2000} : std::size_t{16000};
    auto const n = double(cases);
    auto const before_store = allocated().live_bytes;
    memory_store kept;
    std::uint64_t entry_bytes = 0;
    {
        // Up to the offer: an open case with its options and terms.
        desk_options options;
        options.clock = ticking_clock();
        options.cached_cases = 16;
        desk d(kept, policy_of_the_shop(), options);
        auto path = path_of_a_parcel(false);
        path.resize(6);
        std::uint64_t commands = 0;
        for (std::size_t i = 0; i < cases; ++i)
            for (auto const& one : path)
                (void)d.handle(one.from, {numbered<case_id>('c', i),
                                          numbered<command_id>('k', commands++),
                                          {},
                                          one.what});
    }
    (void)kept.scan(0, [&](stored_entry const& e) {
        entry_bytes += e.bytes.size();
        return true;
    });
    auto const in_store = double(allocated().live_bytes - before_store) / n;

    auto const before = allocated().live_bytes;
    desk d(kept, policy_of_the_shop(), {});
    session const agent{{"ann", side::staff, {"agent"}, {}, {}}, provenance::live};
    for (std::size_t i = 0; i < cases; ++i) (void)d.possible(numbered<case_id>('c', i), agent.who);
    auto const in_cache = double(allocated().live_bytes - before) / n;

    char text[80];
    std::snprintf(text, sizeof text, "%zu cases, %zu bytes of it the case file itself", cases,
                  sizeof(case_file));
    to.bar("memory_cached_case", "an open case in the desk's cache", in_cache, "bytes",
           wanted::at_most, 2048, text);
    std::snprintf(text, sizeof text, "%.0f bytes of it entries", double(entry_bytes) / n);
    to.info("memory_idle_case", "an idle case of six entries in the store in memory", in_store,
            "bytes", text);
}

} // namespace bench
