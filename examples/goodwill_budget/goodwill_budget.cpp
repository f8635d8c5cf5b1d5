// SPDX-License-Identifier: BSL-1.0
// Goodwill budget: a policy of one's own that looks back, beside limits, under the law.
//
// Anybody at the bakery's counter may give a customer vouchers of up to 30.00 EUR a year. The budget
// is a policy of twenty lines: it looks back on what the customer was given, grants what is left of
// it and has nothing to say of anything else. Beyond it the house's limits decide. And where the law
// gives more than somebody offers, the smaller offer is refused, whoever makes it.
//
// Output:
//   a voucher of 20.00 EUR in May: accepted solution_offered (version 5)
//   one of 10.00 EUR in June: accepted solution_offered (version 5)
//   one of 0.01 EUR in July: awaiting approval by 1 of: manager (version 5)
//   one of 20.00 EUR a year later: accepted solution_offered (version 5)
//   8.00 EUR for a cake of 24.00 EUR: refused not_below_the_lawful_floor: expected at least 24.00 EUR, as the law gives, found 8.00 EUR; could be decided by: manager
//   the policy alone: granted; within_budget: expected at most 30.00 EUR, found 12.00 EUR

#include <amends/amends.hpp>

#include <iostream>

using namespace amends;

namespace {

constexpr money budget{3000, eur};

// [a policy that looks back]
/// Vouchers of up to 30.00 EUR a year and customer need nobody's authority.
struct goodwill_budget {
    verdict judge(question const& q) const {
        verdict v;
        if (q.command != "propose" || q.remedies.empty()) return v;
        for (auto const& r : q.remedies)
            if (r.kind != remedy_kind::credit || r.cost.in != eur || r.cost.minor_units < 0)
                return v; // not ours: silence leaves it to others
        auto sum = sum_in(q.remedies, eur);
        for (auto const& g : q.given) {
            auto const replaced = g.open && g.on == q.about.on; // by what is proposed now
            if (g.to != q.about.customer || g.what.kind != remedy_kind::credit || replaced)
                continue;
            if (!g.again) (void)__builtin_add_overflow(sum, g.what.cost.minor_units, &sum);
        }
        if (sum >= 0 && sum <= budget.minor_units)
            v.add({"goodwill_budget", "within_budget", decision::granted, measure::at_most(budget),
                   measure::of({sum, eur})});
        return v;
    }
    looking_back looks_back() const {
        return {.on_customer = true, .within = std::chrono::days(365)};
    }
};
static_assert(policy<goodwill_budget>);
// [a policy that looks back]

// [put together]
/// What the budget grants is granted; otherwise the house's limits decide; nobody approves their own.
any_policy rules_of_the_bakery() {
    money_limits const limits({{.role = "manager", .max = {20000, eur}}}, {"counter", "manager"});
    return all_of(any_of(goodwill_budget{}, limits), separation_of_duties{});
}
// [put together]

/// One complaint about a cake, up to what is offered for it.
outcome offered(desk& counter, case_id const& on, remedy const& what) {
    session const customer{{.id = "c-3", .side = side::customer}};
    session const ida{{.id = "ida", .roles = {"counter"}}};
    auto const handle = [&](session const& who, command_content content) {
        return *counter.handle(who, {.on = on, .id = {}, .what = std::move(content)});
    };
    handle(customer, report{.kind = contact_kind::problem,
                            .origin = origin::customer,
                            .customer = "c-3",
                            .expected = "a cake for eight",
                            .experienced = "one for six",
                            .impact = "two guests without"});
    handle(ida, take{});
    handle(ida, confirm{.nature = "cake too small",
                        .unknown_because = "the order slip is gone",
                        .how_sure = certainty::likely,
                        .with = confirmed_with::customer});
    handle(ida,
           explain_options{.options = {{"voucher", "cakes", "comes again", "no money", "a cake"},
                                       {"refund", "money", "quick", "no cake", "money"}}});
    return handle(ida, propose{{.option = "voucher",
                                .remedies = {what},
                                .actions = {{.what = "write it out", .by = "ida"}},
                                .measure = "the customer comes again"}});
}

remedy voucher(std::int64_t cents) { return {remedy_kind::credit, {cents, eur}}; }

} // namespace

int main() {
    memory_store kept;
    auto now = *parse_instant("2026-05-04T10:00:00Z");
    auto const tell = [](char const* what, outcome said) {
        if (auto* const no = std::get_if<refused>(&said)) no->possible_now.clear();
        std::cout << what << ": " << said << '\n';
    };
    {
        desk counter(kept, rules_of_the_bakery(), {.clock = [&] { return now; }});
        tell("a voucher of 20.00 EUR in May", offered(counter, "v-1", voucher(2000)));
        now = *parse_instant("2026-06-08T10:00:00Z");
        tell("one of 10.00 EUR in June", offered(counter, "v-2", voucher(1000)));
        now = *parse_instant("2026-07-06T10:00:00Z");
        tell("one of 0.01 EUR in July", offered(counter, "v-3", voucher(1)));
        now = *parse_instant("2027-06-09T10:00:00Z");
        tell("one of 20.00 EUR a year later", offered(counter, "v-4", voucher(2000)));
    }

    // [the law]
    desk_options how;
    how.clock = [&] { return now; };
    how.lawful_floor = [](case_file const& file, instant) -> std::optional<money> {
        if (file.kind != contact_kind::problem) return std::nullopt;
        return money{2400, eur}; // what the cake cost
    };
    desk counter(kept, rules_of_the_bakery(), how);
    // [the law]
    tell("8.00 EUR for a cake of 24.00 EUR",
         offered(counter, "v-5", {remedy_kind::refund, {800, eur}}));

    // [a policy on its own]
    std::vector<remedy> const remedies{voucher(200)};
    std::vector<grant> const given{
        {.on = "v-1", .by = "ida", .to = "c-3", .what = voucher(1000), .open = false}};
    question q;
    q.command = "propose";
    q.about.customer = "c-3";
    q.remedies = remedies;
    q.given = given;
    std::cout << "the policy alone: " << goodwill_budget{}.judge(q) << '\n';
    // [a policy on its own]
}
