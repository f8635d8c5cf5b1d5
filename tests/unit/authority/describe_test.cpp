// SPDX-License-Identifier: BSL-1.0
// Descriptions in words.
#include <amends/authority/describe.hpp>

#include "support/asking.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;
using namespace std::chrono_literals;

namespace {

instant day_of(char const* when) { return *parse_instant(when); }

/// What mia lends ann in the first week of March.
delegation lent_to_ann(money max) {
    return {"D1", "mia", "ann", "manager", day_of("2026-03-01"), day_of("2026-03-08"),
            max,  "",    {},    0};
}

table_of_authority everything() {
    table_of_authority t;
    t.name = "Service centre";
    t.version = 3;
    t.effective = day_of("2026-01-01");
    t.utc_offset = 60min;
    t.ladder = {"agent", "lead", "manager"};
    t.limits = {{"agent", {}, {5000, eur}, {}, 0},
                {"agent", remedy_kind::replacement, {12000, eur}, {}, 0},
                {"manager", remedy_kind::compensation, {200000, eur}, {2000, eur}, 0},
                {"manager", {}, {500000, eur}, {}, 0},
                {"manager", {}, {100000, gbp}, {}, 0}};
    t.cumulative = {
        {"agent", {}, {20000, eur}, true, true, {period::unit::month, 1}, 0},
        {"agent", remedy_kind::credit, {9000, eur}, false, true, {period::unit::days, 90}, 0},
        {"agent", {}, {90000, eur}, true, false, {period::unit::calendar_day, 1}, 0}};
    t.offer = {{remedy_kind::refund, "", {}, 0},
               {remedy_kind::service, "installation", {}, 0},
               {remedy_kind::compensation, "", role("manager"), 0}};
    t.hours = {{"agent", 0b0011111, 8 * 60, 18 * 60, {}, {}, 0}};
    t.reserved = {{"privacy", severity::low, {"manager"}, 0},
                  {"", severity::high, {"lead", "manager"}, 0},
                  {"", severity::critical, {"manager"}, 0}};
    t.dual_control = {{{}, {100000, eur}, 2, 0}, {remedy_kind::credit, {5000, eur}, 1, 0}};
    t.separation = {true, false, true};
    t.interests = {{"ann", interest_kind::relative, "c17", {}, "delivery", {}, 0},
                   {"mia", interest_kind::gains, {}, {}, {}, remedy_kind::service, 0}};
    t.colleagues = {
        {"ann", {"agent"}, {}, 0},
        {"mia", {"manager"}, {{day_of("2026-05-01"), day_of("2026-05-08"), "ann", ""}}, 0}};
    t.delegations = {lent_to_ann({20000, eur})};
    t.rates = exchange_rates(eur, {*parse_rate(gbp, "1.17"), *parse_rate(usd, "0.9")});
    return t;
}
std::string described(actor const& who, char const* when = "2026-03-04T12:00:00Z") {
    return to_text(describe(everything(), who, on(when)));
}

} // namespace

TEST_CASE("what an agent may do is told line by line") {
    CHECK(described(somebody("ann", {"agent"})) ==
          "ann, by Service centre, version 3, effective from 2026-01-01T00:00:00Z\n"
          "as agent, alone:\n"
          "  replacement: up to 120.00 EUR\n"
          "  anything else: up to 50.00 EUR\n"
          "  everything up to 200.00 EUR in a month, given by them to one customer\n"
          "  credit up to 90.00 EUR in 90 days, to one customer by anybody\n"
          "  everything up to 900.00 EUR in a day, given by them\n"
          "  offers only: refund, service for installation\n"
          "  not: privacy (manager)\n"
          "  not: any problem of severity high or worse (lead, manager)\n"
          "  not: any problem of severity critical (manager)\n"
          "  hours: mon-fri 08:00 to 18:00 (UTC+01:00)\n"
          "with others:\n"
          "  beyond that 1 other approves (manager)\n"
          "  everything together above 1000.00 EUR: 2 others\n"
          "  credit above 50.00 EUR: 1 other\n"
          "  somebody else evaluates the cases that they own or approved\n"
          "  1 GBP counts as 1.17 EUR\n"
          "  1 USD counts as 0.9 EUR\n"
          "never: their own proposals, their own cases, twice\n"
          "  stays out: relative (customer c17, category delivery)\n");
}

TEST_CASE("what was lent stands beside what somebody holds") {
    auto const by_delegation = described(somebody("ann", {"agent"}, "mia", "D1"));
    CHECK(
        by_delegation.find(
            "as manager for mia, by delegation D1, alone:\n"
            "  compensation: from 20.00 EUR up to 2000.00 EUR, above 1000.00 EUR with 2 others\n"
            "  anything else: up to 5000.00 EUR, above 1000.00 EUR with 2 others, credit above 50.00 EUR with 1 other\n"
            "  anything: up to 1000.00 GBP\n"
            "  in all up to 200.00 EUR\n"
            "  offers only: refund, service for installation, compensation\n"
            "with others:\n") != by_delegation.npos);
    CHECK(by_delegation.find("  stays out: gains (remedy service)\n") != by_delegation.npos);

    auto const as_substitute = described(somebody("ann", {"agent"}, "mia"), "2026-05-04T12:00:00Z");
    CHECK(as_substitute.find("as manager for mia, as substitute, alone:\n") != as_substitute.npos);
    auto const after = described(somebody("ann", {"agent"}, "mia"), "2026-05-08T00:00:00Z");
    CHECK(after.find("as substitute") == after.npos);

    auto const over = described(somebody("ann", {"agent"}, "mia", "D1"), "2026-03-08T00:00:00Z");
    CHECK(over.find("delegation_over: expected before 2026-03-08T00:00:00Z, found "
                    "2026-03-08T00:00:00Z\nwith others:\n") != over.npos);
    CHECK(over.find("as manager") == over.npos);
}

TEST_CASE("without a role, and before its day, a document says so") {
    auto const nobody = described(somebody({}, {}), "2025-12-31T23:59:59.999Z");
    CHECK(nobody.starts_with("by Service centre, version 3, effective from 2026-01-01T00:00:00Z\n"
                             "not in force yet: everything that needs authority is forbidden\n"
                             "no role: nothing that costs\n"));
    auto const lead = described(somebody({}, {"lead"}));
    CHECK(lead.find("as lead, alone:\n  nothing that costs\n") != lead.npos);
}

TEST_CASE("who may decide beyond somebody's limits is told, and where nobody may") {
    auto const beyond = [](table_of_authority const& t, role const& held) {
        auto const words = to_text(describe(t, somebody({}, {held}), day_of("2026-03-04")));
        auto const at = words.find("  beyond that ") + 14;
        return words.substr(at, words.find('\n', at) - at);
    };
    table_of_authority t;
    t.ladder = {"agent", "lead", "manager"};
    t.others = {"officer"};
    t.approvers = 2;
    t.limits = {{"agent", {}, {5000, eur}, {}, 0},
                {"lead", {}, {10000, eur}, {}, 0},
                {"manager", {}, {50000, eur}, {}, 0},
                {"officer", remedy_kind::compensation, {50000, eur}, {}, 0}};
    CHECK(beyond(t, "agent") == "2 others approve (lead, manager, officer)");
    CHECK(beyond(t, "lead") == "2 others approve (manager, officer)");
    CHECK(beyond(t, "manager") == "nobody may decide");
    CHECK(beyond(t, "officer") == "2 others approve (agent, lead, manager)");
    // A cent more of one kind is more.
    t.limits.back().max.minor_units = 50001;
    CHECK(beyond(t, "manager") == "2 others approve (officer)");
    // Less of a kind than of any is not all there is.
    t.limits = {{"agent", {}, {5000, eur}, {}, 0},
                {"lead", {}, {5000, eur}, {}, 0},
                {"agent", remedy_kind::credit, {1000, eur}, {}, 0}};
    CHECK(beyond(t, "agent") == "2 others approve (lead)");
    CHECK(beyond(t, "lead") == "nobody may decide");
    // In another currency, with a rate and without.
    t.limits = {{"agent", {}, {5000, eur}, {}, 0}, {"lead", {}, {4000, usd}, {}, 0}};
    CHECK(beyond(t, "agent") == "2 others approve (lead)");
    t.rates = exchange_rates(eur, {*parse_rate(usd, "0.9")});
    CHECK(beyond(t, "agent") == "nobody may decide");
}

TEST_CASE("beyond what a delegation lends in all the role that lent it decides") {
    auto const beyond = [](money const& lent, exchange_rates const& rates = {}) {
        table_of_authority t;
        t.ladder = {"agent", "manager"};
        t.limits = {{"agent", {}, {500, eur}, {}, 0}, {"manager", {}, {50000, eur}, {}, 0}};
        t.colleagues = {{"ann", {"agent"}, {}, 0}, {"mia", {"manager"}, {}, 0}};
        t.delegations = {lent_to_ann(lent)};
        t.rates = rates;
        auto const d = describe(t, somebody("ann", {"agent"}, "mia", "D1"), day_of("2026-03-04"));
        return d.beyond;
    };
    using roles = std::vector<role>;

    CHECK(beyond({2000, eur}) == roles{"manager"});
    CHECK(beyond({49999, eur}) == roles{"manager"});
    CHECK(beyond({50000, eur}) == roles{});
    // A maximum that the cost cannot be changed into lends nothing of it.
    CHECK(beyond({100000, usd}) == roles{"manager"});
    CHECK(beyond({100000, usd}, exchange_rates(eur, {*parse_rate(usd, "0.9")})) ==
          roles{"manager"});
    CHECK(beyond({45000, usd}, exchange_rates(usd, {*parse_rate(eur, "0.9")})) == roles{});
    CHECK(beyond({44999, usd}, exchange_rates(usd, {*parse_rate(eur, "0.9")})) == roles{"manager"});
}

TEST_CASE("who erases, who holds and who does both is told") {
    auto t = everything();
    t.retention.erased_by = {"manager"};
    t.retention.held_by = {"lead", "manager"};
    auto const of = [&](role const& held) {
        return to_text(describe(t, somebody({}, {held}), {}));
    };
    CHECK(of("manager").find("  erases what is known of a customer\n"
                             "  holds it, and ends a hold\n") != std::string::npos);
    CHECK(of("lead").find("  holds what is known of a customer, and ends a hold\n") !=
          std::string::npos);
    CHECK(of("agent").find("hold") == std::string::npos);
}

TEST_CASE("windows, periods, offsets and rates are told in words") {
    CHECK(to_text(time_window{"agent", 0x7f, 0, 24 * 60, {}, {}, 0}) == "every day 00:00 to 24:00");
    CHECK(to_text(time_window{"agent", 0b1000101, 22 * 60, 2 * 60 + 5, {}, {}, 0}) ==
          "mon, wed, sun 22:00 to 02:05");
    CHECK(to_text(time_window{"agent", 0b1100011, 0, 60, std::chrono::sys_days(2026y / 3 / 1),
                              std::chrono::sys_days(2026y / 3 / 31), 0}) ==
          "mon-tue, sat-sun 00:00 to 01:00, from 2026-03-01, until 2026-03-31");
    CHECK(to_text(period{period::unit::days, 1}) == "1 day");
    CHECK(to_text(period{period::unit::calendar_day, 1}) == "day");
    CHECK(to_text(period{period::unit::quarter, 1}) == "quarter");
    CHECK(offset_in_words(0min) == "+00:00");
    CHECK(offset_in_words(-90min) == "-01:30");
    CHECK(to_text(exchange_rate{usd, 9215, 10000}) == "0.9215");
    CHECK(to_text(exchange_rate{usd, 12, 1}) == "12");
    CHECK(to_text(exchange_rate{usd, 5, 100}) == "0.05");
    CHECK(to_text(exchange_rate{usd, 1, 3}) == "1/3");
}
