// SPDX-License-Identifier: BSL-1.0
// A case closes when nothing is owed and the customer knows.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("a case closes when nothing is owed any more") {
    front_desk d;
    d.until_evaluated();

    CHECK(d.refusal(d.ann, a_close()).reason == "customer_knows");
    auto promise = news();
    promise.by_when = d.now + std::chrono::hours(48);
    d.record(d.ann, promise);
    auto const owed = d.refusal(d.ann, a_close());
    CHECK(owed.reason == "nothing_is_owed");
    CHECK(owed.found.find("contact promised by 2026-03-04") == 0);
    d.record(d.ann, a_call(direction::inbound));
    CHECK(d.refusal(d.ann, a_close()).reason == "nothing_is_owed");
    d.record(d.ann, a_call());
    CHECK(d.record(d.ann, a_close()) == "case_closed");
}

TEST_CASE("a customer who did not understand does not know") {
    front_desk d;
    d.until_evaluated();
    d.record(d.ann, news());
    d.record(d.ann, understood(false));
    CHECK(d.refusal(d.ann, a_close()).reason == "customer_knows");
    d.record(d.ann, understood(true));
    CHECK(d.record(d.ann, a_close()) == "case_closed");
}

TEST_CASE("notes and feedback are kept and move nothing") {
    front_desk d;
    d.until_closed();
    auto const before = d.file().at;

    CHECK(d.record(d.bob, a_note()) == "note_added");
    CHECK(d.record(d.customer, feedback()) == "feedback_recorded");
    CHECK(d.record(d.customer, a_call(direction::inbound)) == "contact_recorded");
    CHECK(d.refusal(d.customer, record_feedback{feedback_scale::csat, 6, ""}).expected ==
          "a csat score from 1 to 5");
    CHECK(d.refusal(d.customer, record_feedback{feedback_scale::nps, 11, ""}).found == "11");
    CHECK(d.refusal(d.ann, inform_customer{"done", "", {}}).reason == "next_step_is_given");
    CHECK(d.refusal(d.ann, note{}).reason == "text_is_given");
    CHECK(d.file().at == before);
}

TEST_CASE("colleagues learn what happened and what was done before the evaluation") {
    front_desk d;
    d.until_agreed();
    CHECK(d.refusal(d.ann, a_notice()).reason == "not_possible_here");
    d.record(d.ann, action_done());
    CHECK(d.refusal(d.ann, an_evaluation()).reason == "not_possible_here");
    auto notice = a_notice();
    notice.recipients = {{"bob", "agent"}};
    CHECK(d.refusal(d.ann, notice).found == "nobody as manager");
    notice = a_notice();
    notice.actions.clear();
    CHECK(d.refusal(d.ann, notice).found == "no actions");
    CHECK(d.record(d.ann, a_notice()) == "colleagues_informed");
}
