// SPDX-License-Identifier: BSL-1.0
// Two pairs of eyes: above 1000.00 EUR two managers agree, whoever proposes.
//
// A kitchen arrives with the wrong worktop. Nora manages the shop and may give 5000.00 EUR on her own
// account, but the house wants two others to look at anything above 1000.00 EUR. Nora proposes
// 1200.00 EUR. She cannot be one of the two; Omar cannot be both, not even in Pia's name; a team lead
// is not competent for the sum. When Omar and Pia have agreed, the customer is asked.
//
// Output:
//   nora proposes: awaiting approval by 2 of: manager (version 5)
//   nora approves: refused not_the_proposer: expected somebody other than the proposer, found nora
//   lee approves: refused over_limit: expected at most 500.00 EUR, found 1200.00 EUR
//   omar approves: accepted proposal_approved (version 8)
//   still awaited: 1 of omar and pia, who is pia
//   omar approves for pia: refused not_an_earlier_approver: expected another approver, found omar on behalf of pia
//   pia approves: accepted proposal_approved (version 10)
//   the customer agrees: accepted solution_agreed (version 11)

#include <amends/amends.hpp>

#include <iostream>

using namespace amends;

namespace {

authority rules_of_the_shop() {
    table_of_authority t;
    t.name = "Kitchens";
    t.version = 2;
    t.ladder = {"team_lead", "manager"};
    t.limits = {{.role = "team_lead", .max = {50000, eur}},
                {.role = "manager", .max = {500000, eur}}};
    t.dual_control = {{.above = {100000, eur}, .approvers = 2}};
    t.colleagues = {{.id = "lee", .roles = {"team_lead"}},
                    {.id = "nora", .roles = {"manager"}},
                    {.id = "omar", .roles = {"manager"}},
                    {.id = "pia", .roles = {"manager"}}};
    return authority(t);
}

session manager(actor_id const& who, actor_id const& on_behalf_of = {}) {
    return {{.id = who, .roles = {"manager"}, .on_behalf_of = on_behalf_of}};
}

} // namespace

int main() {
    memory_store kept;
    auto const rules = rules_of_the_shop();
    auto now = *parse_instant("2026-10-01T09:00:00Z");
    desk shop(kept, rules, {.clock = [&] { return now; }});
    session const customer{{.id = "c-8", .side = side::customer}};
    session const lee{{.id = "lee", .roles = {"team_lead"}}};

    auto const handle = [&](session const& who, command_content what) {
        now += std::chrono::minutes(1);
        return *shop.handle(who, {.on = "k-12", .id = {}, .what = std::move(what)});
    };
    auto const tell = [&](char const* who, outcome const& said) {
        std::cout << who << ": ";
        if (auto const* no = std::get_if<refused>(&said))
            std::cout << "refused " << no->reason << ": expected " << no->expected << ", found "
                      << no->found << '\n';
        else std::cout << said << '\n';
    };
    handle(customer, report{.kind = contact_kind::problem,
                            .origin = origin::customer,
                            .customer = "c-8",
                            .expected = "the worktop that we chose",
                            .experienced = "another one",
                            .impact = "a kitchen that we do not want"});
    handle(manager("nora"), take{});
    handle(manager("nora"), confirm{.nature = "wrong worktop",
                                    .cause_is = cause_class::supplier,
                                    .cause = "swapped in the works",
                                    .how_sure = certainty::certain,
                                    .with = confirmed_with::customer});
    handle(manager("nora"),
           explain_options{
               .options = {
                   {"new worktop", "the right one", "a kept customer", "two weeks", "a worktop"},
                   {"discount", "money", "no work", "the wrong one stays", "less money"}}});

    terms const offered{.option = "new worktop",
                        .remedies = {{remedy_kind::replacement, {120000, eur}}},
                        .actions = {{.what = "fit the right worktop", .by = "lee"}},
                        .measure = "the customer signs for it"};
    approve const yes{.terms_hash = hash_of(offered)};
    tell("nora proposes", handle(manager("nora"), propose{offered}));
    tell("nora approves", handle(manager("nora"), yes));
    tell("lee approves", handle(lee, yes));
    tell("omar approves", handle(manager("omar"), yes));

    auto const who = *shop.who_may_decide("k-12", rules);
    std::cout << "still awaited: " << who.approvers_needed << " of omar and pia, who is "
              << who.now.front().id << '\n';
    tell("omar approves for pia", handle(manager("omar", "pia"), yes));
    tell("pia approves", handle(manager("pia"), yes));
    tell("the customer agrees",
         handle(customer, amends::accept{.terms_hash = hash_of(offered), .said = assent::written}));
}
