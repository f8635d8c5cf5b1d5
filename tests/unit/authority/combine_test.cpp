// SPDX-License-Identifier: BSL-1.0
// Policies made of policies: what wins, what is kept, what silence means.
#include <amends/authority/by_role.hpp>
#include <amends/authority/combine.hpp>
#include <amends/authority/limits.hpp>
#include <amends/authority/people/delegation.hpp>
#include <amends/authority/rules/dual_control.hpp>
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
    digest document{};

    verdict judge(question const&) const {
        verdict v;
        v.document = document;
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

TEST_CASE("all_of forbids what no role could approve for all of its policies") {
    auto const v = all_of(maybe({"lead"}), maybe({"boss"})).judge(asking(somebody("ann", {})).q);
    CHECK(to_text(v) == "forbidden; maybe; maybe; nobody_in_common: expected a role that every "
                        "policy names, found none");
}

TEST_CASE("all_of names who is competent where the policy that asks for approval does not know") {
    money_limits const limits({{"agent", {}, {5000, eur}, {}, 0},
                               {"lead", {}, {50000, eur}, {}, 0},
                               {"boss", {}, {90000, eur}, {}, 0}},
                              {"agent", "lead", "boss"});
    dual_control const two({{{}, {20000, eur}, 2, 0}}, {});
    auto const asked_for = [](auto const& judge, actor const& who, std::int64_t cents) {
        return judge.judge(asking(who).offering(remedy_kind::refund, cents).q);
    };
    auto const boss = somebody("bea", {"boss"});
    for (auto const& v :
         {asked_for(all_of(limits, two), boss, 30000), asked_for(all_of(two, limits), boss, 30000),
          asked_for(all_of(all_of(limits, silent), two), boss, 30000)}) {
        CHECK(rules(v).ends_with("lead? boss?"));
        CHECK(v.approvers_needed == 2);
        CHECK(v.decision == decision::needs_approval);
    }
    CHECK(rules(asked_for(all_of(limits, two), boss, 60000)) ==
          "needs_approval within_limit dual_control boss?");
    // Together they know more than one of them: lead's limit elsewhere is lower.
    money_limits const lower({{"agent", {}, {5000, eur}, {}, 0},
                              {"lead", {}, {25000, eur}, {}, 0},
                              {"boss", {}, {90000, eur}, {}, 0}},
                             {"agent", "lead", "boss"});
    CHECK(rules(asked_for(all_of(limits, lower, two), boss, 30000)) ==
          "needs_approval within_limit within_limit dual_control boss?");
    CHECK(asked_for(all_of(limits, two), boss, 20000).competent.empty());
}

TEST_CASE("the document that one of several policies judges by is the verdict's") {
    says from_a_document = yes;
    from_a_document.document = sha256_of("rules");
    auto const document_of = [](auto const& judge) {
        return judge.judge(asking(somebody("ann", {})).q).document;
    };
    CHECK(document_of(all_of(yes, from_a_document)) == sha256_of("rules"));
    CHECK(document_of(any_of(from_a_document, yes)) == sha256_of("rules"));
    CHECK(document_of(any_of(yes, from_a_document)) == sha256_of("rules"));
    CHECK(document_of(any_of(from_a_document, no)) == sha256_of("rules"));
    CHECK(document_of(any_of(no, from_a_document)) == sha256_of("rules"));
}

TEST_CASE("any_of grants what one grants and none forbids") {
    CHECK(asked(any_of(silent, yes)) == "granted yes");
    CHECK(asked(any_of(maybe({"lead"}), yes)) == "granted yes maybe");
    CHECK(asked(any_of(yes, maybe({"lead"}))) == "granted yes maybe");
    CHECK(asked(any_of(yes, no)) == "forbidden no yes");
    CHECK(asked(any_of(no, yes)) == "forbidden no yes");
    CHECK(asked(any_of(maybe({"lead"}, 2), maybe({"boss"}))) ==
          "needs_approval maybe maybe lead? boss?");
    // An approval counts for whoever of the two named the approver: as many as either asks for.
    auto const needed = [](std::uint32_t one, std::uint32_t other) {
        return any_of(maybe({"lead"}, one), maybe({"boss"}, other))
            .judge(asking(somebody("ann", {})).q)
            .approvers_needed;
    };
    CHECK(needed(2, 3) == 3);
    CHECK(needed(3, 2) == 3);
    CHECK(needed(0, 2) == 2);
    CHECK(needed(2, 0) == 2);
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
    // As long ago as the one that looks furthest; for ever where one does.
    says month = customer, year = customer;
    month.back.within = std::chrono::days(31);
    year.back.within = std::chrono::days(366);
    CHECK(all_of(month, year).looks_back() == year.back);
    CHECK(all_of(month, silent).looks_back() == month.back);
    CHECK(any_of(month, customer).looks_back() == customer.back);
}

TEST_CASE("how far was looked back covers less and not more") {
    using std::chrono::days;
    looking_back const all{true, true, {}}, month{true, true, days(31)};
    CHECK(all.covers(month));
    CHECK_FALSE(month.covers(all));
    CHECK(month.covers({true, false, days(30)}));
    CHECK_FALSE(month.covers({true, false, days(32)}));
    CHECK_FALSE(looking_back{true, false, {}}.covers(month));
    CHECK(looking_back{}.covers({}));
    CHECK(month.covers({}));

    auto const now = *parse_instant("2026-03-04T12:00:00Z");
    CHECK(month.reaches(now, now - days(31)));
    CHECK_FALSE(month.reaches(now, now - days(31) - std::chrono::milliseconds(1)));
    CHECK(month.reaches(now, now + days(31)));
    CHECK_FALSE(month.reaches(instant::min(), instant::max()));
    CHECK(all.reaches(instant::min(), instant::max()));
    CHECK(looking_back{true, true, days::max()}.reaches(instant::min(), instant::max()));
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
