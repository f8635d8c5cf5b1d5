// SPDX-License-Identifier: BSL-1.0
// The store in a file when memory ends: what is kept is said to be kept, and nothing else is there.
#include <amends/store/sqlite.hpp>

#include "contract/scratch.hpp"
#include "contract/store_contract.hpp"

#include "support/scarce_memory.hpp"

#include <optional>

using namespace amends;
using amends::testing::drafts;

TEST_CASE("an append to a file that memory does not suffice for keeps nothing and says so") {
    auto const with_subscriber = GENERATE(false, true);
    testing::scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    std::uint64_t heard = 0;
    subscription listening;
    if (with_subscriber)
        listening = kept->subscribe([&](std::span<stored_entry const> some) {
            std::vector<stored_entry> const copied(some.begin(), some.end());
            heard += copied.size();
        });
    int stopped = 0, sufficed = 0;
    std::uint64_t length = 0;
    // Tables in memory grow now and then: many batches, each with memory for 0, 1, 2, ... allocations.
    for (int batch = 0; batch < 60; ++batch) {
        drafts some;
        for (int i = 0; i < 40; ++i) {
            auto const n = std::to_string(40 * batch + i);
            some.add("case " + n, 1, "command " + n);
        }
        for (int allocations = 0;; ++allocations) {
            INFO("batch " << batch << ", " << allocations << " allocations");
            REQUIRE(allocations < 1000);
            std::optional<result<std::uint64_t>> done;
            auto const enough =
                testing::suffices(allocations, [&] { done = kept->append(some.all()); });
            auto const size = *kept->size();
            if (done && *done) {
                REQUIRE(**done == length);
                length += 40;
                REQUIRE(size == length);
                ++sufficed;
                break;
            }
            REQUIRE_FALSE(enough);
            REQUIRE(size == length);
            ++stopped;
        }
    }
    CHECK(sufficed == 60);
    CHECK(stopped > 5);
    CHECK(*kept->size() == 2400);
    for (int n = 0; n < 2400; n += 7) {
        auto const on = case_id::trusted("case " + std::to_string(n));
        CHECK(kept->head(on).value()->last_sequence == 1);
        CHECK(kept->append(drafts().add(on.view(), 2).all()).has_value());
    }
}
