// SPDX-License-Identifier: BSL-1.0
// The desk over PostgreSQL: retries, commands that come twice at once, snapshots that lie, damage.
#include "contract/many_desks.hpp"
#include "contract/postgres/server_here.hpp"
#include "support/passing_on.hpp"

#include <barrier>

using namespace amends;
using namespace amends::testing;

namespace {

/// Counts what is read of a case, to see whether a snapshot spared it.
std::size_t entries_read(postgres_options const& how, case_file& into) {
    struct counting final : passing_on {
        using passing_on::passing_on;
        std::size_t visited = 0;
        result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                          entry_visitor const& visit) override {
            return real.read(on, from, to, [&](stored_entry const& e) {
                ++visited;
                return visit(e);
            });
        }
    };
    auto const kept = opened(how);
    counting counted(*kept);
    auto d = desk_over(counted, {.snapshot_every = 10});
    into = *d.file("41");
    return counted.visited;
}

} // namespace

TEST_CASE("a retry over PostgreSQL gets the first answer") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    outcome first;
    {
        auto const kept = opened(how);
        auto d = desk_over(*kept);
        REQUIRE(d.handle(customer, report_of("41", "k0")).has_value());
        first = *d.handle(agent, note_on("41", "k1", "called"));
        REQUIRE(d.handle(agent, note_on("41", "k2", "wrote")).has_value());
    }
    auto const kept = opened(how);
    auto d = desk_over(*kept);
    CHECK(*d.handle(agent, note_on("41", "k1", "called")) == first);
    CHECK(d.handle(agent, note_on("41", "k1", "rang")).error().code == errc::command_id_reused);
    CHECK(d.handle(customer, report_of("42", "k1")).error().code == errc::command_id_reused);
    CHECK(*kept->size() == 3);
    check_sound(*kept);
}

TEST_CASE("a command that eight desks are given at once is kept once", "[threads]") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    constexpr int desks = 8, commands = 20;
    std::vector<std::unique_ptr<postgres_store>> stores;
    for (int i = 0; i < desks / 2; ++i) stores.push_back(opened(how));
    report_cases(*stores[0]);
    std::barrier together(desks);
    std::vector<std::vector<std::string>> answers(desks);
    std::vector<std::thread> threads;
    for (int i = 0; i < desks; ++i)
        threads.emplace_back([&, i] {
            auto d = desk_over(*stores[std::size_t(i) % stores.size()], {.conflict_retries = 100});
            for (int n = 0; n < commands; ++n) {
                together.arrive_and_wait();
                auto const id = "same " + std::to_string(n);
                auto const said =
                    d.handle(agent, note_on(std::to_string(n % shared_cases), id, "called"));
                auto const* done = said ? std::get_if<accepted>(&*said) : nullptr;
                answers[std::size_t(i)].push_back(done != nullptr ? std::to_string(done->version)
                                                  : said          ? "refused"
                                                                  : said.error().message);
            }
        });
    for (auto& t : threads) t.join();
    for (auto const& one : answers) CHECK(one == answers.front());
    CHECK(answers.front().front() == "2");
    CHECK(*stores[0]->size() == std::uint64_t(shared_cases + commands));
    check_sound(*stores[0]);
}

TEST_CASE("a sound snapshot in PostgreSQL spares reading and a wrong one is dropped") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    {
        auto const kept = opened(how);
        auto d = desk_over(*kept, {.snapshot_every = 10});
        REQUIRE(d.handle(customer, report_of("41", "k0")).has_value());
        for (int i = 1; i < 35; ++i)
            REQUIRE(d.handle(agent, note_on("41", "k" + std::to_string(i), "called")).has_value());
    }
    case_file right;
    CHECK(entries_read(how, right) < 10);
    CHECK(right.version == 35);

    server().sql(in(how) + "CREATE TABLE as_it_was AS SELECT * FROM snapshots");
    for (auto const* damage : {
             "content = ''",
             "content = substring(content FROM 2)",
             "content = set_byte(content, 5, 255 - get_byte(content, 5))",
             "checksum = ''",
             "checksum = sha256('')",
             "head = sha256('')",
             "lifecycle = sha256('')",
             "sequence = sequence - 1",
             "sequence = 99",
             "sequence = -1",
             "name = '42'",
         }) {
        server().sql(in(how) +
                     "DELETE FROM snapshots; "
                     "INSERT INTO snapshots SELECT * FROM as_it_was; "
                     "UPDATE snapshots SET " +
                     damage);
        INFO(damage);
        case_file rebuilt;
        CHECK(entries_read(how, rebuilt) >= 35);
        CHECK(rebuilt == right);
    }
}

TEST_CASE("an entry that was changed in the database is damage and not history") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const kept = opened(how);
    {
        auto d = desk_over(*kept);
        REQUIRE(d.handle(customer, report_of("41", "k0")).has_value());
        REQUIRE(d.handle(agent, note_on("41", "k1", "refund 10")).has_value());
    }
    server().sql(in(how) + "UPDATE entries SET bytes = set_byte(bytes, length(bytes) - 1, "
                           "(get_byte(bytes, length(bytes) - 1) + 1) % 256) WHERE sequence = 2");
    auto d = desk_over(*kept);
    CHECK(d.file("41").error().code == errc::damaged_trail);
    CHECK(d.handle(agent, note_on("41", "k2", "more")).error().code == errc::damaged_trail);
    trail_verifier verifier;
    std::optional<damage> bad;
    REQUIRE(kept->scan(0, [&](stored_entry const& e) { return !(bad = verifier.check(e)); }));
    CHECK(bad.has_value());
}

TEST_CASE("a case that was written to PostgreSQL under another lifecycle is not carried on") {
    AMENDS_NEEDS_POSTGRES();
    auto const kept = opened(new_store());
    auto d = desk_over(*kept);
    REQUIRE(d.handle(customer, report_of("41", "k0")).has_value());
    bytes content;
    entry e = d.trail("41")->front();
    e.on = "42";
    e.command = "k1";
    e.lifecycle = sha256_of("another lifecycle");
    encode(e, content);
    new_entry const other{"42", 1, "k1", sha256{}.of_leaf(content), content};
    REQUIRE(kept->append({&other, 1}).has_value());

    CHECK(d.file("42").error().code == errc::lifecycle_mismatch);
    CHECK(d.handle(agent, note_on("42", "k2", "called")).error().code == errc::lifecycle_mismatch);
    CHECK(d.file("41").has_value());
}

TEST_CASE("a desk over PostgreSQL sees what another desk did to a case that it has in memory") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const here = opened(how);
    auto const there = opened(how);
    auto one = desk_over(*here);
    auto other = desk_over(*there);
    REQUIRE(one.handle(customer, report_of("41", "k0")).has_value());
    REQUIRE(other.handle(agent, note_on("41", "k1", "called")).has_value());

    CHECK(one.file("41")->version == 2);
    REQUIRE(other.handle(agent, note_on("41", "k2", "wrote")).has_value());
    auto seen_there = note_on("41", "k3", "visited");
    seen_there.expected = 3;
    CHECK(std::get<accepted>(*one.handle(agent, seen_there)).version == 4);

    auto too_late = note_on("41", "k4", "rang");
    too_late.expected = 3;
    CHECK(other.handle(agent, too_late).error() ==
          error{errc::version_conflict, "expected version 3, found 4 (case 41)"});
    check_sound(*there);
}
