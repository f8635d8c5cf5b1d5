// SPDX-License-Identifier: BSL-1.0
// The contract of key stores over memory and a SQLite file; keys that follow from a seed.
#include <amends/store/memory.hpp>
#include <amends/store/sqlite.hpp>

#include "contract/key_store_contract.hpp"
#include "contract/scratch.hpp"

#include <sqlite3.h>

#include <thread>

using namespace amends;
using namespace amends::testing;

namespace {

/// Appends an entry of some bytes to its own case.
void append_one(store& to) {
    static int cases = 0;
    auto const on = case_id::trusted("case " + std::to_string(++cases));
    new_entry const one{on, 1, {}, {}, {}, {}, {}};
    REQUIRE(to.append({&one, 1}).has_value());
}

} // namespace

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

TEST_CASE("a new key is kept by the append of its entry and not without one") {
    scratch const folder;
    std::uint64_t kept_id = 0, lost_id = 0;
    {
        auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
        kept_id = kept->keys()->key_for("c1")->id;
        append_one(*kept);
        lost_id = kept->keys()->key_for("c2")->id;
    }
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    CHECK(kept->keys()->find(kept_id)->state == key_state::current);
    CHECK(kept->keys()->find(lost_id)->state == key_state::unknown);
}

TEST_CASE("a key whose entry was not taken goes on waiting for the next") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    auto const key = *kept->keys()->key_for("c1");
    new_entry const wrong{"41", 7, {}, {}, {}, {}, {}};
    CHECK(kept->append({&wrong, 1}).error().code == errc::version_conflict);
    auto const other = *sqlite_store::open({.path = folder / "kept.db"});
    CHECK(other->keys()->find(key.id)->state == key_state::unknown);
    CHECK(*kept->keys()->key_for("c1") == key);
    append_one(*kept);
    CHECK(other->keys()->find(key.id)->key == key);
}

TEST_CASE("processes that each made a key for one customer come to use one") {
    scratch const folder;
    auto const one = *sqlite_store::open({.path = folder / "kept.db"});
    auto const other = *sqlite_store::open({.path = folder / "kept.db"});
    auto const first = *one->keys()->key_for("c1"), second = *other->keys()->key_for("c1");
    CHECK(first.id != second.id);
    append_one(*other);
    append_one(*one);
    CHECK(one->keys()->key_for("c1")->id == other->keys()->key_for("c1")->id);
    // Both open what was sealed, and both go when the customer is erased.
    CHECK(one->keys()->find(second.id)->key == second);
    CHECK(other->keys()->find(first.id)->key == first);
    CHECK(other->keys()->keys_of("c1")->size() == 2);
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
    std::vector<std::vector<subject_key>> seen(4);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < seen.size(); ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                auto const whose = customer_id::trusted("c" + std::to_string(i));
                if (auto const key = kept->keys()->key_for(whose)) seen[t].push_back(*key);
                auto const on = case_id::trusted(std::to_string(t) + " case " + std::to_string(i));
                new_entry const one{on, 1, {}, {}, {}, {}, {}};
                (void)kept->append({&one, 1});
            }
        });
    for (auto& one : threads) one.join();
    REQUIRE(seen[0].size() == 50);
    for (auto const& other : seen) CHECK(other == seen[0]);
}
