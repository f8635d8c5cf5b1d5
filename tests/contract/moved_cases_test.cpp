// SPDX-License-Identifier: BSL-1.0
// Cases that move to another lifecycle, over memory, over SQLite, and past setbacks.
#include <amends/store/memory.hpp>
#include <amends/store/sqlite.hpp>

#include "contract/moved_cases_contract.hpp"
#include "contract/scratch.hpp"
#include "support/passing_on.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;

namespace {

/// The most memory that a process of its own took for some work, in KiB.
[[maybe_unused]] long peak_of(std::function<bool()> const& work) {
    auto const child = fork();
    REQUIRE(child >= 0);
    if (child == 0) _exit(work() ? 0 : 1);
    int status = -1;
    rusage used{};
    REQUIRE(wait4(child, &status, 0, &used) == child);
    REQUIRE(status == 0);
    return used.ru_maxrss;
}

[[maybe_unused]] long peak_of_moving(int all, std::filesystem::path const& file) {
    sqlite_options const how{.path = file, .cache_kib = 512};
    peak_of([&] {
        auto const kept = *sqlite_store::open(how);
        auto d = desk_over(*kept);
        std::vector<submission> batch;
        for (int n = 0; n < all; ++n) {
            batch.push_back({&customer, report_of(std::to_string(n), std::to_string(n)), {}});
            if (batch.size() < 1000 && n + 1 < all) continue;
            (void)d.handle(batch);
            batch.clear();
        }
        return true;
    });
    return peak_of([&] {
        auto const kept = *sqlite_store::open(how);
        int moved = 0;
        auto const done = desk_over(*kept, of_later_release()).migrate(agent, {}, [&](auto const&) {
            ++moved;
            return true;
        });
        return done && moved == all;
    });
}

} // namespace

TEST_CASE("cases in memory move once, as was foreseen") {
    memory_store kept, another;
    cases_move_as_foreseen(kept);
    a_migration_goes_on_where_it_ended(another);
}

TEST_CASE("cases in a SQLite file move once, as was foreseen") {
    scratch const folder;
    cases_move_as_foreseen(**sqlite_store::open({.path = folder / "kept.db"}));
    a_migration_goes_on_where_it_ended(**sqlite_store::open({.path = folder / "another.db"}));
}

TEST_CASE("cases move while desks work, over memory and over two stores of a file", "[threads]") {
    memory_store kept;
    cases_move_while_desks_work({&kept});
    scratch const folder;
    auto const one = *sqlite_store::open({.path = folder / "kept.db"});
    auto const other = *sqlite_store::open({.path = folder / "kept.db"});
    cases_move_while_desks_work({one.get(), other.get()});
}

TEST_CASE("a case whose move was kept although the store could not say so is moved once") {
    struct unsure final : passing_on {
        using passing_on::passing_on;
        int lost = 0;
        result<std::uint64_t> append(std::span<new_entry const> entries,
                                     std::span<unmarked const> unless) override {
            auto const kept = real.append(entries, unless);
            if (kept && ++lost % 3 == 1)
                return mismatch(errc::store_unsure, "an answer of the store", "none");
            return kept;
        }
    };
    memory_store kept;
    report_cases(kept);
    unsure connection(kept);
    auto d = desk_over(connection, of_later_release());
    int errors = 0;
    for (;;) {
        auto const done = d.migrate(agent, {}, [](case_move const&) { return true; });
        if (done) break;
        CHECK(done.error().code == errc::store_unsure);
        ++errors;
        REQUIRE(errors < 2 * shared_cases);
    }
    CHECK(errors == 4);
    auto const first = d.migrate(agent, "3", {});
    REQUIRE(first.has_value()); // the answer that was lost, or the one that was not
    CHECK_FALSE(first->why_not.has_value());
    CHECK(moves_in(kept).size() == shared_cases);
    CHECK(*kept.size() == 2 * shared_cases);
}

TEST_CASE("where nothing can be kept nothing is moved, and a store that was closed says so") {
    struct full final : passing_on {
        using passing_on::passing_on;
        result<std::uint64_t> append(std::span<new_entry const>,
                                     std::span<unmarked const>) override {
            return mismatch(errc::store_failed, "room", "none");
        }
    };
    memory_store kept;
    report_cases(kept);
    full disk(kept);
    auto d = desk_over(disk, of_later_release());
    auto const done = d.migrate(agent, {}, [](case_move const&) { return true; });
    CHECK(done.error().code == errc::store_failed);
    CHECK(d.migrate(agent, "3", {}).error().code == errc::store_failed);
    CHECK(d.would_migrate(agent, "3", {}).has_value());
    CHECK(moves_in(kept).empty());
    CHECK(desk_over(kept).file("3").has_value());
}

#ifndef __SANITIZE_ADDRESS__ // keeps what was freed for a while
TEST_CASE("moving four times the cases takes no more memory") {
    scratch const folder;
    auto const few = peak_of_moving(4000, folder / "few.db");
    auto const many = peak_of_moving(16000, folder / "many.db");
    INFO(few << " KiB for four thousand cases, " << many << " for four times as many");
    CHECK(many < few + 4096);
}
#endif
