// SPDX-License-Identifier: BSL-1.0
// Random people at the desk who act for each other: nobody approves their own proposal.
#include "support/random_house.hpp"

#include "catch.hpp"
#include "support/repeat_with.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

bool is_one_of(actor const& a, actor const& b) {
    auto const is = [&](actor_id const& x) {
        return !x.empty() && (x == b.id || x == b.on_behalf_of);
    };
    return is(a.id) || is(a.on_behalf_of);
}

} // namespace

TEST_CASE("nobody approves their own proposal, also not through a delegation or a substitute") {
    INFO(repeat_with());
    int approvals = 0, lent = 0, own_refused = 0;
    for (std::uint64_t n = 0; n < 3000; ++n) {
        random_values some(seed() + n);
        auto const rules =
            random_house(some, instant(std::chrono::milliseconds(1'772'442'000'000)));
        front_desk d(rules);
        d.until_explained();
        auto proposer = d.ann;
        proposer.who.on_behalf_of = some.once_in(2) ? actor_id("bob") : actor_id();
        d.record(d.ann, a_take());
        if (!d.answer_to(proposer, propose{terms_of(7500)}).has_value()) continue;
        if (d.state() != "awaiting_approval") continue;
        for (int tries = 0; tries < 12 && d.state() == "awaiting_approval"; ++tries) {
            d.now += std::chrono::hours(some.below(24));
            auto const from = anybody_in(rules, some, d.now);
            auto const said = *d.answer_to(from, approval_of(terms_of(7500)));
            auto const own = is_one_of(from.who, proposer.who);
            INFO(from.who.id << " for " << from.who.on_behalf_of << ": " << said);
            if (std::holds_alternative<refused>(said)) {
                own_refused += own;
                continue;
            }
            REQUIRE_FALSE(own);
            ++approvals;
            auto const how = d.trail().back().verdicts.front().reasons.back().rule;
            auto const was_lent = how == "by_delegation" || how == "substitute";
            lent += was_lent;
            if (!was_lent) REQUIRE_FALSE(from.who.roles.has("agent"));
        }
    }
    CHECK(approvals > 200);
    CHECK(lent > 50);
    CHECK(own_refused > 200);
}
