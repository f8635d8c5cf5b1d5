// SPDX-License-Identifier: BSL-1.0
// Everything that is held about one customer, whole, and nothing of anybody else.
#include "support/sealed_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("a customer sees every case of theirs with its trail, and nobody else's") {
    sealed_desk d;
    d.until_closed("41");
    auto contact = a_problem();
    contact.customer = "c2";
    d.record(d.ann, contact, "77");
    d.until_reported(a_query(), "42");
    d.record(d.ann, news(), "42");

    auto const record = d.at.access("c1");
    REQUIRE(record.has_value());
    CHECK(record->customer == customer_id("c1"));
    REQUIRE(record->cases.size() == 2);
    CHECK(record->cases[0].file == d.file("41"));
    CHECK(record->cases[1].file == d.file("42"));
    CHECK(record->cases[0].trail == d.trail("41"));
    CHECK(record->cases[1].trail == d.trail("42"));
    CHECK(record->cases[0].trail.size() == d.file("41").version);
}

TEST_CASE("cases that are kept in the clear are found too") {
    front_desk d;
    d.until_reported(a_problem(), "41");
    d.until_reported(a_problem(), "42");
    CHECK(d.at.access("c1")->cases.size() == 2);
}

TEST_CASE("after an erasure the customer sees what is left") {
    sealed_desk d;
    d.until_closed("41");
    d.wait(std::chrono::days(31));
    REQUIRE(d.erased().erased);
    auto const record = d.at.access("c1");
    REQUIRE(record.has_value());
    CHECK(record->cases[0].file.erased.has_value());
    CHECK(record->cases[0].trail.front().texts == texts_are::erased);
    CHECK(record->cases[0].trail.front().who.id == actor_id("c1"));
}

TEST_CASE("a trail that is not sound is not told as if it were everything") {
    front_desk d;
    d.until_reported(a_problem(), "41");
    d.until_reported(a_problem(), "42");
    auto forged = d.trail("42").back();
    forged.how.sequence = 3; // the chain does not lead here
    bytes content;
    encode(forged, content);
    sha256 hasher;
    new_entry const one{"42", 3, "forged", hasher.of_leaf(content), content};
    REQUIRE(d.kept.append(std::span(&one, 1)).has_value());

    desk another(d.kept, house_rules());
    auto const record = another.access("c1");
    REQUIRE_FALSE(record.has_value());
    CHECK(record.error().code == errc::damaged_trail);
    CHECK(record.error() == another.file("42").error());
}
