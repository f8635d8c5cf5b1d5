// SPDX-License-Identifier: BSL-1.0
// The whole way, from report to close, and its proof.
#include "support/front_desk.hpp"

#include <amends/audit/verify.hpp>

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

TEST_CASE("a problem goes from the first report to an evaluated resolution") {
    front_desk d;
    auto const t = terms_of(7500);
    d.until_proposed(t);
    d.record(d.max, approval_of(t));
    d.record(d.customer, yes_to(t));
    d.record(d.ann, action_done());
    d.record(d.ann, comfort());
    d.record(d.ann, a_notice());
    d.record(d.ann, an_evaluation());
    d.record(d.ann, news());
    d.record(d.ann, a_close());

    std::string story;
    trail_verifier verifier;
    for (auto const& e : d.trail()) story += std::string(name_of(e.what)) + ' ';
    (void)d.kept.scan(0, [&](stored_entry const& e) {
        CHECK_FALSE(verifier.check(e).has_value());
        return true;
    });
    CHECK(story == "contact_reported case_taken problem_confirmed options_explained "
                   "approval_requested proposal_approved solution_agreed actions_carried_out "
                   "comfort_checked colleagues_informed resolution_evaluated customer_informed "
                   "case_closed ");
    CHECK(d.file().evaluated_as == effect::effective);
}

TEST_CASE("a problem is not solved before it is confirmed and its options are explained") {
    front_desk d;
    d.until_reported();
    CHECK(d.refusal(d.ann, two_options()).found == "reported");
    CHECK(d.refusal(d.ann, a_proposal()).found == "reported");
    auto guess = a_confirmation();
    guess.with = confirmed_with::nobody;
    CHECK(d.refusal(d.ann, guess).reason == "confirmed_with_somebody");
    guess.with = confirmed_with::evidence;
    CHECK(d.refusal(d.ann, guess).found == "no evidence");
    d.record(d.ann, a_confirmation());
    CHECK(d.refusal(d.ann, a_proposal()).found == "confirmed");
    auto one_sided = two_options();
    one_sided.options[1].drawback_to_customer.clear();
    CHECK(d.refusal(d.ann, one_sided).found == "no drawback_to_customer of resend");
    auto sole = two_options();
    sole.options.pop_back();
    sole.sole_lawful_because = "the law gives the price back";
    CHECK(d.record(d.ann, sole) == "options_explained");
}

TEST_CASE("nobody's contact is not worked on") {
    front_desk d;
    d.record(d.customer, a_problem());
    CHECK(d.refusal(d.ann, a_confirmation()).reason == "not_entitled");
    CHECK(d.at.orphans().value() == std::vector<case_id>{"41"});
    CHECK(d.refusal(d.ann, assigned_to({})).reason == "somebody_is_named");
    CHECK(d.record(d.ann, assigned_to("bob")) == "case_assigned");
    CHECK(d.at.orphans().value().empty());
}
