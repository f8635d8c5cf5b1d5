// SPDX-License-Identifier: BSL-1.0
// Several desks at work on the same cases, and what must be there afterwards.
#pragma once

#include "contract/desk_at_work.hpp"

#include <atomic>
#include <set>
#include <thread>

namespace amends::testing {

inline constexpr int shared_cases = 10;
inline constexpr int notes = 100; ///< of each worker

inline void report_cases(store& kept) {
    auto d = desk_over(kept);
    for (int i = 0; i < shared_cases; ++i)
        REQUIRE(
            d.handle(customer, report_of(std::to_string(i), "r" + std::to_string(i))).has_value());
}

/// One worker's notes, spread over all cases; every other step is a batch. How many were accepted.
inline int work(store& kept, int worker) {
    auto d = desk_over(kept, {.conflict_retries = 1000});
    int accepted_ones = 0;
    for (int n = 0; n < notes;) {
        std::vector<submission> batch;
        for (auto count = n % 2 == 0 ? 1 : 5; count > 0 && n < notes; --count, ++n) {
            auto const id = "w" + std::to_string(worker) + "-" + std::to_string(n);
            batch.push_back({&agent, note_on(std::to_string(n * 7 % shared_cases), id, id), {}});
        }
        for (auto const& answer : d.handle(batch))
            accepted_ones += answer && std::holds_alternative<accepted>(*answer);
    }
    return accepted_ones;
}

inline void check_all_there(store& kept, int workers) {
    check_sound(kept);
    std::set<std::string> commands;
    REQUIRE(
        kept.scan(0, [&](stored_entry const& e) { return commands.insert(e.command.str()).second; })
            .has_value());
    CHECK(commands.size() == std::size_t(shared_cases + workers * notes));
    for (int w = 0; w < workers; ++w)
        for (int n = 0; n < notes; ++n)
            CHECK(commands.count("w" + std::to_string(w) + "-" + std::to_string(n)) == 1);
}

/// A desk a thread over the stores in turn.
inline void work_in_threads(std::vector<store*> const& stores, int workers) {
    std::vector<std::thread> threads;
    std::atomic<int> accepted_ones{0};
    for (int w = 0; w < workers; ++w)
        threads.emplace_back(
            [&, w] { accepted_ones += work(*stores[std::size_t(w) % stores.size()], w); });
    for (auto& t : threads) t.join();
    CHECK(accepted_ones == workers * notes);
}

} // namespace amends::testing
