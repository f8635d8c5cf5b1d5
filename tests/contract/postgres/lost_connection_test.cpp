// SPDX-License-Identifier: BSL-1.0
// Connections that are cut and servers that go away: nothing is lost, nothing is kept twice.
#include "contract/many_desks.hpp"
#include "contract/postgres/cutting_proxy.hpp"
#include "contract/postgres/server_here.hpp"
#include "contract/seed.hpp"
#include "contract/store_contract.hpp"
#include "support/scarce_memory.hpp"

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

postgres_options new_store_through(cutting_proxy const& way) {
    auto how = new_store();
    how.url = server().tcp_url("postgres", "secret", way.port());
    return how;
}

drafts two_cases(std::uint64_t n) {
    auto const number = std::to_string(n);
    return drafts().add("41", n, "a" + number).add("42", n, "b" + number);
}

/// Both cases with each sequence up to `last` once, in the order in which they were appended.
void check_each_once(store& kept, std::uint64_t last) {
    auto const all = scan_all(kept);
    REQUIRE(all.size() == 2 * last);
    for (std::uint64_t i = 0; i < all.size(); ++i) {
        CHECK(all[i].log_index == i);
        CHECK(all[i].on == (i % 2 == 0 ? "41" : "42"));
        CHECK(all[i].sequence == i / 2 + 1);
    }
    CHECK(kept.head("41")->value().last_sequence == last);
}

void end_connections(std::string const& but = "0") {
    server().sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                 "WHERE application_name = 'amends' AND pid <> " +
                 but);
}

} // namespace

TEST_CASE("an append whose connection is cut at the commit is kept once and answered") {
    AMENDS_NEEDS_POSTGRES();
    cutting_proxy way(server().port());
    auto const kept = opened(new_store_through(way));
    std::uint64_t n = 0;
    for (int round = 0; round < 3; ++round)
        for (auto const when : {cut::before_the_server, cut::before_the_commit, cut::at_work,
                                cut::before_the_answer, cut::never}) {
            way.next_commit(when);
            auto const next = two_cases(++n);
            auto const first = kept->append(next.all());
            INFO("cut " << int(when) << (first ? "" : ": " + first.error().message));
            REQUIRE(first.has_value());
            CHECK(*first == 2 * (n - 1));
        }
    CHECK(way.cuts() == 12);
    check_each_once(*kept, n);
}

TEST_CASE("an append that others overtook while its connection was cut is a conflict") {
    AMENDS_NEEDS_POSTGRES();
    cutting_proxy way(server().port());
    auto const how = new_store_through(way);
    auto const kept = opened(how);
    auto direct = how;
    direct.url = server().url();
    auto const other = opened(direct);
    REQUIRE(kept->append(two_cases(1).all()).has_value());
    REQUIRE(other->append(drafts().add("42", 2, "theirs").all()).has_value());

    for (auto const when : {cut::before_the_server, cut::at_work}) {
        way.next_commit(when);
        auto const answer = kept->append(two_cases(2).all());
        REQUIRE(answer.has_error());
        CHECK(answer.error() ==
              error{errc::version_conflict, "expected version 1, found 2 (case 42)"});
    }
    CHECK(*kept->size() == 3);
    CHECK_FALSE(kept->seen("a2")->has_value());
}

TEST_CASE("an append that is repeated on purpose stays a conflict after a cut") {
    AMENDS_NEEDS_POSTGRES();
    cutting_proxy way(server().port());
    auto const kept = opened(new_store_through(way));
    way.next_commit(cut::before_the_answer);
    REQUIRE(kept->append(two_cases(1).all()).has_value());
    CHECK(kept->append(two_cases(1).all()).error().code == errc::version_conflict);
    CHECK(*kept->size() == 2);
}

TEST_CASE("appends that were marked in a commit without an answer do not stand in their own way") {
    AMENDS_NEEDS_POSTGRES();
    cutting_proxy way(server().port());
    auto const kept = opened(new_store_through(way));
    auto const draft = drafts().add("41", 1, "a");
    auto e = draft.all().front();
    mark const one{7, e.bytes};
    e.marks = {&one, 1};
    unmarked const condition{7, 0};
    way.next_commit(cut::before_the_answer);

    CHECK(kept->append({&e, 1}, {&condition, 1}).value() == 0);
    CHECK(*kept->size() == 1);
}

TEST_CASE("a server that does not come back leaves a commit open and says so") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server mine;
    cutting_proxy way(mine.port());
    auto how = new_store();
    how.url = mine.tcp_url("postgres", "secret", way.port());
    how.reconnect_for = std::chrono::milliseconds(100);
    auto const kept = opened(how);
    REQUIRE(kept->append(two_cases(1).all()).has_value());

    // The commit takes place, its answer is dropped, and nobody can be asked any more.
    way.next_commit(cut::before_the_answer, [&] { mine.kill(); });
    auto const open = kept->append(two_cases(2).all());
    REQUIRE(open.has_error());
    CHECK(open.error().code == errc::store_unsure);
    CHECK_THAT(open.error().message, ContainsSubstring("whether it took place is not known"));
    // Nobody is there: nothing was sent, and that is known.
    auto const none = kept->append(two_cases(3).all());
    REQUIRE(none.has_error());
    CHECK(none.error().code == errc::store_failed);
    CHECK(kept->size().error().code == errc::store_failed);

    mine.start();
    CHECK(kept->append(two_cases(2).all()).error().code == errc::version_conflict);
    CHECK(kept->append(two_cases(3).all()).value() == 4);
}

TEST_CASE("memory that ends after a commit without an answer does not deny what may be kept") {
    AMENDS_NEEDS_POSTGRES();
    cutting_proxy way(server().port());
    auto const kept = opened(new_store_through(way));
    auto enough = false;
    int left_open = 0;
    for (int allocations = 0; !enough && allocations < 500; allocations += 2) {
        auto const size = *kept->size();
        auto const next = two_cases(size / 2 + 1);
        way.next_commit(cut::before_the_answer);
        auto code = errc::store_unsure; // who is answered nothing knows nothing
        enough = suffices(allocations, [&] {
            if (auto const first = kept->append(next.all()); first.has_error())
                code = first.error().code;
        });
        way.next_commit(cut::never);
        auto const is_kept = *kept->size() != size;
        INFO("with memory for " << allocations << " allocations");
        if (is_kept) CHECK(code == errc::store_unsure);
        left_open += is_kept && !enough ? 1 : 0;
    }
    CHECK(enough);
    CHECK(left_open > 0);
}

TEST_CASE("connections that the server ends are made again") {
    AMENDS_NEEDS_POSTGRES();
    auto const kept = opened(new_store());
    for (std::uint64_t n = 1; n <= 5; ++n) {
        CHECK(kept->append(two_cases(n).all()).value() == 2 * (n - 1));
        end_connections();
        CHECK(*kept->size() == 2 * n);
        end_connections();
        CHECK(kept->head("41")->value().last_sequence == n);
    }
    check_each_once(*kept, 5);
}

TEST_CASE("a scan goes on after its connection was ended and gives each entry once") {
    AMENDS_NEEDS_POSTGRES();
    auto const kept = opened(new_store());
    std::uint64_t const count = 3000;
    for (std::uint64_t i = 0; i < count;) {
        drafts batch;
        // Long enough that the connection holds little of what is yet to come.
        for (auto end = i + 500; i < end; ++i) batch.add("41", i + 1, {}, std::string(2000, 'x'));
        REQUIRE(kept->append(batch.all()).has_value());
    }
    std::uint64_t next = 0, ended = 0;
    auto const to = kept->scan(0, [&](stored_entry const& e) {
        CHECK(e.log_index == next++);
        if (next % 700 == 0) {
            end_connections();
            ++ended;
        }
        return true;
    });
    REQUIRE(to.has_value());
    CHECK(*to == count);
    CHECK(next == count);
    CHECK(ended == 4);

    next = 0;
    REQUIRE(kept->read("41", 1, count,
                       [&](stored_entry const& e) {
                           CHECK(e.sequence == ++next);
                           if (next % 700 == 0) end_connections();
                           return true;
                       })
                .has_value());
    CHECK(next == count);
}

TEST_CASE("a long scan has its time to connect again after each loss, not once for all") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    auto const kept = opened(how);
    constexpr std::uint64_t batches = 4, each = 500;
    for (std::uint64_t b = 0; b < batches; ++b) {
        drafts batch;
        for (std::uint64_t i = 1; i <= each; ++i)
            batch.add("41", b * each + i, {}, std::string(2000, 'x'));
        REQUIRE(kept->append(batch.all()).has_value());
    }
    // Over before the next loss, and enough for one attempt.
    how.reconnect_for = std::chrono::milliseconds(1);
    auto const hurried = opened(how);
    auto const losing = [&](std::uint64_t& next) {
        return [&](stored_entry const&) {
            if (++next % each == each / 2) end_connections();
            return true;
        };
    };
    std::uint64_t scanned = 0, read = 0;
    auto const to = hurried->scan(0, losing(scanned));
    INFO((to ? std::string() : to.error().message));
    REQUIRE(to.has_value());
    CHECK(scanned == batches * each);
    CHECK(hurried->read("41", 1, batches * each, losing(read)).has_value());
    CHECK(read == batches * each);
}

TEST_CASE("desks whose connections are ended all the time lose and double nothing", "[threads]") {
    AMENDS_NEEDS_POSTGRES();
    auto const where = new_store();
    auto const one = opened(where);
    auto const other = opened(where);
    report_cases(*one);
    std::atomic<bool> done{false};
    int ended = 0;
    std::thread ending([&] {
        postgres_session here(server().url());
        auto const size = "SELECT count(*) FROM " + where.schema + ".entries";
        for (int before = 0; !done; ++ended) {
            here("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
                 "'amends' ORDER BY random() LIMIT 1");
            // The next one when somebody got on.
            for (auto const last = before; !done && before == last;) before = std::stoi(here(size));
        }
    });
    work_in_threads({one.get(), other.get()}, 4);
    done = true;
    ending.join();
    CHECK(ended > 20);
    check_all_there(*other, 4);
}

TEST_CASE("a server that is killed and started again in mid-work loses and doubles nothing") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server mine;
    auto how = new_store();
    how.url = mine.url();
    how.reconnect_for = std::chrono::minutes(2);
    auto const one = opened(how);
    auto const other = opened(how);
    report_cases(*one);
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    std::atomic<bool> done{false};
    std::thread working([&] {
        work_in_threads({one.get(), other.get()}, 4);
        done = true;
    });
    auto const size = [&] {
        return std::stoi(mine.sql("SELECT count(*) FROM " + how.schema + ".entries"));
    };
    int kills = 0;
    while (!done && kills < 4) {
        // After some more entries, at any point of the next.
        auto const wanted = size() + 20 + static_cast<int>(random() % 40);
        while (!done && size() < wanted) std::this_thread::yield();
        mine.kill();
        mine.start();
        ++kills;
    }
    working.join();
    CHECK(kills == 4);
    check_all_there(*other, 4);
}
