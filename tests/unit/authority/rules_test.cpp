// SPDX-License-Identifier: BSL-1.0
// Rules about roles at their edges: minimum, rates, offer, hours, reserved categories.
#include <amends/authority/limits.hpp>
#include <amends/authority/rules/categories.hpp>
#include <amends/authority/rules/cumulative.hpp>
#include <amends/authority/rules/offer.hpp>
#include <amends/authority/rules/windows.hpp>

#include "support/asking.hpp"
#include "support/scarce_memory.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

constexpr currency chf = currency::of('C', 'H', 'F');
std::vector<role> const ladder{"agent", "lead"};
limit_table const limits({{"agent", std::nullopt, {5000, eur}, {}, 1},
                          {"lead", std::nullopt, {50000, eur}, {}, 2},
                          {"lead", remedy_kind::compensation, {20000, eur}, {2000, eur}, 3}});
actor const ann = somebody("ann", {"agent"});
actor const lea = somebody("lea", {"lead"});

/// The limits beside one more rule.
template <class Rule>
auto with(Rule rule) {
    return by_role(ladder, 1, exchange_rates{}, limits, std::move(rule));
}

} // namespace

TEST_CASE("a role with a minimum decides from its first cent") {
    by_role const judge(ladder, 1, exchange_rates{}, limits);
    auto const says = [&](std::int64_t cents) {
        return asking(lea).offering(remedy_kind::compensation, cents).of(judge);
    };
    CHECK(says(1999) ==
          "needs_approval; below_minimum: expected at least 20.00 EUR, found 19.99 EUR; "
          "could decide: agent");
    CHECK(says(2000) == "granted; within_limit: expected at most 200.00 EUR, found 20.00 EUR");
    CHECK(says(20000) == "granted; within_limit: expected at most 200.00 EUR, found 200.00 EUR");
    CHECK(says(20001) == "forbidden; over_limit: expected at most 200.00 EUR, found 200.01 EUR");
    // The minimum is of the sum, and of what costs something.
    CHECK(asking(lea)
              .offering(remedy_kind::compensation, 1000)
              .offering(remedy_kind::compensation, 1000)
              .of(judge) == "granted; within_limit: expected at most 200.00 EUR, found 20.00 EUR");
    CHECK(asking(lea).offering(remedy_kind::compensation, 0).of(judge) == "granted; costs_nothing");
}

TEST_CASE("a cost in another currency is changed, or forbidden without a rate") {
    exchange_rates const rates(eur, {*parse_rate(usd, "0.5")});
    by_role const judge(ladder, 1, rates, limits);
    auto const says = [&](std::int64_t cents, currency in) {
        return asking(ann).offering(remedy_kind::refund, cents, in).of(judge);
    };
    CHECK(says(10000, usd) == "granted; within_limit: expected at most 50.00 EUR, found 50.00 EUR");
    CHECK(says(10001, usd) == "needs_approval; over_limit: expected at most 50.00 EUR, found 50.01 "
                              "EUR; could decide: lead");
    CHECK(says(1, chf) == "forbidden; no_rate: expected a limit in the currency of the cost, found "
                          "0.01 CHF");
    CHECK(asking(ann)
              .offering(remedy_kind::refund, 2500)
              .offering(remedy_kind::refund, 5000, usd)
              .of(judge) == "granted; within_limit: expected at most 50.00 EUR, found 50.00 EUR");
    CHECK(asking(ann)
              .offering(remedy_kind::refund, 2501)
              .offering(remedy_kind::refund, 5000, usd)
              .of(judge) == "needs_approval; over_limit: expected at most 50.00 EUR, found 50.01 "
                            "EUR; could decide: lead");
    CHECK(asking(ann)
              .offering(remedy_kind::refund, 1)
              .offering(remedy_kind::refund, 1, chf)
              .of(judge) == "forbidden; no_rate: expected a rate for CHF, found none");
}

TEST_CASE("below the lawful floor nobody proposes, and those who could give it are named") {
    by_role const judge(ladder, 1, exchange_rates{}, limits);
    asking a(ann);
    a.offering(remedy_kind::refund, 4000);
    a.q.lawful_floor = money{9900, eur};
    CHECK(a.of(judge) == "forbidden; below_the_lawful_floor: expected at least 99.00 EUR, found "
                         "40.00 EUR; could decide: lead");
    a.q.lawful_floor = money{4000, eur};
    CHECK(a.of(judge) == "granted; within_limit: expected at most 50.00 EUR, found 40.00 EUR");
    a.q.lawful_floor = money{60000, eur};
    CHECK(a.of(judge) == "forbidden; below_the_lawful_floor: expected at least 600.00 EUR, found "
                         "40.00 EUR");
}

TEST_CASE("an approval of what is below the lawful floor by now is forbidden") {
    by_role const judge(ladder, 1, exchange_rates{}, limits);
    asking a(lea, "approve");
    a.offering(remedy_kind::refund, 9800);
    a.q.lawful_floor = money{9900, eur};
    CHECK(a.of(judge) == "forbidden; below_the_lawful_floor: expected at least 99.00 EUR, found "
                         "98.00 EUR; could decide: lead");
    a.q.command = "withhold"; // which lets somebody propose more
    CHECK(a.of(judge) == "granted; within_limit: expected at most 500.00 EUR, found 98.00 EUR");
    // In another currency than the floor's nothing was given of it.
    a.q.command = "approve";
    a.q.lawful_floor = money{1, gbp};
    CHECK(a.of(judge).starts_with("forbidden; below_the_lawful_floor: expected at least 0.01 GBP, "
                                  "found 0.00 GBP"));
}

TEST_CASE("below the lawful floor those are named whom every rule lets decide the floor") {
    auto const named = [](auto const& judge, asking& a) {
        a.q.lawful_floor = money{9900, eur};
        auto const v = judge.judge(a.q);
        CHECK(v.decision == decision::forbidden);
        std::string all;
        for (auto const& r : v.competent) all += r.str() + " ";
        return all;
    };
    // Leads gave 950.00 of 1000.00 already: what is missing takes them over it.
    by_role const counting(
        {"agent", "lead", "manager"}, 1, exchange_rates{},
        limit_table({{"lead", {}, {50000, eur}, {}, 0}, {"manager", {}, {90000, eur}, {}, 0}}),
        cumulative_limits({{"lead", {}, {100000, eur}, false, true, {period::unit::month, 1}, 0}},
                          {}, {}));
    asking some(ann);
    some.offering(remedy_kind::refund, 4000).having_given("lea", 95000, "2026-03-02");
    CHECK(named(counting, some) == "manager ");
    asking nothing(ann);
    nothing.having_given("lea", 95000, "2026-03-02");
    CHECK(named(counting, nothing) == "manager ");

    // A refund may be offered by leads alone, also where nothing was proposed.
    by_role const offering(
        {"agent", "lead", "manager"}, 1, exchange_rates{},
        limit_table({{"lead", {}, {50000, eur}, {}, 0}, {"manager", {}, {90000, eur}, {}, 0}}),
        service_offer({{remedy_kind::refund, "", role("lead"), 0}}));
    asking none(ann);
    CHECK(named(offering, none) == "lead ");
}

TEST_CASE("a reason names as much of a category as it has room for, in whole letters") {
    std::string category;
    for (int i = 0; i < 20; ++i) category += "\xc3\xa4"; // an umlaut of two bytes
    auto const judge = with(reserved_categories({{category, severity::low, {"officer"}, 0}}));
    asking a(ann);
    a.about(category).offering(remedy_kind::refund, 100);
    auto const found = judge.judge(a.q).reasons.front().found;
    CHECK(found.words.view() == category.substr(0, 38));
}

TEST_CASE("nothing is offered that is not on the list") {
    auto const judge = with(service_offer({{remedy_kind::refund, "", {}, 0},
                                           {remedy_kind::service, "installation", {}, 0},
                                           {remedy_kind::credit, "", role("lead"), 0}}));
    auto const not_offered = [](std::string const& what, std::string const& rest) {
        return rest + "; not_offered: expected a remedy of the service offer, found " + what;
    };
    CHECK(asking(ann).offering(remedy_kind::refund, 5000).of(judge) ==
          "granted; within_limit: expected at most 50.00 EUR, found 50.00 EUR");
    CHECK(asking(ann).offering(remedy_kind::repair, 0).of(judge) ==
          not_offered("repair", "forbidden"));
    CHECK(asking(ann).offering(remedy_kind::service, 100).of(judge) ==
          not_offered("service", "forbidden"));
    CHECK(asking(ann).about("installation").offering(remedy_kind::service, 100).of(judge) ==
          "granted; within_limit: expected at most 50.00 EUR, found 1.00 EUR");
    CHECK(asking(ann).offering(remedy_kind::credit, 100).of(judge) ==
          not_offered("credit", "needs_approval") + "; could decide: lead");
    CHECK(asking(lea).offering(remedy_kind::credit, 100).of(judge) ==
          "granted; within_limit: expected at most 500.00 EUR, found 1.00 EUR");
    CHECK(asking(ann).offering(remedy_kind::refund, 1).offering(remedy_kind::repair, 1).of(judge) ==
          not_offered("repair", "forbidden"));
    CHECK(asking(ann).offering(remedy_kind::repair, 1).of(with(service_offer{})) ==
          "granted; within_limit: expected at most 50.00 EUR, found 0.01 EUR");
}

TEST_CASE("a role decides while its window is open, to the last millisecond") {
    using std::chrono::sys_days;
    using namespace std::chrono_literals;
    // Local time is an hour ahead: 08:00 to 18:00 on weekdays, and a night shift into Sunday.
    auto const judge = with(time_windows(
        {{"agent", 0b0011111, 8 * 60, 18 * 60, sys_days(2026y / 3 / 2), sys_days(2026y / 3 / 6), 0},
         {"agent", 0b0100000, 22 * 60, 2 * 60, {}, {}, 0}},
        60min));
    struct row {
        char const* at;
        bool open;
    };
    row const table[] = {
        {"2026-03-04T06:59:59.999Z", false}, {"2026-03-04T07:00:00Z", true},
        {"2026-03-04T16:59:59.999Z", true},  {"2026-03-04T17:00:00Z", false},
        {"2026-03-06T16:59:59.999Z", true},  // Friday, the last day
        {"2026-03-09T10:00:00Z", false},     // Monday after it
        {"2026-02-27T10:00:00Z", false},     // Friday before the first
        {"2026-03-07T20:59:59.999Z", false}, // Saturday evening
        {"2026-03-07T21:00:00Z", true},      {"2026-03-08T00:59:59.999Z", true},
        {"2026-03-08T01:00:00Z", false},     {"2026-03-08T21:30:00Z", false}, // Sunday night
    };
    for (auto const& r : table) {
        INFO(r.at);
        auto const said = asking(ann).at(r.at).offering(remedy_kind::refund, 100).of(judge);
        CHECK(said.starts_with(r.open ? "granted" : "needs_approval; outside_hours"));
    }
    CHECK(asking(ann).at("2026-03-04T17:00:00Z").offering(remedy_kind::refund, 100).of(judge) ==
          "needs_approval; outside_hours: expected a time within the role's hours, found "
          "2026-03-04T17:00:00Z; could decide: lead");
}

TEST_CASE("a closed window objects without memory") {
    time_windows const windows({{"agent", 0x7f, 8 * 60, 18 * 60, {}, {}, 0}}, {});
    asking a(ann);
    a.at("2026-03-04T18:00:00Z").offering(remedy_kind::refund, 100);
    auto const cost = costs::of(a.q.remedies, {});
    role const agent = "agent";
    std::optional<reason> why;
    CHECK(testing::suffices(0, [&] { why = windows.objection(agent, {a.q, cost}); }));
    REQUIRE(why.has_value());
    CHECK(to_text(why->found) == "2026-03-04T18:00:00Z");
}

TEST_CASE("nobody without a role approves or withholds what is free") {
    auto const judge = with(time_windows({{"agent", 0x7f, 8 * 60, 18 * 60, {}, {}, 0}}, {}));
    auto const says = [&](actor const& who, char const* command) {
        asking at_night(who, command);
        return at_night.at("2026-03-04T22:00:00Z").offering(remedy_kind::apology, 0).of(judge);
    };
    actor const zoe = somebody("zoe", {});
    CHECK(says(ann, "propose").ends_with("; could decide: lead"));
    for (auto const* command : {"approve", "withhold"}) {
        INFO(command);
        CHECK(says(zoe, command) == "forbidden; no_role: expected a role with a limit, found no "
                                    "role; could decide: lead");
        CHECK(says(ann, command).starts_with("forbidden; outside_hours"));
        CHECK(says(lea, command) == "granted; costs_nothing");
    }
    CHECK(says(zoe, "propose") ==
          "granted; costs_nothing"); // which a rule of roles leaves to anybody
}

TEST_CASE("a window of all days is open at the first and the last moment there are") {
    using namespace std::chrono_literals;
    for (auto const offset : {-840min, 840min}) {
        auto const judge = with(time_windows({{.role = "agent"}}, offset));
        for (auto const at : {instant::min(), instant::max()}) {
            asking late(ann);
            late.offering(remedy_kind::refund, 100);
            late.q.at = at;
            CHECK(late.of(judge).starts_with("granted"));
        }
    }
}

TEST_CASE("a category or severity is decided by those it is kept for") {
    auto const judge = with(reserved_categories(
        {{"privacy", severity::low, {"officer"}, 0}, {"", severity::critical, {"lead"}, 0}}));
    auto const says = [&](actor const& who, char const* category, severity how_bad) {
        return asking(who).about(category, how_bad).offering(remedy_kind::refund, 100).of(judge);
    };
    CHECK(says(ann, "delivery", severity::high).starts_with("granted"));
    CHECK(says(ann, "delivery", severity::critical) ==
          "needs_approval; reserved_category: expected lead, found critical; could decide: lead");
    CHECK(says(lea, "delivery", severity::critical).starts_with("granted"));
    CHECK(says(lea, "privacy", severity::low) ==
          "forbidden; reserved_category: expected officer, found privacy");
    // Beside the officer's line there is none that gives an officer money; what is free is theirs.
    CHECK(asking(somebody("dov", {"officer"}))
              .about("privacy")
              .offering(remedy_kind::apology, 0)
              .of(judge)
              .starts_with("granted; costs_nothing"));
}
