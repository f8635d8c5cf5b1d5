// SPDX-License-Identifier: BSL-1.0
// Keys in PostgreSQL: the contract, and keys on their way while something gets in between.
#include "contract/key_store_contract.hpp"
#include "contract/postgres/cutting_proxy.hpp"
#include "contract/postgres/server_here.hpp"
#include "contract/store_contract.hpp"
#include "store/postgres_schema.hpp"

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string rows_of(postgres_options const& how, std::uint64_t id) {
    return server().sql(in(how) + "SELECT count(*) FROM keys WHERE id = " + std::to_string(id));
}

} // namespace

TEST_CASE("keys in PostgreSQL keep the contract") {
    AMENDS_NEEDS_POSTGRES();
    auto const kept = opened(new_store());
    key_store_contract(*kept->keys(), *kept->keys(), [&] { append_one(*kept); });
}

TEST_CASE("two stores over one PostgreSQL database see each other's keys once they are kept") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const one = opened(how);
    auto const other = opened(how);
    key_store_contract(*one->keys(), *other->keys(), [&] { append_one(*one); });
}

TEST_CASE("new keys are kept in PostgreSQL with the entries that need them") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    keys_beside_entries([&] { return opened(how); });
}

TEST_CASE("threads that ask PostgreSQL for keys and append get one key a customer", "[threads]") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const kept = opened(how);
    threads_get_one_key_a_customer(*kept);
    append_one(*kept);
    CHECK(server().sql(in(how) + "SELECT count(*) FROM keys") == "50");
}

TEST_CASE("a new key is kept once, with its entry, wherever the connection is cut") {
    AMENDS_NEEDS_POSTGRES();
    cutting_proxy way(server().port());
    auto how = new_store();
    auto const direct = opened(how);
    how.url = server().tcp_url("postgres", "secret", way.port());
    auto const kept = opened(how);
    int customers = 0;
    for (auto const when : {cut::before_the_server, cut::before_the_commit, cut::at_work,
                            cut::before_the_answer, cut::never}) {
        INFO("cut " << int(when));
        auto const whose = customer_id::trusted("c" + std::to_string(++customers));
        auto const key = *kept->keys()->key_for(whose);
        way.next_commit(when);
        append_one(*kept);
        CHECK(direct->keys()->find(key.id)->key == key);
        CHECK(*kept->keys()->key_for(whose) == key);
        CHECK(*direct->keys()->key_for(whose) == key);
        append_one(*kept);
        CHECK(rows_of(how, key.id) == "1");
    }
    CHECK(way.cuts() == 4);
}

TEST_CASE("a key of a commit without an answer is not used once somebody else destroyed it") {
    AMENDS_NEEDS_POSTGRES();
    cutting_proxy way(server().port());
    auto how = new_store();
    auto const other = opened(how);
    how.url = server().tcp_url("postgres", "secret", way.port());
    auto const kept = opened(how);
    auto const first = *kept->keys()->key_for("c1"), second = *kept->keys()->key_for("c2");
    way.next_commit(cut::before_the_answer);
    append_one(*kept);
    std::uint64_t const ids[] = {first.id, second.id};
    REQUIRE(other->keys()->destroy(ids).has_value());

    CHECK(kept->keys()->find(first.id)->state == key_state::destroyed);
    CHECK(kept->keys()->keys_of("c2")->front().state == key_state::destroyed);
    CHECK(kept->keys()->key_for("c1")->id != first.id);
    CHECK(kept->keys()->key_for("c2")->id != second.id);
    append_one(*kept);
    for (auto const id : ids) CHECK(other->keys()->find(id)->state == key_state::destroyed);
}

TEST_CASE("keys are sent again with a transaction that the server undid") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const kept = opened(how);
    server().sql(in(how) + "CREATE SEQUENCE refusals; "
                           "CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN "
                           "IF nextval('refusals') <= 3 THEN RAISE EXCEPTION SQLSTATE '40001' "
                           "USING MESSAGE = 'restart transaction'; END IF; RETURN NEW; END $$ "
                           "LANGUAGE plpgsql; CREATE TRIGGER refusing BEFORE INSERT ON keys "
                           "FOR EACH ROW EXECUTE FUNCTION refuse()");
    auto const key = *kept->keys()->key_for("c1");
    append_one(*kept);
    CHECK(server().sql(in(how) + "SELECT last_value FROM refusals") == "4");
    CHECK(rows_of(how, key.id) == "1");
    CHECK(*kept->keys()->key_for("c1") == key);
}

TEST_CASE("a key that is destroyed or retired before it was kept is known as such at once") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const kept = opened(how);
    auto const other = opened(how);
    auto const gone = *kept->keys()->key_for("c1"), old = *kept->keys()->key_for("c2");
    std::uint64_t const ids[] = {gone.id};
    REQUIRE(kept->keys()->destroy(ids).has_value());
    REQUIRE(kept->keys()->retire("c2").has_value());
    // An append that took them along before, and comes now, finds their rows.
    CHECK(other->keys()->find(gone.id)->state == key_state::destroyed);
    CHECK(other->keys()->find(old.id)->state == key_state::retired);
    CHECK(other->keys()->find(old.id)->key == old);
}

TEST_CASE("a key that is destroyed or retired while its append is on its way stays so") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.busy_timeout = std::chrono::minutes(5);
    auto const kept = opened(how);
    auto const other = opened(how);
    auto const gone = *kept->keys()->key_for("c1"), old = *kept->keys()->key_for("c2");
    postgres_session holding(server().url());
    holding(in(how) + "BEGIN; SELECT 1 FROM log FOR UPDATE");
    std::thread appending([&] { append_one(*kept); });
    until_waiting(1);
    std::thread retiring([&] { CHECK(kept->keys()->retire("c2").has_value()); });
    until_waiting(2);
    std::thread destroying([&] {
        std::uint64_t const ids[] = {gone.id};
        CHECK(kept->keys()->destroy(ids).has_value());
    });
    until_waiting(3);
    holding("ROLLBACK");
    for (auto* one : {&appending, &retiring, &destroying}) one->join();

    CHECK(*kept->size() == 1);
    CHECK(other->keys()->find(gone.id)->state == key_state::destroyed);
    CHECK(other->keys()->find(old.id)->state == key_state::retired);
    CHECK(other->keys()->find(old.id)->key == old);
    CHECK(kept->keys()->key_for("c1")->id != gone.id);
    CHECK(kept->keys()->key_for("c2")->id != old.id);
}

TEST_CASE("who waits for the table of keys with a new one keeps nobody else from the log") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.busy_timeout = std::chrono::minutes(5);
    auto const kept = opened(how);
    auto const other = opened(how);
    append_one(*kept);
    append_one(*other); // connected
    auto const key = *kept->keys()->key_for("c1");
    postgres_session rewriting(server().url());
    rewriting(in(how) + "BEGIN; LOCK TABLE keys IN ACCESS EXCLUSIVE MODE");
    std::thread appending([&] { append_one(*kept); });
    until_waiting(1);
    append_one(*other);
    CHECK(*other->size() == 3);
    rewriting("COMMIT");
    appending.join();
    CHECK(*other->size() == 4);
    CHECK(other->keys()->find(key.id)->key == key);
}

TEST_CASE("an append that brings no key does not wait for the table of keys") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const kept = opened(how);
    auto const key = *kept->keys()->key_for("c1");
    append_one(*kept);
    postgres_session holding(server().url());
    holding(in(how) + "BEGIN; LOCK TABLE keys IN ACCESS EXCLUSIVE MODE");
    append_one(*kept);
    CHECK(*kept->size() == 2);
    holding("ROLLBACK");
    CHECK(kept->keys()->find(key.id)->key == key);
}

TEST_CASE("who wants a key does not wait for as long as a destruction waits for a reader") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    how.busy_timeout = std::chrono::minutes(5);
    auto const kept = opened(how);
    auto const key = *kept->keys()->key_for("c1");
    append_one(*kept);
    postgres_session reading(server().url());
    reading(in(how) + "BEGIN; SELECT count(*) FROM keys");
    std::atomic<bool> destroyed{false};
    std::thread destroying([&] {
        std::uint64_t const ids[] = {key.id};
        CHECK(kept->keys()->destroy(ids).has_value());
        destroyed = true;
    });
    until_waiting(1);
    CHECK(kept->keys()->find(key.id)->key == key);
    auto const other = *kept->keys()->key_for("c2");
    append_one(*kept);
    CHECK_FALSE(destroyed);
    reading("COMMIT");
    destroying.join();
    CHECK(kept->keys()->find(key.id)->state == key_state::destroyed);
    CHECK(kept->keys()->find(other.id)->key == other);
}

TEST_CASE("a secret of another length in the database is damage", "[damage]") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const kept = opened(how);
    auto const key = *kept->keys()->key_for("c1");
    append_one(*kept);
    server().sql(in(how) + "UPDATE keys SET secret = '\\x00'");
    error const why{errc::store_damaged,
                    "expected a secret of 64 bytes, found 1 (key " + std::to_string(key.id) + ")"};
    CHECK(kept->keys()->find(key.id).error() == why);
    CHECK(kept->keys()->key_for("c1").error() == why);
    CHECK(kept->keys()->keys_of("c1").error() == why);
}

TEST_CASE("a PostgreSQL store from before there were keys gets a table for them") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    {
        postgres::connection c;
        REQUIRE(c.open(how).has_value());
        REQUIRE(postgres::make_current(c, how, postgres::migrations().first(1)).has_value());
    }
    CHECK(server().sql(in(how) + "SELECT version FROM log") == "1");
    auto const kept = opened(how);
    CHECK(server().sql(in(how) + "SELECT version FROM log") == "2");
    auto const key = *kept->keys()->key_for("c1");
    append_one(*kept);
    CHECK(opened(how)->keys()->find(key.id)->key == key);
}

TEST_CASE("a store that is only read makes, retires and destroys no key in the database") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    auto const kept = opened(how);
    auto const key = *kept->keys()->key_for("c1");
    append_one(*kept);
    how.read_only = true;
    auto const reading = opened(how);
    CHECK(*reading->keys()->key_for("c1") == key);
    std::uint64_t const ids[] = {key.id};
    for (auto const& said : {reading->keys()->retire("c1"), reading->keys()->destroy(ids)}) {
        REQUIRE(said.has_error());
        CHECK(said.error().code == errc::store_failed);
        CHECK_THAT(said.error().message, ContainsSubstring("read-only transaction"));
    }
    CHECK(kept->keys()->find(key.id)->key == key);
}

TEST_CASE("who may read the entries and not the keys reads what is sealed, and opens nothing") {
    AMENDS_NEEDS_POSTGRES();
    auto how = new_store();
    auto const kept = opened(how);
    auto const key = *kept->keys()->key_for("c1");
    append_one(*kept);
    server().sql("CREATE ROLE without_keys LOGIN PASSWORD 'without_keys'");
    server().sql(in(how) + "GRANT USAGE ON SCHEMA " + how.schema +
                 " TO without_keys; GRANT SELECT ON log, cases, entries, marks, snapshots, beside "
                 "TO without_keys");
    how.read_only = true;
    how.url = "postgres://without_keys:without_keys@127.0.0.1:" + std::to_string(server().port()) +
              "/postgres";
    auto const reading = opened(how);
    CHECK(*reading->size() == 1);
    CHECK(reading->read("41", 1, 1, [](stored_entry const&) { return true; }).has_value());
    auto const said = reading->keys()->find(key.id);
    REQUIRE(said.has_error());
    CHECK(said.error().code == errc::store_failed);
    CHECK_THAT(said.error().message, ContainsSubstring("permission denied for table keys"));
}
