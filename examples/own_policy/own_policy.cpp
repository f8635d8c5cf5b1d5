// SPDX-License-Identifier: BSL-1.0
// Own policy: any type that can judge is a policy.
//
// The garden centre gives plants back their money until eight in the evening; after that only the
// manager may. The rule is eight lines, it stands beside the money limits, and what it says is in
// the trail like every other verdict.
//
// Output:
//   at 2026-05-02T17:30:00Z: accepted solution_offered (version 5)
//   at 2026-05-02T20:30:00Z: refused after_hours: expected before eight in the evening, found 20 o'clock

#include <amends/amends.hpp>

#include <iostream>

using namespace amends;

// [a policy]
/// After eight in the evening only a manager decides about money.
struct closing_time {
    verdict judge(question const& q) const {
        verdict v;
        auto const hour =
            std::chrono::hh_mm_ss(q.at - std::chrono::floor<std::chrono::days>(q.at)).hours();
        if (q.command != "propose" || q.remedies.empty() || q.who.roles.has("manager")) return v;
        if (hour >= std::chrono::hours(20))
            v.add(
                {"closing_time", "after_hours", decision::forbidden,
                 measure::of_words("before eight in the evening"),
                 measure::of_words(*rule_name::parse(std::to_string(hour.count()) + " o'clock"))});
        return v;
    }
};
static_assert(policy<closing_time>);
// [a policy]

int main() {
    money_limits const limits({{.role = "agent", .kind = {}, .max = {5000, eur}}},
                              {"agent", "manager"});
    for (auto const* when : {"2026-05-02T17:30:00Z", "2026-05-02T20:30:00Z"}) {
        memory_store kept;
        auto const now = *parse_instant(when);
        desk till(kept, all_of(limits, closing_time{}), {.clock = [&] { return now; }});
        session const ben{{.id = "ben", .side = side::staff, .roles = {"agent"}}};
        auto const handle = [&](command_content what) {
            return *till.handle(ben, {.on = "p-3", .id = {}, .what = std::move(what)});
        };
        handle(report{.kind = contact_kind::problem,
                      .origin = origin::staff,
                      .customer = "c-9",
                      .expected = "a living rose",
                      .experienced = "a dead one",
                      .impact = "no rose"});
        handle(take{});
        handle(confirm{.nature = "dead plant",
                       .unknown_because = "roots not examined",
                       .how_sure = certainty::likely,
                       .with = confirmed_with::customer});
        handle(
            explain_options{.options = {{"refund", "money", "quick", "no rose", "money"},
                                        {"new rose", "a rose", "sale stands", "none", "a rose"}}});
        auto const said = handle(propose{{.option = "refund",
                                          .remedies = {{remedy_kind::refund, {1299, eur}}},
                                          .actions = {{.what = "pay out", .by = "ben"}},
                                          .measure = "no second visit"}});
        std::cout << "at " << when << ": ";
        if (auto const* no = std::get_if<refused>(&said))
            std::cout << "refused " << no->reason << ": expected " << no->expected << ", found "
                      << no->found << '\n';
        else std::cout << said << '\n';
    }
}
