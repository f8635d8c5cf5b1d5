// SPDX-License-Identifier: BSL-1.0
// A solved case whose problem comes back: the next occasion, with an evaluation of its own.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("a customer returns after the settlement") {
    front_desk d;
    d.until_closed();

    CHECK(d.refusal(d.customer, reopen{""}).reason == "a_reason_is_given");
    CHECK(d.record(d.customer, a_return()) == "case_reopened");

    CHECK(d.state() == "reported");
    CHECK(d.file().occasion == 2);
    CHECK(d.file().owner == "ann");
    CHECK(d.refusal(d.ann, an_evaluation()).reason == "not_possible_here");
    CHECK(d.refusal(d.ann, a_close()).reason == "not_possible_here");
}

TEST_CASE("each occasion has an evaluation of its own") {
    front_desk d;
    d.until_closed();
    d.record(d.customer, a_return());
    auto second = terms_of(2000);
    second.measure = "no further parcel is lost this month";
    d.record(d.ann, a_confirmation());
    d.record(d.ann, two_options());
    d.record(d.ann, propose{second});
    d.record(d.customer, yes_to(second));
    d.record(d.ann, action_done());
    d.record(d.ann, a_notice());

    CHECK(d.file().evaluated_as == effect::unknown);
    CHECK(d.refusal(d.ann, an_evaluation()).reason == "measure_was_set_before");
    auto evaluation = an_evaluation();
    evaluation.measure = second.measure;
    evaluation.verdict = effect::not_effective;
    d.record(d.ann, evaluation);

    std::vector<std::uint32_t> occasions;
    for (auto const& e : d.trail())
        if (std::holds_alternative<resolution_evaluated>(e.what))
            occasions.push_back(e.how.occasion);
    CHECK(occasions == std::vector<std::uint32_t>{1, 2});
    CHECK(d.file().evaluated_as == effect::not_effective);
}

TEST_CASE("an evaluation needs evidence and the measure that was set before") {
    front_desk d;
    d.until_agreed();
    d.record(d.ann, action_done());
    d.record(d.ann, a_notice());
    auto evaluation = an_evaluation();
    evaluation.evidence.clear();
    CHECK(d.refusal(d.ann, evaluation).reason == "evidence_is_given");
    evaluation = an_evaluation();
    evaluation.measure = "it went well";
    CHECK(d.refusal(d.ann, evaluation).reason == "measure_was_set_before");
    CHECK(d.record(d.ann, an_evaluation()) == "resolution_evaluated");
}
