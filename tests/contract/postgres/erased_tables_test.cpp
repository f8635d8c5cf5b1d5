// SPDX-License-Identifier: BSL-1.0
// The raw files of a server: no text is in them, and after an erasure no key is in a table's either.
#include "contract/customers_in_files.hpp"
#include "contract/key_store_contract.hpp"
#include "contract/postgres/server_here.hpp"
#include "contract/scratch.hpp"
#include "contract/two_years.hpp"

#include <amends/store/sqlite.hpp>

#include <fstream>
#include <sstream>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string content_of(std::filesystem::path const& folder, bool with_log) {
    std::ostringstream all;
    for (auto at = std::filesystem::recursive_directory_iterator(folder);
         at != std::filesystem::recursive_directory_iterator(); ++at) {
        if (!with_log && at->path().filename() == "pg_wal") at.disable_recursion_pending();
        else if (at->is_regular_file() && at->file_size() != 0)
            all << std::ifstream(at->path(), std::ios::binary).rdbuf();
    }
    return all.str();
}
/// Everything that the server keeps, but for its write-ahead log: tables, indexes, statistics.
std::string raw_tables(postgres_server const& of) { return content_of(of.data(), false); }
std::string raw_log(postgres_server const& of) { return content_of(of.data() / "pg_wal", true); }

void check_no_key(std::string const& raw, subject_key const& key) {
    CHECK_FALSE(has(raw, as_text(key.cipher)));
    CHECK_FALSE(has(raw, as_text(key.salt)));
    // No half of it either, wherever a page was cut.
    CHECK_FALSE(has(raw, as_text(key.cipher).substr(0, 16)));
    CHECK_FALSE(has(raw, as_text(key.salt).substr(16)));
}

// As docs/operations.md has it.
constexpr auto files_of_no_table =
    "SELECT count(*) FROM pg_ls_dir('base/' || (SELECT oid FROM pg_database "
    "WHERE datname = current_database())) AS name WHERE name ~ '^[0-9]+$' "
    "AND pg_filenode_relation(0, name::oid) IS NULL";

} // namespace

TEST_CASE("no text stands in the server's tables, before and after an erasure, and then no key") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server mine({"wal_recycle=off"});
    auto const how = new_store(mine);
    auto const kept = opened(how);
    auto at = desk_with_keys(*kept);
    constexpr int customers = 120;
    for (int i = 0; i < customers; ++i) work(at, i);

    std::vector<subject_key> keys;
    for (int i = 0; i < customers; ++i) keys.push_back(*kept->keys()->key_for(customer_number(i)));
    mine.sql("ANALYZE"); // statistics are copies of values
    mine.sql("CHECKPOINT");
    auto const before = raw_tables(mine);
    for (int i = 0; i < customers; ++i) {
        INFO(i);
        REQUIRE_FALSE(has(before, words_of(i)));
        // While the keys are kept this is how they stand there: the search would find them.
        auto const place = before.find(as_text(keys[std::size_t(i)].cipher));
        REQUIRE(place != before.npos);
        REQUIRE(has(before, as_text(keys[std::size_t(i)].salt)));
        // Once, and so in nothing but their row.
        REQUIRE(before.find(as_text(keys[std::size_t(i)].cipher), place + 1) == before.npos);
    }

    // Somebody looks at the database as it was before: no vacuum may clear up what they might see.
    postgres_session looking(mine.url());
    looking("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM " + how.schema + ".cases");
    std::vector<std::size_t> const erased{0, 1, 57, 119};
    for (auto const i : erased) {
        INFO(i);
        auto const done = at.erase(agent, {customer_number(int(i)), "asked for"});
        INFO((done ? "done" : done.error().message));
        REQUIRE(done.has_value());
        REQUIRE(done->erased);
        check_no_key(raw_tables(mine), keys[i]); // as it is answered
        mine.sql("ANALYZE");
        mine.sql("CHECKPOINT");
        check_no_key(raw_tables(mine), keys[i]);
    }
    looking("COMMIT");

    // What was destroyed stays so over a restart and while the store goes on, and nobody else lost
    // anything.
    mine.stop();
    mine.start();
    for (int i = customers; i < customers + 20; ++i) work(at, i);
    mine.sql("CHECKPOINT");
    auto const after = raw_tables(mine);
    for (int i = 0; i < customers; ++i) {
        auto const gone = std::ranges::find(erased, std::size_t(i)) != erased.end();
        INFO(i);
        REQUIRE(has(after, as_text(keys[std::size_t(i)].cipher)) != gone);
        REQUIRE(at.file(case_number(i))->contact.experienced == (gone ? "" : words_of(i)));
        REQUIRE_FALSE(has(after, words_of(i)));
    }
    check_sound(*kept);
    CHECK(mine.sql(files_of_no_table) == "0");
}

TEST_CASE("the server's log holds a destroyed key until its segments are dropped") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server mine({"wal_recycle=off"});
    auto const kept = opened(new_store(mine));
    auto at = desk_with_keys(*kept);
    work(at, 1);
    auto const key = *kept->keys()->key_for(customer_number(1));
    auto const other = *kept->keys()->key_for(customer_number(2));
    append_one(*kept);
    REQUIRE(at.erase(agent, {customer_number(1), "asked for"})->erased);
    CHECK(has(raw_log(mine), as_text(key.cipher)));

    // As docs/personal_data.md has it.
    mine.sql("SELECT pg_switch_wal()");
    mine.sql("CHECKPOINT");
    check_no_key(raw_log(mine), key);
    check_no_key(raw_tables(mine), key);
    CHECK(*kept->keys()->key_for(customer_number(2)) == other);
    CHECK(has(raw_tables(mine), as_text(other.cipher)));
    // A server that is killed now reads nothing back from its log.
    mine.kill();
    mine.start();
    mine.sql("CHECKPOINT");
    check_no_key(raw_tables(mine), key);
    CHECK(kept->keys()->find(key.id)->state == key_state::destroyed);
    CHECK(at.file(case_number(1))->contact.experienced.empty());
}

TEST_CASE("a key that was destroyed just before the server was killed does not come back") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server mine;
    auto const kept = opened(new_store(mine));
    auto at = desk_with_keys(*kept);
    work(at, 1);
    auto const key = *kept->keys()->key_for(customer_number(1));
    mine.sql("CHECKPOINT");
    REQUIRE(at.erase(agent, {customer_number(1), "asked for"})->erased);
    mine.kill();
    mine.start(); // and does what its log says once more
    check_no_key(raw_tables(mine), key);
    mine.sql("CHECKPOINT");
    check_no_key(raw_tables(mine), key);
    CHECK(kept->keys()->find(key.id)->state == key_state::destroyed);
}

TEST_CASE("a file that a killed server left of a table being written anew is found") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server mine;
    auto const how = new_store(mine);
    auto const kept = opened(how);
    (void)kept->keys()->key_for("c1");
    append_one(*kept);
    CHECK(mine.sql(files_of_no_table) == "0");
    postgres_session rewriting(mine.url());
    rewriting("BEGIN; ALTER TABLE " + how.schema +
              ".keys ALTER COLUMN secret TYPE bytea USING secret || ''::bytea");
    mine.sql("CHECKPOINT");
    mine.kill();
    mine.start();
    CHECK(mine.sql(files_of_no_table) != "0");
}

TEST_CASE("somebody who reads the keys delays their destruction, and asking again finishes it") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.busy_timeout = std::chrono::milliseconds(50);
    auto const kept = opened(how);
    auto at = desk_with_keys(*kept);
    work(at, 1);
    auto const key = *kept->keys()->key_for(customer_number(1));
    postgres_session reading(server().url());
    reading("BEGIN; SELECT count(*) FROM " + how.schema + ".keys");
    auto const said = at.erase(agent, {customer_number(1), "asked for"});
    REQUIRE(said.has_error());
    CHECK(said.error().code == errc::store_busy);
    CHECK_THAT(said.error().message, ContainsSubstring("expected a table of keys that can be "
                                                       "written anew, found canceling statement "
                                                       "due to lock timeout"));
    server().sql("CHECKPOINT");
    CHECK(has(raw_tables(server()), as_text(key.cipher)));
    reading("COMMIT");

    auto const again = at.erase(agent, {customer_number(1), "asked for"});
    REQUIRE(again.has_value());
    CHECK(again->erased);
    CHECK(again->cases.empty());
    server().sql("CHECKPOINT");
    check_no_key(raw_tables(server()), key);
}

TEST_CASE("a role that does not own the keys cannot destroy them and says so") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    auto const owner = opened(how);
    server().sql("CREATE ROLE counter LOGIN PASSWORD 'counter'");
    server().sql("GRANT USAGE ON SCHEMA " + how.schema +
                 " TO counter; GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA " + how.schema +
                 " TO counter");
    how.url =
        "postgres://counter:counter@127.0.0.1:" + std::to_string(server().port()) + "/postgres";
    auto const kept = opened(how);
    auto at = desk_with_keys(*kept);
    work(at, 1);
    auto const key = *kept->keys()->key_for(customer_number(1));
    auto const said = at.erase(agent, {customer_number(1), "asked for"});
    REQUIRE(said.has_error());
    CHECK(said.error().code == errc::store_failed);
    CHECK_THAT(said.error().message, ContainsSubstring("must be owner of table keys") ||
                                         ContainsSubstring("permission denied for table keys"));
    CHECK(owner->keys()->find(key.id)->state == key_state::retired);
    // The owner finishes what was begun.
    auto theirs = desk_with_keys(*owner);
    CHECK(theirs.erase(agent, {customer_number(1), "asked for"})->erased);
    CHECK(owner->keys()->find(key.id)->state == key_state::destroyed);
}

TEST_CASE("a customer is erased in a frozen PostgreSQL log and in the one that goes on") {
    AMENDS_NEEDS_POSTGRES();
    auto const frozen = opened(new_store()), fresh = opened(new_store());
    two_years y(*frozen, *fresh);
    auto const key = *frozen->keys()->key_for("c1");
    server().sql("CHECKPOINT");
    CHECK(has(raw_tables(server()), as_text(key.cipher)));
    erase_across_logs(y);
    server().sql("CHECKPOINT");
    check_no_key(raw_tables(server()), key);
}

TEST_CASE("a customer is erased in a frozen SQLite file and in PostgreSQL, which goes on") {
    AMENDS_NEEDS_POSTGRES();
    scratch const folder;
    auto const frozen = *sqlite_store::open({.path = folder / "2026.db"});
    auto const fresh = opened(new_store());
    two_years y(*frozen, *fresh);
    erase_across_logs(y);
}
