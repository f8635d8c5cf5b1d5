// SPDX-License-Identifier: BSL-1.0
// Categories: some problems are decided by some roles alone, whatever they are called later.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// Privacy is for officers and managers, critical problems for managers.
authority with_reserved_problems() {
    auto t = house_table();
    t.limits.push_back({"officer", {}, {10000, eur}, {}, 0});
    t.reserved = {{"privacy", severity::low, {"officer", "manager"}, 0},
                  {"", severity::critical, {"manager"}, 0}};
    return authority(t);
}
void until_explained(front_desk& d, char const* category, severity how_bad = severity::medium) {
    auto contact = a_problem();
    contact.category = category;
    contact.severity = how_bad;
    d.until_reported(contact);
    d.record(d.ann, a_confirmation());
    d.record(d.ann, two_options());
}
auto const dov = staff("dov", {"officer"});

} // namespace

TEST_CASE("a problem of a reserved category goes to those it is kept for") {
    front_desk d(with_reserved_problems());
    until_explained(d, "privacy");
    auto const said = d.answer_to(d.ann, a_proposal(3000));
    CHECK(std::get<awaiting_approval>(*said).competent == std::vector<role>{"manager", "officer"});
    CHECK(d.refusal(d.lea, approval_of(terms_of(3000))).reason == "reserved_category");
    CHECK(d.record(dov, approval_of(terms_of(3000))) == "proposal_approved");
}

TEST_CASE("nobody takes a problem out of its category by confirming it in other words") {
    front_desk d(with_reserved_problems());
    until_explained(d, "privacy");
    CHECK(d.file().confirmed->nature == "late parcel");
    CHECK(d.record(d.ann, a_proposal(3000)) == "approval_requested");
    auto const why = d.trail().back().verdicts.front().reasons.front();
    CHECK(why.rule == "reserved_category");
    CHECK(to_text(why.found) == "privacy");
}

TEST_CASE("a critical problem is a manager's, of whatever category") {
    front_desk d(with_reserved_problems());
    until_explained(d, "delivery", severity::critical);
    auto const said = d.answer_to(d.ann, a_proposal(3000));
    CHECK(std::get<awaiting_approval>(*said).competent == std::vector<role>{"manager"});
}

TEST_CASE("any other problem is the agent's") {
    front_desk d(with_reserved_problems());
    until_explained(d, "delivery", severity::high);
    CHECK(d.record(d.ann, a_proposal(3000)) == "solution_offered");
}
