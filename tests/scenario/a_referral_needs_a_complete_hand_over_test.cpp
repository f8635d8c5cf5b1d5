// SPDX-License-Identifier: BSL-1.0
// A referral hands over everything, so that nothing is asked twice.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("a referral needs a complete hand-over") {
    front_desk d;
    d.until_reported();
    auto referral = a_referral("bob");
    referral.hand_over.promised.clear();

    CHECK(d.refusal(d.ann, referral).found == "no promised");
    referral.hand_over.promised = "none";
    CHECK(d.record(d.ann, referral) == "referral_offered");
    CHECK(d.handling() == "referral_offered");
    CHECK(d.refusal(d.ann, a_confirmation()).found == "a referral to bob that is not answered yet");
}

TEST_CASE("who accepts a referral tells the customer and owns the case") {
    front_desk d;
    d.until_reported();
    d.record(d.ann, a_referral("bob"));

    CHECK(d.refusal(d.lea, referral_taken()).reason == "not_entitled");
    CHECK(d.refusal(d.bob, accept_referral{""}).reason == "customer_is_told");
    CHECK(d.record(d.bob, referral_taken()) == "referral_accepted");

    CHECK(d.file().owner == "bob");
    CHECK(d.refusal(d.ann, a_confirmation()).reason == "not_entitled");
    CHECK(d.record(d.bob, a_confirmation()) == "problem_confirmed");
}

TEST_CASE("a referral that is sent back leaves the case with its owner") {
    front_desk d;
    d.until_reported();
    d.record(d.ann, a_referral("bob"));

    CHECK(d.refusal(d.bob, return_referral{"", "Ann has it"}).reason == "return_has_a_reason");
    CHECK(d.record(d.bob, referral_sent_back()) == "referral_returned");

    CHECK(d.file().owner == "ann");
    CHECK(d.handling() == "with_owner");
}

TEST_CASE("a referral names somebody else and a reason") {
    front_desk d;
    d.until_reported();
    CHECK(d.refusal(d.ann, a_referral("ann")).found == "the owner");
    auto referral = a_referral("bob");
    referral.reason = referral_reason::none;
    CHECK(d.refusal(d.ann, referral).found == "no reason");
}
