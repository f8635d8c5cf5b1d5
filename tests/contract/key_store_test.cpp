// SPDX-License-Identifier: BSL-1.0
// The contract of key stores over memory and a SQLite file; keys that follow from a seed.
#include <amends/store/memory.hpp>
#include <amends/store/sqlite.hpp>

#include "contract/key_store_contract.hpp"
#include "contract/scratch.hpp"

#include <sqlite3.h>

using namespace amends;
using namespace amends::testing;

TEST_CASE("keys in memory keep the contract") {
    memory_store kept;
    key_store_contract(*kept.keys(), *kept.keys(), [&] { append_one(kept); });
}

TEST_CASE("keys that follow from a seed keep the contract") {
    memory_keys keys(1);
    key_store_contract(keys, keys, [] {});
}

TEST_CASE("keys in a SQLite file keep the contract") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    key_store_contract(*kept->keys(), *kept->keys(), [&] { append_one(*kept); });
}

TEST_CASE("two stores over one SQLite file see each other's keys once they are kept") {
    scratch const folder;
    auto const one = *sqlite_store::open({.path = folder / "kept.db"});
    auto const other = *sqlite_store::open({.path = folder / "kept.db"});
    key_store_contract(*one->keys(), *other->keys(), [&] { append_one(*one); });
}

TEST_CASE("keys from a seed are the same in every order and differ by seed and customer") {
    memory_keys one(7), other(7), another_seed(8);
    auto const a = *one.key_for("a"), b = *one.key_for("b");
    CHECK(*other.key_for("b") == b);
    CHECK(*other.key_for("a") == a);
    CHECK(a.cipher != b.cipher);
    CHECK(another_seed.key_for("a")->cipher != a.cipher);
    CHECK(memory_keys().key_for("a")->cipher != memory_keys().key_for("a")->cipher);
}

TEST_CASE("new keys are kept in a SQLite file with the entries that need them") {
    scratch const folder;
    keys_beside_entries([&] { return *sqlite_store::open({.path = folder / "kept.db"}); });
}

TEST_CASE(
    "a key that two processes take over is as the first left it, also when it was destroyed") {
    scratch const folder;
    auto const one = *sqlite_store::open({.path = folder / "kept.db"});
    auto const other = *sqlite_store::open({.path = folder / "kept.db"});
    memory_keys elsewhere(77);
    auto const key = *elsewhere.key_for("c1");
    auto const taken = *elsewhere.find(key.id);
    REQUIRE(one->keys()->adopt("c1", taken).has_value());
    REQUIRE(other->keys()->adopt("c1", taken).has_value());
    append_one(*other);
    REQUIRE(other->keys()->destroy({&key.id, 1}).has_value());

    // The file goes before what waits here, and no entry comes in under a key that is gone.
    CHECK(one->keys()->find(key.id)->state == key_state::destroyed);
    CHECK(one->keys()->find(key.id)->key.cipher == subject_key{}.cipher);
    CHECK(one->keys()->keys_of("c1")->size() == 1);
    auto const size = *one->size();
    new_entry const late{"late", 1, {}, {}, {}, {}, {}};
    auto const said = one->append({&late, 1});
    REQUIRE(said.has_error());
    CHECK(said.error() ==
          error{errc::version_conflict,
                "expected a key that is not kept yet, found one that another process kept (key " +
                    std::to_string(key.id) + ")"});
    CHECK(*one->size() == size);
    // It waits no more: the next append is taken.
    CHECK(one->append({&late, 1}).has_value());
    CHECK(other->keys()->find(key.id)->state == key_state::destroyed);
}

TEST_CASE("a secret of another length in the file is damage", "[damage]") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    auto const key = *kept->keys()->key_for("c1");
    append_one(*kept);
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open((folder / "kept.db").c_str(), &db) == SQLITE_OK);
    REQUIRE(sqlite3_exec(db, "UPDATE keys SET secret = x'00'", nullptr, nullptr, nullptr) ==
            SQLITE_OK);
    REQUIRE(sqlite3_close(db) == SQLITE_OK);
    error const why{errc::store_damaged,
                    "expected a secret of 64 bytes, found 1 (key " + std::to_string(key.id) + ")"};
    CHECK(kept->keys()->find(key.id).error() == why);
    CHECK(kept->keys()->key_for("c1").error() == why);
    CHECK(kept->keys()->keys_of("c1").error() == why);
}

TEST_CASE("threads that ask for keys and append at once get one key a customer", "[threads]") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    threads_get_one_key_a_customer(*kept);
}
