// SPDX-License-Identifier: BSL-1.0
// Every condition of the standard lifecycle: when it holds, and what it says when it does not.
#include "catch.hpp"
#include "support/cases.hpp"

#include <amends/lifecycle/resolution.hpp>
#include <amends/lifecycle/standard.hpp>

#include <set>

using namespace amends;
using namespace amends::resolution;
namespace commands = amends;

namespace {

/// A step about a proposed solution in the hands of its owner.
struct situation {
    case_file file;
    actor who{.id = "ann", .side = side::staff};
    parties standing = party::owner;
    verdict judged;
    instant at = instant(std::chrono::days(100));
    workflow::surroundings given;
    std::vector<role> informed;
    fact recorded;

    situation() {
        file.id = "case-1";
        file.kind = contact_kind::problem;
        file.at = {offered::id, with_owner::id};
        file.owner = "ann";
        file.options = {"refund", "resend"};
        file.proposed.emplace();
        file.proposed->terms = cases::terms_of(2000);
        file.proposed->terms.actions.push_back({"write a letter", "bob", {}});
        file.proposed->terms_hash = hash_of(file.proposed->terms);
        file.proposed->approvers_needed = 2;
        file.done = {0, 0};
        file.customer_knows = true;
    }
    workflow::step step() {
        given.must_be_informed = informed;
        return {file, who, standing, judged, at, given, {}, recorded};
    }
};

using change = void (*)(situation&);

std::set<std::string>& tested() {
    static std::set<std::string> names;
    return names;
}

/// The condition holds for `right` and, after `spoil`, says these words of `wrong`.
template <class Condition, class Command>
void check(
    Command const& right, Command const& wrong, std::string const& expected,
    std::string const& found, change spoil = [](situation&) {}) {
    auto const name = std::string(type_name<Condition>());
    INFO(name);
    tested().insert(name);
    situation now;
    CHECK(workflow::holds<Condition>(right, now.step()));
    spoil(now);
    auto const s = now.step();
    CHECK(!workflow::holds<Condition>(wrong, s));
    auto const why = workflow::explain_for<Condition>(wrong, s);
    CHECK(why.reason == name);
    CHECK(why.expected == expected);
    CHECK(why.found == found);
}

/// A condition about the case or the verdict: the command does not matter.
template <class Condition>
void check_case(
    std::string const& expected, std::string const& found, change spoil,
    change prepare = [](situation&) {}, std::string reason = {}) {
    auto const name = std::string(type_name<Condition>());
    INFO(name);
    tested().insert(name);
    situation now;
    prepare(now);
    CHECK(workflow::holds<Condition>(note{}, now.step()));
    spoil(now);
    auto const s = now.step();
    CHECK(!workflow::holds<Condition>(note{}, s));
    auto const why = workflow::explain_for<Condition>(note{}, s);
    CHECK(why.reason == (reason.empty() ? name : reason));
    CHECK(why.expected == expected);
    CHECK(why.found == found);
}

/// `right` with one thing changed.
template <class Command, class Change>
Command but(Command c, Change spoil) {
    spoil(c);
    return c;
}

void check_intake() {
    auto const contact = cases::a_problem();
    check<kind_and_origin_are_given>(contact, but(contact, [](auto& c) { c.kind = {}; }),
                                     "a `kind` and an `origin`", "no kind");
    check<kind_and_origin_are_given>(contact, but(contact, [](auto& c) { c.origin = {}; }),
                                     "a `kind` and an `origin`", "no origin");
    check<customer_is_named>(contact, but(contact, [](auto& c) { c.customer = {}; }),
                             "whose contact it is, in `customer`", "nobody");
    check<customer_is_named>(contact, contact, "c2 in `customer`", "c1", [](situation& now) {
        now.who = {.id = "c2", .side = side::customer};
    });
    for (auto const& [spoil, found] : std::vector<std::pair<std::string report::*, std::string>>{
             {&report::expected, "no expected"},
             {&report::experienced, "no experienced"},
             {&report::impact, "no impact"}})
        check<customer_view_is_given>(
            contact, but(contact, [member = spoil](auto& c) { (c.*member).clear(); }),
            "the customer's view in `expected`, `experienced` and `impact`", found);
    auto const noticed = cases::noticed_by_staff();
    check<customer_view_is_given>(
        noticed, but(noticed, [](auto& c) { c.organisation_view.clear(); }),
        "what staff noticed in `organisation_view`, and such an origin", "nothing");
    check<customer_view_is_given>(
        noticed, but(noticed, [](auto& c) { c.origin = origin::customer; }),
        "what staff noticed in `organisation_view`, and such an origin", "the customer as origin");
    auto const sign = cases::a_sign();
    auto const whole_sign = "what it is in `as`, and the `sign` that was said or done";
    check<sign_is_named>(sign, but(sign, [](auto& c) { c.as = {}; }), whole_sign, "no kind");
    check<sign_is_named>(sign, but(sign, [](auto& c) { c.sign.clear(); }), whole_sign, "no sign");
    check<sign_is_named>(sign, but(sign, [](auto& c) { c.sign_was = {}; }), whole_sign,
                         "a sign neither said nor done");
    check_case<is_query_or_request>(
        "a query or a request", "a problem",
        [](situation& now) { now.file.kind = contact_kind::problem; },
        [](situation& now) { now.file.kind = contact_kind::query; });
    check_case<is_problem>("a problem", "a request",
                           [](situation& now) { now.file.kind = contact_kind::request; });
    auto const said = cases::an_answer();
    check<answer_is_given>(said, but(said, [](auto& c) { c.outcome = {}; }),
                           "an `outcome` and `words`", "no outcome");
    check<answer_is_given>(said, but(said, [](auto& c) { c.words.clear(); }),
                           "an `outcome` and `words`", "no words");
    check<answer_is_given>(said, but(said, [](auto& c) { c.outcome = answer_kind::declined; }),
                           "`words` and `reasons`", "no reasons");
    check<a_reason_is_given>(cases::a_return(), reopen{}, "a `reason`", "none");
    check<a_reason_is_given>(cases::a_withholding(), withhold{}, "a `reason`", "none");
    check<a_reason_is_given>(cases::apart_again(), unmerge{}, "a `reason`", "none");
    auto const handed = cases::a_complaint();
    auto const whole =
        "a `decision`, the `rules` that fired, who it is `handed_to` and by when in `due`";
    check<complaint_is_handed_over>(handed, but(handed, [](auto& c) { c.decision.clear(); }), whole,
                                    "no decision");
    check<complaint_is_handed_over>(handed, but(handed, [](auto& c) { c.rules.clear(); }), whole,
                                    "no rules");
    check<complaint_is_handed_over>(handed, but(handed, [](auto& c) { c.handed_to.clear(); }),
                                    whole, "nobody");
    check<complaint_is_handed_over>(handed, but(handed, [](auto& c) { c.due.reset(); }), whole,
                                    "no due time");
    check<text_is_given>(cases::a_note(), note{}, "a text", "none");
    check<text_is_given>(cases::news(), inform_customer{}, "a text", "none");
    check<text_is_given>(cases::a_call(), record_contact{}, "a text", "none");
    check<next_step_is_given>(cases::news(), inform_customer{"on its way", "", {}}, "a `next_step`",
                              "none");
    using scale = feedback_scale;
    check<feedback_is_on_its_scale>(record_feedback{scale::csat, 1, ""},
                                    record_feedback{scale::csat, 6, ""}, "a csat score from 1 to 5",
                                    "6");
    check<feedback_is_on_its_scale>(record_feedback{scale::nps, 0, ""},
                                    record_feedback{scale::nps, 11, ""},
                                    "an nps score from 0 to 10", "11");
    check<feedback_is_on_its_scale>(record_feedback{scale::ces, 7, ""},
                                    record_feedback{scale::ces, 0, ""}, "a ces score from 1 to 7",
                                    "0");
    check<feedback_is_on_its_scale>(record_feedback{scale::words, 0, "fine"},
                                    record_feedback{scale::words, 0, ""},
                                    "a `scale` with a score, or `words`", "no words");
    check<feedback_is_on_its_scale>(cases::feedback(), record_feedback{scale::unknown, 3, "fine"},
                                    "a `scale` with a score, or `words`", "3");
}

void check_handling() {
    check_case<in_hand>("a case with its owner", "nobody has it",
                        [](situation& now) { now.file.at.handling = unassigned::id; });
    check_case<in_hand>("a case with its owner", "merged into case case-2", [](situation& now) {
        now.file.at.handling = merged::id;
        now.file.merged_into = "case-2";
    });
    check_case<in_hand>(
        "a case with its owner", "a referral to bob that is not answered yet",
        [](situation& now) {
            now.file.at.handling = resolution::referral_offered::id;
            now.file.referred_to = "bob";
        },
        [](situation& now) { now.file.at.handling = resolution::help_sought::id; });
    check_case<not_merged>("a case of its own", "merged into case case-2", [](situation& now) {
        now.file.at.handling = merged::id;
        now.file.merged_into = "case-2";
    });
    check_case<no_help_outstanding>("help that was sought to be received", "still waiting for bob",
                                    [](situation& now) {
                                        now.file.at.handling = resolution::help_sought::id;
                                        now.file.help_from = "bob";
                                    });
    check<somebody_is_named>(cases::assigned_to("bob"), assign{}, "a colleague in `to`", "nobody");
    auto const asked = cases::a_question();
    check<question_is_asked>(asked, but(asked, [](auto& c) { c.from = {}; }),
                             "a colleague in `from` and a `question`", "nobody");
    check<question_is_asked>(asked, but(asked, [](auto& c) { c.question.clear(); }),
                             "a colleague in `from` and a `question`", "no question");
    check<help_is_given>(cases::some_help(), receive_help{}, "an `answer`", "none");
    auto const referral = cases::a_referral();
    check<referral_has_a_reason>(referral, but(referral, [](auto& c) { c.to = {}; }),
                                 "another colleague in `to` and a `reason`", "nobody");
    check<referral_has_a_reason>(referral, but(referral, [](auto& c) { c.to = "ann"; }),
                                 "another colleague in `to` and a `reason`", "the owner");
    check<referral_has_a_reason>(referral, but(referral, [](auto& c) { c.reason = {}; }),
                                 "another colleague in `to` and a `reason`", "no reason");
    for (auto const& [member, name] : std::vector<std::pair<std::string hand_over::*, std::string>>{
             {&hand_over::nature, "nature"},
             {&hand_over::cause_so_far, "cause_so_far"},
             {&hand_over::done, "done"},
             {&hand_over::promised, "promised"},
             {&hand_over::deadlines, "deadlines"},
             {&hand_over::needs, "needs"},
             {&hand_over::sensitivity, "sensitivity"}})
        check<hand_over_is_complete>(
            referral, but(referral, [part = member](auto& c) { (c.hand_over.*part).clear(); }),
            "nature, cause_so_far, done, promised, deadlines, needs and sensitivity", "no " + name);
    check<customer_is_told>(cases::referral_taken(), accept_referral{},
                            "what the customer was told, in `told_customer`", "nothing");
    check<customer_is_told>(cases::referral_sent_back(), return_referral{},
                            "what the customer was told, in `told_customer`", "nothing");
    check<return_has_a_reason>(cases::referral_sent_back(), return_referral{}, "a `reason`",
                               "none");
    check<another_case_is_named>(cases::merged_with("case-2"), merge{}, "another case in `into`",
                                 "none");
    check<another_case_is_named>(cases::merged_with("case-2"), cases::merged_with("case-1"),
                                 "another case in `into`", "this case itself");
}

void check_personal_data() {
    auto const asked = cases::an_erasure();
    check<a_ground_is_given>(asked, but(asked, [](auto& c) { c.ground.clear(); }),
                             "the `ground` of the erasure", "none");
    auto const all_together = [](situation& now) { now.given.whole_customer = true; };
    check_case<every_case_is_erased>(
        "an erasure of every case of the customer", "one of this case alone",
        [](situation& now) { now.given.whole_customer = false; }, all_together);
    check_case<case_has_ended>("a case that has ended", "one that is offered",
                               [](situation& now) { now.given.open_in = "offered"; });
    check_case<case_has_ended>(
        "a case that has ended", "one that is offered",
        [](situation& now) { now.file.at.handling = with_owner::id; },
        [](situation& now) {
            now.given.open_in = "offered";
            now.file.at.handling = merged::id;
        });
    check_case<no_hold_stands>("no hold on what is known", "held for claim 17, audit",
                               [](auto& now) {
                                   now.file.held_for = {"claim 17", "audit"};
                               });
    auto const hold = cases::a_hold();
    auto const another = "a `matter` for which nothing is held yet";
    check<a_new_matter_is_named>(hold, but(hold, [](auto& c) { c.matter.clear(); }), another,
                                 "none");
    check<a_new_matter_is_named>(hold, hold, another, "claim 17",
                                 [](situation& now) { now.file.held_for = {"claim 17"}; });
}

void check_release() {
    situation now;
    auto const release = cases::a_release();
    auto const why = [&](release_personal_data const& wrong) {
        auto const s = now.step();
        CHECK(!workflow::holds<a_held_matter_is_named>(wrong, s));
        auto const said = workflow::explain_for<a_held_matter_is_named>(wrong, s);
        return said.reason + ": " + said.expected + ", " + said.found;
    };
    CHECK(why(release) == "a_held_matter_is_named: a hold, claim 17");
    now.file.held_for = {"claim 17", "audit"};
    CHECK(workflow::holds<a_held_matter_is_named>(release, now.step()));
    CHECK(why({"claim 18", "over"}) ==
          "a_held_matter_is_named: a `matter` of claim 17, audit, claim 18");
    CHECK(why({"", "over"}) == "a_held_matter_is_named: a `matter` of claim 17, audit, none");
    tested().insert("a_held_matter_is_named");
}

void check_solution() {
    auto const known = cases::a_confirmation();
    check<nature_and_cause_are_given>(known, but(known, [](auto& c) { c.nature.clear(); }),
                                      "a `nature`, `how_sure`, and the `cause`", "no nature");
    check<nature_and_cause_are_given>(known, but(known, [](auto& c) { c.how_sure = {}; }),
                                      "a `nature`, `how_sure`, and the `cause`", "no how_sure");
    check<nature_and_cause_are_given>(known, but(known, [](auto& c) { c.cause.clear(); }),
                                      "a `nature`, `how_sure`, and the `cause`", "no cause");
    check<nature_and_cause_are_given>(
        but(known,
            [](auto& c) {
                c.cause_is = {};
                c.unknown_because = "not examined";
            }),
        but(known, [](auto& c) { c.cause_is = {}; }),
        "a `nature`, `how_sure`, and why the cause is unknown in `unknown_because`",
        "no unknown_because");
    check<confirmed_with_somebody>(known, but(known, [](auto& c) { c.with = {}; }),
                                   "confirmed with the customer, or by `evidence`", "nobody");
    check<confirmed_with_somebody>(but(known,
                                       [](auto& c) {
                                           c.with = confirmed_with::evidence;
                                           c.evidence = "photo 4";
                                       }),
                                   but(known, [](auto& c) { c.with = confirmed_with::evidence; }),
                                   "confirmed with the customer, or by `evidence`", "no evidence");
    auto const options = cases::two_options();
    check<two_options_or_one_lawful>(options, but(options, [](auto& c) { c.options.pop_back(); }),
                                     "two options, or one with `sole_lawful_because`", "1");
    check<two_options_or_one_lawful>(but(options,
                                         [](auto& c) {
                                             c.options.pop_back();
                                             c.sole_lawful_because = "a recall";
                                         }),
                                     explain_options{},
                                     "two options, or one with `sole_lawful_because`", "0");
    auto const sides = "benefits and drawbacks of each option to both sides, or the word none";
    check<both_sides_are_explained>(options,
                                    but(options, [](auto& c) { c.options[1].name.clear(); }), sides,
                                    "an option without a name");
    for (auto const& [member, name] :
         std::vector<std::pair<std::string solution_option::*, std::string>>{
             {&solution_option::benefit_to_customer, "benefit_to_customer"},
             {&solution_option::benefit_to_organisation, "benefit_to_organisation"},
             {&solution_option::drawback_to_customer, "drawback_to_customer"},
             {&solution_option::drawback_to_organisation, "drawback_to_organisation"}})
        check<both_sides_are_explained>(
            options, but(options, [part = member](auto& c) { (c.options[1].*part).clear(); }),
            sides, "no " + name + " of resend");
    check<no_two_options_share_a_name>(
        options, but(options, [](auto& c) { c.options[1].name = c.options[0].name; }),
        "a name of its own for each option", "two named refund");
    check<no_two_options_share_a_name>(options,
                                       but(options,
                                           [](auto& c) {
                                               c.options.push_back(c.options[1]);
                                               c.options.push_back(c.options[0]);
                                           }),
                                       "a name of its own for each option", "two named resend");
    auto const offer = cases::a_proposal();
    check<option_was_explained>(offer, but(offer, [](auto& c) { c.terms.option = "a voucher"; }),
                                "one of the options explained: refund, resend", "a voucher");
    check<option_was_explained>(offer, but(offer, [](auto& c) { c.terms.option.clear(); }),
                                "one of the options explained: refund, resend", "none");
    auto const complete = "`actions` with `what` and `by`, and the `measure` for the evaluation";
    check<terms_are_complete>(offer, but(offer, [](auto& c) { c.terms.actions.clear(); }), complete,
                              "no actions");
    check<terms_are_complete>(offer, but(offer, [](auto& c) { c.terms.measure.clear(); }), complete,
                              "no measure");
    check<terms_are_complete>(offer, but(offer, [](auto& c) { c.terms.actions[0].by = {}; }),
                              complete, "an action without what or by");
    check<not_below_the_lawful_floor>(offer, cases::a_proposal(2999),
                                      "at least 30.00 EUR, as the law gives", "29.99 EUR",
                                      [](situation& now) {
                                          now.given.lawful_floor = money{3000, eur};
                                      });
    auto const over_limit = [](situation& now) {
        now.judged.add({"limits", "over_limit", decision::needs_approval,
                        measure::at_most({5000, eur}), measure::of(money{7500, eur})});
    };
    auto const granted = [](situation& now) {
        now.judged.add({"limits", "within_limit", decision::granted, {}, {}});
    };
    check_case<within_authority>("at most 50.00 EUR", "75.00 EUR", over_limit, granted,
                                 "over_limit");
    check_case<within_authority>(
        "a granting verdict", "forbidden",
        [](situation& now) {
            now.judged = {};
            now.judged.decision = decision::forbidden;
        },
        granted);
    check_case<within_authority>(
        "a granting verdict", "silence", [](situation& now) { now.judged = {}; }, granted,
        "no_authority");
    check_case<no_judge_objects>(
        "at most 50.00 EUR", "75.00 EUR", over_limit, [](situation&) {}, "over_limit");
    check_case<no_judge_objects>("at most 50.00 EUR", "75.00 EUR", over_limit, granted,
                                 "over_limit");
    check_case<approval_is_needed>(
        "a verdict that asks for approval", "granted",
        [](situation& now) {
            now.judged = {};
            now.judged.add({"limits", "within_limit", decision::granted, {}, {}});
        },
        over_limit);
    check_case<approval_is_needed>(
        "a granting verdict", "silence", [](situation& now) { now.judged = {}; }, over_limit,
        "no_authority");
    check<same_terms>(approve{hash_of([] {
                                  auto t = cases::terms_of(2000);
                                  t.actions.push_back({"write a letter", "bob", {}});
                                  return t;
                              }()),
                              ""},
                      approve{},
                      "the terms on the table, " + to_text(situation().file.proposed->terms_hash),
                      std::string(64, '0'));
    check_case<still_open>(
        "an answer by 1970-04-10T00:00:00Z", "1970-04-11T00:00:00Z", [](situation& now) {
            now.file.proposed->terms.valid_until = instant(std::chrono::days(99));
        });
    check<assent_is_explicit>(commands::accept{{}, assent::written}, commands::accept{},
                              "how the customer said yes: spoken, written or clicked", "nothing");
    check_case<not_the_proposer>("somebody other than the proposer", "ann",
                                 [](situation& now) { now.file.proposed->proposer = "ann"; });
    check_case<not_the_proposer>("somebody other than the proposer", "ann on behalf of bob",
                                 [](situation& now) {
                                     now.who.on_behalf_of = "bob";
                                     now.file.proposed->proposed_for = "bob";
                                 });
    check_case<not_an_earlier_approver>(
        "another approver", "ann", [](situation& now) { now.file.proposed->approvers = {"ann"}; });
    check_case<not_an_earlier_approver>("another approver", "ann", [](situation& now) {
        now.file.proposed->approvers = {"max"};
        now.file.proposed->approved_for = {"ann"};
    });
    check_case<not_an_earlier_approver>("another approver", "ann on behalf of max",
                                        [](situation& now) {
                                            now.who.on_behalf_of = "max";
                                            now.file.proposed->approvers = {"max"};
                                        });
    auto const one_approved = [](situation& now) { now.file.proposed->approvers = {"max"}; };
    check_case<enough_approvers>(
        "2 approvers", "1", [](situation& now) { now.file.proposed->approvers.clear(); },
        one_approved);
    check_case<more_approvers_are_needed>("2 approvers", "2", one_approved);
}

void check_conclusion() {
    auto const open = "agreed actions that are still to do, by their place from 0";
    carry_out const both{{0, 1}, ""};
    auto const done_by = [&](std::vector<std::uint32_t> places) {
        return carry_out{std::move(places), ""};
    };
    check<actions_are_open>(both, done_by({}), open, "none");
    check<actions_are_open>(both, done_by({2}), open, "action 2 of 2");
    check<actions_are_open>(both, done_by({1, 1}), open, "action 1 twice");
    check<actions_are_open>(both, both, open, "action 1, which is done", [](situation& now) {
        now.file.done = {0, 1};
    });
    check<actions_are_open>(both, both, open, "action 0, which is for ann", [](situation& now) {
        now.who.id = "bob";
        now.standing = party::collaborator;
    });
    check<all_are_done>(both, done_by({0}), "every action done", "1 to do");
    check<actions_remain>(done_by({0}), both, "actions still to do", "0 to do");
    check<customer_is_comfortable>(cases::comfort(true), cases::comfort(false), "comfortable",
                                   "not comfortable");
    check<customer_is_not_comfortable>(cases::comfort(false), cases::comfort(true),
                                       "not comfortable", "comfortable");
    auto const told = cases::a_notice();
    auto const notice = "the `nature` of the problem and the `actions` taken";
    check<nature_and_actions_are_told>(told, but(told, [](auto& c) { c.nature.clear(); }), notice,
                                       "no nature");
    check<nature_and_actions_are_told>(told, but(told, [](auto& c) { c.actions.clear(); }), notice,
                                       "no actions");
    check<everyone_concerned_is_told>(told, but(told, [](auto& c) { c.recipients.clear(); }),
                                      "recipients as: manager", "nobody as manager");
    check<everyone_concerned_is_told>(told, told, "recipients as: manager, quality",
                                      "nobody as quality", [](situation& now) {
                                          now.informed = {"quality", "manager"};
                                      });
    auto const seen = cases::an_evaluation();
    auto const measure_wanted = "the measure that was set: the customer is content after a week";
    check<measure_was_set_before>(seen, but(seen, [](auto& c) { c.measure = "no calls"; }),
                                  measure_wanted, "no calls");
    check<measure_was_set_before>(seen, but(seen, [](auto& c) { c.measure.clear(); }),
                                  measure_wanted, "none");
    check<evidence_is_given>(seen, but(seen, [](auto& c) { c.evidence.clear(); }),
                             "`evidence` and a `verdict`", "no evidence");
    check<evidence_is_given>(seen, but(seen, [](auto& c) { c.verdict = {}; }),
                             "`evidence` and a `verdict`", "no verdict");
    check_case<nothing_is_owed>(
        "no duty outstanding", "contact promised by 1970-01-02T00:00:00Z",
        [](situation& now) { now.file.contact_promised_by = instant(std::chrono::days(1)); });
    check_case<nothing_is_owed>("no duty outstanding", "help sought from bob", [](situation& now) {
        now.file.at.handling = resolution::help_sought::id;
        now.file.help_from = "bob";
    });
    check_case<nothing_is_owed>("no duty outstanding",
                                "help sought from bob, overdue since 1970-04-11T00:00:00Z",
                                [](situation& now) {
                                    now.file.at.handling = resolution::help_sought::id;
                                    now.file.help_from = "bob";
                                    now.file.help_due = instant(std::chrono::days(100));
                                    now.at = *now.file.help_due + std::chrono::milliseconds(1);
                                });
    auto const whose = "the owner, or somebody else where the policy asks for it";
    check_case<by_the_owner>(whose, "bob on behalf of mia", [](situation& now) {
        now.who = {.id = "bob", .side = side::staff, .on_behalf_of = "mia"};
        now.standing = party::colleague;
    });
    auto const is_asked = [](situation& now) {
        now.judged.add({"house", "others_evaluate", decision::granted, {}, {}});
    };
    check_case<somebody_else_is_asked>(
        whose, "a policy that does not ask", [](situation& now) { now.judged = {}; }, is_asked);
    check_case<somebody_else_is_asked>(
        "somebody else", "bob",
        [](situation& now) {
            now.judged.add({"house", "gains", decision::forbidden,
                            measure::of_words("somebody else"), measure::of_words("bob")});
        },
        is_asked, "gains");
    check_case<customer_knows>("the customer to be told since the last change", "not told",
                               [](situation& now) { now.file.customer_knows = false; });
}

} // namespace

TEST_CASE("each condition of the standard lifecycle says what it expected and what it found") {
    check_intake();
    check_handling();
    check_solution();
    check_conclusion();
    check_personal_data();
    check_release();

    // None is left out: the guards of the table name every condition.
    std::set<std::string> used;
    for (auto const& row : standard_lifecycle().rows())
        for (auto rest = row.guard_name; !rest.empty();) {
            auto const comma = rest.find(", ");
            used.emplace(rest.substr(0, comma));
            rest = comma == rest.npos ? std::string_view{} : rest.substr(comma + 2);
        }
    CHECK(tested() == used);
}
