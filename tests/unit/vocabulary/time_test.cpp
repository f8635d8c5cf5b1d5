// SPDX-License-Identifier: BSL-1.0
// Moments: ISO 8601 in and out, with offsets, leap days and years before 1970.
#include <amends/vocabulary/time.hpp>

#include "catch.hpp"

using namespace amends;

namespace {
instant at_ms(std::int64_t ms) { return instant(std::chrono::milliseconds(ms)); }
} // namespace

TEST_CASE("a moment prints in UTC and reads back") {
    struct row {
        std::int64_t ms;
        char const* text;
    };
    row const table[] = {
        {0, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {1, "1970-01-01T00:00:00.001Z"},
        {1'709'164'800'000, "2024-02-29T00:00:00Z"},
        {951'782'400'000, "2000-02-29T00:00:00Z"},
        {1'772'357'400'000, "2026-03-01T09:30:00Z"},
        {-2'203'891'200'000, "1900-03-01T00:00:00Z"},
        {-62'167'219'200'000, "0000-01-01T00:00:00Z"},
        {253'402'300'799'999, "9999-12-31T23:59:59.999Z"},
    };
    for (auto const& [ms, text] : table) {
        CHECK(to_text(at_ms(ms)) == text);
        auto const read = parse_instant(text);
        INFO(text);
        REQUIRE(read.has_value());
        CHECK(*read == at_ms(ms));
    }
}

TEST_CASE("an offset is taken off and a date alone is midnight in UTC") {
    auto const nine = *parse_instant("2026-03-01T09:30:00Z");

    CHECK(*parse_instant("2026-03-01T10:30:00+01:00") == nine);
    CHECK(*parse_instant("2026-03-01T04:00:00-05:30") == nine);
    CHECK(*parse_instant("2026-03-01 09:30:00.000Z") == nine);
    CHECK(*parse_instant("2026-03-01T00:15:00.250+00:30") ==
          *parse_instant("2026-02-28T23:45:00.250Z"));
    CHECK(*parse_instant("2026-03-01") == *parse_instant("2026-03-01T00:00:00Z"));
}

TEST_CASE("fractions of a second have one to nine digits and are cut to milliseconds") {
    auto const read = [](std::string const& fraction) {
        return to_text(parse_instant("2026-03-01T09:30:00." + fraction).value());
    };
    CHECK(read("2Z") == "2026-03-01T09:30:00.200Z");
    CHECK(read("25Z") == "2026-03-01T09:30:00.250Z");
    CHECK(read("0009Z") == "2026-03-01T09:30:00Z");
    CHECK(read("123456Z") == "2026-03-01T09:30:00.123Z");
    CHECK(read("999999999+01:00") == "2026-03-01T08:30:00.999Z");
    for (auto const* fraction : {"Z", "1234567890Z", "1", "12x", "-1Z"}) {
        INFO(fraction);
        CHECK_FALSE(parse_instant(std::string("2026-03-01T09:30:00.") + fraction).has_value());
    }
}

TEST_CASE("what is no moment is malformed") {
    for (auto const* text : {"",
                             "2026",
                             "2026-03",
                             "2026-3-1",
                             "2026-02-29",
                             "1900-02-29",
                             "2026-13-01",
                             "2026-00-10",
                             "2026-04-31",
                             "2026-01-00",
                             "2026/03/01",
                             "26-03-01",
                             "2026-03-01T",
                             "2026-03-01T09:30Z",
                             "2026-03-01T09:30:00",
                             "2026-03-01T24:00:00Z",
                             "2026-03-01T09:60:00Z",
                             "2026-03-01T09:30:60Z",
                             "2026-03-01T09:30:00+1",
                             "2026-03-01T09:30:00+0100",
                             "2026-03-01T09:30:00+24:00",
                             "2026-03-01T09:30:00+01:60",
                             "2026-03-01T09:30:00z",
                             "2026-03-01t09:30:00Z",
                             "2026-03-01T09:30:00Z ",
                             "x2026-03-01",
                             "-026-03-01",
                             "2026-03-01T-9:30:00Z"}) {
        INFO(text);
        auto const read = parse_instant(text);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == errc::malformed);
    }
    CHECK(parse_instant("tomorrow").error().message ==
          "expected a moment such as 2026-03-01T09:30:00Z, found \"tomorrow\"");
}

TEST_CASE("every text that is cut short is refused or a date alone") {
    std::string const whole = "2026-03-01T09:30:00.250+01:00";
    for (std::size_t n = 0; n < whole.size(); ++n) {
        INFO(n);
        CHECK(parse_instant(whole.substr(0, n)).has_value() == (n == 10));
    }
}

TEST_CASE("an offset leads to no moment that cannot be written") {
    CHECK(to_text(parse_instant("9999-12-31T23:59:59+00:01").value()) == "9999-12-31T23:58:59Z");
    for (auto const* text : {"9999-12-31T23:59:59-00:01", "9999-12-31T01:00:00-23:00",
                             "0000-01-01T00:00:00+00:01", "0000-01-01T22:59:59.999+23:00"}) {
        INFO(text);
        auto const read = parse_instant(text);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().message == "expected a moment of the years 0 to 9999 in UTC, found \"" +
                                          std::string(text) + '"');
    }
}

TEST_CASE("the first and last moments of 64 bits print without harm") {
    CHECK_FALSE(to_text(instant::max()).empty());
    CHECK_FALSE(to_text(instant::min()).empty());
}
