// SPDX-License-Identifier: BSL-1.0
// Who may not approve, because of what they already are to the case.
#include <amends/authority/separation.hpp>

#include "catch.hpp"

using namespace amends;

namespace {

/// Ann proposed on behalf of Bob; Max approved already, on behalf of Mia; the customer is c1.
question asked(actor const& who, std::string_view command = "approve") {
    static std::vector<actor_id> const approvers{"max", "lea"}, approved_for{"mia", {}};
    question q;
    q.who = who;
    q.command = command;
    q.about.customer = "c1";
    q.about.owner = "olga";
    q.about.proposer = "ann";
    q.about.proposed_for = "bob";
    q.about.approvers = approvers;
    q.about.approved_for = approved_for;
    return q;
}
std::string rule_for(actor_id const& who, actor_id const& whom = {}) {
    actor const asker{who, side::staff, {"manager"}, whom, {}};
    auto const v = separation_of_duties{}.judge(asked(asker));
    CHECK(separation_of_duties{}.judge(asked(asker, "withhold")) == v);
    if (v.reasons.empty()) return v.decision == decision::granted ? "granted" : "?";
    CHECK(v.decision == decision::forbidden);
    return v.reasons.front().rule.str();
}

} // namespace

TEST_CASE("nobody approves or withholds what they have a part in") {
    CHECK(rule_for("dora") == "granted");
    CHECK(rule_for("ann") == "own_proposal");
    CHECK(rule_for("bob") == "own_proposal");
    CHECK(rule_for("dora", "ann") == "own_proposal");
    CHECK(rule_for("dora", "bob") == "own_proposal");
    CHECK(rule_for("c1") == "own_case");
    CHECK(rule_for("dora", "c1") == "own_case");
    CHECK(rule_for("max") == "approved_already");
    CHECK(rule_for("mia") == "approved_already");
    CHECK(rule_for("lea") == "approved_already");
    CHECK(rule_for("dora", "max") == "approved_already");
    CHECK(rule_for("dora", "mia") == "approved_already");
    CHECK(rule_for("olga") == "granted");
}

TEST_CASE("a refused approval says who and what was expected") {
    auto const v = separation_of_duties{}.judge(asked({"ann", side::staff, {}, {}, {}}));
    CHECK(to_text(v) ==
          "forbidden; own_proposal: expected somebody other than the proposer, found ann");
}

TEST_CASE("a proposal that nobody made binds nobody") {
    question q;
    q.command = "approve";
    CHECK(separation_of_duties{}.judge(q).silent());
}

TEST_CASE("the owner evaluates unless the house asks for somebody else") {
    auto const olga = asked({"olga", side::staff, {}, {}, {}}, "evaluate");
    auto const for_olga = asked({"dora", side::staff, {}, "olga", {}}, "evaluate");
    separation_of_duties const strict({.evaluator_differs_from_owner = true});

    CHECK(separation_of_duties{}.judge(olga).silent());
    CHECK(strict.judge(olga).decision == decision::forbidden);
    CHECK(strict.judge(for_olga).reasons.front().rule == "own_work");
    auto const by_dora = strict.judge(asked({"dora", side::staff, {}, {}, {}}, "evaluate"));
    CHECK(to_text(by_dora) ==
          "granted; others_evaluate: expected somebody other than the owner, found dora");
    CHECK(separation_of_duties{}
              .judge(asked({"dora", side::staff, {}, {}, {}}, "evaluate"))
              .silent());
}

TEST_CASE("neither proposer nor approver evaluates where the house asks for somebody else") {
    separation_of_duties const other_than_proposer({.evaluator_differs_from_proposer = true});
    separation_of_duties const other_than_approvers({.evaluator_differs_from_approvers = true});
    struct row {
        actor_id who;
        actor_id whom;
        char const* of_proposer;
        char const* of_approvers;
    };
    row const table[] = {
        {"dora", {}, "granted", "granted"},         {"olga", {}, "granted", "granted"},
        {"ann", {}, "own_proposal", "granted"},     {"bob", {}, "own_proposal", "granted"},
        {"dora", "ann", "own_proposal", "granted"}, {"max", {}, "granted", "own_approval"},
        {"mia", {}, "granted", "own_approval"},     {"lea", {}, "granted", "own_approval"},
        {"dora", "mia", "granted", "own_approval"},
    };
    auto const says = [](separation_of_duties const& judge, row const& r) {
        auto const v = judge.judge(asked({r.who, side::staff, {}, r.whom, {}}, "evaluate"));
        return v.decision == decision::granted ? std::string("granted")
                                               : v.reasons.front().rule.str();
    };
    for (auto const& r : table) {
        INFO(r.who << " for " << r.whom);
        CHECK(says(other_than_proposer, r) == r.of_proposer);
        CHECK(says(other_than_approvers, r) == r.of_approvers);
        CHECK(says(separation_of_duties{}, r) == "granted");
    }
    CHECK(
        to_text(other_than_approvers.judge(asked({"mia", side::staff, {}, {}, {}}, "evaluate"))) ==
        "forbidden; own_approval: expected somebody other than an approver, found mia");
}

TEST_CASE("separation of duties has nothing to say of a proposal") {
    CHECK(
        separation_of_duties{}.judge(asked({"ann", side::staff, {}, {}, {}}, "propose")).silent());
}
