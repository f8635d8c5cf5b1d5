// SPDX-License-Identifier: BSL-1.0
// Money limits at their edges.
#include <amends/authority/limits.hpp>

#include "catch.hpp"

#include <limits>

using namespace amends;

namespace {

constexpr currency francs = currency::of('C', 'H', 'F');
constexpr auto most = std::numeric_limits<std::int64_t>::max();

/// Agents: 50.00 of anything, but 20.00 of compensation and any amount of credit up to 80.00.
money_limits limits() {
    return money_limits({{"agent", std::nullopt, {5000, eur}, {}, 1},
                         {"agent", remedy_kind::compensation, {2000, eur}, {}, 2},
                         {"agent", remedy_kind::credit, {8000, eur}, {}, 3},
                         {"clerk", std::nullopt, {9000, eur}, {}, 4},
                         {"lead", std::nullopt, {10000, eur}, {}, 5},
                         {"manager", std::nullopt, {most, eur}, {}, 6},
                         {"manager", std::nullopt, {30000, usd}, {}, 7}},
                        {"agent", "lead", "manager"}, 2);
}
verdict judged(role_set const& roles, std::vector<remedy> const& remedies,
               std::string_view command = "propose") {
    question q;
    q.who = {"ann", side::staff, roles, {}, {}};
    q.command = command;
    q.remedies = remedies;
    return limits().judge(q);
}
remedy refund(std::int64_t cents, currency in = eur) { return {remedy_kind::refund, {cents, in}}; }
remedy repair(std::int64_t cents) { return {remedy_kind::repair, {cents, eur}}; }
remedy compensation(std::int64_t cents) { return {remedy_kind::compensation, {cents, eur}}; }
remedy credit(std::int64_t cents) { return {remedy_kind::credit, {cents, eur}}; }

} // namespace

TEST_CASE("a limit grants its last cent and no cent more") {
    struct row {
        role_set roles;
        std::vector<remedy> remedies;
        char const* says;
    };
    row const table[] = {
        {{"agent"}, {}, "granted; costs_nothing"},
        {{"agent"}, {refund(0)}, "granted; costs_nothing"},
        {{"agent"},
         {refund(5000)},
         "granted; within_limit: expected at most 50.00 EUR, found 50.00 EUR"},
        {{"agent"},
         {refund(5001)},
         "needs_approval; over_limit: expected at most 50.00 EUR, found 50.01 EUR; could decide: "
         "lead, manager"},
        {{"agent"},
         {refund(2000), refund(3000)},
         "granted; within_limit: expected at most 50.00 EUR, found 50.00 EUR"},
        {{"agent"},
         {refund(2000), refund(3001)},
         "needs_approval; over_limit: expected at most 50.00 EUR, found 50.01 EUR; could decide: "
         "lead, manager"},
        {{"agent"},
         {compensation(2000)},
         "granted; within_limit: expected at most 20.00 EUR, found 20.00 EUR"},
        {{"agent"},
         {compensation(2001)},
         "needs_approval; over_limit: expected at most 20.00 EUR, found 20.01 EUR; could decide: "
         "lead, manager"},
        {{"agent"},
         {credit(8000)},
         "granted; within_limit: expected at most 80.00 EUR, found 80.00 EUR"},
        {{"agent"},
         {refund(5000), compensation(2000), credit(8000)},
         "granted; within_limit: expected at most 80.00 EUR, found 80.00 EUR; within_limit: "
         "expected at most 20.00 EUR, found 20.00 EUR; within_limit: expected at most 50.00 EUR, "
         "found 50.00 EUR"},
        {{"agent"},
         {refund(2000), repair(3000), credit(8000)},
         "granted; within_limit: expected at most 80.00 EUR, found 80.00 EUR; within_limit: "
         "expected at most 50.00 EUR, found 50.00 EUR"},
        {{"agent"},
         {refund(2000), repair(3001)},
         "needs_approval; over_limit: expected at most 50.00 EUR, found 50.01 EUR; could decide: "
         "lead, manager"},
        {{"lead"},
         {refund(4000), compensation(3000), credit(3001)},
         "needs_approval; over_limit: expected at most 100.00 EUR, found 100.01 EUR; could decide: "
         "manager"},
        {{"agent", "clerk"},
         {refund(9000)},
         "granted; within_limit: expected at most 90.00 EUR, found 90.00 EUR"},
        {{"agent", "clerk"},
         {refund(9001)},
         "needs_approval; over_limit: expected at most 90.00 EUR, found 90.01 EUR; could decide: "
         "lead, manager"},
        {{},
         {refund(1)},
         "needs_approval; no_role: expected a role with a limit, found no role; could decide: "
         "agent, lead, manager"},
        {{"visitor"},
         {refund(1)},
         "needs_approval; over_limit: expected at most 0.00 EUR, found 0.01 EUR; could decide: "
         "agent, lead, manager"},
        {{"manager"},
         {refund(most)},
         "granted; within_limit: expected at most 92233720368547758.07 EUR, found "
         "92233720368547758.07 EUR"},
        {{"agent"},
         {refund(-1)},
         "forbidden; negative_cost: expected at least 0.00 EUR, found -0.01 EUR"},
        {{"manager"},
         {refund(most), refund(1)},
         "forbidden; overflow: expected a sum in 64 bits, found more"},
        {{"manager"},
         {refund(most), credit(1)},
         "forbidden; overflow: expected a sum in 64 bits, found more"},
        {{"manager"},
         {refund(1), refund(1, usd)},
         "forbidden; no_rate: expected one currency, found several currencies"},
        {{"manager"},
         {refund(0, usd), refund(1)},
         "granted; within_limit: expected at most 92233720368547758.07 EUR, found 0.01 EUR"},
        {{"agent"},
         {refund(1, usd)},
         "needs_approval; over_limit: expected at most 0.00 USD, found 0.01 USD; could decide: "
         "manager"},
        {{"manager"},
         {refund(30001, usd)},
         "forbidden; over_limit: expected at most 300.00 USD, found 300.01 USD"},
        {{"manager"},
         {refund(1, francs)},
         "forbidden; no_rate: expected a limit in the currency of the cost, found 0.01 CHF"},
    };
    for (auto const& [roles, remedies, says] : table)
        CHECK(to_text(judged(roles, remedies)) == says);
}

TEST_CASE("a grant says each limit that a sum was held against") {
    auto const within = [](std::int64_t limit, std::int64_t sum) {
        return reason{"money_limits", "within_limit", decision::granted,
                      measure::at_most({limit, eur}), measure::of({sum, eur})};
    };
    auto const reasons = [](role_set const& roles, std::vector<remedy> const& remedies) {
        auto const said = judged(roles, remedies).reasons;
        return std::vector<reason>(said.begin(), said.end());
    };
    using all = std::vector<reason>;

    CHECK(reasons({"agent"}, {refund(4999)}) == all{within(5000, 4999)});
    // The limit of the role that granted it, where several are held.
    CHECK(reasons({"agent", "lead"}, {refund(5001)}) == all{within(10000, 5001)});
    CHECK(reasons({"agent"}, {repair(1000), credit(7000), refund(2000)}) ==
          all{within(8000, 7000), within(5000, 3000)});
    CHECK(reasons({"agent"}, {repair(0), credit(7000)}) == all{within(8000, 7000)});
    // What is free lies within no limit.
    CHECK(reasons({"agent"}, {refund(0)}) ==
          all{{"money_limits", "costs_nothing", decision::granted, {}, {}}});
}

TEST_CASE("an approval and its withholding are granted by the approver's own limit or forbidden") {
    for (auto const* command : {"approve", "withhold"}) {
        CHECK(judged({"lead"}, {refund(7500)}, command).decision == decision::granted);
        CHECK(to_text(judged({"agent"}, {refund(7500)}, command)) ==
              "forbidden; over_limit: expected at most 50.00 EUR, found 75.00 EUR; could "
              "decide: lead, manager");
    }
}

TEST_CASE("a proposal beyond the limit says how many approvers it needs") {
    CHECK(judged({"agent"}, {refund(7500)}).approvers_needed == 2);
    CHECK(judged({"agent"}, {refund(100)}).approvers_needed == 0);
}

TEST_CASE("money limits have nothing to say of other commands") {
    CHECK(judged({}, {refund(most)}, "note").silent());
    CHECK(judged({}, {refund(most)}, "accept").silent());
}

TEST_CASE("a cent in another currency takes nothing past the limit in its own") {
    money_limits const judge({{"agent", {}, {5000, eur}, {}, 0},
                              {"agent", {}, {1000, usd}, {}, 0},
                              {"agent", remedy_kind::credit, {3000, usd}, {2000, usd}, 0},
                              {"lead", {}, {5000, eur}, {}, 0}},
                             {"agent", "lead"}, 1, exchange_rates(eur, {*parse_rate(usd, "0.92")}));
    auto const says = [&](std::vector<remedy> const& remedies) {
        question q;
        q.who = {"ann", side::staff, {"agent"}, {}, {}};
        q.command = "propose";
        q.remedies = remedies;
        return to_text(judge.judge(q));
    };
    auto const credit_in_dollars = [](std::int64_t cents) {
        return remedy{remedy_kind::credit, {cents, usd}};
    };

    CHECK(says({refund(4000, usd)}) == "needs_approval; over_limit: expected at most 10.00 USD, "
                                       "found 40.00 USD; could decide: lead");
    CHECK(says({refund(4000, usd), credit(1)}) ==
          "needs_approval; over_limit: expected at most 10.00 USD, found 40.00 USD; could decide: "
          "lead");
    CHECK(says({refund(1000, usd), credit(1)}) ==
          "granted; within_limit: expected at most 50.00 EUR, found 9.21 EUR; within_limit: "
          "expected at most 10.00 USD, found 10.00 USD");
    CHECK(says({repair(1), refund(600, usd), {remedy_kind::repair, {401, usd}}}) ==
          "needs_approval; over_limit: expected at most 10.00 USD, found 10.01 USD; could decide: "
          "lead");
    // By kind, from the minimum on.
    CHECK(says({refund(1), credit_in_dollars(3000)}).starts_with("granted"));
    CHECK(says({refund(1), credit_in_dollars(3001)})
              .starts_with("needs_approval; over_limit: "
                           "expected at most 30.00 USD"));
    CHECK(says({refund(1), credit_in_dollars(1999)})
              .starts_with("needs_approval; below_minimum: "
                           "expected at least 20.00 USD"));
    // The sum at home binds as before.
    CHECK(says({refund(4081), refund(1000, usd)})
              .starts_with("forbidden; over_limit: expected "
                           "at most 50.00 EUR"));
    CHECK(says({refund(4080), refund(1000, usd)}).starts_with("granted"));
}
