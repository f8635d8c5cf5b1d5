// SPDX-License-Identifier: BSL-1.0
// No key is left in memory that is given back: not where it was read, used or forgotten, nor where it
// could not be read.
#include <amends/audit/sealing.hpp>
#include <amends/audit/signing_key.hpp>
#include <amends/store/memory_keys.hpp>
#include <amends/store/opening.hpp>

#include "support/scarce_memory.hpp"
#include "vocabulary/base64.hpp"
#include "vocabulary/cleansing.hpp"

#include "catch.hpp"

#include <array>

using namespace amends;
using amends::testing::searched_memory;

namespace {

constexpr std::string_view log_name = "example.org/log";

std::array<std::byte, 32> a_seed() {
    std::array<std::byte, 32> seed;
    for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::byte>(7 * i + 1);
    return seed;
}

/// A signing key's text with this kind, and bytes after the seed.
std::string text_of(std::uint8_t kind, byte_view seed, std::size_t more = 0) {
    bytes content{std::byte{kind}};
    content.insert(content.end(), seed.begin(), seed.end());
    content.resize(content.size() + more);
    return "PRIVATE+KEY+" + std::string(log_name) + "+01234567+" + detail::to_base64(content);
}

} // namespace

TEST_CASE("a signing key leaves no copy of its secret, whether it can be read or not") {
    auto const seed = a_seed();
    auto const text = signing_key::make(log_name, seed)->secret_text();
    auto cut = text, unclean = text_of(1, seed, 1);
    cut.pop_back();
    auto& before_end = unclean[unclean.find_last_not_of('=')];
    before_end = static_cast<char>(before_end + 1);
    auto not_base64 = text;
    not_base64.back() = '!';
    std::array const broken{
        text_of(1, seed), text_of(4, seed), text_of(9, seed), text_of(1, seed, 1), cut,
        unclean,          not_base64};
    auto const encoded = text.substr(text.size() - 40, 36);
    for (auto const needle : {byte_view(seed).first(28), std::as_bytes(std::span(encoded))}) {
        searched_memory const given_back(needle);
        {
            auto const key = signing_key::make(log_name, seed);
            auto written = key->secret_text();
            detail::cleansed const over(written);
            auto const read = signing_key::parse(written);
            REQUIRE(read.has_value());
            CHECK(read->sign("a text\n").has_value());
        }
        for (auto const& one : broken) CHECK(signing_key::parse(one).has_error());
        CHECK(signing_key::make("two words", seed).has_error());
        CHECK(given_back.found() == 0);
    }
}

TEST_CASE("a customer's key leaves no copy of its secrets where it was kept and used") {
    memory_keys from(7);
    auto const key = from.key_for("c1").value();
    sealed_place const here{"41", 1};
    auto const salt = sealer().salt_of(key, here);
    for (auto const needle : {byte_view(key.cipher), byte_view(key.salt), byte_view(salt.bytes)}) {
        searched_memory const given_back(needle);
        {
            memory_keys kept(7);
            REQUIRE(kept.key_for("c1").value() == key);
            for (int i = 0; i < 100; ++i)
                REQUIRE(kept.key_for(customer_id::trusted("d" + std::to_string(i))).has_value());
            REQUIRE(kept.retire("c1").has_value());

            text_opener opens(&kept);
            for (std::size_t const size : {10, 1000, 100'000}) {
                bytes const texts(size, std::byte{'x'});
                auto& seals = opens.seals();
                auto const commitment = seals.commitment(salt, texts);
                bytes sealed, opened;
                seals.seal(key, here, commitment, texts, sealed);
                REQUIRE(seals.open(key, here, commitment, sealed, opened).has_value());
                sealed.back() ^= std::byte{1};
                REQUIRE(seals.open(key, here, commitment, sealed, opened).has_error());
                sealed.back() ^= std::byte{1};
                entry e;
                e.on = here.on;
                e.how.sequence = here.sequence;
                e.commitment = commitment;
                REQUIRE(opens.as_kept(sha256_of("some"), e, sealed).has_value());
            }
            opens.forget_keys();
            REQUIRE(kept.destroy(std::array{key.id}).has_value());
        }
        CHECK(given_back.found() == 0);
    }
}
