// SPDX-License-Identifier: BSL-1.0
// Policies made of policies: what wins, what is kept, what silence means.
#include <amends/authority/by_role.hpp>
#include <amends/authority/combine.hpp>
#include <amends/authority/people/delegation.hpp>
#include <amends/vocabulary/print.hpp>

#include "support/asking.hpp"

#include "catch.hpp"

#include <stdexcept>

using namespace amends;
using namespace amends::cases;

namespace {

struct says {
    std::optional<decision> what{}; ///< nothing: silence
    rule_name rule = "r";
    std::vector<role> could{};
    std::uint32_t approvers = 0;
    looking_back back{};

    verdict judge(question const&) const {
        verdict v;
        if (what) v.add({"says", rule, *what, {}, {}});
        for (auto const& r : could) v.competent.push_back(r);
        v.approvers_needed = approvers;
        return v;
    }
    looking_back looks_back() const { return back; }
};
says const yes{decision::granted, "yes"}, no{decision::forbidden, "no"}, silent{};
says maybe(std::vector<role> could, std::uint32_t approvers = 1) {
    return {decision::needs_approval, "maybe", std::move(could), approvers};
}
std::string rules(verdict const& v) {
    std::string all(name_of(v.decision));
    for (auto const& r : v.reasons) all += " " + r.rule.str();
    for (auto const& r : v.competent) all += " " + r.str() + "?";
    return all;
}
template <class Policy>
std::string asked(Policy const& p) {
    return rules(p.judge(asking(somebody("ann", {})).q));
}

} // namespace

TEST_CASE("all_of grants what none holds back") {
    CHECK(asked(all_of(yes, silent)) == "granted yes");
    CHECK(asked(all_of(yes, maybe({"lead"}))) == "needs_approval yes maybe lead?");
    CHECK(asked(all_of(maybe({"lead"}), no)) == "forbidden maybe no lead?");
    CHECK(asked(all_of(maybe({"lead", "boss"}), maybe({"boss", "cfo"}, 2))) ==
          "needs_approval maybe maybe boss?");
    CHECK(all_of(maybe({}), maybe({}, 2)).judge(asking(somebody("ann", {})).q).approvers_needed ==
          2);
}

TEST_CASE("any_of grants what one grants and none forbids") {
    CHECK(asked(any_of(silent, yes)) == "granted yes");
    CHECK(asked(any_of(maybe({"lead"}), yes)) == "granted yes maybe");
    CHECK(asked(any_of(yes, maybe({"lead"}))) == "granted yes maybe");
    CHECK(asked(any_of(yes, no)) == "forbidden no yes");
    CHECK(asked(any_of(no, yes)) == "forbidden no yes");
    CHECK(asked(any_of(maybe({"lead"}, 2), maybe({"boss"}))) ==
          "needs_approval maybe maybe lead? boss?");
    CHECK(
        any_of(maybe({}, 2), maybe({}, 3)).judge(asking(somebody("ann", {})).q).approvers_needed ==
        2);
    CHECK(asked(any_of(silent, silent)) == "granted");
    CHECK(any_of(silent, silent).judge(asking(somebody("ann", {})).q).silent());
}

TEST_CASE("first_applicable goes by the first that has something to say") {
    CHECK(asked(first_applicable(silent, maybe({"lead"}), no)) == "needs_approval maybe lead?");
    CHECK(asked(first_applicable(no, yes)) == "forbidden no");
    CHECK(first_applicable(silent, silent).judge(asking(somebody("ann", {})).q).silent());
}

TEST_CASE("when asks its policy where the condition holds") {
    auto const on_weekends = [](question const& q) {
        return std::chrono::weekday(std::chrono::floor<std::chrono::days>(q.at)).iso_encoding() > 5;
    };
    when const judge(on_weekends, no);
    CHECK(judge.judge(asking(somebody("ann", {})).at("2026-03-06").q).silent());
    CHECK(rules(judge.judge(asking(somebody("ann", {})).at("2026-03-07").q)) == "forbidden no");
}

TEST_CASE("what is made of policies looks back as far as they do") {
    says customer, actor_too;
    customer.back.on_customer = true;
    actor_too.back.on_actor = true;
    CHECK(all_of(customer, silent).looks_back() == looking_back{true, false});
    CHECK(any_of(silent, actor_too).looks_back() == looking_back{false, true});
    CHECK(first_applicable(customer, actor_too).looks_back() == looking_back{true, true});
    CHECK(when([](question const&) { return true; }, customer).looks_back() ==
          looking_back{true, false});
    CHECK(any_policy(all_of(customer, actor_too)).looks_back() == looking_back{true, true});
}

TEST_CASE(
    "what a policy throws when it is asked how far it looks back passes through every wrapper") {
    struct throws {
        verdict judge(question const&) const { return {}; }
        std::optional<reason> objection(role const&, weighed const&) const { return {}; }
        looking_back looks_back() const { throw std::runtime_error("no list"); }
    };
    auto const always = [](question const&) { return true; };
    CHECK_THROWS_WITH(any_policy(throws{}).looks_back(), "no list");
    CHECK_THROWS_WITH(all_of(silent, throws{}).looks_back(), "no list");
    CHECK_THROWS_WITH(any_of(throws{}, silent).looks_back(), "no list");
    CHECK_THROWS_WITH(first_applicable(throws{}).looks_back(), "no list");
    CHECK_THROWS_WITH(when(always, throws{}).looks_back(), "no list");
    CHECK_THROWS_WITH((by_role<throws>({}, 1, {}, throws{}).looks_back()), "no list");
    CHECK_THROWS_WITH((with_delegations<throws>({}, {}, throws{}).looks_back()), "no list");
    CHECK_THROWS_WITH(any_policy(all_of(any_policy(throws{}), silent)).looks_back(), "no list");
}
