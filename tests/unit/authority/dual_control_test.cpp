// SPDX-License-Identifier: BSL-1.0
// Dual control and conflicts of interest.
#include <amends/authority/rules/dual_control.hpp>
#include <amends/authority/rules/interests.hpp>

#include "support/asking.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

constexpr currency chf = currency::of('C', 'H', 'F');
actor const mia = somebody("mia", {"manager"});

} // namespace

TEST_CASE("above an amount several approve, whoever proposes") {
    dual_control const judge({{{}, {100000, eur}, 2, 0}, {remedy_kind::credit, {5000, eur}, 3, 0}},
                             exchange_rates(eur, {*parse_rate(usd, "0.5")}));
    auto const asked = [&](remedy_kind kind, std::int64_t cents, currency in = eur) {
        asking a(mia);
        return judge.judge(a.offering(kind, cents, in).q);
    };
    CHECK(asked(remedy_kind::refund, 100000).silent());
    auto const over = asked(remedy_kind::refund, 100001);
    CHECK(to_text(over) ==
          "needs_approval; dual_control: expected at most 1000.00 EUR, found 1000.01 EUR");
    CHECK(over.approvers_needed == 2);
    CHECK(asked(remedy_kind::credit, 5000).silent());
    CHECK(asked(remedy_kind::credit, 5001).approvers_needed == 3);
    CHECK(asked(remedy_kind::credit, 100001).approvers_needed == 3);
    CHECK(asked(remedy_kind::refund, 200000, usd).silent());
    CHECK(asked(remedy_kind::refund, 200001, usd).approvers_needed == 2);
    CHECK(to_text(asked(remedy_kind::refund, 1, chf)) ==
          "forbidden; no_rate: expected a rate into the currency of a line, found CHF");
    asking approval(mia, "approve");
    CHECK(judge.judge(approval.offering(remedy_kind::refund, 100001).q).silent());
    CHECK(dual_control{}.judge(approval.q).silent());
}

TEST_CASE(
    "dual control of one kind of remedy says nothing of others in a currency without a rate") {
    dual_control const judge({{remedy_kind::compensation, {10000, eur}, 2, 0}}, {});
    asking refund(mia);
    CHECK(judge.judge(refund.offering(remedy_kind::refund, 1000, usd).q).silent());
    CHECK(judge.judge(refund.offering(remedy_kind::compensation, 0).q).silent());
    asking compensation(mia);
    CHECK(to_text(judge.judge(compensation.offering(remedy_kind::compensation, 1, usd).q)) ==
          "forbidden; no_rate: expected a rate into the currency of a line, found USD");
    // A free compensation beside it gives nothing to count, one that costs something does.
    refund.offering(remedy_kind::compensation, 1);
    CHECK(to_text(judge.judge(refund.q)) ==
          "forbidden; no_rate: expected a rate into the currency of a line, found several "
          "currencies");
}

TEST_CASE("a cent in another currency spares a proposal no approver") {
    dual_control const judge({{{}, {100000, eur}, 2, 0},
                              {{}, {1000, usd}, 3, 0},
                              {remedy_kind::credit, {500, usd}, 4, 0}},
                             exchange_rates(eur, {*parse_rate(usd, "0.92")}));
    auto const says = [&](remedy_kind kind, std::int64_t cents, std::int64_t in_euros) {
        asking a(mia);
        a.offering(kind, cents, usd).offering(remedy_kind::refund, in_euros);
        auto const v = judge.judge(a.q);
        return to_text(v) + "; " + std::to_string(v.approvers_needed);
    };
    std::string const over = "needs_approval; dual_control: expected at most ";

    CHECK(says(remedy_kind::refund, 1001, 0) == over + "10.00 USD, found 10.01 USD; 3");
    CHECK(says(remedy_kind::refund, 1001, 1) == over + "10.00 USD, found 10.01 USD; 3");
    CHECK(says(remedy_kind::refund, 1000, 1) == "granted; 0");
    CHECK(says(remedy_kind::credit, 501, 1) == over + "5.00 USD, found 5.01 USD; 4");
    CHECK(says(remedy_kind::credit, 500, 100000) == over + "1000.00 EUR, found 1004.60 EUR; 2");
    // Without a rate for the rest no part speaks for the whole.
    dual_control const in_dollars({{{}, {1000, usd}, 3, 0}}, {});
    asking a(mia);
    a.offering(remedy_kind::refund, 1001, usd).offering(remedy_kind::refund, 1);
    CHECK(judge.judge(a.q).decision == decision::needs_approval);
    CHECK(in_dollars.judge(a.q).decision == decision::forbidden);
}

TEST_CASE("an interest keeps its holder from proposing, approving, withholding and evaluating") {
    conflict_of_interest const judge(
        {{"ben", interest_kind::relative, "c1", {}, {}, {}, 0},
         {"sue", interest_kind::subject, {}, "41", {}, {}, 0},
         {"tom", interest_kind::gains, {}, {}, {}, remedy_kind::service, 0},
         {"uma", interest_kind::gains, {}, {}, "delivery", {}, 0}});
    struct row {
        actor who;
        char const* rule;
    };
    row const table[] = {
        {somebody("ann", {"agent"}), "granted"},
        {somebody("ben", {"agent"}), "relative"},
        {somebody("sue", {"agent"}), "subject_of_the_problem"},
        {somebody("tom", {"agent"}), "gains"},
        {somebody("uma", {"agent"}), "gains"},
        {somebody("ann", {"agent"}, "ben"), "relative"},
    };
    for (auto const* command : {"propose", "approve", "withhold", "evaluate"})
        for (auto const& r : table) {
            INFO(command << ' ' << r.who.id);
            asking a(r.who, command);
            auto const v = judge.judge(a.offering(remedy_kind::service, 100).q);
            CHECK((v.reasons.empty() ? "granted" : v.reasons.front().rule.str()) == r.rule);
            CHECK((v.decision == decision::granted) == v.reasons.empty());
        }
    asking refund(somebody("tom", {"agent"}));
    CHECK(judge.judge(refund.offering(remedy_kind::refund, 100).q).silent());
    asking other(somebody("ben", {"agent"}));
    other.q.about.customer = "c2";
    CHECK(judge.judge(other.q).silent());
    CHECK(judge.judge(asking(somebody("ben", {"agent"}), "note").q).silent());
}

TEST_CASE("nobody handles their own case") {
    conflict_of_interest const judge;
    for (auto const* command : {"propose", "evaluate"}) {
        CHECK(to_text(judge.judge(asking(somebody("c1", {"agent"}), command).q)) ==
              "forbidden; own_case: expected somebody other than the customer, found c1");
        CHECK_FALSE(judge.judge(asking(somebody("ann", {"agent"}, "c1"), command).q).silent());
    }
}
