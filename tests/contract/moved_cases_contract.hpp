// SPDX-License-Identifier: BSL-1.0
// Cases that move to another lifecycle, over any store: once each, also while other desks work.
#pragma once

#include "contract/many_desks.hpp"
#include "support/changed_lifecycle.hpp"

#include <map>

namespace amends::testing {

inline lifecycle const& later_release() {
    static changed_lifecycle const table(standard_lifecycle(), "a later release");
    return table;
}

/// How many times each case was moved; every entry stands under the lifecycle that its trail says.
inline std::map<case_id, int> moves_in(store& kept) {
    std::map<case_id, int> moves;
    std::map<case_id, digest> pinned;
    REQUIRE(kept.scan(0,
                      [&](stored_entry const& stored) {
                          auto const e = *decode_entry(stored.bytes);
                          auto& under = pinned.try_emplace(e.on, e.lifecycle).first->second;
                          if (auto const* m = std::get_if<lifecycle_changed>(&e.what)) {
                              REQUIRE(m->before == under);
                              REQUIRE(m->now == e.lifecycle);
                              under = e.lifecycle;
                              ++moves[e.on];
                          }
                          REQUIRE(e.lifecycle == under);
                          return true;
                      })
                .has_value());
    return moves;
}

inline desk_options of_later_release(unsigned conflict_retries = 1000) {
    desk_options how;
    how.table = &later_release();
    how.conflict_retries = conflict_retries;
    return how;
}

/// What would move is what moves, and nothing moves twice.
inline void cases_move_as_foreseen(store& kept) {
    report_cases(kept);
    auto d = desk_over(kept, of_later_release());
    auto const told_by = [&](auto move_all) {
        std::vector<case_move> told;
        REQUIRE(move_all([&](case_move const& one) {
                    told.push_back(one);
                    return true;
                }).has_value());
        std::ranges::sort(told, {}, &case_move::on);
        return told;
    };
    auto const foreseen =
        told_by([&](auto const& tell) { return d.would_migrate(agent, {}, tell); });
    CHECK(*kept.size() == shared_cases);
    auto const moved = told_by([&](auto const& tell) { return d.migrate(agent, {}, tell); });
    CHECK(moved == foreseen);
    CHECK(moved.size() == shared_cases);
    CHECK(*kept.size() == 2 * shared_cases);
    CHECK(told_by([&](auto const& tell) { return d.migrate(agent, {}, tell); }).empty());
    CHECK(*kept.size() == 2 * shared_cases);
    for (auto const& one : moved) {
        CHECK(d.file(one.on)->version == 2);
        CHECK(desk_over(kept).file(one.on).error().code == errc::lifecycle_mismatch);
    }
    CHECK(moves_in(kept).size() == shared_cases);
    check_sound(kept);
    CHECK(d.orphans()->size() == shared_cases);
}

/// A migration that was ended goes on where it ended.
inline void a_migration_goes_on_where_it_ended(store& kept) {
    report_cases(kept);
    auto d = desk_over(kept, of_later_release());
    for (int left = shared_cases; left > 0; left -= 3) {
        int told = 0;
        REQUIRE(d.migrate(agent, {}, [&](case_move const&) { return ++told < 3; }).has_value());
        CHECK(told == std::min(3, left));
    }
    auto const moves = moves_in(kept);
    CHECK(moves.size() == shared_cases);
    for (auto const& [on, times] : moves) CHECK(times == 1);
    CHECK(*kept.size() == 2 * shared_cases);
}

/// Two migrations at once beside desks that go on with the cases until they are gone.
inline void cases_move_while_desks_work(std::vector<store*> const& stores) {
    auto& kept = *stores.front();
    report_cases(kept);
    session const movers[] = {{{"moe", side::staff, {}, {}, {}}},
                              {{"mia", side::staff, {}, {}, {}}}};
    std::atomic<int> noted{0}, gone{0}, wrong{0}, moved{0};
    std::vector<std::thread> threads;
    for (int w = 0; w < 2; ++w)
        threads.emplace_back([&, w] {
            auto d = desk_over(*stores[std::size_t(w) % stores.size()], {.conflict_retries = 1000});
            for (int n = 0; n < notes; ++n) {
                auto const id = "w" + std::to_string(w) + "-" + std::to_string(n);
                auto const said =
                    d.handle(agent, note_on(std::to_string(n % shared_cases), id, id));
                if (said) ++noted;
                else ++(said.error().code == errc::lifecycle_mismatch ? gone : wrong);
            }
        });
    for (int w = 0; w < 2; ++w)
        threads.emplace_back([&, w] {
            auto& at = *stores[std::size_t(w + 1) % stores.size()];
            while (noted < 3 * shared_cases) std::this_thread::yield();
            auto const done =
                desk_over(at, of_later_release()).migrate(movers[w], {}, [&](case_move const& one) {
                    moved += !one.why_not;
                    return true;
                });
            if (!done) ++wrong;
        });
    for (auto& one : threads) one.join();

    CHECK(wrong == 0);
    CHECK(noted + gone == 2 * notes);
    CHECK(moved == shared_cases); // each told to the one that did it
    auto const moves = moves_in(kept);
    CHECK(moves.size() == shared_cases);
    for (auto const& [on, times] : moves) CHECK(times == 1);
    CHECK(*kept.size() == std::uint64_t(shared_cases + noted + shared_cases));
    check_sound(kept);
    auto d = desk_over(kept, of_later_release());
    for (int n = 0; n < shared_cases; ++n)
        CHECK(d.handle(agent, note_on(std::to_string(n), "after " + std::to_string(n), "on it"))
                  .has_value());
}

} // namespace amends::testing
