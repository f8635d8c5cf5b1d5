// SPDX-License-Identifier: BSL-1.0
// The service offer: a white list of remedies.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// Refunds, extra visits for installations, and compensation by managers.
authority with_an_offer() {
    auto t = house_table();
    t.offer = {{remedy_kind::refund, "", {}, 0},
               {remedy_kind::service, "installation", {}, 0},
               {remedy_kind::compensation, "", role("manager"), 0}};
    return authority(t);
}

} // namespace

TEST_CASE("a remedy that is not on offer is refused, be it free") {
    front_desk d(with_an_offer());
    d.until_explained();
    CHECK(d.record(d.ann, propose{terms_for(remedy_kind::refund, 100)}) == "solution_offered");
    auto const no = d.refusal(d.ann, propose{terms_for(remedy_kind::repair, 0)});
    CHECK(no.reason == "not_offered");
    CHECK(no.expected == "a remedy of the service offer");
    CHECK(no.found == "repair");
    CHECK(no.can_change_that == "owner");
}

TEST_CASE("a remedy is on offer for a category, or from a role") {
    front_desk d(with_an_offer());
    d.until_explained();
    CHECK(d.refusal(d.ann, propose{terms_for(remedy_kind::service, 100)}).reason == "not_offered");
    auto const said = d.answer_to(d.ann, propose{terms_for(remedy_kind::compensation, 100)});
    CHECK(std::get<awaiting_approval>(*said).competent == std::vector<role>{"manager"});

    auto contact = a_problem();
    contact.category = "installation";
    d.until_reported(contact, "42");
    d.record(d.ann, a_confirmation(), "42");
    d.record(d.ann, two_options(), "42");
    CHECK(d.record(d.ann, propose{terms_for(remedy_kind::service, 100)}, "42") ==
          "solution_offered");
}
