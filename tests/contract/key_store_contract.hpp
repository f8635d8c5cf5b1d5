// SPDX-License-Identifier: BSL-1.0
// What every key store does, whatever keeps its keys.
#pragma once

#include <amends/store/memory_keys.hpp>
#include <amends/vocabulary/print.hpp>

#include "catch.hpp"

#include <functional>
#include <set>

namespace amends::testing {

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
    SECTION("a key of another log opens here too, and seals where the customer had none") {
        memory_keys other(77);
        auto const first = *other.key_for("c1");
        REQUIRE(keys.adopt("c1", *other.find(first.id)).has_value());
        CHECK(*keys.key_for("c1") == first);
        commit();
        CHECK(read.find(first.id)->key == first);
        CHECK(states("c1") == "current");
        CHECK(*read.key_for("c1") == first);

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

} // namespace amends::testing
