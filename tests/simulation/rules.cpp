// SPDX-License-Identifier: BSL-1.0
// Four versions of the rules: one approver, two approvers, limits by the month, a delegation.
#include "simulation/rules.hpp"

#include "support/house_rules.hpp"

#include <amends/authority/authority.hpp>
#include <amends/authority/combine.hpp>
#include <amends/authority/migrators.hpp>
#include <amends/authority/retention.hpp>

#include <algorithm>

namespace amends::simulation {
namespace {

table_of_authority table(std::uint32_t version) {
    table_of_authority t;
    t.name = "house";
    t.version = version;
    t.ladder = {"agent", "team_lead", "manager"};
    t.limits = {{"agent", {}, {5000, eur}, {}, 0},
                {"team_lead", {}, {10000, eur}, {}, 0},
                {"manager", {}, {50000, eur}, {}, 0}};
    return t;
}

authority by_the_month() {
    auto t = table(3);
    t.cumulative = {{"agent", {}, {10000, eur}, true, true, {period::unit::month, 1}, 0},
                    {"team_lead", {}, {20000, eur}, true, true, {period::unit::month, 1}, 0}};
    return authority(std::move(t));
}

authority with_a_delegation() {
    auto t = table(4);
    t.colleagues = {{"ann", {"agent"}, {}, 0}, {"max", {"manager"}, {}, 0}};
    delegation d;
    d.id = "d-1";
    d.from = "max";
    d.to = "ann";
    d.role = "manager";
    d.begins = delegation_begins;
    d.ends = delegation_ends;
    d.max = money{20000, eur};
    t.delegations = {std::move(d)};
    return authority(std::move(t));
}

/// The same with what every version says of personal data and of other lifecycles.
any_policy completed(any_policy limits) {
    return all_of(std::move(limits),
                  retention({.erased_by = {"privacy_officer"},
                             .held_by = {"lawyer"},
                             .periods = {{"", kept_at_least, 1}}}),
                  migrators({"manager"}));
}

} // namespace

std::array<house_rules, 4> const& versions_of_the_rules() {
    static std::array<house_rules, 4> const all{
        house_rules{"one approver", completed(cases::house_rules(1))},
        house_rules{"two approvers", completed(cases::house_rules(2))},
        house_rules{"limits by the month", completed(by_the_month()), true, false},
        house_rules{"a delegation", completed(with_a_delegation()), false, true}};
    return all;
}

std::int64_t limit_of(role const& r) {
    if (r == "agent") return 5000;
    if (r == "team_lead") return 10000;
    return r == "manager" ? 50000 : 0;
}

std::int64_t monthly_limit_of(role const& r) {
    if (r == "agent") return 10000;
    return r == "team_lead" ? 20000 : -1;
}

std::int64_t own_authority_of(actor const& who) {
    std::int64_t most = 0;
    for (auto const& r : who.roles.all()) most = std::max(most, limit_of(r));
    return most;
}

std::int64_t authority_of(actor const& who, instant at, house_rules const& by) {
    auto const own = own_authority_of(who);
    auto const lent = by.lends && who.by_delegation == "d-1" && who.id == "ann" &&
                      who.on_behalf_of == "max" && at >= delegation_begins && at < delegation_ends;
    return lent ? std::max<std::int64_t>(own, 20000) : own;
}

} // namespace amends::simulation
