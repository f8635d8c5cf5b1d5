// SPDX-License-Identifier: BSL-1.0
// Cumulative limits and the periods that they count in.
#include <amends/authority/authority.hpp>
#include <amends/authority/rules/cumulative.hpp>

#include "support/asking.hpp"

#include "catch.hpp"

#include <limits>

using namespace amends;
using namespace amends::cases;
using namespace std::chrono_literals;

namespace {

using unit = period::unit;

bool together(period const& p, char const* a, char const* b, std::chrono::minutes offset = 0min) {
    auto const one = *parse_instant(a), other = *parse_instant(b);
    auto const said = same_period(p, one, other, offset);
    CHECK(same_period(p, other, one, offset) == said);
    return said;
}

by_role<cumulative_limits> judge(cumulative_limit limit, exchange_rates const& rates = {}) {
    return {{"agent", "lead"}, 1, rates, cumulative_limits({limit}, rates, 0min)};
}
cumulative_limit hundred(bool per_actor, bool per_customer) {
    return {"agent", {}, {10000, eur}, per_actor, per_customer, {unit::month, 1}, 0};
}
actor const ann = somebody("ann", {"agent"});

} // namespace

TEST_CASE("a period begins on its first day and ends before the next one's") {
    CHECK(together({unit::calendar_day, 1}, "2026-03-04T00:00:00Z", "2026-03-04T23:59:59.999Z"));
    CHECK_FALSE(together({unit::calendar_day, 1}, "2026-03-04T23:59:59.999Z", "2026-03-05"));
    CHECK(together({unit::week, 1}, "2026-03-02", "2026-03-08T23:59:59.999Z")); // Monday, Sunday
    CHECK_FALSE(together({unit::week, 1}, "2026-03-01T23:59:59.999Z", "2026-03-02"));
    CHECK(together({unit::month, 1}, "2026-02-01", "2026-02-28T23:59:59.999Z"));
    CHECK_FALSE(together({unit::month, 1}, "2026-02-28T23:59:59.999Z", "2026-03-01"));
    CHECK_FALSE(together({unit::month, 1}, "2025-03-04", "2026-03-04"));
    CHECK(together({unit::quarter, 1}, "2026-01-01", "2026-03-31T23:59:59.999Z"));
    CHECK_FALSE(together({unit::quarter, 1}, "2026-03-31T23:59:59.999Z", "2026-04-01"));
    CHECK(together({unit::year, 1}, "2026-01-01", "2026-12-31T23:59:59.999Z"));
    CHECK_FALSE(together({unit::year, 1}, "2025-12-31T23:59:59.999Z", "2026-01-01"));
}

TEST_CASE("a period is one of local time") {
    CHECK(together({unit::month, 1}, "2026-02-28T23:00:00Z", "2026-03-15", 60min));
    CHECK_FALSE(together({unit::month, 1}, "2026-02-28T22:59:59.999Z", "2026-03-15", 60min));
    CHECK(together({unit::month, 1}, "2026-03-01T04:59:59.999Z", "2026-02-15", -300min));
}

TEST_CASE("a number of days reaches both ways and not a moment further") {
    period const p{unit::days, 30};
    CHECK(together(p, "2026-03-01", "2026-03-30T23:59:59.999Z"));
    CHECK_FALSE(together(p, "2026-03-01", "2026-03-31"));
    CHECK_FALSE(same_period(p, instant::min(), instant::max(), 0min));
}

TEST_CASE("a period of local time holds the first and the last moment there are") {
    for (auto const is :
         {unit::days, unit::calendar_day, unit::week, unit::month, unit::quarter, unit::year})
        for (auto const offset : {-840min, 0min, 840min}) {
            period const p{is, 30};
            CHECK(same_period(p, instant::max(), instant::max(), offset));
            CHECK(same_period(p, instant::min(), instant::min(), offset));
            CHECK_FALSE(same_period(p, instant::min(), *parse_instant("2026-03-01"), offset));
            CHECK_FALSE(same_period(p, instant::max(), *parse_instant("2026-03-01"), offset));
        }
}

TEST_CASE("what was given in the period and what is offered stay within the limit together") {
    struct row {
        std::int64_t before;
        char const* when;
        std::int64_t now;
        char const* says;
    };
    row const table[] = {
        {6000, "2026-03-01", 4000,
         "granted; within_cumulative_limit: expected at most 100.00 EUR, found 100.00 EUR"},
        {6000, "2026-03-01", 4001,
         "needs_approval; over_cumulative_limit: expected at most 100.00 EUR, found 100.01 EUR; "
         "could decide: agent, lead"},
        {6000, "2026-02-28T23:59:59.999Z", 10000,
         "granted; within_cumulative_limit: expected at most 100.00 EUR, found 100.00 EUR"},
        {20000, "2026-03-01", 0, "granted; costs_nothing"},
        {std::numeric_limits<std::int64_t>::max(), "2026-03-01", 1,
         "needs_approval; over_cumulative_limit: expected at most 100.00 EUR, found "
         "92233720368547758.07 EUR; could decide: agent, lead"},
    };
    for (auto const& r : table) {
        asking a(ann);
        a.having_given("ann", r.before, r.when).offering(remedy_kind::refund, r.now);
        CHECK(a.of(judge(hundred(true, true))) == r.says);
    }
}

TEST_CASE("a colleague in the same role may approve what an exhausted actor may not give") {
    table_of_authority t;
    t.ladder = {"agent", "manager"};
    t.limits = {{"agent", {}, {1000, eur}, {}, 0}, {"manager", {}, {50000, eur}, {}, 0}};
    t.cumulative = {{"manager", {}, {10000, eur}, true, false, {unit::month, 1}, 0}};
    t.colleagues = {
        {"ann", {"agent"}, {}, 0}, {"max", {"manager"}, {}, 0}, {"mia", {"manager"}, {}, 0}};
    t.delegations = {{"D1",
                      "mia",
                      "ann",
                      "manager",
                      *parse_instant("2026-03-01"),
                      *parse_instant("2026-04-01"),
                      {},
                      "",
                      {},
                      0}};
    authority const rules(t);
    auto const says = [&](actor const& who, char const* command = "propose") {
        asking a(who, command);
        a.having_given("mia", 9000, "2026-03-02").offering(remedy_kind::refund, 2000);
        return a.of(rules);
    };
    std::string const too_much = "over_cumulative_limit: expected at most 100.00 EUR, found 110.00 "
                                 "EUR; could decide: manager";

    CHECK(says(somebody("mia", {"manager"})) == "needs_approval; " + too_much);
    CHECK(says(somebody("ann", {"agent"}, "mia", "D1")) == "needs_approval; " + too_much);
    CHECK(says(somebody("mia", {"manager"}), "approve") == "forbidden; " + too_much);
    CHECK(says(somebody("max", {"manager"}), "approve").starts_with("granted"));
    // What the customer got counts for everybody.
    t.cumulative.front().per_actor = false;
    t.cumulative.front().per_customer = true;
    asking a(somebody("mia", {"manager"}));
    a.having_given("mia", 9000, "2026-03-02").offering(remedy_kind::refund, 2000);
    CHECK(authority(t).judge(a.q).decision == decision::forbidden);
}

TEST_CASE("of several cumulative limits the one with the least left is said") {
    auto week = hundred(true, true), year = hundred(true, true);
    week.in = {unit::week, 1};
    year.in = {unit::year, 1};
    year.max.minor_units = 30000;
    auto const says = [&](std::vector<cumulative_limit> limits, std::int64_t earlier) {
        by_role<cumulative_limits> const judges{
            {"agent"}, 1, {}, cumulative_limits(std::move(limits), {}, 0min)};
        asking a(ann);
        a.having_given("ann", 3000, "2026-03-02").having_given("ann", earlier, "2026-01-05");
        return a.offering(remedy_kind::refund, 2000).of(judges);
    };
    std::string const said = "granted; within_cumulative_limit: expected at most ";

    CHECK(says({year, week}, 19999) == said + "100.00 EUR, found 50.00 EUR");
    CHECK(says({year, week}, 20001) == said + "300.00 EUR, found 250.01 EUR");
    CHECK(says({year, week}, 20000) == said + "300.00 EUR, found 250.00 EUR"); // the first
    // What a limit does not count lies within no limit.
    year.kind = remedy_kind::credit;
    CHECK(says({year}, 0) == "granted; within_limit: found 20.00 EUR");
}

TEST_CASE("each limit counts what it is about") {
    auto const granted = [](cumulative_limit const& limit, actor const& who, auto prepare) {
        asking a(who);
        prepare(a);
        a.offering(remedy_kind::refund, 100);
        return judge(limit).judge(a.q).decision == decision::granted;
    };
    auto const by_ann = [](asking& a) { a.having_given("ann", 10000, "2026-03-02"); };
    auto const by_bob = [](asking& a) { a.having_given("bob", 10000, "2026-03-02"); };
    auto const to_other = [](asking& a) { a.having_given("ann", 10000, "2026-03-02", "c2"); };
    auto const again = [](asking& a) { a.having_given("ann", 10000, "2026-03-02", "c1", true); };

    CHECK_FALSE(granted(hundred(true, true), ann, by_ann));
    CHECK(granted(hundred(true, true), ann, by_bob));
    CHECK(granted(hundred(true, true), ann, to_other));

    CHECK_FALSE(granted(hundred(true, false), ann, by_ann));
    CHECK(granted(hundred(true, false), ann, by_bob));
    CHECK_FALSE(granted(hundred(true, false), ann, to_other));

    CHECK_FALSE(granted(hundred(false, true), ann, by_bob));
    CHECK(granted(hundred(false, true), ann, to_other));
    // A second approver of the same terms gave it too, the customer got it once.
    CHECK(granted(hundred(false, true), ann, again));
    CHECK_FALSE(granted(hundred(true, true), ann, again));

    // Whoever acts for somebody shares their account.
    CHECK_FALSE(granted(hundred(true, true), somebody("eve", {"agent"}, "ann"), by_ann));
    // Another kind of remedy is not counted where the limit has a kind.
    auto credits = hundred(true, true);
    credits.kind = remedy_kind::credit;
    CHECK(granted(credits, ann, by_ann));
}

TEST_CASE("an exhausted cumulative limit keeps nobody from withholding an approval") {
    asking a(ann, "withhold");
    a.having_given("ann", 20000, "2026-03-02").offering(remedy_kind::refund, 5000);
    CHECK(a.of(judge(hundred(true, true))) == "granted; within_limit: found 50.00 EUR");
    a.q.command = "approve";
    CHECK(a.of(judge(hundred(true, true))).starts_with("forbidden; over_cumulative_limit"));
}

TEST_CASE("what stands open in the same case is not counted twice") {
    asking a(ann);
    a.having_given("ann", 6000, "2026-03-02").offering(remedy_kind::refund, 6000);
    a.given.front().on = "41";
    a.given.front().open = true;
    CHECK(a.of(judge(hundred(true, true))).starts_with("granted"));
    a.given.front().open = false;
    CHECK(a.of(judge(hundred(true, true))).starts_with("needs_approval"));
}

TEST_CASE("what was given in another currency is changed, or forbids") {
    auto const limit = hundred(true, true);
    asking a(ann);
    a.having_given("ann", 8000, "2026-03-02").offering(remedy_kind::refund, 4000, usd);
    CHECK(
        a.of(judge(limit, exchange_rates(eur, {*parse_rate(usd, "0.5")}))).starts_with("granted"));
    CHECK(a.of(judge(limit)) == "needs_approval; no_rate: expected a rate into the currency of the "
                                "limit, found USD; could decide: lead");
}

TEST_CASE("a limit in one currency leaves money in another to the limits that can count it") {
    exchange_rates const rates(eur, {*parse_rate(gbp, "1.17")});
    auto euros = hundred(true, true), pounds = hundred(true, true);
    euros.max.minor_units = 20000;
    pounds.max = {12000, gbp};
    by_role<cumulative_limits> const judges{
        {"agent"}, 1, rates, cumulative_limits({euros, pounds}, rates, 0min)};
    auto const says = [&](std::int64_t cents, currency in, std::int64_t in_euros = 0) {
        asking a(ann);
        a.having_given("ann", 5000, "2026-03-02").offering(remedy_kind::refund, cents, in);
        return a.offering(remedy_kind::credit, in_euros).of(judges);
    };
    std::string const within = "granted; within_cumulative_limit: expected at most ";
    std::string const over = "over_cumulative_limit: expected at most ";

    CHECK(says(15000, eur) == within + "200.00 EUR, found 200.00 EUR");
    CHECK(says(15001, eur) ==
          "needs_approval; " + over + "200.00 EUR, found 200.01 EUR; could decide: agent");
    // Pounds are held against both lines, alone and beside euros.
    CHECK(says(12000, gbp).starts_with("granted"));
    CHECK(says(12001, gbp) == "forbidden; " + over + "120.00 GBP, found 120.01 GBP");
    CHECK(says(10000, gbp, 3300).starts_with("granted"));
    CHECK(says(10000, gbp, 3301) ==
          "needs_approval; " + over + "200.00 EUR, found 200.01 EUR; could decide: agent");
    // Dollars against neither.
    CHECK(says(1, usd) == "forbidden; no_rate: expected a rate into the currency of the limit, "
                          "found USD");

    // A limit on another kind of remedy counts nothing of it.
    auto credits = euros;
    credits.kind = remedy_kind::credit;
    by_role<cumulative_limits> const of_credits{
        {"agent"}, 1, {}, cumulative_limits({credits, pounds}, {}, 0min)};
    asking a(ann);
    CHECK(a.offering(remedy_kind::refund, 100).of(of_credits) ==
          "forbidden; no_rate: expected a rate into the currency of the limit, found EUR");
}

TEST_CASE("a cumulative limit says what it looks back on") {
    auto const of = [](bool per_actor, bool per_customer) {
        return judge(hundred(per_actor, per_customer)).looks_back();
    };
    std::chrono::days const month(31);
    CHECK(of(true, true) == looking_back{true, false, month});
    CHECK(of(false, true) == looking_back{true, false, month});
    CHECK(of(true, false) == looking_back{false, true, month});
    CHECK(cumulative_limits{}.looks_back() == looking_back{});
}

TEST_CASE("a period reaches no further than its limit looks back") {
    struct row {
        period in;
        char const* first;
        char const* last;
    };
    row const longest[] = {
        {{unit::days, 30}, "2026-03-01T00:00:00.001Z", "2026-03-31"},
        {{unit::calendar_day, 1}, "2026-03-04", "2026-03-04T23:59:59.999Z"},
        {{unit::week, 1}, "2026-03-02", "2026-03-08T23:59:59.999Z"},
        {{unit::month, 1}, "2026-03-01", "2026-03-31T23:59:59.999Z"},
        {{unit::quarter, 1}, "2026-07-01", "2026-09-30T23:59:59.999Z"},
        {{unit::year, 1}, "2028-01-01", "2028-12-31T23:59:59.999Z"}, // a leap year
    };
    for (auto const& r : longest) {
        auto limit = hundred(true, true);
        limit.in = r.in;
        auto const needed = judge(limit).looks_back();
        INFO(r.first);
        CHECK(together(r.in, r.first, r.last));
        CHECK(needed.reaches(*parse_instant(r.last), *parse_instant(r.first)));
        CHECK(needed.within < std::chrono::days(367));
    }
}
