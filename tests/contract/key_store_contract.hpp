// SPDX-License-Identifier: BSL-1.0
// What every key store does, whatever keeps its keys.
#pragma once

#include <amends/store/memory_keys.hpp>
#include <amends/store/store.hpp>
#include <amends/vocabulary/print.hpp>

#include "catch.hpp"

#include <functional>
#include <memory>
#include <set>
#include <thread>

namespace amends::testing {

/// Appends an entry without content to a case of its own.
inline void append_one(store& to) {
    static int cases = 0;
    auto const on = case_id::trusted("empty " + std::to_string(++cases));
    new_entry const one{on, 1, {}, {}, {}, {}, {}};
    auto const first = to.append({&one, 1});
    INFO((first ? std::string() : first.error().message));
    REQUIRE(first.has_value());
}

/// `commit` keeps an entry in the store beside which the keys are, so that new keys are kept too.
/// `read` may look at the same keys from elsewhere, once they are kept.
inline void key_store_contract(key_store& keys, key_store& read,
                               std::function<void()> const& commit) {
    auto const states = [&](customer_id const& whose) {
        std::string all;
        auto const known = read.keys_of(whose);
        REQUIRE(known.has_value());
        for (auto const& [state, key] : *known) {
            CHECK(key.cipher == subject_key{}.cipher); // no secrets in a list
            all += (all.empty() ? "" : ", ") + std::string(name_of(state));
        }
        return all;
    };

    SECTION("a customer has one key, made at need, and no two customers share one") {
        auto const first = *keys.key_for("c1");
        CHECK(*keys.key_for("c1") == first);
        commit();
        CHECK(*keys.key_for("c1") == first);
        CHECK(*read.key_for("c1") == first);
        CHECK(read.find(first.id)->state == key_state::current);
        CHECK(read.find(first.id)->key == first);

        std::set<std::uint64_t> ids;
        std::set<std::string> secrets;
        for (int i = 0; i < 500; ++i) {
            auto const key = *keys.key_for(customer_id::trusted("c" + std::to_string(i)));
            CHECK(key.id != 0);
            CHECK(ids.insert(key.id).second);
            for (auto const& part : {key.cipher, key.salt})
                CHECK(secrets.emplace(reinterpret_cast<char const*>(part.data()), part.size())
                          .second);
            if (i % 100 == 50) commit();
        }
        commit();
        for (auto const id : ids) REQUIRE(read.find(id)->state == key_state::current);
    }
    SECTION("a key that nobody made is unknown, and so is a customer without one") {
        CHECK(read.find(17)->state == key_state::unknown);
        CHECK(states("c1").empty());
        CHECK(keys.retire("c1").has_value());
        std::uint64_t const ids[] = {17};
        CHECK(keys.destroy(ids).has_value());
        CHECK(keys.destroy({}).has_value());
        CHECK(read.find(17)->state == key_state::unknown);
    }
    SECTION("a retired key opens and a newer one seals") {
        auto const first = *keys.key_for("c1");
        commit();
        REQUIRE(keys.retire("c1").has_value());
        CHECK(states("c1") == "retired");
        CHECK(read.find(first.id)->state == key_state::retired);
        CHECK(read.find(first.id)->key == first);
        auto const second = *keys.key_for("c1");
        CHECK(second.id != first.id);
        CHECK(second.cipher != first.cipher);
        CHECK(second.salt != first.salt);
        commit();
        CHECK(states("c1") == "retired, current");
        CHECK(*read.key_for("c1") == second);
    }
    SECTION("a key that is retired before it was kept is kept all the same") {
        auto const first = *keys.key_for("c1");
        REQUIRE(keys.retire("c1").has_value());
        auto const second = *keys.key_for("c1");
        CHECK(second.id != first.id);
        commit();
        CHECK(read.find(first.id)->key == first);
        CHECK(states("c1") == "retired, current");
    }
    SECTION("a destroyed key is gone, remembered, and nobody else's is touched") {
        auto const first = *keys.key_for("c1");
        auto const other = *keys.key_for("c2");
        commit();
        REQUIRE(keys.retire("c1").has_value());
        std::uint64_t const ids[] = {first.id};
        for (int twice = 0; twice < 2; ++twice) {
            REQUIRE(keys.destroy(ids).has_value());
            auto const gone = *read.find(first.id);
            CHECK(gone.state == key_state::destroyed);
            CHECK(gone.key.cipher == subject_key{}.cipher);
            CHECK(gone.key.salt == subject_key{}.salt);
            CHECK(states("c1") == "destroyed");
        }
        CHECK(read.find(other.id)->key == other);
        auto const second = *keys.key_for("c1");
        CHECK(second.id != first.id);
        CHECK(second.cipher != first.cipher);
        commit();
        CHECK(states("c1") == "destroyed, current");
    }
    SECTION("a key that is destroyed before it was kept never is") {
        auto const first = *keys.key_for("c1");
        std::uint64_t const ids[] = {first.id};
        REQUIRE(keys.destroy(ids).has_value());
        commit();
        CHECK(read.find(first.id)->state == key_state::destroyed);
        CHECK(keys.key_for("c1")->id != first.id);
    }
    SECTION("a key of another log opens here too, and seals nothing, whoever had none before") {
        memory_keys other(77);
        auto const first = *other.key_for("c1");
        REQUIRE(keys.adopt("c1", *other.find(first.id)).has_value());
        auto const mine = *keys.key_for("c1");
        CHECK(mine.id != first.id);
        CHECK(mine.cipher != first.cipher);
        commit();
        CHECK(read.find(first.id)->state == key_state::retired);
        CHECK(read.find(first.id)->key == first);
        CHECK(*read.key_for("c1") == mine);

        auto const own = *keys.key_for("c2");
        auto const second = *other.key_for("c2");
        REQUIRE(keys.adopt("c2", *other.find(second.id)).has_value());
        CHECK(*keys.key_for("c2") == own);
        commit();
        CHECK(read.find(second.id)->state == key_state::retired);
        CHECK(read.find(second.id)->key == second);
    }
    SECTION("a key is taken over once, and what was destroyed does not come back") {
        memory_keys other(77);
        auto const key = *other.key_for("c1");
        REQUIRE(keys.adopt("c1", *other.find(key.id)).has_value());
        commit();
        std::uint64_t const ids[] = {key.id};
        REQUIRE(keys.destroy(ids).has_value());
        REQUIRE(keys.adopt("c1", *other.find(key.id)).has_value());
        commit();
        CHECK(states("c1") == "destroyed");
        CHECK(read.find(key.id)->key.cipher == subject_key{}.cipher);

        // One that was destroyed elsewhere is remembered as such; one that nobody had is none.
        auto const gone = *other.key_for("c2");
        std::uint64_t const others[] = {gone.id};
        REQUIRE(other.destroy(others).has_value());
        REQUIRE(keys.adopt("c2", *other.find(gone.id)).has_value());
        REQUIRE(keys.adopt("c3", *other.find(12345)).has_value());
        commit();
        CHECK(read.find(gone.id)->state == key_state::destroyed);
        CHECK(read.find(12345)->state == key_state::unknown);
        CHECK(keys.key_for("c2")->id != gone.id);
        CHECK(states("c3").empty());
    }
}

/// What holds of keys that a store keeps beside its entries. `open` opens the same store once more.
inline void keys_beside_entries(std::function<std::unique_ptr<store>()> const& open) {
    SECTION("a new key is kept by the append of its entry and not without one") {
        std::uint64_t kept_id = 0, lost_id = 0;
        {
            auto const kept = open();
            kept_id = kept->keys()->key_for("c1")->id;
            append_one(*kept);
            lost_id = kept->keys()->key_for("c2")->id;
        }
        auto const kept = open();
        CHECK(kept->keys()->find(kept_id)->state == key_state::current);
        CHECK(kept->keys()->find(lost_id)->state == key_state::unknown);
    }
    SECTION("a key whose entry was not taken goes on waiting for the next") {
        auto const kept = open();
        auto const key = *kept->keys()->key_for("c1");
        new_entry const wrong{"41", 7, {}, {}, {}, {}, {}};
        CHECK(kept->append({&wrong, 1}).error().code == errc::version_conflict);
        auto const other = open();
        CHECK(other->keys()->find(key.id)->state == key_state::unknown);
        CHECK(*kept->keys()->key_for("c1") == key);
        append_one(*kept);
        CHECK(other->keys()->find(key.id)->key == key);
    }
    SECTION("processes that each made a key for one customer come to use one") {
        auto const one = open();
        auto const other = open();
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
}

inline void threads_get_one_key_a_customer(store& kept) {
    std::vector<std::vector<subject_key>> seen(4);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < seen.size(); ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                auto const whose = customer_id::trusted("c" + std::to_string(i));
                if (auto const key = kept.keys()->key_for(whose)) seen[t].push_back(*key);
                auto const on = case_id::trusted(std::to_string(t) + " case " + std::to_string(i));
                new_entry const one{on, 1, {}, {}, {}, {}, {}};
                (void)kept.append({&one, 1});
            }
        });
    for (auto& one : threads) one.join();
    REQUIRE(seen[0].size() == 50);
    for (auto const& other : seen) CHECK(other == seen[0]);
}

} // namespace amends::testing
