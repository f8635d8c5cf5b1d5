// SPDX-License-Identifier: BSL-1.0
// The desk over a SQLite file: retries after reopening, snapshots that lie, another lifecycle.
#include <amends/store/sqlite.hpp>

#include "contract/by_hand.hpp"
#include "contract/desk_at_work.hpp"
#include "contract/scratch.hpp"
#include "support/passing_on.hpp"

#include <sqlite3.h>

using namespace amends;
using namespace amends::testing;

namespace {

/// Counts what is read of a case, to see whether a snapshot spared it.
std::size_t entries_read(std::filesystem::path const& file, case_file& into) {
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
    auto const kept = *sqlite_store::open({.path = file});
    counting counted(*kept);
    auto d = desk_over(counted, {.snapshot_every = 10});
    into = *d.file("41");
    return counted.visited;
}

} // namespace

TEST_CASE("a retry after the file was reopened gets the first answer") {
    scratch const folder;
    outcome first;
    {
        auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
        auto d = desk_over(*kept);
        REQUIRE(d.handle(customer, report_of("41", "k0")).has_value());
        first = *d.handle(agent, note_on("41", "k1", "called"));
        REQUIRE(d.handle(agent, note_on("41", "k2", "wrote")).has_value());
    }
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    auto d = desk_over(*kept);
    CHECK(*d.handle(agent, note_on("41", "k1", "called")) == first);
    CHECK(d.handle(agent, note_on("41", "k1", "rang")).error().code == errc::command_id_reused);
    CHECK(d.handle(customer, report_of("42", "k1")).error().code == errc::command_id_reused);
    CHECK(*kept->size() == 3);
    check_sound(*kept);
}

TEST_CASE("a sound snapshot spares reading and a wrong one is dropped") {
    scratch const folder;
    {
        auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
        auto d = desk_over(*kept, {.snapshot_every = 10});
        REQUIRE(d.handle(customer, report_of("41", "k0")).has_value());
        for (int i = 1; i < 35; ++i)
            REQUIRE(d.handle(agent, note_on("41", "k" + std::to_string(i), "called")).has_value());
    }
    auto const untouched = folder / "kept.db";
    case_file right;
    auto const few = entries_read(untouched, right);
    CHECK(right.version == 35);
    CHECK(few < 10);

    for (auto const* damage : {
             "content = zeroblob(length(content))",
             "content = x''",
             "content = substr(content, 1, length(content) - 1)",
             "checksum = zeroblob(32)",
             "checksum = x'00'",
             "head = zeroblob(32)",
             "lifecycle = zeroblob(32)",
             "sequence = sequence - 1",
             "sequence = 99",
             "sequence = 0",
             "name = '42'",
         }) {
        auto const file = folder / "damaged.db";
        std::filesystem::copy_file(untouched, file,
                                   std::filesystem::copy_options::overwrite_existing);
        by_hand(file).run("UPDATE snapshots SET " + std::string(damage));
        INFO(damage);
        case_file rebuilt;
        CHECK(entries_read(file, rebuilt) >= 35);
        CHECK(rebuilt == right);
    }
}

TEST_CASE("a snapshot of another case under this name is not believed") {
    scratch const folder;
    {
        auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
        auto d = desk_over(*kept, {.snapshot_every = 2});
        for (auto const* on : {"41", "42"}) {
            REQUIRE(d.handle(customer, report_of(on, std::string("r") + on)).has_value());
            for (int i = 0; i < 4; ++i)
                REQUIRE(d.handle(agent, note_on(on, on + std::to_string(i), on)).has_value());
        }
    }
    by_hand(folder / "kept.db")
        .run("DELETE FROM snapshots WHERE name = '41';"
             "UPDATE snapshots SET name = '41'");
    case_file file;
    entries_read(folder / "kept.db", file);
    CHECK(file.id == case_id("41"));
    CHECK(file.version == 5);
}

TEST_CASE("an entry that was changed in the file is damage and not history") {
    scratch const folder;
    {
        auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
        auto d = desk_over(*kept);
        REQUIRE(d.handle(customer, report_of("41", "k0")).has_value());
        REQUIRE(d.handle(agent, note_on("41", "k1", "refund 10")).has_value());
    }
    by_hand(folder / "kept.db")
        .run("UPDATE entries SET bytes = CAST(replace(bytes, 'refund 10', 'refund 99') AS BLOB)");
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    auto d = desk_over(*kept);
    CHECK(d.file("41").error().code == errc::damaged_trail);
    CHECK(d.handle(agent, note_on("41", "k2", "more")).error().code == errc::damaged_trail);
    trail_verifier verifier;
    std::optional<damage> bad;
    REQUIRE(kept->scan(0, [&](stored_entry const& e) { return !(bad = verifier.check(e)); }));
    CHECK(bad.has_value());
}

TEST_CASE("a case written under another lifecycle is not carried on by accident") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    auto d = desk_over(*kept);
    REQUIRE(d.handle(customer, report_of("41", "k0")).has_value());
    std::vector<std::byte> bytes;
    entry e = d.trail("41")->front();
    e.on = "42";
    e.command = "k1";
    e.lifecycle = sha256_of("another lifecycle");
    encode(e, bytes);
    new_entry const other{"42", 1, "k1", sha256{}.of_leaf(bytes), bytes};
    REQUIRE(kept->append({&other, 1}).has_value());

    CHECK(d.file("42").error().code == errc::lifecycle_mismatch);
    CHECK(d.handle(agent, note_on("42", "k2", "called")).error().code == errc::lifecycle_mismatch);
    CHECK(d.file("41").has_value());
}

TEST_CASE("a desk sees what another desk did to a case that it has in memory") {
    scratch const folder;
    auto const here = *sqlite_store::open({.path = folder / "kept.db"});
    auto const there = *sqlite_store::open({.path = folder / "kept.db"});
    auto one = desk_over(*here);
    auto other = desk_over(*there);
    REQUIRE(one.handle(customer, report_of("41", "k0")).has_value());
    REQUIRE(other.handle(agent, note_on("41", "k1", "called")).has_value());

    CHECK(one.file("41")->version == 2);
    REQUIRE(other.handle(agent, note_on("41", "k2", "wrote")).has_value());
    auto seen_there = note_on("41", "k3", "visited");
    seen_there.expected = 3;
    auto const answer = one.handle(agent, seen_there);
    INFO((answer ? std::string() : answer.error().message));
    REQUIRE(answer.has_value());
    CHECK(std::get<accepted>(*answer).version == 4);

    auto too_late = note_on("41", "k4", "rang");
    too_late.expected = 3;
    CHECK(other.handle(agent, too_late).error() ==
          error{errc::version_conflict, "expected version 3, found 4 (case 41)"});
    check_sound(*there);
}
