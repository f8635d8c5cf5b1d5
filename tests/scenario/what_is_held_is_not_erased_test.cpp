// SPDX-License-Identifier: BSL-1.0
// A legal hold, a retention period and a role that is missing each keep what is known, and say so.
#include "support/sealed_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// The one refusal of an erasure, which must be the case's last entry too.
refused refusal_of(sealed_desk& d, session const& by) {
    d.now += std::chrono::minutes(1);
    auto const done = d.at.erase(by, d.request());
    REQUIRE(done.has_value());
    CHECK_FALSE(done->erased);
    REQUIRE(done->cases.size() == 1);
    auto const no = std::get<refused>(done->cases[0].second);
    auto const last = std::get<command_refused>(d.trail().back().what);
    CHECK(last.reason.view() == no.reason);
    CHECK(last.expected == no.expected);
    CHECK(last.found == no.found);
    CHECK(d.file().contact.experienced == "nothing came");
    return no;
}

} // namespace

TEST_CASE("while a hold stands nothing is erased, and each matter has its own") {
    sealed_desk d;
    d.until_closed();
    d.wait(std::chrono::days(31));
    CHECK(d.record(d.leo, a_hold()) == "personal_data_held");
    CHECK(d.record(d.leo, hold_personal_data{"audit", "the auditors come"}) ==
          "personal_data_held");
    auto const no = refusal_of(d, d.pia);
    CHECK(no.reason == "no_hold_stands");
    CHECK(no.expected == "no hold on what is known");
    CHECK(no.found == "held for claim 17, audit");

    CHECK(d.record(d.leo, a_release()) == "personal_data_released");
    CHECK(refusal_of(d, d.pia).found == "held for audit");
    CHECK(d.record(d.leo, release_personal_data{"audit", "they went"}) == "personal_data_released");
    CHECK(d.file().held_for.empty());
    CHECK(d.erased().erased);
}

TEST_CASE("a hold on one case keeps every case of its customer") {
    sealed_desk d;
    d.until_closed("41");
    d.until_reported(a_problem(), "42");
    d.record(d.customer, a_withdrawal(), "42");
    d.record(d.leo, a_hold(), "42");
    d.wait(std::chrono::days(31));
    auto const done = d.erased();
    CHECK_FALSE(done.erased);
    REQUIRE(done.cases.size() == 1);
    CHECK(done.cases[0].first == case_id("42"));
    CHECK(d.file("41").contact.experienced == "nothing came");
}

TEST_CASE("before the retention period is over nothing is erased, to the millisecond") {
    sealed_desk d;
    d.until_closed();
    auto const over = d.file().there_since + std::chrono::days(30);
    d.record(d.bob, a_note()); // what is added later does not lengthen it
    d.now = over - std::chrono::minutes(1) - std::chrono::milliseconds(1);
    auto const no = refusal_of(d, d.pia);
    CHECK(no.reason == "retention_period");
    CHECK(no.expected == "a time from " + to_text(over));
    CHECK(no.found == to_text(over - std::chrono::milliseconds(1)));

    d.now = over - std::chrono::minutes(1);
    CHECK(d.erased().erased);
}

TEST_CASE("the retention period of a merged case runs from its merging, not from its first days") {
    sealed_desk d;
    d.until_reported();
    d.until_reported(a_problem(), "42");
    d.record(d.customer, a_withdrawal(), "42");
    d.wait(std::chrono::days(90));
    d.record(d.ann, merged_with("42"));
    auto const over = d.now + std::chrono::days(30);
    d.now = over - std::chrono::minutes(2);
    auto const no = refusal_of(d, d.pia);
    CHECK(no.reason == "retention_period");
    CHECK(no.expected == "a time from " + to_text(over));
    d.now = over;
    CHECK(d.erased().erased);
}

TEST_CASE("nobody erases without authority, and nobody holds or releases") {
    sealed_desk d;
    d.until_closed();
    d.wait(std::chrono::days(31));
    auto const no = refusal_of(d, d.max);
    CHECK(no.reason == "may_decide");
    CHECK(no.expected == "privacy_officer");
    CHECK(no.found == "manager");
    CHECK(no.who_could == std::vector<role>{"privacy_officer"});
    CHECK(refusal_of(d, staff("tim", {})).found == "no role");
    CHECK(refusal_of(d, d.customer).reason == "not_entitled");
    CHECK(d.refusal(d.max, a_hold()).reason == "may_decide");
    d.record(d.leo, a_hold());
    CHECK(d.refusal(d.pia, a_release()).expected == "lawyer");
    CHECK(d.refusal(d.leo, a_hold()).reason == "a_new_matter_is_named");
}

TEST_CASE("a policy that says nothing of erasing lets nobody erase") {
    sealed_desk d{house_rules()};
    d.until_closed();
    auto const no = refusal_of(d, d.pia);
    CHECK(no.reason == "no_authority");
    CHECK(no.expected == "a granting verdict");
    CHECK(no.found == "silence");
}
