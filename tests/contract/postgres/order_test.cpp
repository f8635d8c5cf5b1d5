// SPDX-License-Identifier: BSL-1.0
// The order of the log: no reader skips an entry that commits late, and conditions hold at the commit.
#include "contract/many_desks.hpp"
#include "contract/postgres/server_here.hpp"
#include "contract/store_contract.hpp"

#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;

TEST_CASE("a reader who goes by a bare sequence skips an entry that commits late") {
    AMENDS_NEEDS_POSTGRES();
    // Not our tables: this shows that the race is there, and that the next test can fail.
    postgres_session one(server().url()), other(server().url()), reader(server().url());
    one("CREATE TABLE numbered(place bigserial PRIMARY KEY)");
    one("BEGIN; INSERT INTO numbered DEFAULT VALUES");
    other("INSERT INTO numbered DEFAULT VALUES");
    auto const reached = reader("SELECT max(place) FROM numbered");
    one("COMMIT");
    CHECK(reader("SELECT count(*) FROM numbered WHERE place > " + reached) == "0");
    CHECK(reader("SELECT count(*) FROM numbered") == "2");
    one("DROP TABLE numbered");
}

TEST_CASE("a reader does not skip an entry that commits late") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const kept = opened(how);
    auto const reading = opened(how);
    REQUIRE(kept->append(drafts().add("41", 1).all()).has_value());
    std::uint64_t next = 1;

    // A transaction that has its turn and takes its time: it holds the log's row and nothing else, so
    // that nothing but that row makes the others wait.
    postgres_session late(server().url());
    late("SET search_path TO " + how.schema);
    late("BEGIN; SELECT 1 FROM log FOR UPDATE");
    std::atomic<bool> answered{false};
    result<std::uint64_t> place = std::uint64_t{0};
    std::thread appending([&] {
        place = kept->append(drafts().add("42", 1).all());
        answered = true;
    });
    postgres_session watching(server().url());
    while (!answered && watching("SELECT count(*) FROM pg_locks WHERE NOT granted") == "0")
        std::this_thread::yield();
    CHECK_FALSE(answered);
    CHECK(scan_all(*reading, next).empty());
    if (!answered)
        late("INSERT INTO cases(name, last_sequence, last_hash) VALUES "
             "('late', 1, sha256('late 1')); "
             "INSERT INTO entries(log_index, case_key, sequence, hash, bytes) SELECT 1, key, 1, "
             "sha256('late 1'), 'late 1' FROM cases WHERE name = 'late'");
    late("COMMIT");
    appending.join();

    CHECK(place.value() == 2);
    auto const both = scan_all(*reading, next);
    REQUIRE(both.size() == 2);
    CHECK(both[0].on == "late");
    CHECK(both[1].on == "42");
}

TEST_CASE("a follower beside two writers hears every entry once and in order", "[threads]") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const one = opened(how);
    auto const other = opened(how);
    auto const following = opened(how);
    report_cases(*one);
    std::atomic<bool> gap{false};
    std::thread follower([&] {
        // It keeps its position in the store and starts anew from there each time.
        auto const position = [&]() -> std::uint64_t {
            auto const kept = *following->beside("position/follower");
            return kept ? std::stoull(std::string(reinterpret_cast<char const*>(kept->data()),
                                                  kept->size()))
                        : 0;
        };
        std::uint64_t heard = 0;
        while (heard < std::uint64_t(shared_cases + 2 * notes)) {
            auto const to = following->scan(position(), [&](stored_entry const& e) {
                if (e.log_index != heard++) gap = true;
                return heard % 7 != 0;
            });
            auto const text = std::to_string(to ? *to : 0);
            if (!to || *to != heard ||
                !following->keep_beside("position/follower", std::as_bytes(std::span(text))))
                gap = true;
            if (gap) return;
        }
    });
    work_in_threads({one.get(), other.get()}, 2);
    follower.join();
    CHECK_FALSE(gap);
    check_all_there(*following, 2);
}

TEST_CASE("of appends that depend on no mark between them never two are kept", "[threads]") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    constexpr int workers = 6, each = 40;
    std::vector<std::unique_ptr<postgres_store>> stores;
    for (int i = 0; i < 2; ++i) stores.push_back(opened(how)); // three workers share one
    std::vector<std::thread> threads;
    std::atomic<int> overtaken{0};
    for (int w = 0; w < workers; ++w)
        threads.emplace_back([&, w] {
            auto& kept = *stores[std::size_t(w) % stores.size()];
            for (int n = 1; n <= each;) {
                // The mark says from where on nobody may have marked anything.
                auto const since = *kept.size();
                auto const text = std::to_string(since);
                auto const draft =
                    drafts().add("case " + std::to_string(w), std::uint64_t(n), {}, text);
                auto e = draft.all().front();
                mark const one{7, e.bytes};
                e.marks = {&one, 1};
                unmarked const condition{7, since};
                auto const first = kept.append({&e, 1}, {&condition, 1});
                if (first) ++n;
                else if (first.error().code != errc::version_conflict) return;
                else ++overtaken;
            }
        });
    for (auto& t : threads) t.join();

    std::uint64_t count = 0, marks_end = 0;
    REQUIRE(stores[0]
                ->marked(7, 0,
                         [&](std::uint64_t at, byte_view content) {
                             auto const since = std::stoull(std::string(
                                 reinterpret_cast<char const*>(content.data()), content.size()));
                             CHECK(since >= marks_end);
                             marks_end = at + 1;
                             ++count;
                             return true;
                         })
                .has_value());
    CHECK(count == workers * each);
    CHECK(overtaken > 0); // or nothing was tried
}

TEST_CASE("appends of many threads share commits") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const kept = opened(how);
    constexpr int workers = 16, each = 50;
    auto const commits = [&] {
        // Whole transactions alone have a number.
        return std::stoll(server().sql("SELECT pg_current_xact_id()::text"));
    };
    auto const before = commits();
    std::vector<std::thread> threads;
    std::atomic<int> failed{0};
    for (int w = 0; w < workers; ++w)
        threads.emplace_back([&, w] {
            for (int n = 1; n <= each; ++n)
                failed += kept->append(drafts()
                                           .add("case " + std::to_string(w), std::uint64_t(n),
                                                std::to_string(w) + "/" + std::to_string(n))
                                           .all())
                              .has_error();
        });
    for (auto& t : threads) t.join();
    CHECK(failed == 0);
    CHECK(*kept->size() == workers * each);
    CHECK(commits() - before < workers * each / 2);
}

TEST_CASE("eight desks in threads over one PostgreSQL store lose and double nothing", "[threads]") {
    AMENDS_NEEDS_POSTGRES();
    auto const kept = opened(new_store());
    report_cases(*kept);
    work_in_threads({kept.get()}, 8);
    check_all_there(*kept, 8);
}

TEST_CASE("two desks over two PostgreSQL stores lose and double nothing", "[threads]") {
    AMENDS_NEEDS_POSTGRES();
    auto const where = new_store();
    auto const one = opened(where);
    auto const other = opened(where);
    report_cases(*one);
    work_in_threads({one.get(), other.get()}, 2);
    check_all_there(*other, 2);
}

TEST_CASE("eight processes on one PostgreSQL database lose and double nothing") {
    AMENDS_NEEDS_POSTGRES();
    auto const where = new_store();
    { report_cases(*opened(where)); }
    std::vector<pid_t> children;
    for (int w = 0; w < 8; ++w) {
        auto const child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto const kept = postgres_store::open(where);
            _exit(kept && work(**kept, w) == notes ? 0 : 1);
        }
        children.push_back(child);
    }
    for (auto const child : children) {
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    check_all_there(*opened(where), 8);
}

TEST_CASE("eight processes that make the same store at once make one") {
    AMENDS_NEEDS_POSTGRES();
    auto const where = new_store();
    (void)server().port(); // it is there before the children
    std::vector<pid_t> children;
    for (int w = 0; w < 8; ++w) {
        auto const child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto const kept = postgres_store::open(where);
            if (!kept) _exit(1);
            auto d = desk_over(**kept);
            auto const name = std::to_string(w);
            _exit(d.handle(customer, report_of(name, "r" + name)) ? 0 : 2);
        }
        children.push_back(child);
    }
    for (auto const child : children) {
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    auto const kept = opened(where);
    CHECK(*kept->size() == 8);
    check_sound(*kept);
}
