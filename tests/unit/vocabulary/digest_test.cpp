// SPDX-License-Identifier: BSL-1.0
// SHA-256 against the vectors of FIPS 180-2 and the leaf hashes of RFC 6962.
#include <amends/vocabulary/digest.hpp>

#include "catch.hpp"

#include <vector>

using namespace amends;

TEST_CASE("digests are those that FIPS 180 publishes") {
    CHECK(to_text(sha256_of("")) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_text(sha256_of("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_text(sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(to_text(sha256_of(std::string(1'000'000, 'a'))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("leaf hashes are those of RFC 6962") {
    sha256 hasher;
    CHECK(to_text(hasher.of_leaf({})) ==
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    std::vector<std::byte> const zero{std::byte{0}};
    CHECK(to_text(hasher.of_leaf(zero)) ==
          "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
}

TEST_CASE("a reused hasher remembers nothing of what it hashed before") {
    sha256 hasher;
    auto const first = hasher.of(std::as_bytes(std::span("abc", 3)));
    (void)hasher.of_leaf(std::as_bytes(std::span("abd", 3)));
    CHECK(hasher.of(std::as_bytes(std::span("abc", 3))) == first);
    CHECK(first == sha256_of("abc"));
}

TEST_CASE("a digest reads back from its 64 lower case digits and from nothing else") {
    auto const text = to_text(sha256_of("abc"));

    CHECK(*parse_digest(text) == sha256_of("abc"));
    auto upper = text;
    upper[1] = 'A';
    auto strange = text;
    strange[63] = 'g';
    for (auto const& bad : {std::string(), text.substr(1), text + "0", upper, strange})
        CHECK(parse_digest(bad).error().code == errc::malformed);
    CHECK(digest{}.empty());
    CHECK_FALSE(sha256_of("").empty());
}
