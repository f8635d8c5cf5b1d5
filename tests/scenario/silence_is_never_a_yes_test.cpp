// SPDX-License-Identifier: BSL-1.0
// A yes is said, in time, and to exactly what was offered.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("silence is never a yes") {
    front_desk d;
    auto const t = terms_of(3000);
    d.until_proposed(t);

    auto const no = d.refusal(d.customer, amends::accept{hash_of(t), assent::none});

    CHECK(no.reason == "assent_is_explicit");
    CHECK(no.expected == "how the customer said yes: spoken, written or clicked");
    CHECK(d.refusal(d.customer, amends::accept{{}, assent::spoken}).reason == "same_terms");
    CHECK(d.state() == "offered");
}

TEST_CASE("an offer that has expired cannot be accepted") {
    front_desk d;
    auto t = terms_of(3000);
    t.valid_until = d.now + std::chrono::hours(1);
    d.until_proposed(t);
    d.now = *t.valid_until;

    auto const no = d.refusal(d.customer, yes_to(t));

    CHECK(no.reason == "still_open");
    CHECK(no.expected == "an answer by 2026-03-02T10:00:00Z");
    CHECK(no.found == "2026-03-02T10:01:00Z");
    d.record(d.ann, a_proposal(3000));
    CHECK(d.record(d.customer, yes_to(terms_of(3000))) == "solution_agreed");
}

TEST_CASE("an offer is open up to its last moment") {
    front_desk d;
    auto t = terms_of(3000);
    t.valid_until = d.now + std::chrono::hours(1);
    d.until_proposed(t);
    d.now = *t.valid_until - std::chrono::minutes(1);
    CHECK(d.record(d.customer, yes_to(t)) == "solution_agreed");
}

TEST_CASE("only the customer says yes or a colleague who speaks for the customer") {
    front_desk d;
    auto const t = terms_of(3000);
    d.until_proposed(t);

    CHECK(d.refusal(d.ann, yes_to(t)).reason == "not_entitled");
    CHECK(d.refusal({{"c2", side::customer, {}, {}, {}}, {}}, yes_to(t)).reason == "not_entitled");
    CHECK(d.record(on_behalf_of(d.ann, "c1"), yes_to(t)) == "solution_agreed");
    CHECK(d.trail().back().who.on_behalf_of == "c1");
}
