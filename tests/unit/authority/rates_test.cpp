// SPDX-License-Identifier: BSL-1.0
// Exchange rates: exact, rounded against whoever gives, and never guessed.
#include <amends/authority/rates.hpp>

#include "catch.hpp"

#include <limits>

using namespace amends;

namespace {

constexpr currency jpy = currency::of('J', 'P', 'Y');
constexpr currency kwd = currency::of('K', 'W', 'D');

} // namespace

TEST_CASE("an amount is changed exactly and rounded up") {
    exchange_rates const rates(
        eur, {*parse_rate(usd, "0.9215"), *parse_rate(jpy, "0.0061"), *parse_rate(kwd, "3.02")});
    CHECK(rates.at_home({100, usd}) == money{93, eur}); // 0.9215 goes up
    CHECK(rates.at_home({10000, usd}) == money{9215, eur});
    CHECK(rates.at_home({10001, usd}) == money{9216, eur});
    CHECK(rates.at_home({1000, jpy}) == money{610, eur}); // a yen has no hundredths
    CHECK(rates.at_home({1000, kwd}) == money{302, eur}); // a dinar has thousandths
    CHECK(rates.at_home({1001, kwd}) == money{303, eur});
    CHECK(rates.at_home({77, eur}) == money{77, eur});
    CHECK(rates.at_home({0, usd}) == money{0, eur});
}

TEST_CASE("without a rate, or beyond 64 bits, nothing is said") {
    exchange_rates const rates(eur, {*parse_rate(usd, "2")});
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    CHECK(rates.at_home({1, gbp}) == std::nullopt);
    CHECK(rates.at_home({most / 2, usd}) == money{most - 1, eur});
    CHECK(rates.at_home({most / 2 + 1, usd}) == std::nullopt);
    CHECK_FALSE(exchange_rates().any());
    CHECK(exchange_rates().at_home({1, usd}) == std::nullopt);
    // From a currency without decimals into one with three, at the largest rate that can be written.
    exchange_rates const steep(kwd, {*parse_rate(jpy, "999999999999999999")});
    CHECK(steep.at_home({most, jpy}) == std::nullopt);
    CHECK(steep.at_home({-most, jpy}) == std::nullopt);
    CHECK(steep.at_home({0, jpy}) == money{0, kwd});
    CHECK(exchange_rates(eur, {{usd, 1, 0}}).at_home({1, usd}) == std::nullopt);
    CHECK(exchange_rates(eur, {{usd, -1, 1}}).at_home({1, usd}) == std::nullopt);
}

TEST_CASE("a rate is read exactly or not at all") {
    CHECK(*parse_rate(usd, "0.9215") == exchange_rate{usd, 9215, 10000});
    CHECK(*parse_rate(usd, "12") == exchange_rate{usd, 12, 1});
    for (auto const* wrong : {"", ".", "0", "0.00", "1.", ".5", "-1", "1,5", "1e3", "one"})
        CHECK(parse_rate(usd, wrong).has_error());
    CHECK(parse_rate(usd, "1,5").error().message ==
          "expected a rate such as 0.9215, found \"1,5\"");
    CHECK(parse_rate(usd, "1234567890123456789").error().code == errc::overflow);
}
