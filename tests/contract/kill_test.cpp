// SPDX-License-Identifier: BSL-1.0
// A process that is killed at any moment: what it answered is there, and nothing by half.
#include <amends/store/sqlite.hpp>

#include "contract/kill_rounds.hpp"
#include "contract/scratch.hpp"

using namespace amends;
using namespace amends::testing;

TEST_CASE("a process killed at random points loses no answer and leaves no half batch") {
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    scratch const folder;
    auto const file = folder / "kept.db";
    auto const commands = kill_again_and_again(
        rounds_of_killing(20),
        [&]() -> std::unique_ptr<store> {
            auto opened = sqlite_store::open({.path = file, .drain_wal_pages = 50});
            return opened ? std::move(*opened) : nullptr;
        },
        random);
    auto const kept = *sqlite_store::open({.path = file});
    check_sound(*kept);
    CHECK(kept->check().has_value());
    CHECK(*kept->size() == static_cast<std::uint64_t>(commands));
}
