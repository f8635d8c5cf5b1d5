// SPDX-License-Identifier: BSL-1.0
// Notations of moments in foreign logs.
#include <amends/exchange/time_format.hpp>

#include "catch.hpp"

using namespace amends;

TEST_CASE("a moment is read as its notation says") {
    struct {
        char const* notation;
        char const* text;
        int ahead;
        char const* expected;
    } const table[] = {
        {"d/m/yyyy HH:MM", "29/2/2016 01:16", 0, "2016-02-29T01:16:00Z"},
        {"d/m/yyyy HH:MM", "5/12/2016 23:59", 0, "2016-12-05T23:59:00Z"},
        {"dd/mm/yyyy", "05/03/2016", 0, "2016-03-05T00:00:00Z"},
        {"yyyy-mm-dd HH:MM:SS", "2012-04-03 16:55:38", 0, "2012-04-03T16:55:38Z"},
        {"yyyymmddTHHMMSS", "20120403T165538", 60, "2012-04-03T15:55:38Z"},
        {"yyyy-mm-dd H:MM:SS.fff", "2012-04-03 6:55:38.250", 0, "2012-04-03T06:55:38.250Z"},
        {"iso", "2026-03-01T09:30:00+01:00", 0, "2026-03-01T08:30:00Z"},
        // The log's clock counts where a moment says no zone of its own.
        {"iso", "2026-03-01T09:30:00+01:00", 120, "2026-03-01T08:30:00Z"},
        {"iso", "2026-03-01T09:30:00-05:00", 120, "2026-03-01T14:30:00Z"},
        {"iso", "2026-03-01T09:30:00Z", 120, "2026-03-01T09:30:00Z"},
        {"iso", "2026-03-01T09:30:00", 120, "2026-03-01T07:30:00Z"},
        {"iso", "2026-03-01 09:30:00.250", -120, "2026-03-01T11:30:00.250Z"},
        {"iso", "2026-03-01", 120, "2026-02-28T22:00:00Z"},
        {"iso", "2026-03-01", 0, "2026-03-01T00:00:00Z"},
        // The first and the last that can be written with four digits of a year.
        {"iso", "9999-12-31T23:59:59", 0, "9999-12-31T23:59:59Z"},
        {"iso", "0000-01-01T00:59:59", 59, "0000-01-01T00:00:59Z"},
        {"iso", "0000-01-01T00:00:00Z", 60, "0000-01-01T00:00:00Z"},
        {"yyyy-mm-dd HH:MM", "9999-12-31 23:59", 0, "9999-12-31T23:59:00Z"},
    };

    for (auto const& [notation, text, ahead, expected] : table) {
        CAPTURE(notation, text);
        auto const format = time_format::parse(notation);
        REQUIRE(format.has_value());
        auto const at = format->read(text, std::chrono::minutes(ahead));
        REQUIRE(at.has_value());
        CHECK(to_text(*at) == expected);
    }
}

TEST_CASE("a text that is no moment is refused") {
    auto const format = *time_format::parse("d/m/yyyy HH:MM");

    for (auto const* text : {"", "29/2/2015 01:16", "31/4/2016 00:00", "1/13/2016 00:00",
                             "1/1/2016 24:00", "1/1/2016 00:60", "1/1/2016 0:00", "1/1/16 00:00",
                             "1/1/2016 00:00 ", "1-1-2016 00:00", "2016/1/1 00:00"}) {
        CAPTURE(text);
        auto const at = format.read(text);
        REQUIRE_FALSE(at.has_value());
        CHECK(at.error().message ==
              "expected a moment such as d/m/yyyy HH:MM, found \"" + std::string(text) + '"');
    }
}

TEST_CASE("a text that is no moment of ISO 8601 is refused as it stands") {
    auto const format = *time_format::parse("iso");

    for (auto const* text :
         {"", "2026-03-01T", "2026-03-01T09:30", "2026-02-30", "2026-02-30T09:30:00",
          "2026-03-01T09:30:00ZZ", "2026-03-01T09:30:00+1:00", "1/3/2026 00"}) {
        CAPTURE(text);
        auto const at = format.read(text, std::chrono::minutes(60));
        REQUIRE_FALSE(at.has_value());
        CHECK(at.error().message ==
              "expected a moment such as 2026-03-01T09:30:00Z, found \"" + std::string(text) + '"');
    }
}

TEST_CASE("a moment whose text could not be read again is refused") {
    struct {
        char const* notation;
        char const* text;
        int ahead;
    } const table[] = {
        {"iso", "9999-12-31T23:59:59", -1},
        {"iso", "0000-01-01T00:59:59", 60},
        {"iso", "0000-01-01", 60},
        {"iso", "0000-01-01T00:00:00+00:01", 0},
        {"yyyy-mm-dd HH:MM", "9999-12-31 23:59", -1},
        {"yyyy-mm-dd HH:MM", "0000-01-01 00:59", 60},
    };

    for (auto const& [notation, text, ahead] : table) {
        CAPTURE(notation, text, ahead);
        auto const at = time_format::parse(notation)->read(text, std::chrono::minutes(ahead));
        REQUIRE_FALSE(at.has_value());
        CHECK(at.error().message == "expected a moment of the years 0 to 9999 in UTC, found \"" +
                                        std::string(text) + '"');
    }
}

TEST_CASE("a notation must name a year, a month and a day once each") {
    CHECK(time_format::parse("d/m HH:MM").error().message ==
          "expected a notation such as d/m/yyyy HH:MM, or iso, found no year in \"d/m HH:MM\"");
    CHECK(time_format::parse("d/d/yyyy").error().message ==
          "expected a notation such as d/m/yyyy HH:MM, or iso, found d twice in \"d/d/yyyy\"");
    CHECK(
        time_format::parse("DD/MM/YYYY").error().message ==
        "expected a notation such as d/m/yyyy HH:MM, or iso, found the letter D in \"DD/MM/YYYY\"");
}
