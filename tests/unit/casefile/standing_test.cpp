// SPDX-License-Identifier: BSL-1.0
// What somebody is to a case.
#include <amends/casefile/case_file.hpp>

#include "support/cases.hpp"

#include <amends/vocabulary/print.hpp>

#include "catch.hpp"

using namespace amends;

TEST_CASE("an actor is to a case what the case file says") {
    case_file file;
    file.version = 5;
    file.contact.customer = "c1";
    file.owner = "ann";
    file.referred_to = "bob";
    file.proposed.emplace().terms = cases::terms_of(100, "carl");

    struct row {
        actor who;
        char const* is;
    };
    row const table[] = {
        {{"c1", side::customer, {}, {}, {}}, "customer"},
        {{"c2", side::customer, {}, {}, {}}, ""},
        {{"c2", side::customer, {}, "c1", {}}, "customer"},
        {{"ann", side::customer, {}, {}, {}}, ""},
        {{"ann", side::staff, {}, {}, {}}, "owner or colleague or approver"},
        {{"eva", side::staff, {}, "ann", {}}, "owner or colleague or approver"},
        {{"bob", side::staff, {}, {}, {}}, "colleague or approver or recipient"},
        {{"carl", side::staff, {}, {}, {}}, "colleague or collaborator or approver"},
        {{"eva", side::staff, {}, "carl", {}}, "colleague or collaborator or approver"},
        {{"eva", side::staff, {}, {}, {}}, "colleague or approver"},
        {{"eva", side::staff, {}, "c1", {}}, "customer or colleague or approver"},
        {{"c1", side::staff, {}, {}, {}}, "colleague or approver"},
        {{"robot", side::service, {}, {}, {}}, "monitor"},
        {{"robot", side::service, {}, "c1", {}}, "customer or monitor"},
        {{"ann", side::service, {}, {}, {}}, "monitor"},
    };
    for (auto const& [who, is] : table) {
        INFO(printing::text(who));
        CHECK(to_text(standing_of(who, file)) == is);
    }
}

TEST_CASE("before the first fact any customer may be the customer and nobody is the owner") {
    case_file const nothing;
    CHECK(to_text(standing_of({"c9", side::customer, {}, {}, {}}, nothing)) == "customer");
    CHECK(to_text(standing_of({"", side::staff, {}, {}, {}}, nothing)) == "colleague or approver");
}
