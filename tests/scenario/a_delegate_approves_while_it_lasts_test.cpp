// SPDX-License-Identifier: BSL-1.0
// Delegation: a manager's authority in a team lead's hands, for a week and up to 200.00 EUR.
#include "support/house.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

authority with_a_delegation() {
    auto t = house_table();
    t.delegations = {{"D1",
                      "mia",
                      "lea",
                      "manager",
                      *parse_instant("2026-03-02"),
                      *parse_instant("2026-03-07"),
                      money{20000, eur},
                      "trade fair",
                      {},
                      0}};
    return authority(t);
}

} // namespace

TEST_CASE(
    "a delegate approves what the role and the delegation allow, and the trail says by which") {
    front_desk d(with_a_delegation());
    auto const t = terms_of(20000);
    d.until_proposed(t);
    CHECK(d.refusal(d.lea, approval_of(t)).reason == "over_limit");

    CHECK(d.record(acting_for(d.lea, "mia", "D1"), approval_of(t)) == "proposal_approved");

    auto const last = d.trail().back();
    CHECK(last.who.on_behalf_of == "mia");
    CHECK(last.who.by_delegation == "D1");
    CHECK(last.verdicts.front().reasons.back().rule == "by_delegation");
    CHECK(last.verdicts.front().document == sha256_of("house"));
    CHECK(last.verdicts.front().document_version == 1);
}

TEST_CASE("a delegate hears why the delegation does not reach") {
    front_desk d(with_a_delegation());
    auto const t = terms_of(20001);
    d.until_proposed(t);
    auto const no = d.refusal(acting_for(d.lea, "mia", "D1"), approval_of(t));
    CHECK(no.reason == "over_delegated_limit");
    CHECK(no.expected == "at most 200.00 EUR");
    CHECK(no.found == "200.01 EUR");
    CHECK(no.who_could == std::vector<role>{"manager"});
}

TEST_CASE("a delegation ends with its last second") {
    front_desk d(with_a_delegation());
    auto const t = terms_of(20000);
    d.until_proposed(t);
    using namespace std::chrono_literals;
    d.now = *parse_instant("2026-03-07") - 1min - 1ms; // answered a minute later
    auto const last = *d.answer_to(acting_for(d.lea, "mia", "D1"), a_withholding());
    CHECK(std::holds_alternative<accepted>(last));

    d.record(d.ann, propose{t});
    auto const no = d.refusal(acting_for(d.lea, "mia", "D1"), approval_of(t));
    CHECK(no.reason == "delegation_over");
    CHECK(no.expected == "before 2026-03-07T00:00:00Z");
}

TEST_CASE("neither the one who lends nor another lends what was lent") {
    front_desk d(with_a_delegation());
    auto const t = terms_of(20000);
    d.until_explained();
    d.record(d.lea, a_take());
    d.record(d.lea, propose{t});
    // Lea proposed: her delegation from Mia does not make her another person.
    CHECK(d.refusal(acting_for(d.lea, "mia", "D1"), approval_of(t)).reason == "not_the_proposer");
    CHECK(d.refusal(acting_for(d.bob, "mia", "D1"), approval_of(t)).reason ==
          "not_their_delegation");
    CHECK(d.record(d.mia, approval_of(t)) == "proposal_approved");
}
