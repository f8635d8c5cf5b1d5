// SPDX-License-Identifier: BSL-1.0
// The raw files of a SQLite store: no text is in them, and after an erasure no key either.
#include <amends/store/sqlite.hpp>

#include "contract/customers_in_files.hpp"
#include "contract/raw_files.hpp"
#include "contract/scratch.hpp"

#include <sqlite3.h>

using namespace amends;
using namespace amends::testing;

TEST_CASE("no text stands in the files of a store, before and after an erasure, and then no key") {
    scratch const folder;
    auto const path = folder / "kept.db";
    auto const sealed = sqlite_store::open({.path = path, .drain_wal_pages = 40});
    REQUIRE(sealed.has_value());
    auto& kept = **sealed;
    auto at = desk_with_keys(kept);
    constexpr int customers = 300; // enough for the table of keys to grow over many pages
    for (int i = 0; i < customers; ++i) work(at, i);

    std::vector<subject_key> keys;
    for (int i = 0; i < customers; ++i) keys.push_back(*kept.keys()->key_for(customer_number(i)));
    auto before = raw_files(path);
    for (int i = 0; i < customers; ++i) {
        INFO(i);
        REQUIRE_FALSE(has(before, words_of(i)));
        // While the keys are kept this is how they stand there: the search would find them.
        REQUIRE(has(before, as_text(keys[std::size_t(i)].cipher)));
        REQUIRE(has(before, as_text(keys[std::size_t(i)].salt)));
    }

    std::vector<int> erased{0, 1, 57, 58, 150, 299};
    for (int const i : erased) {
        auto const done = at.erase(agent, {customer_number(i), "asked for"});
        REQUIRE(done.has_value());
        REQUIRE(done->erased);
        auto const after = raw_files(path);
        INFO(i);
        CHECK_FALSE(has(after, words_of(i)));
        CHECK_FALSE(has(after, as_text(keys[std::size_t(i)].cipher)));
        CHECK_FALSE(has(after, as_text(keys[std::size_t(i)].salt)));
        // No half of it either, wherever a page was cut.
        CHECK_FALSE(has(after, as_text(keys[std::size_t(i)].cipher).substr(0, 16)));
        CHECK_FALSE(has(after, as_text(keys[std::size_t(i)].salt).substr(16)));
    }
    // What was destroyed stays so while the store goes on, and nobody else lost anything.
    for (int i = customers; i < customers + 50; ++i) work(at, i);
    REQUIRE(kept.drain_wal().has_value());
    auto const after = raw_files(path);
    for (int i = 0; i < customers; ++i) {
        auto const gone = std::find(erased.begin(), erased.end(), i) != erased.end();
        INFO(i);
        REQUIRE(has(after, as_text(keys[std::size_t(i)].cipher)) != gone);
        REQUIRE(at.file(case_number(i))->contact.experienced == (gone ? "" : words_of(i)));
    }
    check_sound(kept);
}

TEST_CASE("a store that was closed and opened again after an erasure holds nothing either") {
    scratch const folder;
    auto const path = folder / "kept.db";
    subject_key key;
    {
        auto const kept = *sqlite_store::open({.path = path});
        auto at = desk_with_keys(*kept);
        work(at, 1);
        key = *kept->keys()->key_for(customer_number(1));
    }
    CHECK(has(raw_files(path), as_text(key.cipher)));
    {
        auto const kept = *sqlite_store::open({.path = path});
        auto at = desk_with_keys(*kept);
        CHECK(at.file(case_number(1))->contact.experienced == words_of(1));
        REQUIRE(at.erase(agent, {customer_number(1), "asked for"})->erased);
    }
    auto const after = raw_files(path);
    CHECK_FALSE(has(after, as_text(key.cipher)));
    CHECK_FALSE(has(after, as_text(key.salt)));
    CHECK_FALSE(has(after, words_of(1)));
    auto const kept = *sqlite_store::open({.path = path});
    auto at = desk_with_keys(*kept);
    CHECK(at.file(case_number(1))->contact.experienced.empty());
    CHECK(at.trail(case_number(1))->front().texts == texts_are::erased);
}

TEST_CASE("a reader in the way delays the erasure of the log, and asking again finishes it") {
    scratch const folder;
    auto const path = folder / "kept.db";
    auto const kept = *sqlite_store::open(
        {.path = path, .busy_timeout = std::chrono::milliseconds(20), .drain_wal_pages = 100000});
    auto at = desk_with_keys(*kept);
    work(at, 1);
    auto const key = *kept->keys()->key_for(customer_number(1));

    sqlite3* reader = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &reader) == SQLITE_OK);
    REQUIRE(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM entries", nullptr, nullptr,
                         nullptr) == SQLITE_OK);
    auto const said = at.erase(agent, {customer_number(1), "asked for"});
    REQUIRE(said.has_error());
    CHECK(said.error().code == errc::store_busy);
    CHECK(has(raw_files(path), as_text(key.cipher))); // in the log
    REQUIRE(sqlite3_exec(reader, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_close(reader) == SQLITE_OK);

    auto const again = at.erase(agent, {customer_number(1), "asked for"});
    REQUIRE(again.has_value());
    CHECK(again->erased);
    CHECK(again->cases.empty());
    CHECK_FALSE(has(raw_files(path), as_text(key.cipher)));
    CHECK_FALSE(has(raw_files(path), as_text(key.salt)));
}

TEST_CASE(
    "a key that was taken over goes with the others, also while another store has the file open") {
    scratch const folder;
    auto const path = folder / "kept.db";
    auto const kept = *sqlite_store::open({.path = path});
    auto const other = *sqlite_store::open({.path = path});
    auto at = desk_with_keys(*kept), reads = desk_with_keys(*other);
    memory_keys elsewhere;
    auto const taken = *elsewhere.key_for(customer_number(1));
    REQUIRE(kept->keys()->adopt(customer_number(1), {key_state::current, taken}).has_value());
    work(at, 1);
    auto const mine = *kept->keys()->key_for(customer_number(1));
    CHECK(reads.trail(case_number(1))->front().texts == texts_are::opened);
    auto const before = raw_files(path);
    for (auto const& secret : {taken.cipher, taken.salt, mine.cipher, mine.salt})
        CHECK(has(before, as_text(secret)));

    REQUIRE(at.erase(agent, {customer_number(1), "asked for"})->erased);
    auto const after = raw_files(path);
    for (auto const& secret : {taken.cipher, taken.salt, mine.cipher, mine.salt})
        CHECK_FALSE(has(after, as_text(secret)));
    CHECK(reads.trail(case_number(1))->front().texts == texts_are::erased);
}
