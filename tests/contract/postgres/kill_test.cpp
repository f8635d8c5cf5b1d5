// SPDX-License-Identifier: BSL-1.0
// A process that is killed at any moment, while the server works on: what it answered is there, and
// nothing by half.
#include "contract/kill_rounds.hpp"
#include "contract/postgres/server_here.hpp"

#include <thread>

using namespace amends;
using namespace amends::testing;

TEST_CASE("a process killed over PostgreSQL loses no answer and leaves no half batch") {
    AMENDS_NEEDS_POSTGRES();
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    auto const where = new_store();
    (void)opened(where);
    auto const commands = kill_again_and_again(
        rounds_of_killing(5),
        [&]() -> std::unique_ptr<store> {
            auto made = postgres_store::open(where);
            return made ? std::move(*made) : nullptr;
        },
        random,
        [] {
            // The server may still be at work on what the dead sent.
            postgres_session here(server().url());
            while (
                here("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'amends'") !=
                "0")
                std::this_thread::yield();
        });
    auto const kept = opened(where);
    check_sound(*kept);
    CHECK(*kept->size() == static_cast<std::uint64_t>(commands));
}
