// SPDX-License-Identifier: BSL-1.0
// Every byte that a SQLite store keeps of an entry, changed by hand: found, located and named.
#include <amends/store/sqlite.hpp>
#include <amends/store/verify_log.hpp>

#include "contract/by_hand.hpp"
#include "contract/scratch.hpp"
#include "contract/seed.hpp"
#include "support/front_desk.hpp"
#include "support/raw_log.hpp"
#include "support/some_keys.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <random>

using namespace amends;
using namespace amends::testing;

namespace {

struct kept_row {
    std::uint64_t log_index;
    std::string on;
    std::uint64_t sequence;
    std::string command;
    digest hash;
    bytes content;

    explicit kept_row(stored_entry const& e)
        : log_index(e.log_index),
          on(e.on.str()),
          sequence(e.sequence),
          command(e.command.str()),
          hash(e.hash),
          content(e.bytes.begin(), e.bytes.end()) {}
    friend bool operator==(kept_row const&, kept_row const&) = default;
};

std::vector<kept_row> rows_of(store& in) {
    std::vector<kept_row> all;
    (void)in.scan(0, [&](stored_entry const& e) {
        all.emplace_back(e);
        return true;
    });
    return all;
}

/// Three cases, in turn, with a checkpoint, in a file that nobody has open.
std::filesystem::path damaged_by_hand(scratch const& folder) {
    cases::front_desk d;
    d.record(d.customer, cases::a_problem(), "41");
    d.until_reported(cases::a_query(), "42");
    d.until_explained("43");
    d.record(d.ann, cases::a_take(), "41");
    auto const file = folder / "kept.db";
    auto const kept = *sqlite_store::open({.path = file});
    (void)d.kept.scan(0, [&](stored_entry const& e) {
        new_entry const one{.on = e.on,
                            .sequence = e.sequence,
                            .command = e.command,
                            .hash = e.hash,
                            .bytes = e.bytes};
        return kept->append({&one, 1}).has_value();
    });
    REQUIRE(kept->size().value() == d.kept.size().value());
    REQUIRE(notary(*kept, key_of("example.org/log")).sign().has_value());
    return file;
}

std::string of_row(kept_row const& row) {
    return " WHERE log_index=" + std::to_string(row.log_index);
}

damage first_in(store& kept) {
    auto const found = verify_log(kept);
    INFO((found ? std::string() : found.error().message));
    REQUIRE(found.has_value());
    REQUIRE(found->first.has_value());
    REQUIRE_FALSE(found->first->message.empty());
    return *found->first;
}

} // namespace

TEST_CASE("every changed byte of every entry and of every hash in a file is found and located") {
    scratch const folder;
    auto const file = damaged_by_hand(folder);
    auto const kept = *sqlite_store::open({.path = file});
    auto const rows = rows_of(*kept);
    by_hand hand(file);
    hand.run("PRAGMA synchronous=OFF");
    for (auto const& row : rows) {
        auto content = row.content;
        for (auto& b : content) {
            b ^= std::byte{0x10};
            hand.run("UPDATE entries SET bytes=?" + of_row(row), content);
            b ^= std::byte{0x10};
            auto const found = first_in(*kept);
            REQUIRE(found.kind == damage_kind::hash);
            REQUIRE(found.log_index == row.log_index);
            REQUIRE(found.on.str() == row.on);
            REQUIRE(found.sequence == row.sequence);
        }
        hand.run("UPDATE entries SET bytes=?" + of_row(row), row.content);
        auto hash = row.hash;
        for (auto& b : hash.bytes) {
            b ^= std::byte{1};
            hand.run("UPDATE entries SET hash=?" + of_row(row), hash.bytes);
            b ^= std::byte{1};
            auto const found = first_in(*kept);
            REQUIRE(found.kind == damage_kind::hash);
            REQUIRE(found.log_index == row.log_index);
        }
        hand.run("UPDATE entries SET hash=?" + of_row(row), row.hash.bytes);
    }
    CHECK_FALSE(verify_log(*kept)->first.has_value());
}

TEST_CASE("every changed place, name and end in a file is found and located") {
    scratch const folder;
    auto const file = damaged_by_hand(folder);
    auto const kept = *sqlite_store::open({.path = file});
    auto const rows = rows_of(*kept);
    by_hand hand(file);
    hand.run("PRAGMA synchronous=OFF");
    auto const after = [&](std::string const& change, std::string const& undone) {
        INFO(change);
        hand.run(change);
        auto const found = first_in(*kept);
        hand.run(undone);
        REQUIRE_FALSE(verify_log(*kept)->first.has_value());
        return found;
    };
    for (auto const& row : rows) {
        auto const index = std::to_string(row.log_index);
        auto const moved = after("UPDATE entries SET log_index=100" + of_row(row),
                                 "UPDATE entries SET log_index=" + index + " WHERE log_index=100");
        CHECK((moved.kind == damage_kind::gap || moved.kind == damage_kind::count));
        CHECK((moved.log_index == row.log_index + 1 || moved.log_index == 100));

        auto const sequence = after("UPDATE entries SET sequence=sequence+50" + of_row(row),
                                    "UPDATE entries SET sequence=sequence-50" + of_row(row));
        CHECK(sequence.kind == damage_kind::label);
        CHECK(sequence.log_index == row.log_index);

        auto const command =
            after("UPDATE entries SET command='another'" + of_row(row),
                  "UPDATE entries SET command='" + row.command + "'" + of_row(row));
        CHECK(command.kind == damage_kind::label);
        CHECK(command.log_index == row.log_index);

        // Under another case: its sequence is free there, or it would not be taken.
        auto const other = after(
            "UPDATE entries SET sequence=sequence+50, case_key=case_key%3+1" + of_row(row),
            "UPDATE entries SET sequence=sequence-50, case_key=(case_key+1)%3+1" + of_row(row));
        CHECK(other.kind == damage_kind::label);
        CHECK(other.log_index == row.log_index);
    }
    for (std::string const on : {"41", "42", "43"}) {
        auto const of_case = " WHERE name='" + on + "'";
        auto const end = after("UPDATE cases SET last_sequence=last_sequence+1" + of_case,
                               "UPDATE cases SET last_sequence=last_sequence-1" + of_case);
        CHECK(end.kind == damage_kind::head);
        CHECK(end.on.str() == on);
        auto const hash = kept->head(*case_id::parse(on)).value()->last_hash;
        auto changed = hash;
        for (auto& b : changed.bytes) {
            b ^= std::byte{1};
            hand.run("UPDATE cases SET last_hash=?" + of_case, changed.bytes);
            b ^= std::byte{1};
            auto const found = first_in(*kept);
            REQUIRE(found.kind == damage_kind::head);
            REQUIRE(found.on.str() == on);
        }
        hand.run("UPDATE cases SET last_hash=?" + of_case, hash.bytes);
        auto const renamed = after("UPDATE cases SET name='44'" + of_case,
                                   "UPDATE cases SET name='" + on + "' WHERE name='44'");
        CHECK(renamed.kind == damage_kind::label);
    }
}

TEST_CASE("every changed byte of a kept checkpoint is found, of the newest too") {
    scratch const folder;
    auto const file = damaged_by_hand(folder);
    auto const kept = *sqlite_store::open({.path = file});
    std::vector<verifying_key> const keys{key_of("example.org/log").verifier()};
    std::vector<std::pair<std::string, bytes>> both;
    REQUIRE(kept->beside("checkpoint",
                         [&](std::string_view name, byte_view some) {
                             both.emplace_back(name, bytes(some.begin(), some.end()));
                             return true;
                         })
                .has_value());
    REQUIRE(both.size() == 2);
    REQUIRE(both.front().first == "checkpoint");
    for (auto& [name, content] : both) {
        for (auto& b : content) {
            b ^= std::byte{1};
            REQUIRE(kept->keep_beside(name, content).has_value());
            b ^= std::byte{1};
            auto const found = verify_log(*kept, {.keys = keys});
            INFO(name);
            REQUIRE(found.has_value());
            REQUIRE(found->first.has_value());
            // A changed number of entries may lie beyond the log's end, too.
            REQUIRE((found->first->kind == damage_kind::signature ||
                     found->first->kind == damage_kind::count));
        }
        REQUIRE(kept->keep_beside(name, content).has_value());
    }
    CHECK_FALSE(verify_log(*kept, {.keys = keys})->first.has_value());
}

namespace {

/// Turns round the rows of a table that fits into one page, and puts the page's checksum right.
void turn_rows_round(std::filesystem::path const& file, std::string const& table) {
    auto const ask = "SELECT rootpage FROM sqlite_master WHERE name='" + table + "'";
    auto const number = std::stoul(by_hand(file).ask(ask).front());
    constexpr std::size_t page_size = 4096, leaf = 13; // FORMAT: SQLite's own
    bytes page(page_size);
    std::fstream in(file, std::ios::binary | std::ios::in | std::ios::out);
    auto const at = static_cast<std::streamoff>((number - 1) * page_size);
    in.seekg(at).read(reinterpret_cast<char*>(page.data()), page_size);
    REQUIRE(page[0] == std::byte{leaf});
    auto const rows = std::to_integer<std::size_t>(page[4]);
    REQUIRE(rows > 2);
    for (std::size_t i = 0; i < rows / 2; ++i)
        std::swap_ranges(&page[8 + 2 * i], &page[10 + 2 * i], &page[8 + 2 * (rows - 1 - i)]);
    auto const sum =
        sqlite::check_of_page(number, std::span(page).first(page_size - sqlite::page_check_size));
    std::memcpy(&page[page_size - sqlite::page_check_size], &sum, sizeof sum);
    in.seekp(at).write(reinterpret_cast<char const*>(page.data()), page_size);
}

} // namespace

TEST_CASE("rows that somebody put into another order are damage, and no reading without end") {
    scratch const folder;
    auto const file = folder / "kept.db";
    {
        auto const kept = *sqlite_store::open({.path = file});
        for (auto const* on : {"41", "42", "43"}) append_raw(*kept, 1, case_id::trusted(on));
    }
    auto visits = 0;
    turn_rows_round(file, "entries");
    {
        auto const kept = *sqlite_store::open({.path = file, .read_only = true});
        auto const log = kept->scan(0, [&](auto const&) { return ++visits < 100; });
        REQUIRE(log.has_error());
        CHECK(log.error().code == errc::store_damaged);
        CHECK_THAT(log.error().message, Catch::Matchers::ContainsSubstring("a later one, found "));
    }
    turn_rows_round(file, "cases");
    auto const kept = *sqlite_store::open({.path = file, .read_only = true});
    auto const heads = kept->heads([&](auto const&) { return ++visits < 100; });
    REQUIRE(heads.has_error());
    CHECK(heads.error().code == errc::store_damaged);
    CHECK_THAT(heads.error().message, Catch::Matchers::ContainsSubstring("expected a key above "));
    CHECK(visits < 10);
}

TEST_CASE("a log that somebody moved to the last index there is ends there") {
    scratch const folder;
    auto const file = folder / "kept.db";
    auto const kept = *sqlite_store::open({.path = file});
    append_raw(*kept, 2);
    by_hand(file).run("UPDATE entries SET log_index=9223372036854775807 WHERE log_index=1");
    auto visits = 0;
    auto const end = kept->scan(0, [&](auto const&) { return ++visits, true; });
    CHECK(end.value() == std::uint64_t{1} << 63);
    CHECK(visits == 2);
}

TEST_CASE("no changed bit of the file misleads whoever verifies by hashes alone") {
    scratch const folder;
    auto const file = damaged_by_hand(folder);
    std::vector<kept_row> rows;
    std::vector<case_head> heads;
    {
        auto const kept = *sqlite_store::open({.path = file});
        rows = rows_of(*kept);
        for (auto const& on : {case_id("41"), case_id("42"), case_id("43")})
            heads.push_back(*kept->head(on).value());
        REQUIRE(kept->drain_wal().has_value());
    }
    std::string whole;
    {
        std::ifstream in(file, std::ios::binary);
        whole.assign(std::istreambuf_iterator<char>(in), {});
    }
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    auto const copy = folder / "changed.db";
    auto errors = 0, found = 0, unharmed = 0;
    for (std::size_t at = random() % 29; at < whole.size(); at += 29) {
        auto const bit = random() % 8;
        auto damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
        for (auto const* beside : {"-wal", "-shm"}) std::filesystem::remove(copy.string() + beside);
        std::ofstream(copy, std::ios::binary | std::ios::trunc) << damaged;
        INFO("bit " << bit << " of byte " << at);
        auto const opened =
            sqlite_store::open({.path = copy, .read_only = true, .check_pages = false});
        if (!opened) {
            REQUIRE_FALSE(opened.error().message.empty());
            ++errors;
            continue;
        }
        auto& kept = **opened;
        auto const log = verify_log(kept);
        if (!log || log->first) {
            ++(log ? found : errors);
            continue;
        }
        // Whatever is answered now must be right.
        REQUIRE(rows_of(kept) == rows);
        for (auto const& head : heads) {
            auto const alone = verify_case(kept, head.on);
            if (!alone || alone->first) continue; // an index that lost a row says so
            REQUIRE(kept.head(head.on).value() == head);
            REQUIRE(alone->entries == head.last_sequence);
        }
        ++unharmed;
    }
    // Most of the file is entries and what finds them; the rest is free space and its indexes.
    CHECK(errors > 0);
    CHECK(found > 0);
    CHECK(unharmed > 0);
}
