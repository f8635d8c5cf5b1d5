// SPDX-License-Identifier: BSL-1.0
// Servers, databases and schemas that are no sound store: each is an error that says both sides.
#include "contract/postgres/server_here.hpp"
#include "contract/store_contract.hpp"
#include "store/postgres_schema.hpp"

#include <thread>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

error opening(postgres_options how) {
    auto const made = postgres_store::open(std::move(how));
    REQUIRE(made.has_error());
    INFO(made.error().message);
    CHECK_THAT(made.error().message, !ContainsSubstring("secret") && !ContainsSubstring("\n"));
    return made.error();
}

std::string at_loopback() {
    return "(database postgres at 127.0.0.1:" + std::to_string(server().port()) + ")";
}

} // namespace

TEST_CASE("an address that is none is malformed") {
    for (auto const* url : {"", "postgres://[", "postgres://h:port/d", "host=a nonsense",
                            "postgres://h/d?no_such_setting=1"}) {
        auto const e = postgres_store::open({.url = url}).error();
        INFO(url << ": " << e.message);
        CHECK((e.code == errc::malformed || e.code == errc::store_failed));
        CHECK_THAT(e.message, ContainsSubstring("expected ") && ContainsSubstring(", found "));
    }
    CHECK(postgres_store::open({}).error() ==
          error{errc::malformed,
                "expected an address such as postgres://user@host/database, found an empty one"});
}

TEST_CASE("an address that cannot be read is not shown, since it may hold a password") {
    for (std::string const secret : {"postgres://u:secret@[::1/db",
                                     "postgres://u:secret%@h/db",
                                     "postgres://u:secret%2@h/db",
                                     "postgres://u:secret%zz@h/db",
                                     "postgres://u:secret%00@h/db",
                                     "postgres://u:s@secret@127.0.0.1:1/db",
                                     "postgres://u:s@b/secret@127.0.0.1:1/db",
                                     "postgres://u:secret/secret@127.0.0.1:1/db",
                                     "postgres://u:secret/x?secret@127.0.0.1:1",
                                     "postgres://u:secret",
                                     "postgres://u:secret/db",
                                     "postgres://u:secret?x=y",
                                     "postgres://a:1,b:secret/db",
                                     "postgres://[::1]:secret/db",
                                     "postgres://h/db?secret",
                                     "postgres://h/db?secret=1",
                                     "postgres://h/db?password=secret&x",
                                     "postgresql://u:secret@[h/db",
                                     "Postgres://u:secret@h/db",
                                     "postgres:/u:secret@h/db",
                                     "u:secret@h/db",
                                     "host=h password=my secret",
                                     "host=h secret=1",
                                     "host=h password='secret"}) {
        INFO(secret);
        auto const e = opening({.url = secret});
        CHECK(e.code == errc::malformed);
        CHECK_THAT(e.message, ContainsSubstring("expected ") && ContainsSubstring(", found "));
    }
    // Nobody answers there.
    for (std::string const secret :
         {"postgres://u:x?secret@127.0.0.1:1/db", "postgres://u:x?secret=y@127.0.0.1:1/db",
          "postgres://u:%73ecret%2F%40@127.0.0.1:1/db?password=secret@secret",
          "host=127.0.0.1 port=1 password=secret"})
        CHECK(opening({.url = secret, .reconnect_for = std::chrono::milliseconds(1)}).code ==
              errc::store_failed);
    CHECK(opening({.url = "postgres://u:secret%zz@h/db"}).message ==
          "expected an address such as postgres://user@host/database, found a percent sign without "
          "two hexadecimal digits (as itself it is %25)");
}

TEST_CASE("a server that is not there is named") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server gone;
    gone.stop();
    auto const e = opening({.url = gone.tcp_url()});
    CHECK(e.code == errc::store_failed);
    CHECK_THAT(e.message, ContainsSubstring("expected a connection as owner, found ") &&
                              ContainsSubstring("Connection refused") &&
                              ContainsSubstring("127.0.0.1:" + std::to_string(gone.port())));
}

TEST_CASE("a wrong password, a missing database and a missing role are told apart") {
    AMENDS_NEEDS_POSTGRES();
    auto const wrong = opening({.url = server().tcp_url("postgres", "wrong")});
    CHECK(wrong.code == errc::store_failed);
    CHECK_THAT(wrong.message,
               ContainsSubstring("password authentication failed for user \"owner\"") &&
                   ContainsSubstring(at_loopback()));
    auto const missing = opening({.url = server().tcp_url("nowhere")});
    CHECK(missing.code == errc::store_failed);
    CHECK_THAT(missing.message, ContainsSubstring("database \"nowhere\" does not exist"));
}

TEST_CASE("a role that may not make a schema is refused, and may use one that was made for it") {
    AMENDS_NEEDS_POSTGRES();
    server().sql("CREATE ROLE guest LOGIN PASSWORD 'guest'");
    auto how = new_store();
    how.url = "postgres://guest:guest@127.0.0.1:" + std::to_string(server().port()) + "/postgres";
    auto const e = opening(how);
    CHECK(e.code == errc::store_failed);
    CHECK_THAT(e.message, ContainsSubstring("expected a schema in which a store can be made, found "
                                            "permission denied for database postgres"));

    server().sql("CREATE SCHEMA " + how.schema + " AUTHORIZATION guest");
    auto const kept = opened(how);
    CHECK(kept->append(drafts().add("41", 1).all()).value() == 0);
}

TEST_CASE("a missing store is not made where one was expected") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.create = false;
    auto const e = opening(how);
    CHECK(e.code == errc::store_failed);
    CHECK_THAT(e.message, ContainsSubstring("expected a store, found no tables (schema " +
                                            how.schema + ", database postgres"));
    how.create = true;
    how.read_only = true;
    CHECK(opening(how).code == errc::store_failed);
    CHECK(server().sql("SELECT count(*) FROM information_schema.schemata WHERE schema_name = '" +
                       how.schema + "'") == "0");
}

TEST_CASE("tables of another application are left as they are") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    server().sql("CREATE SCHEMA " + how.schema + "; CREATE TABLE " + how.schema +
                 ".orders(id int)");
    auto const e = opening(how);
    CHECK(e.code == errc::store_damaged);
    CHECK_THAT(e.message, ContainsSubstring("expected a store of amends, found tables of another "
                                            "application, 1 of them (schema " +
                                            how.schema));
    CHECK(server().sql("SELECT count(*) FROM information_schema.tables WHERE table_schema = '" +
                       how.schema + "'") == "1");
}

TEST_CASE("a store in PostgreSQL of a newer version is refused with both versions") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    (void)opened(how);
    server().sql(in(how) + "UPDATE log SET version = 7");
    auto const e = opening(how);
    CHECK(e.code == errc::unsupported_version);
    CHECK_THAT(e.message,
               ContainsSubstring("expected a store of version 2 or older, found version 7"));
}

TEST_CASE("a store in PostgreSQL that lost a table or a column is damaged") {
    AMENDS_NEEDS_POSTGRES();
    for (auto const* damage :
         {"DROP TABLE entries", "DROP TABLE cases", "DROP TABLE beside", "DROP TABLE keys",
          "ALTER TABLE entries DROP COLUMN sealed", "DELETE FROM log"}) {
        auto const how = new_store();
        (void)opened(how);
        server().sql(in(how) + damage);
        INFO(damage);
        CHECK(opening(how).code == errc::store_damaged);
    }
    auto const how = new_store();
    (void)opened(how);
    server().sql(in(how) + "DROP TABLE log");
    CHECK_THAT(opening(how).message, ContainsSubstring("tables of another application"));
}

TEST_CASE("rows that are not as they must be are damage and no answer") {
    AMENDS_NEEDS_POSTGRES();
    for (auto const* damage :
         {"UPDATE entries SET hash = '\\x00'", "UPDATE cases SET last_hash = ''",
          "UPDATE cases SET name = convert_to(repeat('n', 40), 'UTF8')"}) {
        auto const how = new_store();
        auto const kept = opened(how);
        REQUIRE(kept->append(drafts().add("41", 1, "a").all()).has_value());
        server().sql(in(how) + damage);
        INFO(damage);
        auto const scanned = kept->scan(0, [](stored_entry const&) { return true; });
        auto const heads = kept->heads([](case_head const&) { return true; });
        CHECK((scanned.has_error() || heads.has_error()));
        if (!scanned) CHECK(scanned.error().code == errc::store_damaged);
        if (!heads) CHECK(heads.error().code == errc::store_damaged);
    }
    // Where the log and the cases contradict each other, nothing is kept over it.
    auto const how = new_store();
    auto const kept = opened(how);
    REQUIRE(kept->append(drafts().add("41", 1, "a").add("41", 2, "b").all()).has_value());
    server().sql(in(how) + "UPDATE cases SET last_sequence = 1");
    auto const late = kept->append(drafts().add("41", 2, "c").all());
    REQUIRE(late.has_error());
    CHECK(late.error().code == errc::store_damaged);
    CHECK_THAT(late.error().message, ContainsSubstring("entry_of_case"));
}

TEST_CASE("a store that is only read is not written") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    auto const kept = opened(how);
    REQUIRE(kept->append(drafts().add("41", 1).all()).has_value());
    how.read_only = true;
    auto const reading = opened(how);
    CHECK(read_all(*reading, "41").size() == 1);
    for (auto const& e : {reading->append(drafts().add("41", 2).all()).error(),
                          reading->keep(snapshot{"41", 1, {}, {}, {}, {}}).error(),
                          reading->keep_beside("name", {}).error()}) {
        CHECK(e.code == errc::store_failed);
        CHECK_THAT(e.message, ContainsSubstring("in a read-only transaction"));
    }
    CHECK(*reading->size() == 1);
    CHECK_FALSE(reading->beside("name")->has_value());
}

TEST_CASE("a server without room for a connection is named") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server small({"max_connections=6", "superuser_reserved_connections=0"});
    auto how = new_store(small);
    how.reconnect_for = std::chrono::milliseconds(50);
    auto const kept = opened(how);
    std::vector<std::unique_ptr<postgres_session>> others;
    try {
        for (;;) others.push_back(std::make_unique<postgres_session>(small.url()));
    } catch (std::runtime_error const&) {
    }
    auto const late = kept->append(drafts().add("41", 1).all());
    REQUIRE(late.has_error());
    CHECK_THAT(late.error().message, ContainsSubstring("too many clients"));
    others.clear();
    auto const later = kept->append(drafts().add("41", 1).all());
    CHECK(later.value() == 0);
}

TEST_CASE("an append beyond what a message holds is refused before it is sent") {
    AMENDS_NEEDS_POSTGRES();
    auto const kept = opened(new_store());
    bytes const big(std::size_t{300} << 20);
    std::vector<new_entry> both(2);
    both[0] = {"41", 1, {}, {}, big};
    both[1] = {"41", 2, {}, {}, big};
    CHECK(kept->append(both).error() ==
          error{errc::too_long, "expected an append of at most 536870912 bytes, found 629145600"});
    CHECK(*kept->size() == 0);
}

TEST_CASE("an older store is migrated once, whoever comes") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    {
        auto const kept = opened(how);
        REQUIRE(kept->append(drafts().add("41", 1).all()).has_value());
    }
    std::vector<postgres::migration> steps(postgres::migrations().begin(),
                                           postgres::migrations().end());
    steps.push_back({steps.back().to + 1, "ALTER TABLE entries ADD COLUMN colour text; "
                                          "CREATE TABLE once(a int)"});
    std::vector<std::thread> threads;
    std::atomic<int> current{0};
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            postgres::connection c;
            current += c.open(how) && postgres::make_current(c, how, steps);
        });
    for (auto& t : threads) t.join();
    CHECK(current == 4);
    CHECK(server().sql(in(how) + "SELECT version FROM log") == std::to_string(steps.back().to));
    CHECK(server().sql(in(how) + "SELECT count(colour) + count(*) FROM entries") == "1");

    // A step that fails leaves the store as it was.
    steps.push_back({steps.back().to + 1, "CREATE TABLE half(a int); CREATE TABLE once(a int)"});
    postgres::connection c;
    REQUIRE(c.open(how).has_value());
    auto const e = postgres::make_current(c, how, steps);
    REQUIRE(e.has_error());
    CHECK_THAT(e.error().message, ContainsSubstring("\"once\" already exists"));
    CHECK(server().sql(in(how) + "SELECT version FROM log") == std::to_string(steps.back().to - 1));
    CHECK(server().sql("SELECT count(*) FROM information_schema.tables WHERE table_schema = '" +
                       how.schema + "' AND table_name = 'half'") == "0");

    // Only read, it must be of the right version already.
    auto reading = how;
    reading.read_only = true;
    postgres::connection r;
    REQUIRE(r.open(reading).has_value());
    CHECK_THAT(postgres::make_current(r, reading, steps).error().message,
               ContainsSubstring("which cannot be migrated while it is only read"));
}

TEST_CASE("a server that would answer before the disk has it is told not to") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.url += " options='-c synchronous_commit=off'";
    postgres::connection weak;
    REQUIRE(weak.open(how).has_value());
    std::optional<std::int64_t> on;
    CHECK_FALSE(weak.ask("SELECT count(*) FROM pg_settings WHERE name = 'synchronous_commit' AND "
                         "setting = 'on'",
                         {}, on));
    CHECK(on == 1);

    how.url = server().url() + " options='-c synchronous_commit=remote_apply'";
    postgres::connection strong;
    REQUIRE(strong.open(how).has_value());
    CHECK_FALSE(strong.ask("SELECT count(*) FROM pg_settings WHERE name = 'synchronous_commit' AND "
                           "setting = 'remote_apply'",
                           {}, on));
    CHECK(on == 1);
}

TEST_CASE("no statement of a connection is compiled to machine code by the server") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    // Compiling costs milliseconds at each execution, of whatever the server thinks is dear.
    how.url += " options='-c jit=on -c jit_above_cost=0'";
    postgres::connection c;
    REQUIRE(c.open(how).has_value());
    std::optional<std::int64_t> off;
    CHECK_FALSE(
        c.ask("SELECT count(*) FROM pg_settings WHERE name = 'jit' AND setting = 'off'", {}, off));
    CHECK(off == 1);
}
