// SPDX-License-Identifier: BSL-1.0
// Over the limit: a proposal beyond the agent's authority goes to somebody competent.
//
// Ann may agree to 50.00 EUR. The repair of Mr Lind's bicycle costs 75.00 EUR. The desk does not
// refuse the customer: it asks for approval and says who could give it. Ann cannot approve her own
// proposal, and when she changes it, the approval that Maria gave for the old terms is void.
//
// Output:
//   awaiting approval by 1 of: team_lead, manager (version 5)
//   refused not_the_proposer: expected somebody other than the proposer, found ann
//   accepted proposal_approved (version 7)
//   awaiting approval by 1 of: team_lead, manager (version 8)
//   refused same_terms: expected the terms on the table, found the terms of another proposal
//   accepted proposal_approved (version 10)
//   accepted solution_agreed (version 11)
//   who granted it: over_limit says expected at most 50.00 EUR, found 80.00 EUR; then maria approved

#include <amends/amends.hpp>

#include <iostream>

using namespace amends;

namespace {

terms repair_for(std::int64_t cents) {
    return {.option = "repair",
            .remedies = {{remedy_kind::repair, {cents, eur}}},
            .actions = {{.what = "repair the gears", .by = "ann"}},
            .measure = "the gears hold for a month"};
}

} // namespace

int main() {
    memory_store kept;
    money_limits const limits({{.role = "agent", .kind = {}, .max = {5000, eur}},
                               {.role = "team_lead", .kind = {}, .max = {50000, eur}},
                               {.role = "manager", .kind = {}, .max = {500000, eur}}},
                              {"agent", "team_lead", "manager"});
    auto now = *parse_instant("2026-04-07T10:00:00Z");
    desk counter(kept, all_of(limits, separation_of_duties{}), {.clock = [&] { return now; }});
    session const ann{{.id = "ann", .side = side::staff, .roles = {"agent"}}};
    session const maria{{.id = "maria", .side = side::staff, .roles = {"team_lead"}}};
    session const lind{{.id = "c-2", .side = side::customer}};

    auto const handle = [&](session const& who, command_content what) {
        now += std::chrono::minutes(1);
        return *counter.handle(who, {.on = "b-7", .id = {}, .what = std::move(what)});
    };
    handle(lind, report{.kind = contact_kind::problem,
                        .origin = origin::customer,
                        .customer = "c-2",
                        .expected = "gears that shift",
                        .experienced = "they slip since the service",
                        .impact = "I cannot ride to work"});
    handle(ann, take{});
    handle(ann, confirm{.nature = "gears slip after a service",
                        .cause_is = cause_class::human_error,
                        .cause = "cable fitted wrongly",
                        .how_sure = certainty::likely,
                        .with = confirmed_with::customer});
    handle(ann, explain_options{.options = {{"repair", "the same bicycle", "the customer stays",
                                             "two days", "the workshop's time"},
                                            {"refund", "the money", "no work", "gears still slip",
                                             "a refund"}}});

    std::cout << handle(ann, propose{repair_for(7500)}) << '\n';
    auto const first = hash_of(repair_for(7500));
    auto const own = std::get<refused>(handle(ann, approve{.terms_hash = first}));
    std::cout << "refused " << own.reason << ": expected " << own.expected << ", found "
              << own.found << '\n';
    std::cout << handle(maria, approve{.terms_hash = first}) << '\n';

    // The workshop finds a second fault: the terms change, and the approval is void.
    std::cout << handle(ann, propose{repair_for(8000)}) << '\n';
    auto const stale = std::get<refused>(handle(maria, approve{.terms_hash = first}));
    std::cout << "refused " << stale.reason << ": expected the terms on the table, found "
              << (stale.found == to_text(first) ? "the terms of another proposal" : stale.found)
              << '\n';
    auto const second = hash_of(repair_for(8000));
    std::cout << handle(maria, approve{.terms_hash = second}) << '\n';
    std::cout << handle(lind, amends::accept{.terms_hash = second, .said = assent::written})
              << '\n';

    // Years later the trail still says who granted it, and by which rule it had to be asked.
    auto const trail = *counter.trail("b-7");
    auto const& asked = trail[7].verdicts.front().reasons.front();
    std::cout << "who granted it: " << asked.rule << " says expected " << to_text(asked.expected)
              << ", found " << to_text(asked.found) << "; then " << trail[9].who.id
              << " approved\n";
}
