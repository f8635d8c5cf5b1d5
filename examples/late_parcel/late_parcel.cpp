// SPDX-License-Identifier: BSL-1.0
// A late parcel: one problem from report to evaluated resolution.
//
// Mrs Osei's parcel has not come. Ann takes the case, confirms the problem with her, explains two
// options, and offers what lies within her own authority. Mrs Osei says yes, the parcel is sent
// again, the team knows, and a week later Ann asks whether it helped.
//
// Output:
//   accepted contact_reported (version 1)
//   accepted case_taken (version 2)
//   accepted problem_confirmed (version 3)
//   accepted options_explained (version 4)
//   accepted solution_offered (version 5)
//   accepted solution_agreed (version 6)
//   accepted actions_carried_out (version 7)
//   accepted customer_informed (version 8)
//   accepted colleagues_informed (version 9)
//   accepted resolution_evaluated (version 10)
//   accepted case_closed (version 11)
//   the trail of case 41 has 11 entries, the last at 2026-03-09T09:10:00Z

// [the first case]
#include <amends/amends.hpp>

#include <iostream>

using namespace amends;

int main() {
    memory_store kept;
    money_limits limits({{.role = "agent", .kind = {}, .max = {5000, eur}}}, {"agent", "manager"});
    auto now = *parse_instant("2026-03-02T09:00:00Z");
    desk counter(kept, all_of(limits, separation_of_duties{}), {.clock = [&] { return now; }});

    session const ann{{.id = "ann", .side = side::staff, .roles = {"agent"}}};
    session const osei{{.id = "c-17", .side = side::customer}};

    std::cout << *counter.handle(osei, {.on = "41",
                                        .id = "web-1",
                                        .what = report{.kind = contact_kind::problem,
                                                       .origin = origin::customer,
                                                       .customer = "c-17",
                                                       .category = "late parcel",
                                                       .expected = "my parcel on Saturday",
                                                       .experienced = "nothing came",
                                                       .impact = "no present for my son"}})
              << '\n';
    // [the first case]

    auto number = 1;
    auto const handle = [&](session const& who, command_content what) {
        now += std::chrono::minutes(1);
        auto const id = *command_id::parse("desk-" + std::to_string(number++));
        auto const said = counter.handle(who, {.on = "41", .id = id, .what = std::move(what)});
        if (said) std::cout << *said << '\n';
        else std::cout << said.error() << '\n';
    };

    handle(ann, take{});
    handle(ann, confirm{.nature = "parcel lost on the way",
                        .cause_is = cause_class::supplier,
                        .cause = "the courier lost it at the depot",
                        .how_sure = certainty::certain,
                        .with = confirmed_with::customer});
    handle(ann, explain_options{.options = {{.name = "send again",
                                             .benefit_to_customer = "the same present",
                                             .benefit_to_organisation = "the sale stands",
                                             .drawback_to_customer = "two more days",
                                             .drawback_to_organisation = "a second parcel"},
                                            {.name = "refund",
                                             .benefit_to_customer = "the money back at once",
                                             .benefit_to_organisation = "no second parcel",
                                             .drawback_to_customer = "no present",
                                             .drawback_to_organisation = "the sale is lost"}}});

    terms const offer{.option = "send again",
                      .remedies = {{remedy_kind::replacement, {3490, eur}}},
                      .actions = {{.what = "send the parcel by express", .by = "ann"}},
                      .measure = "Mrs Osei has the present within three days"};
    handle(ann, propose{offer});
    handle(osei, amends::accept{.terms_hash = hash_of(offer), .said = assent::spoken});
    handle(ann, carry_out{.done = {0}});
    handle(ann, inform_customer{.what = "the parcel left by express",
                                .next_step = "it arrives tomorrow before noon"});
    handle(ann, inform_colleagues{.recipients = {{.colleague = "maria", .as = "manager"}},
                                  .nature = "parcel lost at the courier's depot",
                                  .actions = "sent again by express"});
    now += std::chrono::days(7);
    handle(ann, evaluate{.measure = "Mrs Osei has the present within three days",
                         .evidence = "delivered on 3 March, signed for",
                         .verdict = effect::effective,
                         .customer_words = "in time after all"});
    handle(ann, amends::close{});

    auto const trail = counter.trail("41");
    std::cout << "the trail of case 41 has " << trail->size() << " entries, the last at "
              << to_text(trail->back().how.at) << '\n';
    // [the first case]
}
// [the first case]
