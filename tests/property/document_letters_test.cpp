// SPDX-License-Identifier: BSL-1.0
// Letters beyond ASCII in documents that are in order, wherever TOML lets them stand.
#include <amends/authority/document.hpp>

#include "catch.hpp"

#include <random>
#include <string>

using namespace amends;

namespace {

/// Lines of TOML, none of which is wrong: their keys are of no document, and so that is all that can be
/// said to them.
class some_toml {
  public:
    explicit some_toml(std::uint64_t seed) : chance_(seed) {}

    std::string document() {
        std::string text;
        for (int lines = below(6); lines > 0; --lines) text += line();
        return text + key() + " = " + value(3) + comment();
    }

  private:
    int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(chance_); }
    template <std::size_t N>
    std::string one_of(char const* const (&some)[N]) {
        return some[below(int(N))];
    }

    std::string comment() {
        return below(2) == 0 ? ""
                             : one_of({" # 1 2", " # é", "# § 7 2", " #'", " # \"\"\" é", "#"});
    }
    std::string space() { return one_of({"", " ", "\t", "  "}); }
    std::string break_in_an_array() { return below(3) == 0 ? comment() + "\n" + space() : space(); }

    /// No two are the same, since TOML has each key once.
    std::string key() {
        auto const own = std::to_string(++keys_);
        switch (below(4)) {
        case 0: return "k" + own;
        case 1: return "'é" + own + "'";
        case 2: return "\"ü\\\"" + own + "\"";
        default: return "k" + own + space() + "." + space() + "'é#'";
        }
    }
    std::string value(int depth) {
        switch (below(depth == 0 ? 3 : 5)) {
        case 0:
            return one_of({"'é'", "\"é\\\\\"", "''", "\"\"", "'''é''é\n''é'''''", "'''\né'''",
                           "\"\"\"é\"\"\\\"é\n= [ é\"\"\"", "\"\"\"a \\\n  b é\"\"\""});
        case 1:
            return one_of({"2026-01-01", "2026-01-01 07:32:00", "2026-01-01T07:32:00.5+01:00",
                           "2026-01-01 07:32:00Z", "07:32:00"});
        case 2:
            return one_of(
                {"1", "-1_000", "+0.5e-3", "0xdead_beef", "true", "false", "inf", "-nan"});
        case 3: {
            std::string all = "[" + break_in_an_array();
            for (int n = below(4); n > 0; --n) {
                all += value(depth - 1) + break_in_an_array();
                if (n > 1 || below(2) == 0) all += "," + break_in_an_array();
            }
            return all + "]";
        }
        default: {
            std::string all = "{" + space();
            for (int n = below(3); n > 0; --n)
                all += key() + space() + "=" + space() + value(depth - 1) + space() +
                       (n > 1 ? "," + space() : "");
            return all + "}";
        }
        }
    }
    std::string line() {
        switch (below(6)) {
        case 0: return comment() + "\n";
        case 1: return "[" + space() + key() + space() + "]" + comment() + "\n";
        case 2: return "[[" + space() + key() + space() + "]]" + comment() + "\n";
        default:
            return space() + key() + space() + "=" + space() + value(3) + space() + comment() +
                   (below(4) == 0 ? "\r\n" : "\n");
        }
    }

    std::mt19937_64 chance_;
    int keys_ = 0;
};

} // namespace

TEST_CASE("no document that is in order is refused for its letters") {
    some_toml made_up(1);
    for (int n = 0; n < 20'000; ++n) {
        auto const text = made_up.document();
        auto const read = authority_document::parse(text, "a.toml");
        INFO(text);
        REQUIRE(read.has_error());
        REQUIRE(read.error().message.find("expected one of the keys") != std::string::npos);
    }
}
