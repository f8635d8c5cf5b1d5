// SPDX-License-Identifier: BSL-1.0
// Refusals in words: what was expected, what was found, what is possible now, and who could.
#include "desk/explaining.hpp"
#include "support/changed_lifecycle.hpp"
#include "support/front_desk.hpp"

#include <amends/authority/authority.hpp>
#include <amends/lifecycle/conditions/solution.hpp>

#include "catch.hpp"

#include <algorithm>
#include <limits>

using namespace amends;
using namespace amends::cases;

namespace {
std::string first_line(refused r) {
    r.possible_now.clear();
    return to_text(r);
}
} // namespace

TEST_CASE("a refusal says both sides in the words of the condition") {
    front_desk d;
    d.until_reported();
    CHECK(to_text(d.refusal(d.bob, a_confirmation())) ==
          "refused not_entitled: expected owner, found bob, who is colleague or approver; possible "
          "now: take assign note inform_customer check_understanding record_feedback "
          "record_contact");
    CHECK(first_line(d.refusal({{"x", side::customer, {}, {}, {}}, {}}, a_withdrawal())) ==
          "refused not_entitled: expected customer, found x, who is nothing to this case");
    CHECK(first_line(d.refusal(d.ann, an_answer())) ==
          "refused is_query_or_request: expected a query or a request, found a problem");
    CHECK(first_line(d.refusal(d.ann, propose{terms_of(100)})) ==
          "refused not_possible_here: expected options_explained or offered or awaiting_approval, "
          "found reported");
    CHECK(first_line(d.refusal(d.ann, confirm{})) ==
          "refused nature_and_cause_are_given: expected a `nature`, `how_sure`, and why the cause "
          "is unknown in `unknown_because`, found no nature");
    d.record(d.ann, a_confirmation());
    auto one = two_options();
    one.options.pop_back();
    CHECK(first_line(d.refusal(d.ann, one)) ==
          "refused two_options_or_one_lawful: expected two options, or one with "
          "`sole_lawful_because`, found 1");
    d.record(d.ann, two_options());
    auto unknown = terms_of(100);
    unknown.option = "gift";
    CHECK(first_line(d.refusal(d.ann, propose{unknown})) ==
          "refused option_was_explained: expected one of the options explained: refund, resend, "
          "found gift");
}

TEST_CASE("an approval beyond the approver's limit names who could") {
    front_desk d;
    d.until_proposed(terms_of(7500));
    CHECK(first_line(d.refusal(d.bob, approval_of(terms_of(7500)))) ==
          "refused over_limit: expected at most 50.00 EUR, found 75.00 EUR; could be decided by: "
          "team_lead, manager");
    CHECK(first_line(d.refusal(d.ann, approval_of(terms_of(7500)))) ==
          "refused not_the_proposer: expected somebody other than the proposer, found ann; could "
          "be decided by: team_lead, manager");
    CHECK(first_line(d.refusal(d.max, approval_of(terms_of(7400)))) ==
          "refused same_terms: expected the terms on the table, " +
              to_text(hash_of(terms_of(7500))) + ", found " + to_text(hash_of(terms_of(7400))));
}

TEST_CASE("a refusal is kept and tells the auditor the same words") {
    front_desk d;
    d.until_reported();
    auto const no = d.refusal(d.ann, an_answer());
    auto const kept = d.trail().back();
    CHECK(no.version == 3);
    CHECK(kept.how.sequence == 3);
    CHECK(kept.how.from == kept.how.to);
    CHECK(std::get<command_refused>(kept.what) ==
          command_refused{"answer", "is_query_or_request", "a query or a request", "a problem"});
    CHECK(kept.who == d.ann.who);
}

TEST_CASE("a refusal of endless content is kept short and readable") {
    front_desk d;
    d.until_explained();
    auto endless = terms_of(100);
    for (int n = 0; n < 200'000; ++n) endless.option += "\xc3\xa9";
    auto const no = d.refusal(d.ann, propose{endless});
    CHECK(no.reason == "option_was_explained");
    CHECK(no.found.size() <= 2004);
    CHECK(no.found.substr(no.found.size() - 6) == "\xc3\xa9 ...");
    CHECK(d.trail().back().how.sequence == no.version);
}

TEST_CASE("a merged case answers with the case to use") {
    front_desk d;
    d.until_reported(a_problem(), "40");
    d.until_reported();
    d.record(d.ann, merged_with("40"));
    CHECK(d.refusal(d.ann, a_note()).found == "merged into case 40");
    CHECK(d.refusal(d.ann, a_confirmation()).found == "merged into case 40");
    CHECK(d.refusal(d.customer, a_withdrawal()).found == "merged into case 40");
    CHECK(d.refusal(d.bob, a_take()).found == "merged, with the case merged into 40");
    CHECK(d.refusal(d.ann, a_question()).found == "merged, with the case merged into 40");
}

TEST_CASE("less than the law gives is refused, and who could give it is named") {
    desk_options how;
    how.lawful_floor = [](case_file const&, instant) { return std::optional(money{2000, eur}); };
    front_desk d(house_rules(), std::move(how));
    d.until_explained();
    CHECK(
        first_line(d.refusal(d.ann, propose{terms_of(1999)})) ==
        "refused not_below_the_lawful_floor: expected at least 20.00 EUR, as the law gives, found "
        "19.99 EUR; could be decided by: agent, team_lead, manager");
    auto in_dollars = terms_of(9000);
    in_dollars.remedies[0].cost.in = usd;
    CHECK(d.refusal(d.ann, propose{in_dollars}).found == "0.00 EUR");
    CHECK(d.record(d.ann, propose{terms_of(2000)}) == "solution_offered");
}

TEST_CASE("a negative sum beyond 64 bits is below the lawful floor") {
    desk_options how;
    how.lawful_floor = [](case_file const&, instant) { return std::optional(money{1, eur}); };
    front_desk d(separation_of_duties{}, std::move(how));
    d.until_explained();
    auto sly = terms_of(std::numeric_limits<std::int64_t>::min());
    sly.remedies.push_back({remedy_kind::refund, {-1, eur}});
    CHECK(d.refusal(d.ann, propose{sly}).reason == "not_below_the_lawful_floor");
}

TEST_CASE("a negative sum below the lawful floor has an answer from a table of authority too") {
    table_of_authority t;
    t.ladder = {"agent", "manager"};
    t.limits = {{"agent", {}, {5000, eur}, {}, 0}, {"manager", {}, {50000, eur}, {}, 0}};
    desk_options how;
    how.lawful_floor = [](case_file const&, instant) { return std::optional(money{1, eur}); };
    front_desk d(authority(std::move(t)), std::move(how));
    d.until_explained();
    auto sly = terms_of(std::numeric_limits<std::int64_t>::min());
    sly.remedies.push_back({remedy_kind::refund, {-1, eur}});
    CHECK(d.refusal(d.ann, propose{sly}).reason == "not_below_the_lawful_floor");
}

TEST_CASE("everybody whom the house names must be informed") {
    desk_options how;
    how.must_be_informed = {"depot"};
    front_desk d(house_rules(), std::move(how));
    d.until_agreed();
    d.record(d.ann, action_done());
    CHECK(
        first_line(d.refusal(d.ann, a_notice())) ==
        "refused everyone_concerned_is_told: expected recipients as: manager, depot, found nobody "
        "as depot");
    auto notice = a_notice();
    notice.recipients.push_back({"dee", "depot"});
    CHECK(d.record(d.ann, notice) == "colleagues_informed");
}

TEST_CASE("judges who have nothing to say of a proposal grant nothing") {
    front_desk d(separation_of_duties{});
    d.until_explained();
    auto const no = d.refusal(d.ann, a_proposal());
    CHECK(no.reason == "no_authority");
    CHECK(no.expected == "a granting verdict");
    CHECK(no.found == "silence");
    CHECK(d.state() == "options_explained");
}

TEST_CASE("what needs an approval is put on record where the row asks for one") {
    testing::changed_lifecycle table(standard_lifecycle());
    auto& row = *std::ranges::find(table.all, note::number, &workflow::row_info::command);
    REQUIRE(row.in == workflow::region::record);
    position const at{resolution::reported::id, resolution::with_owner::id};
    verdict waits;
    waits.decision = decision::needs_approval;
    CHECK(is_overruled(table, at, note::number, waits)); // a row that asks nobody does not bind

    row.judges_allow = [](verdict const& v) { return resolution::approval_is_needed::holds(v); };
    CHECK_FALSE(is_overruled(table, at, note::number, waits));
    waits.decision = decision::forbidden;
    CHECK(is_overruled(table, at, note::number, waits));
}
