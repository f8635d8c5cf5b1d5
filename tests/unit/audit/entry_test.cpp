// SPDX-License-Identifier: BSL-1.0
// Entries as bytes: the golden bytes of one, all there and back, damage refused.
#include <amends/audit/entry.hpp>

#include "support/cases.hpp"
#include "support/random_values.hpp"
#include "support/repeat_with.hpp"

#include <amends/vocabulary/hex.hpp>
#include <amends/vocabulary/texts.hpp>

#include "catch.hpp"

using namespace amends;

namespace {

entry a_note_by_ann() {
    entry e;
    e.on = "41";
    e.how.sequence = 7;
    e.how.occasion = 2;
    e.how.at = instant(std::chrono::milliseconds(1'772'442'000'000));
    e.how.by = "ann";
    e.how.on_behalf_of = "bob";
    e.how.from = e.how.to = {state_id{3}, state_id{21}};
    e.who = {"ann", side::staff, {"agent"}, "bob", "d1"};
    e.command = "k7";
    e.command_number = 50;
    e.command_name = "note";
    e.command_digest = sha256_of("content");
    e.what = note_added{{"called the courier"}};
    e.verdicts.emplace_back();
    e.verdicts.back().document_version = 3;
    e.verdicts.back().add({"house", "open", decision::granted, {}, measure::of({5000, eur})});
    e.own_states = {{state_id{130}, "in_repair"}};
    e.lifecycle = sha256_of("lifecycle");
    e.previous = sha256_of("previous");
    return e;
}

bytes encoded(entry const& e) {
    bytes out;
    encode(e, out);
    return out;
}
entry random_entry(cases::random_values& some) {
    entry e;
    some.fill(e.on);
    some.fill(e.how);
    some.fill(e.who);
    e.how.by = e.who.id;
    e.how.on_behalf_of = e.who.on_behalf_of;
    some.fill(e.origin);
    some.fill(e.command);
    some.fill(e.command_number);
    some.fill(e.command_name);
    some.fill(e.command_digest);
    some.fill(e.what);
    for (auto n = some.below(3); n-- > 0;) {
        auto& v = e.verdicts.emplace_back();
        some.fill(v.decision);
        some.fill(v.document);
        for (auto k = some.below(3); k-- > 0;) v.add(some.make<reason>());
        v.competent.push_back(some.make<role>());
    }
    some.fill(e.own_states);
    some.fill(e.lifecycle);
    some.fill(e.previous);
    some.fill(e.commitment);
    if (e.commitment) {
        clear_texts(e.what); // kept apart
        e.texts = texts_are::sealed;
    }
    return e;
}

} // namespace

// A released format never changes: these bytes are those of version 1 for ever.
TEST_CASE("the stored bytes of an entry are those of version 1") {
    CHECK(to_hex(encoded(a_note_by_ann())) ==
          "01023431070000000000000002000000809ac6ad9c01000003616e6e0101056167656e7403626f62"
          "02643100026b3732046e6f7465ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec94322"
          "97b9ec9f7303150315010000008209696e5f726570616972f31168c67a1482e74cb97ec041650a19"
          "3c18a4bb0847d656aa70707e72cd4e9d6da0633528deaa0144e7b058315f0b753ec0b945163a72bf"
          "96a0d18180f9de0d003201160000001200000063616c6c65642074686520636f7572696572010000"
          "00000000000003000000000000000000000000000000000000000000000000000000000000000000"
          "00000100000005686f757365046f70656e0000000000000000000058585800028813000000000000"
          "4555520000000000");
    sha256 hasher;
    CHECK(to_text(hasher.of_leaf(encoded(a_note_by_ann()))) ==
          "c89eed615ce81198fdddb2a95550bb645a39334b5e44e616297445b0f99c6869");
}

TEST_CASE("every entry goes to bytes and back") {
    INFO(cases::repeat_with());
    cases::random_values some(cases::seed());
    entry reused;
    for (int n = 0; n < 2000; ++n) {
        auto const e = random_entry(some);
        auto const whole = encoded(e);
        auto const back = decode_entry(whole);
        REQUIRE(back.has_value());
        REQUIRE(*back == e);
        REQUIRE(decode_entry(whole, reused).has_value());
        REQUIRE(reused == e);
    }
}

TEST_CASE("an entry with any bit turned or cut short is refused or another entry") {
    INFO(cases::repeat_with());
    cases::random_values some(cases::seed());
    for (int n = 0; n < 10; ++n) {
        auto const e = n == 0 ? a_note_by_ann() : random_entry(some);
        auto whole = encoded(e);
        for (std::size_t k = 0; k < whole.size(); ++k)
            REQUIRE_FALSE(decode_entry(byte_view(whole).first(k)).has_value());
        for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
            whole[bit / 8] ^= std::byte{1} << (bit % 8);
            if (auto const other = decode_entry(whole)) REQUIRE_FALSE(*other == e);
            whole[bit / 8] ^= std::byte{1} << (bit % 8);
        }
        whole.push_back({});
        REQUIRE(decode_entry(whole).error().code == errc::malformed);
    }
}

TEST_CASE("an entry is read and passed over alike, whole, cut short or with any bit turned") {
    INFO(cases::repeat_with());
    cases::random_values some(cases::seed());
    std::size_t sound = 0, refused = 0;
    auto const alike = [&](byte_view from) {
        entry_place place;
        auto const read = decode_entry(from);
        auto const passed_over = decode_place(from, place);
        REQUIRE(read.has_value() == passed_over.has_value());
        ++(read ? sound : refused);
        if (!read) {
            REQUIRE(passed_over.error() == read.error());
            return;
        }
        REQUIRE(place.on == read->on);
        REQUIRE(place.sequence == read->how.sequence);
        REQUIRE(place.at == read->how.at);
        REQUIRE(place.command == read->command);
        REQUIRE(place.previous == read->previous);
    };
    for (int n = 0; n < 200; ++n) {
        auto whole = encoded(n == 0 ? a_note_by_ann() : random_entry(some));
        alike(whole);
        for (std::size_t k = 0; k < whole.size(); k += 1 + some.below(8))
            alike(byte_view(whole).first(k));
        for (std::size_t bit = 0; bit < 8 * whole.size(); bit += 1 + some.below(8)) {
            whole[bit / 8] ^= std::byte{1} << (bit % 8);
            alike(whole);
            whole[bit / 8] ^= std::byte{1} << (bit % 8);
        }
    }
    CHECK(sound > 1000);
    CHECK(refused > 1000);
}

TEST_CASE("an entry of a later version is named as such") {
    auto later = encoded(a_note_by_ann());
    later.front() = std::byte{2};
    CHECK(decode_entry(later).error() ==
          error{errc::unsupported_version, "expected an entry of version 1, found 2"});
    CHECK(decode_entry({}).error().code == errc::malformed);
}

TEST_CASE("encoding appends to what is there") {
    bytes together;
    encode(a_note_by_ann(), together);
    encode(a_note_by_ann(), together);
    auto const one = encoded(a_note_by_ann());
    REQUIRE(together.size() == 2 * one.size());
    CHECK(std::equal(one.begin(), one.end(), together.begin() + std::ptrdiff_t(one.size())));
}

TEST_CASE("an entry that commits to its texts has none in its bytes and refuses any") {
    auto open = a_note_by_ann();
    auto apart = open;
    apart.commitment = sha256_of("commitment");
    auto const whole = encoded(apart);
    std::string const text(reinterpret_cast<char const*>(whole.data()), whole.size());
    CHECK(text.find("called the courier") == text.npos);
    CHECK(text.find("house") != text.npos);
    auto const read = decode_entry(whole);
    REQUIRE(read.has_value());
    CHECK(read->texts == texts_are::sealed);
    CHECK(std::get<note_added>(read->what).what.text.empty());
    CHECK(read->commitment == apart.commitment);
    // With its texts or without, the entry has the same bytes and so the same hash.
    CHECK(encoded(*read) == whole);

    // The same bytes with the text where it must not be.
    CHECK(encoded(open).size() + 32 == whole.size() + 18);
    auto smuggled = whole;
    auto const what = canonical::encode(std::string("called the courier"));
    auto const note_begins = text.find(std::string("\x32\x01", 2) + std::string("\x04\0\0\0", 4));
    REQUIRE(note_begins != text.npos);
    auto const begins = smuggled.begin() + static_cast<std::ptrdiff_t>(note_begins);
    *(begins + 2) = std::byte{0x16};
    smuggled.erase(begins + 6, begins + 10);
    smuggled.insert(smuggled.begin() + static_cast<std::ptrdiff_t>(note_begins) + 6, what.begin(),
                    what.end());
    entry_place place;
    auto const refused = decode_entry(smuggled);
    REQUIRE(refused.has_error());
    CHECK(refused.error().message.find("expected an empty text, as it is kept apart, found 18") ==
          0);
    CHECK(decode_place(smuggled, place).error() == refused.error());
}
