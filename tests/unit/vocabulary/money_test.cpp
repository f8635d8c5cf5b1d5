// SPDX-License-Identifier: BSL-1.0
// Money: notation by currency, the ends of 64 bits, and sums that are checked.
#include <amends/vocabulary/money.hpp>

#include "catch.hpp"

#include <cstdint>
#include <limits>

using namespace amends;

namespace {
constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr currency jpy = currency::of('J', 'P', 'Y');
constexpr currency kwd = currency::of('K', 'W', 'D');
} // namespace

TEST_CASE("an amount prints with as many decimals as its currency has and reads back") {
    struct row {
        money amount;
        char const* text;
    };
    row const table[] = {
        {{5000, eur}, "50.00 EUR"},
        {{5, eur}, "0.05 EUR"},
        {{-5, eur}, "-0.05 EUR"},
        {{0, usd}, "0.00 USD"},
        {{-350, gbp}, "-3.50 GBP"},
        {{1200, jpy}, "1200 JPY"},
        {{-1, jpy}, "-1 JPY"},
        {{1234, kwd}, "1.234 KWD"},
        {{7, kwd}, "0.007 KWD"},
        {{most, eur}, "92233720368547758.07 EUR"},
        {{least, eur}, "-92233720368547758.08 EUR"},
        {{least, jpy}, "-9223372036854775808 JPY"},
        {{most, kwd}, "9223372036854775.807 KWD"},
        {{0, {}}, "0.00 XXX"},
    };
    for (auto const& [amount, text] : table) {
        CHECK(to_text(amount) == text);
        auto const read = parse_money(text);
        INFO(text);
        REQUIRE(read.has_value());
        CHECK(*read == amount);
    }
}

TEST_CASE("an amount may be written with fewer decimals") {
    CHECK(*parse_money("50 EUR") == money{5000, eur});
    CHECK(*parse_money("-3.5 EUR") == money{-350, eur});
    CHECK(*parse_money("007.1 KWD") == money{7100, kwd});
    CHECK(*parse_money("-0 EUR") == money{0, eur});
}

TEST_CASE("what is no amount is malformed and one beyond 64 bits overflows") {
    for (auto const* text :
         {"",        " ",        "EUR",     "50",         "50EUR",   "50 eur",     "50 EURO",
          "50 EUR ", " 50 EUR",  "50  EUR", "50.000 EUR", "1.5 JPY", "1.2345 KWD", "50. EUR",
          ".5 EUR",  "- EUR",    "--5 EUR", "+5 EUR",     "5-0 EUR", "5,00 EUR",   "0x5 EUR",
          "1e3 EUR", "5.-1 EUR", "50 ZZZ",  "50 XAU"}) {
        INFO(text);
        auto const read = parse_money(text);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == errc::malformed);
    }
    for (auto const* text :
         {"92233720368547758.08 EUR", "-92233720368547758.09 EUR", "9223372036854775808 JPY",
          "92233720368547759 EUR", "99999999999999999999999 EUR"}) {
        INFO(text);
        auto const read = parse_money(text);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == errc::overflow);
    }
    CHECK(parse_money("5,00 EUR").error().message ==
          "expected an amount such as 50.00 EUR, found \"5,00 EUR\"");
}

TEST_CASE("what is wrong with an amount is what is said") {
    struct row {
        char const* text;
        char const* expected;
    };
    for (auto const& [text, expected] : {
             row{"50.00 JPY", "an amount in JPY without decimals"},
             row{"50.001 EUR", "an amount in EUR with at most 2 decimals"},
             row{"50.0001 KWD", "an amount in KWD with at most 3 decimals"},
             row{"99999999999999999999 EUR", "at most 92233720368547758.07 EUR"},
             row{"92233720368547758.08 EUR", "at most 92233720368547758.07 EUR"},
             row{"9223372036854775808 JPY", "at most 9223372036854775807 JPY"},
             row{"-92233720368547758.09 EUR", "at least -92233720368547758.08 EUR"},
             row{"50,00 EUR", "an amount such as 50.00 EUR"},
             row{"1.000,00 EUR", "an amount such as 50.00 EUR"},
             row{"50.00x JPY", "an amount such as 50.00 EUR"},
         })
        CHECK(parse_money(text).error().message ==
              std::string("expected ") + expected + ", found \"" + text + '"');
}

TEST_CASE("a sum is checked for its currency and its size") {
    CHECK(*add({100, eur}, {250, eur}) == money{350, eur});
    CHECK(*add({most, eur}, {least, eur}) == money{-1, eur});
    CHECK(*add({0, {}}, {250, eur}) == money{250, eur});
    CHECK(*add({250, eur}, {0, {}}) == money{250, eur});

    CHECK(add({1, eur}, {1, usd}).error() ==
          error{errc::currency_mismatch, "expected EUR, found USD"});
    CHECK(add({0, eur}, {1, usd}).error().code == errc::currency_mismatch);
    CHECK(add({most, eur}, {1, eur}).error() ==
          error{errc::overflow,
                "expected a sum within 64 bits, found 92233720368547758.07 EUR + 0.01 EUR"});
    CHECK(add({least, eur}, {-1, eur}).error().code == errc::overflow);
}

TEST_CASE("a currency is a code of ISO 4217") {
    for (auto const* known : {"EUR", "JPY", "KWD", "ZWG", "AED", "XXX"})
        CHECK(currency::parse(known)->code() == known);
    for (auto const* unknown : {"", "EU", "EURO", "eur", "ZZZ", "ED ", "D A", "XAU"})
        CHECK(currency::parse(unknown).error().code == errc::malformed);
    CHECK(eur.decimals() == 2);
    CHECK(jpy.decimals() == 0);
    CHECK(kwd.decimals() == 3);
}
