// SPDX-License-Identifier: BSL-1.0
// Help that was sought is not help that was obtained.
#include "support/front_desk.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace amends;
using namespace amends::cases;

TEST_CASE("help that was sought blocks the answer") {
    front_desk d;
    d.until_reported(a_query());
    d.record(d.ann, a_question("bob"));

    auto const no = d.refusal(d.ann, an_answer());

    CHECK(no.reason == "no_help_outstanding");
    CHECK(no.found == "still waiting for bob");
    CHECK(d.refusal(d.bob, receive_help{""}).reason == "help_is_given");
    CHECK(d.record(d.bob, some_help()) == "help_received");
    CHECK(d.record(d.ann, an_answer()) == "contact_answered");
    CHECK(d.record(d.ann, a_close()) == "case_closed");
}

TEST_CASE("help that is overdue shows where it is waited for") {
    front_desk d;
    d.until_reported(a_query());
    auto question = a_question("bob");
    question.due = d.now + std::chrono::minutes(10);
    d.record(d.ann, question);
    CHECK(d.file().help_due == question.due);

    auto const why_not_answered = [&] {
        auto const all = d.at.possible("41", d.ann.who).value();
        return std::ranges::find(all, std::string_view("answer"), &possibility::command)->found;
    };
    CHECK(why_not_answered() == "still waiting for bob, due by 2026-03-02T09:12:00Z");
    d.now = *question.due;
    CHECK(why_not_answered() == "still waiting for bob, due by 2026-03-02T09:12:00Z");
    d.now += std::chrono::milliseconds(1);
    CHECK(why_not_answered() == "still waiting for bob, overdue since 2026-03-02T09:12:00Z");
    CHECK(d.refusal(d.ann, an_answer()).found ==
          "still waiting for bob, overdue since 2026-03-02T09:12:00Z");

    d.record(d.bob, some_help());
    CHECK_FALSE(d.file().help_due.has_value());
    d.record(d.ann, a_question("mia"));
    CHECK(why_not_answered() == "still waiting for mia");
}

TEST_CASE("a request is declined with reasons or not at all") {
    front_desk d;
    d.until_reported(a_request());
    answer no{answer_kind::declined, "we cannot deliver at night", ""};
    CHECK(d.refusal(d.ann, no).found == "no reasons");
    no.reasons = "the depot is closed";
    CHECK(d.record(d.ann, no) == "contact_answered");
}

TEST_CASE("a query that shows itself as a problem is resolved as one") {
    front_desk d;
    d.until_reported(a_query());
    d.record(d.ann, an_answer());

    CHECK(d.refusal(d.ann, recognise{contact_kind::problem, sign_kind::said, ""}).reason ==
          "sign_is_named");
    CHECK(d.record(d.ann, a_sign()) == "sign_recognised");

    CHECK(d.state() == "reported");
    CHECK(d.refusal(d.ann, an_answer()).reason == "is_query_or_request");
    CHECK(d.record(d.ann, a_confirmation()) == "problem_confirmed");
}
