// SPDX-License-Identifier: BSL-1.0
// Transactions that get into each other's way: deadlocks, serialization failures, locks held too long.
#include "contract/postgres/server_here.hpp"
#include "contract/store_contract.hpp"

#include <thread>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("an append that the server chose to end a deadlock is made again") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.url += " options='-c deadlock_timeout=2s'";
    how.busy_timeout = std::chrono::seconds(60);
    auto const kept = opened(how);
    REQUIRE(kept->append(drafts().add("a", 1).add("b", 1).all()).has_value());
    auto const before = server().sql("SELECT deadlocks FROM pg_stat_database WHERE datname = "
                                     "current_database()");

    // Another program takes the cases in the wrong order, and is more patient.
    postgres_session other(server().url());
    other("SET deadlock_timeout TO '10min'");
    other(in(how) + "BEGIN; SELECT 1 FROM cases WHERE name = 'b' FOR UPDATE");
    std::thread appending([&] {
        auto const first = kept->append(drafts().add("b", 2, "kb").add("a", 2, "ka").all());
        INFO((first ? std::string() : first.error().message));
        CHECK(first.has_value());
    });
    until_waiting(1);
    other(
        "SELECT 1 FROM cases WHERE name = 'a' FOR UPDATE"); // comes back once the append is undone
    other("COMMIT");
    appending.join();

    CHECK(*kept->size() == 4);
    CHECK(scan_all(*kept, 2).front().command == "kb");
    postgres_session here(server().url());
    while (here("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") ==
           before)
        std::this_thread::yield(); // the server counts a little late
}

TEST_CASE("batches over the same cases in opposite order do not deadlock", "[threads]") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const before = server().sql("SELECT deadlocks FROM pg_stat_database WHERE datname = "
                                     "current_database()");
    constexpr int cases = 8, batches = 60;
    std::vector<std::unique_ptr<postgres_store>> stores;
    for (int i = 0; i < 4; ++i) stores.push_back(opened(how));
    std::vector<std::thread> threads;
    std::atomic<int> kept_batches{0};
    for (std::size_t t = 0; t < stores.size(); ++t)
        threads.emplace_back([&, t] {
            auto& kept = *stores[t];
            for (int n = 0; n < batches;) {
                drafts batch;
                for (int i = 0; i < cases; ++i) {
                    auto const on = "case " + std::to_string(t % 2 == 0 ? i : cases - 1 - i);
                    auto const head = kept.head(*case_id::parse(on));
                    batch.add(on, *head ? (*head)->last_sequence + 1 : 1);
                }
                auto const first = kept.append(batch.all());
                if (first) ++n;
                else if (first.error().code != errc::version_conflict) return;
                kept_batches += first.has_value();
            }
        });
    for (auto& t : threads) t.join();

    CHECK(kept_batches == batches * int(stores.size()));
    CHECK(*stores[0]->size() == std::uint64_t(cases * batches) * stores.size());
    CHECK(stores[0]->head("case 0")->value().last_sequence == batches * stores.size());
    CHECK(server().sql("SELECT deadlocks FROM pg_stat_database WHERE datname = "
                       "current_database()") == before);
}

TEST_CASE("an append that could not be serialized is made again, and not for ever") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const kept = opened(how);
    // As a distributed database does: the transaction is refused although nothing is wrong with it.
    postgres_session other(server().url());
    auto const refuse_when = [&](std::string const& condition) {
        other(in(how) + "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger AS $$ BEGIN IF " +
              condition +
              " THEN RAISE EXCEPTION SQLSTATE '40001' USING MESSAGE = 'restart transaction'; "
              "END IF; RETURN NEW; END $$ LANGUAGE plpgsql");
    };
    other(in(how) + "CREATE SEQUENCE refusals");
    refuse_when("nextval('refusals') <= 3");
    other(
        "CREATE TRIGGER refusing BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION refuse()");
    CHECK(kept->append(drafts().add("41", 1, "a").all()).value() == 0);
    CHECK(*kept->size() == 1);
    CHECK(other("SELECT last_value FROM refusals") == "4");

    refuse_when("true");
    auto const refused = kept->append(drafts().add("41", 2, "b").all());
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == errc::store_busy);
    CHECK_THAT(refused.error().message,
               ContainsSubstring("expected a commit, found restart transaction"));
    CHECK(*kept->size() == 1);
    CHECK_FALSE(kept->seen("b")->has_value());
    other("DROP TRIGGER refusing ON entries");
    CHECK(kept->append(drafts().add("41", 2, "b").all()).value() == 1);
}

TEST_CASE("an append that waits too long for another transaction is told so") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.busy_timeout = std::chrono::milliseconds(50);
    auto const kept = opened(how);
    REQUIRE(kept->append(drafts().add("41", 1).all()).has_value());
    postgres_session other(server().url());
    for (auto const* lock :
         {"SELECT 1 FROM log FOR UPDATE", "SELECT 1 FROM cases WHERE name = '41' FOR UPDATE"}) {
        other(in(how) + "BEGIN; " + lock);
        auto const late = kept->append(drafts().add("41", 2, "a").all());
        REQUIRE(late.has_error());
        CHECK(late.error().code == errc::store_busy);
        CHECK_THAT(late.error().message, ContainsSubstring("lock timeout"));
        other("ROLLBACK");
    }
    CHECK(kept->append(drafts().add("41", 2, "a").all()).value() == 1);
}

TEST_CASE("an append that is not to wait for another transaction does not") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.busy_timeout = std::chrono::milliseconds(0);
    auto const kept = opened(how);
    REQUIRE(kept->append(drafts().add("41", 1).all()).has_value());
    postgres_session other(server().url());
    other(in(how) + "BEGIN; SELECT 1 FROM log FOR UPDATE");
    auto const late = kept->append(drafts().add("41", 2).all()); // one that waits hangs here
    REQUIRE(late.has_error());
    CHECK(late.error().code == errc::store_busy);
    other("ROLLBACK");
}

TEST_CASE("a store whose patience is longer than a clock can count opens") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.busy_timeout = std::chrono::milliseconds::max();
    how.reconnect_for = std::chrono::milliseconds::max();
    auto const kept = opened(how);
    CHECK(kept->append(drafts().add("41", 1).all()).has_value());
}

TEST_CASE("a call that finds every connection in use is told so") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.connections_max = 2;
    how.busy_timeout = std::chrono::milliseconds(50);
    auto const kept = opened(how);
    REQUIRE(kept->append(drafts().add("41", 1).all()).has_value());
    std::atomic<int> inside{0};
    std::atomic<bool> over{false};
    auto const stay = [&] {
        (void)kept->scan(0, [&](stored_entry const&) {
            ++inside;
            while (!over) std::this_thread::yield();
            return true;
        });
    };
    std::thread one(stay), two(stay);
    while (inside < 2) std::this_thread::yield();
    auto const late = kept->size();
    over = true;
    one.join();
    two.join();
    REQUIRE(late.has_error());
    CHECK(late.error() == error{errc::store_busy,
                                "expected one of 2 connections free, found all in use for 50 ms"});
    CHECK(*kept->size() == 1);
}
