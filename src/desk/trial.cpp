// SPDX-License-Identifier: BSL-1.0
// One pass over the log: one thread reads what bears on decisions, the other folds and judges it.
#include <amends/desk/trial.hpp>

#include "desk/judging_again.hpp"
#include "desk/reading_ahead.hpp"

namespace amends {

result<trial_summary> try_out(store& kept, any_policy const& candidate, lifecycle const& table,
                              trial_options const& how) {
    judging_again judging(kept, candidate, table, how, {});
    if (auto begun = judging.begin(); !begun) return begun.error();
    reading_ahead log(kept, how.lawful_floor && how.keys != nullptr);
    if (auto started = log.start(); !started) return started.error();
    block taken;
    for (std::uint64_t entries = 0;;) {
        auto const next = log.next(taken);
        if (!next) return next.error();
        if (!*next) return judging.finish();
        if (auto done = judging.take(taken); !done) return done.error();
        entries += taken.entries;
        if (how.progress) how.progress(entries);
    }
}

} // namespace amends
