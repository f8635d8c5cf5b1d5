// SPDX-License-Identifier: BSL-1.0
// Exports in every format, and what reads the whole ones back, against a bare scan of the store.
#include "figures.hpp"
#include "measure.hpp"
#include "trails.hpp"

#include <amends/exchange/export.hpp>
#include <amends/exchange/restore.hpp>
#include <amends/vocabulary/print.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace bench {

using namespace amends;

namespace {

[[noreturn]] void stop(std::string const& found) {
    std::fprintf(stderr, "expected an export that ends well, found %s\n", found.c_str());
    std::exit(1);
}

// Nanoseconds an entry, and the bytes that all of them became.
struct exported {
    double nanoseconds = 0;
    std::uint64_t size = 0;
};

exported export_once(store& kept, export_format as, std::ofstream* into = nullptr) {
    exported done;
    std::uint64_t entries = 0;
    auto const took = nanoseconds([&] {
        auto const written = export_trails(kept, as, {}, [&](std::string_view piece) {
            done.size += piece.size();
            if (into != nullptr) *into << piece;
            return true;
        });
        if (!written) stop(written.error().message);
        entries = *written;
    });
    done.nanoseconds = took / double(entries);
    return done;
}

void measure_format(report& to, options const& how, store& kept, export_format as) {
    std::uint64_t size = 0;
    auto const each = median_of(how.rounds(9), [&] {
        auto const done = export_once(kept, as);
        size = done.size;
        return done.nanoseconds;
    });
    char text[80];
    std::snprintf(text, sizeof text, "%.0f entries a second, %.0f bytes an entry", 1e9 / each,
                  double(size) / double(*kept.size()));
    std::string const name(name_of(as));
    to.info("export_" + name, "an entry exported as " + name, each, "ns", text);
}

void measure_restoring(report& to, options const& how, store& kept, export_format as) {
    std::string const name(name_of(as));
    auto const file = std::string(BENCH_BINARY) + "/exported." + name;
    {
        std::ofstream into(file, std::ios::binary);
        export_once(kept, as, &into);
    }
    auto const each = median_of(how.rounds(5), [&] {
        memory_store again;
        std::uint64_t entries = 0;
        auto const took = nanoseconds([&] {
            auto from = open_entries(file);
            if (!from) stop(from.error().message);
            auto const done = restore(**from, again);
            if (!done) stop(done.error().message);
            entries = done->entries;
        });
        return took / double(entries);
    });
    std::remove(file.c_str());
    char text[80];
    std::snprintf(text, sizeof text, "%.0f entries a second, into a store in memory", 1e9 / each);
    to.info("restore_" + name, "an entry restored from " + name, each, "ns", text);
}

} // namespace

void measure_exchange(report& to, options const& how) {
    auto const kept = walked(how.quick ? 500 : 2000, true);
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<export_format>>(
        [&](auto as) { measure_format(to, how, *kept, as.value); });
    measure_restoring(to, how, *kept, export_format::jsonl);
    measure_restoring(to, how, *kept, export_format::archive);
}

} // namespace bench
