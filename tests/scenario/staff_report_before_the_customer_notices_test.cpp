// SPDX-License-Identifier: BSL-1.0
// Staff and services report what the customer has not noticed yet.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("staff report before the customer notices") {
    front_desk d;
    d.record(d.ann, noticed_by_staff());
    d.record(d.ann, assigned_to("bob"));

    CHECK(d.file().owner == "bob");
    CHECK_FALSE(d.file().contact.customer_aware);
    CHECK_FALSE(d.file().customer_knows);
    d.record(d.bob, news());
    CHECK(d.file().customer_knows);
}

TEST_CASE("a monitor reports and assigns what it saw") {
    front_desk d;
    auto seen = noticed_by_staff();
    seen.origin = origin::monitor;
    CHECK(d.record(d.robot, seen) == "contact_reported");
    CHECK(d.record(d.robot, assigned_to("ann")) == "case_assigned");
    CHECK(d.refusal(d.robot, a_confirmation()).reason == "not_entitled");
}

TEST_CASE("a customer reports only for themselves and with their own view") {
    front_desk d;
    auto foreign = a_problem();
    foreign.customer = "c2";
    CHECK(d.refusal(d.customer, foreign).reason == "customer_is_named");
    auto silent = a_problem();
    silent.impact.clear();
    CHECK(d.refusal(d.customer, silent).found == "no impact");
    auto unaware = noticed_by_staff();
    unaware.origin = origin::customer;
    CHECK(d.refusal(d.ann, unaware).found == "the customer as origin");
    CHECK(*d.kept.size() == 0);
}
