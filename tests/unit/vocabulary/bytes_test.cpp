// SPDX-License-Identifier: BSL-1.0
// Canonical bytes: known bytes, round trips, and every damage of them.
#include <amends/casefile/case_file.hpp>
#include <amends/vocabulary/reader.hpp>

#include "support/random_values.hpp"
#include "support/repeat_with.hpp"

#include "catch.hpp"

using namespace amends;

namespace {

std::string hex(byte_view some) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (auto b : some) {
        out += digits[std::to_integer<unsigned>(b) >> 4];
        out += digits[std::to_integer<unsigned>(b) & 15];
    }
    return out;
}

/// Damaged bytes must read as an error, or as another value that writes exactly these bytes.
template <class T>
void survives_damage(T const& value) {
    auto const whole = canonical::encode(value);
    REQUIRE(whole.size() == canonical::size(value));
    auto const read = canonical::decode<T>(whole);
    REQUIRE(read.has_value());
    REQUIRE(*read == value);
    for (std::size_t n = 0; n < whole.size(); ++n)
        REQUIRE_FALSE(canonical::decode<T>(byte_view(whole).first(n)).has_value());
    auto damaged = whole;
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
        damaged[bit / 8] ^= std::byte{1} << (bit % 8);
        if (auto const other = canonical::decode<T>(damaged)) {
            REQUIRE_FALSE(*other == value);
            REQUIRE(canonical::encode(*other) == damaged);
        }
        damaged[bit / 8] = whole[bit / 8];
    }
    damaged.push_back(std::byte{0});
    REQUIRE(canonical::decode<T>(damaged).error().code == errc::malformed);
}

} // namespace

TEST_CASE("values have the bytes that the format says") {
    CHECK(hex(canonical::encode(std::uint32_t{0x01020304})) == "04030201");
    CHECK(hex(canonical::encode(std::int64_t{-2})) == "feffffffffffffff");
    CHECK(hex(canonical::encode(true)) == "01");
    CHECK(hex(canonical::encode(case_id("41"))) == "023431");
    CHECK(hex(canonical::encode(std::string("ab"))) == "020000006162");
    CHECK(hex(canonical::encode(money{5000, eur})) == "8813000000000000455552");
    CHECK(hex(canonical::encode(instant(std::chrono::milliseconds(1)))) == "0100000000000000");
    CHECK(hex(canonical::encode(role_set{"agent", "x"})) == "02056167656e740178");
    CHECK(hex(canonical::encode(std::optional<bool>{})) == "00");
    CHECK(hex(canonical::encode(std::optional<bool>{false})) == "0100");
    CHECK(hex(canonical::encode(std::vector<std::uint32_t>{7})) == "0100000007000000");
    CHECK(hex(canonical::encode(remedy{remedy_kind::refund, {1, eur}})) ==
          "020100000000000000455552");
}

TEST_CASE("damaged bytes read as an error or as another value and never crash") {
    INFO(cases::repeat_with());
    cases::random_values some(cases::seed());

    survives_damage(some.make<actor>());
    survives_damage(some.make<terms>());
    survives_damage(some.make<proposal>());
    survives_damage(some.make<refer>());
    survives_damage(some.make<treat_as_complaint>());
    survives_damage(some.make<explain_options>());
    survives_damage(some.make<record_feedback>());
    for (int n = 0; n < 5; ++n) survives_damage(some.make<case_file>());
}

TEST_CASE("lengths beyond their bounds are refused before anything is allocated") {
    auto const with_length = [](std::uint32_t n) { return canonical::encode(n); };

    CHECK(canonical::decode<std::string>(with_length(0xffffffff)).error().code == errc::too_long);
    CHECK(canonical::decode<std::string>(with_length(1 << 20)).error().code == errc::malformed);
    CHECK(canonical::decode<std::vector<terms>>(with_length(4097)).error().code == errc::too_long);
    CHECK(canonical::decode<std::vector<terms>>(with_length(4096)).error() ==
          error{errc::malformed,
                "expected a count within the bytes that are left, found 4096 (byte 4)"});
    bytes id_of_forty(41, std::byte{'x'});
    id_of_forty[0] = std::byte{40};
    CHECK(canonical::decode<case_id>(id_of_forty).error().code == errc::too_long);
    bytes five_roles(6);
    five_roles[0] = std::byte{5};
    CHECK(canonical::decode<role_set>(five_roles).error().code == errc::too_long);
}

TEST_CASE("a bool of 2 and an unknown enumerator are out of range") {
    bytes const two{std::byte{2}};
    CHECK(canonical::decode<bool>(two).error() ==
          error{errc::out_of_range, "expected a bool of 0 or 1, found 2 (byte 1)"});
    bytes const nine{std::byte{9}};
    CHECK(canonical::decode<remedy_kind>(nine).error().code == errc::out_of_range);
    bytes small_letters = canonical::encode(eur);
    small_letters[0] = std::byte{'e'};
    CHECK(canonical::decode<currency>(small_letters).error().code == errc::out_of_range);
}
