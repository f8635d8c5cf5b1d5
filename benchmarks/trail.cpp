// SPDX-License-Identifier: BSL-1.0
// Folding a trail into a case file: from facts, and from bytes.
#include "figures.hpp"
#include "measure.hpp"
#include "trails.hpp"

#include <amends/casefile/evolve.hpp>

#include <cstdio>

namespace bench {

using namespace amends;

void measure_trail(report& to, options const& how) {
    // Of one case at a time, as the desk folds them; facts are consumed, so each turn has its own.
    auto const kept = walked(64, false);
    auto const all = entries_of(*kept);
    std::vector<entry const*> by_case;
    for (auto const& e : all) by_case.push_back(&e);
    std::stable_sort(by_case.begin(), by_case.end(),
                     [](auto* a, auto* b) { return a->on < b->on; });
    auto const rounds = how.rounds(61);
    auto const of_one = [n = double(by_case.size())](auto&& work) { return nanoseconds(work) / n; };
    case_file const fresh;

    std::vector<fact> facts;
    case_file file;
    auto const folding = median_of(rounds, [&] {
        facts.clear();
        for (auto const* e : by_case) facts.push_back(e->what);
        return of_one([&] {
            for (std::size_t i = 0; i < facts.size(); ++i) {
                if (by_case[i]->how.sequence == 1) file = fresh;
                evolve_in_place(file, std::move(facts[i]), by_case[i]->how);
            }
            DoNotOptimize(file.version);
        });
    });
    char text[80];
    std::snprintf(text, sizeof text, "%.1f ns a fact, a fresh case file every %zu facts", folding,
                  by_case.size() / 64);
    to.bar("fold_facts", "folding facts into case files", 1e3 / folding, "M/s", wanted::at_least,
           20, text);

    std::vector<bytes> encoded;
    for (auto const* e : by_case) encode(*e, encoded.emplace_back());
    entry decoded;
    auto const from_bytes = median_of(rounds, [&] {
        return of_one([&] {
            for (auto const& one : encoded) {
                if (!decode_entry(one, decoded)) return;
                if (decoded.how.sequence == 1) file = fresh;
                evolve_in_place(file, std::move(decoded.what), decoded.how);
            }
            DoNotOptimize(file.version);
        });
    });
    to.info("fold_bytes", "folding entries from their bytes", 1e3 / from_bytes, "M/s",
            std::to_string(int(from_bytes)) + " ns an entry");
}

} // namespace bench
