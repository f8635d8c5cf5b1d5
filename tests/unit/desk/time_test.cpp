// SPDX-License-Identifier: BSL-1.0
// When a command happens: who may say so.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

result<outcome> noted(desk& d, provenance origin, std::optional<instant> at) {
    auto from = staff("ann", {"agent"});
    from.origin = origin;
    submission one{&from, {"41", {}, {}, a_note()}, at};
    return d.handle(std::span(&one, 1)).front();
}

} // namespace

TEST_CASE("a live command cannot choose its time") {
    front_desk d;
    d.until_reported();
    auto const said = noted(d.at, provenance::live, d.now + std::chrono::hours(48));
    REQUIRE_FALSE(said.has_value());
    CHECK(said.error() == error{errc::malformed, "expected a time in imported commands only, found "
                                                 "2026-03-04T09:02:00Z in a live one (case 41)"});
    CHECK(*d.kept.size() == 2);

    REQUIRE(noted(d.at, provenance::live, {}).has_value());
    CHECK(d.file().last_entry_at == d.now);
}

TEST_CASE("a desk that replays recorded commands takes their times") {
    desk_options how;
    how.times_are_given = true;
    front_desk d(house_rules(), std::move(how));
    d.until_reported();
    auto const then = d.now + std::chrono::hours(48);
    REQUIRE(noted(d.at, provenance::live, then).has_value());
    CHECK(d.file().last_entry_at == then);
    CHECK(d.trail().back().origin == provenance::live);
    d.now = then + std::chrono::hours(1);
    REQUIRE(noted(d.at, provenance::live, {}).has_value());
    CHECK(d.file().last_entry_at == d.now);
}

TEST_CASE("an imported command without a time is malformed") {
    front_desk d;
    d.until_reported();
    CHECK(noted(d.at, provenance::imported, {}).error() ==
          error{errc::malformed, "expected a time in an imported command, found none (case 41)"});
    auto from = d.ann;
    from.origin = provenance::imported;
    CHECK(d.at.handle(from, {"41", {}, {}, a_note()}).error().code == errc::malformed);
    CHECK(*d.kept.size() == 2);
}
