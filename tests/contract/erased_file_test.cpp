// SPDX-License-Identifier: BSL-1.0
// The raw files of a SQLite store: no text is in them, and after an erasure no key either.
#include <amends/authority/retention.hpp>
#include <amends/store/sqlite.hpp>

#include "contract/desk_at_work.hpp"
#include "contract/scratch.hpp"
#include "support/cases.hpp"

#include <sqlite3.h>

#include <fstream>
#include <sstream>

using namespace amends;
using namespace amends::testing;

namespace {

/// Everything that stands in the store's files: the database, its log, the log's index.
std::string raw_files(std::filesystem::path const& path) {
    std::string all;
    for (auto const* suffix : {"", "-wal", "-shm", "-journal"}) {
        std::ifstream file(path.string() + suffix, std::ios::binary);
        std::ostringstream content;
        content << file.rdbuf();
        all += content.str();
    }
    return all;
}
bool has(std::string const& all, std::string_view some) { return all.find(some) != all.npos; }
std::string_view as_text(std::array<std::byte, 32> const& secret) {
    return {reinterpret_cast<char const*>(secret.data()), secret.size()};
}

struct may_everything {
    verdict judge(question const&) const {
        verdict v;
        v.add({"may_everything", "always", decision::granted, {}, {}});
        return v;
    }
};

customer_id customer_number(int i) { return customer_id::trusted("c" + std::to_string(i)); }
case_id case_number(int i) { return case_id::trusted("case " + std::to_string(i)); }
std::string words_of(int i) { return "words that only customer " + std::to_string(i) + " said."; }

/// A case that ends, with texts of the customer's in every fact, and one that is refused.
void work(desk& at, int i) {
    session const caller{{actor_id::trusted("c" + std::to_string(i)), side::customer, {}, {}, {}},
                         provenance::live};
    auto contact = cases::a_problem();
    contact.customer = customer_number(i);
    contact.experienced = words_of(i);
    contact.impact = words_of(i) + " Impact.";
    auto const on = case_number(i);
    REQUIRE(at.handle(caller, {on, {}, {}, contact}).has_value());
    REQUIRE(at.handle(agent, {on, {}, {}, take{words_of(i) + " Taken."}}).has_value());
    REQUIRE(at.handle(agent, {on, {}, {}, note{words_of(i) + " Noted."}}).has_value());
    REQUIRE(std::holds_alternative<refused>(
        *at.handle(agent, {on, {}, {}, answer{answer_kind::answered, words_of(i), ""}})));
    REQUIRE(at.handle(caller, {on, {}, {}, withdraw{words_of(i) + " Enough."}}).has_value());
}

desk desk_with_keys(store& kept) {
    desk_options how;
    how.clock = [t = std::int64_t{0}]() mutable {
        return instant(std::chrono::seconds(1'700'000'000 + t++));
    };
    how.keys = kept.keys();
    how.snapshot_every = 3;
    return {kept, may_everything{}, std::move(how)};
}

} // namespace

TEST_CASE("no text stands in the files of a store, before and after an erasure, and then no key") {
    scratch const folder;
    auto const path = folder / "kept.db";
    auto const sealed = sqlite_store::open({.path = path, .checkpoint_pages = 40});
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
    REQUIRE(kept.checkpoint().has_value());
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
        {.path = path, .busy_timeout = std::chrono::milliseconds(20), .checkpoint_pages = 100000});
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
