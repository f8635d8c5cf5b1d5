// SPDX-License-Identifier: BSL-1.0
// The store in memory when memory ends: nothing of an append is kept, and the store goes on.
#include <amends/store/memory.hpp>

#include "catch.hpp"

#include "support/scarce_memory.hpp"

#include <string>

using namespace amends;

namespace {

new_entry entry_of(std::string const& on, std::uint64_t sequence, byte_view content) {
    auto const id = command_id::trusted(on + " " + std::to_string(sequence));
    return {case_id::trusted(on), sequence, id, {}, content};
}

} // namespace

TEST_CASE("an append that memory does not suffice for keeps nothing and can be repeated") {
    bytes const content(600'000);
    int stopped = 0;
    for (int allocations = 0; allocations < 100; ++allocations) {
        INFO(allocations << " allocations");
        memory_store kept;
        std::vector<stored_entry> told;
        auto const listening = kept.subscribe([&](std::span<stored_entry const> committed) {
            told.assign(committed.begin(), committed.end());
        });
        std::vector<new_entry> batch{entry_of("a", 1, content), entry_of("b", 1, content),
                                     entry_of("a", 2, content), entry_of("c", 1, content)};
        std::optional<result<std::uint64_t>> done;
        if (testing::suffices(allocations, [&] { done = kept.append(batch); })) {
            CHECK(done->has_value());
            break;
        }
        // What follows the commit may fail to tell of it, but not undo or deny it.
        if (*kept.size() == batch.size()) {
            REQUIRE(done.has_value());
            CHECK(*done == result<std::uint64_t>(0));
            continue;
        }
        ++stopped;
        REQUIRE(*kept.size() == 0);
        for (auto const& e : batch) {
            CHECK_FALSE(kept.head(e.on)->has_value());
            CHECK_FALSE(kept.seen(e.command)->has_value());
        }
        REQUIRE(kept.append(batch).has_value());
        CHECK(kept.head("a").value()->last_sequence == 2);
        CHECK(kept.head("c").value()->last_sequence == 1);
        CHECK(kept.seen("b 1").value()->first == "b");
        CHECK(told.size() == 4);
    }
    CHECK(stopped > 8);
}
