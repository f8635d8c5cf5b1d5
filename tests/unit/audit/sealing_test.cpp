// SPDX-License-Identifier: BSL-1.0
// What is sealed is opened where it belongs, by its own key, as it was; and by nothing else.
#include <amends/audit/sealing.hpp>
#include <amends/vocabulary/hex.hpp>

#include "catch.hpp"

#include <set>

using namespace amends;

namespace {

subject_key a_key(std::uint8_t from = 0) {
    subject_key key;
    key.id = 0x0102030405060708u + from;
    for (std::uint8_t i = 0; i < 32; ++i) {
        key.cipher[i] = static_cast<std::byte>(from + i);
        key.salt[i] = static_cast<std::byte>(from + 32 + i);
    }
    return key;
}
sealed_place const here{"41", 3};

bytes texts_of(std::vector<std::string> const& some) {
    bytes all;
    for (auto const& one : some) canonical::append(all, one);
    return all;
}
bytes const words = texts_of({"the parcel on Monday", "nothing came", "", "no present"});

struct sealed {
    digest commitment;
    bytes content;
};
sealed seal(subject_key const& key, sealed_place const& at, byte_view texts) {
    sealer s;
    sealed done{s.commitment(s.salt_of(key, at), texts), {}};
    s.seal(key, at, done.commitment, texts, done.content);
    return done;
}
std::string opening(subject_key const& key, sealed_place const& at, digest const& commitment,
                    byte_view content) {
    bytes texts;
    auto const done = sealer().open(key, at, commitment, content, texts);
    if (done) return texts == words ? "as they were" : "others";
    CHECK(texts.empty());
    return done.error().message;
}

} // namespace

// Computed by Python's hashlib, hmac and cryptography from docs/format.md alone.
TEST_CASE("sealed texts have the bytes that the format page says") {
    sealer s;
    auto const salt = s.salt_of(a_key(), here);
    CHECK(to_text(salt) == "f347151eabd4fc87c3b338ed7152301103a469b5ad1562a393b86e78046b7032");
    CHECK(to_text(s.salted(salt, sha256_of("abc"))) ==
          "2fee4a1ba509bcc7ec3e4b58bc997d5efa810fd5f8c270d39144cf831db6efb5");
    auto const [commitment, content] = seal(a_key(), here, words);
    CHECK(to_text(commitment) ==
          "e5f7e0134730b18e9488034a3c3b892470f3f1001e046e50919982aff7ae7e94");
    CHECK(to_hex(content) ==
          "010807060504030201de3ebee22a43b0de227680d4138db0f86df217f27359e8187618b8"
          "a9efc15b17500f12df2cc1a3b23ff7a34aab1745e16b296a4a8f671a59c295535bbfbbfa"
          "43aa8ef7e0e8a1e093658a");
}

TEST_CASE("texts of any length come back, none included") {
    for (std::size_t size : {0u, 1u, 15u, 16u, 17u, 4096u, 1u << 20}) {
        bytes const texts(size, std::byte{0x61});
        auto const [commitment, content] = seal(a_key(), here, texts);
        bytes read(3);
        REQUIRE(sealer().open(a_key(), here, commitment, content, read).has_value());
        CHECK(read == texts);
        CHECK(content.size() == size + 25);
    }
}

TEST_CASE("one sealer seals and opens in any order, as fresh ones do") {
    sealer s;
    std::vector<sealed> made;
    for (std::uint64_t i = 0; i < 20; ++i) {
        auto const key = a_key(static_cast<std::uint8_t>(i % 3));
        sealed_place const at{"41", i};
        sealed one{s.commitment(s.salt_of(key, at), words), {}};
        s.seal(key, at, one.commitment, words, one.content);
        auto const fresh = seal(key, at, words);
        CHECK(one.content == fresh.content);
        made.push_back(std::move(one));
        for (std::uint64_t k = 0; k <= i; ++k) {
            bytes read;
            REQUIRE(s.open(a_key(static_cast<std::uint8_t>(k % 3)), {"41", k}, made[k].commitment,
                           made[k].content, read)
                        .has_value());
            REQUIRE(read == words);
        }
    }
}

TEST_CASE("every changed byte and every cut of what is sealed is found") {
    auto [commitment, content] = seal(a_key(), here, words);
    CHECK(opening(a_key(), here, commitment, content) == "as they were");
    for (std::size_t i = 0; i < content.size(); ++i)
        for (auto const bit : {std::byte{1}, std::byte{0x80}}) {
            content[i] ^= bit;
            auto const said = opening(a_key(), here, commitment, content);
            content[i] ^= bit;
            INFO(i);
            if (i == 0) CHECK(said.find("expected sealed texts of version 1, found") == 0);
            else if (i < 9)
                CHECK(said.find("expected texts sealed under key 72623859790382856, found key") ==
                      0);
            else
                CHECK(said ==
                      "expected sealed texts as they were sealed, found others (case 41, entry 3)");
        }
    for (std::size_t size = 0; size < content.size(); ++size) {
        auto const said = opening(a_key(), here, commitment, byte_view(content).first(size));
        if (size < 25)
            CHECK(said == "expected at least 25 sealed bytes, found " + std::to_string(size) +
                              " (case 41, entry 3)");
        else
            CHECK(said ==
                  "expected sealed texts as they were sealed, found others (case 41, entry 3)");
    }
}

TEST_CASE("sealed texts open nowhere but where they were sealed") {
    auto const [commitment, content] = seal(a_key(), here, words);
    for (auto const& elsewhere : {sealed_place{"41", 4}, sealed_place{"42", 3},
                                  sealed_place{"41", 3, sealed_kind::snapshot}}) {
        CHECK(opening(a_key(), elsewhere, commitment, content).find("found others") !=
              std::string::npos);
        // Nor does another place of the same words commit to the same.
        auto const there = seal(a_key(), elsewhere, words);
        CHECK(there.commitment != commitment);
        CHECK(opening(a_key(), here, commitment, there.content).find("found others") !=
              std::string::npos);
    }
    auto other_commitment = commitment;
    other_commitment.bytes[31] ^= std::byte{1};
    CHECK(opening(a_key(), here, other_commitment, content).find("found others") !=
          std::string::npos);
}

TEST_CASE("a key with the right id and another secret opens nothing") {
    auto const [commitment, content] = seal(a_key(), here, words);
    auto other_cipher = a_key(), other_salt = a_key();
    other_cipher.cipher[5] ^= std::byte{1};
    other_salt.salt[5] ^= std::byte{1};
    CHECK(opening(other_cipher, here, commitment, content).find("found others") !=
          std::string::npos);
    CHECK(opening(other_salt, here, commitment, content).find("found others") != std::string::npos);
}

TEST_CASE("no nonce serves two texts, and no commitment can be guessed from the texts") {
    std::set<std::string> nonces;
    for (auto const& key : {a_key(), a_key(1)})
        for (std::uint64_t sequence = 1; sequence < 20; ++sequence)
            for (auto const* text : {"", "a", "b"}) {
                auto const one = seal(key, {"41", sequence}, texts_of({text}));
                CHECK(nonces.insert(to_hex(byte_view(one.commitment.bytes).first(12))).second);
                // Whoever knows the words and not the salt of the key gets another digest.
                auto guessing = key;
                guessing.salt = {};
                CHECK(one.commitment !=
                      seal(guessing, {"41", sequence}, texts_of({text})).commitment);
            }
}
