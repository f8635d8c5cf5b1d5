// SPDX-License-Identifier: BSL-1.0
// The verifier of texts finds and locates every damage of what is sealed.
#include <amends/store/verify_texts.hpp>

#include "support/sealed_desk.hpp"

#include "catch.hpp"

using namespace amends;

namespace {

struct sealed_entry {
    stored_entry columns;
    bytes content, sealed;
};

std::vector<sealed_entry> two_cases(cases::sealed_desk& d) {
    d.until_explained("41");
    auto other = cases::a_problem();
    other.customer = "c2";
    d.record(d.ann, other, "42");
    std::vector<sealed_entry> log;
    (void)d.kept.scan(0, [&](stored_entry const& e) {
        log.push_back(
            {e, bytes(e.bytes.begin(), e.bytes.end()), bytes(e.sealed.begin(), e.sealed.end())});
        return true;
    });
    return log;
}

std::optional<damage> first_damage(std::vector<sealed_entry> const& log, key_store* keys) {
    text_verifier verifier(keys);
    for (auto one : log) {
        one.columns.bytes = one.content;
        one.columns.sealed = one.sealed;
        auto const found = verifier.check(one.columns);
        REQUIRE(found.has_value());
        if (*found) return *found;
    }
    return std::nullopt;
}
bool is_found_at(std::optional<damage> const& found, stored_entry const& there) {
    return found && found->kind == damage_kind::texts && found->log_index == there.log_index &&
           found->on == there.on && found->sequence == there.sequence;
}

} // namespace

TEST_CASE("every changed byte of what is sealed is found and located, and is no erasure") {
    cases::sealed_desk d;
    auto log = two_cases(d);
    CHECK_FALSE(first_damage(log, &d.keys).has_value());
    for (auto& one : log)
        for (auto& b : one.sealed)
            for (auto const bit : {std::byte{1}, std::byte{0x80}}) {
                b ^= bit;
                auto const found = first_damage(log, &d.keys);
                b ^= bit;
                REQUIRE(is_found_at(found, one.columns));
            }
}

TEST_CASE("sealed texts that are missing, doubled, exchanged or too much are found") {
    cases::sealed_desk d;
    auto const log = two_cases(d);
    for (std::size_t i = 0; i < log.size(); ++i) {
        auto without = log, exchanged = log;
        without[i].sealed.clear();
        exchanged[i].sealed = log[(i + 1) % log.size()].sealed;
        for (auto const& damaged : {without, exchanged})
            REQUIRE(is_found_at(first_damage(damaged, &d.keys), log[i].columns));
        // Without keys the missing is seen, and nothing is opened.
        REQUIRE(is_found_at(first_damage(without, nullptr), log[i].columns));
        REQUIRE_FALSE(first_damage(exchanged, nullptr).has_value());
    }
    cases::front_desk open;
    open.until_reported();
    std::vector<sealed_entry> in_clear;
    (void)open.kept.scan(0, [&](stored_entry const& e) {
        in_clear.push_back({e, bytes(e.bytes.begin(), e.bytes.end()), log[0].sealed});
        return true;
    });
    auto const found = first_damage(in_clear, &d.keys);
    REQUIRE(is_found_at(found, in_clear[0].columns));
    CHECK(found->message.find(
              "expected nothing sealed beside an entry that has its texts, found") == 0);
}

TEST_CASE("a key that was destroyed is an erasure, and one that was never there is damage") {
    cases::sealed_desk d;
    auto const log = two_cases(d);
    memory_keys others;
    auto const found = first_damage(log, &others);
    REQUIRE(is_found_at(found, log[0].columns));
    CHECK(found->message.find("found none with this id (case 41, entry 1)") != std::string::npos);

    REQUIRE(d.keys.retire("c1").has_value());
    auto const id = d.keys.keys_of("c1")->front().key.id;
    REQUIRE(d.keys.destroy({&id, 1}).has_value());
    text_verifier verifier(&d.keys);
    for (auto one : log) {
        one.columns.bytes = one.content;
        one.columns.sealed = one.sealed;
        REQUIRE_FALSE(verifier.check(one.columns)->has_value());
    }
    CHECK(verifier.opened() == 1);
    CHECK(verifier.erased() == log.size() - 1);
    CHECK(verifier.sealed() == 0);
}

TEST_CASE("bytes that are no entry are named as such, and broken keys are no damage") {
    struct broken final : key_store {
        static error why() { return mismatch(errc::store_failed, "a key", "a broken safe"); }
        result<subject_key> key_for(customer_id const&) override { return why(); }
        result<kept_key> find(std::uint64_t) override { return why(); }
        result<std::vector<kept_key>> keys_of(customer_id const&) override { return why(); }
        result<void> retire(customer_id const&) override { return why(); }
        result<void> destroy(std::span<std::uint64_t const>) override { return why(); }
        result<void> adopt(customer_id const&, kept_key const&) override { return why(); }
    } keys;
    cases::sealed_desk d;
    auto log = two_cases(d);
    auto first = log[0].columns;
    first.bytes = log[0].content;
    first.sealed = log[0].sealed;
    CHECK(text_verifier(&keys).check(first).error().code == errc::store_failed);
    first.bytes = first.bytes.first(9);
    CHECK((*text_verifier(&keys).check(first))->kind == damage_kind::unreadable);
}
