// SPDX-License-Identifier: BSL-1.0
// The twin table: first row first, three answers, reasons, and before main.
#include "catch.hpp"
#include "parcel.hpp"

#include <amends/workflow/twin.hpp>

using namespace parcel;

namespace {

reply take(state_id& at, send what, occasion& now) {
    auto s = now.step();
    return twin_of<lifecycle>.take(at, send::number, &what, s);
}

// Runs before main: the table needs no initialisation.
struct before_main {
    reply said = reply::refused;
    state_id at = packed::id;
    before_main() {
        occasion now;
        said = take(at, {5}, now);
    }
} const early;

} // namespace

TEST_CASE("the twin works before main") {
    CHECK(early.said == reply::taken);
    CHECK(early.at == under_way::id);
}

TEST_CASE("the twin takes the first row whose guard holds") {
    occasion now;
    auto at = packed::id;
    CHECK(take(at, {11}, now) == reply::taken);
    CHECK(at == packed::id);
    CHECK(std::get<amends::extended_fact>(now.recorded).name.view() == "parcel_sent");
    CHECK(take(at, {10}, now) == reply::taken);
    CHECK(at == under_way::id);
}

TEST_CASE("the twin tells not possible here from refused and leaves both where they were") {
    occasion now;
    auto at = under_way::id;
    CHECK(take(at, {5}, now) == reply::not_possible_here);
    CHECK(at == under_way::id);
    at = packed::id;
    CHECK(take(at, {0}, now) == reply::refused);
    CHECK(at == packed::id);
    CHECK(now.recorded == amends::fact{});
    at = state_id{77};
    CHECK(take(at, {5}, now) == reply::not_possible_here);
    CHECK_FALSE(twin_of<lifecycle>.possible_here(packed::id, 77));
}

TEST_CASE("a reason is that of the first row, conditions about the case first") {
    send const nothing{0};
    occasion now, unknown(0);
    auto const why = twin_of<lifecycle>.why_refused(packed::id, send::number, &nothing, now.step());
    REQUIRE(why);
    CHECK(*why == explanation{"heavy", "more than 10 kg", "0 kg"});
    auto const out = twin_of<lifecycle>.ruled_out(packed::id, send::number, unknown.step());
    REQUIRE(out);
    CHECK(*out == explanation{"known_case", "a case on record", "none"});
    CHECK(twin_of<lifecycle>.why_refused(packed::id, send::number, &nothing, unknown.step()) ==
          out);
    CHECK_FALSE(twin_of<lifecycle>.ruled_out(packed::id, send::number, now.step()));
}

TEST_CASE("a guard or an action that throws leaves the twin's case where it was") {
    occasion now;
    auto at = packed::id;
    CHECK_THROWS_WITH(take(at, {13}, now), "the scales broke");
    CHECK_THROWS_WITH(take(at, {66}, now), "the van broke down");
    CHECK(at == packed::id);
    CHECK(take(at, {5}, now) == reply::taken);
}
