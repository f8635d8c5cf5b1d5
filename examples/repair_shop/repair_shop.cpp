// SPDX-License-Identifier: BSL-1.0
// Repair shop: own states, commands and facts, through the same desk, trail and store.
//
// Mia's bicycle slips out of gear again, a week after the repair. The shop agrees to replace the
// derailleur, but has none. Waiting for a part is a state of the shop's own; ordering and receiving
// it are commands and facts of its own. And one row of the standard is overridden: once a part was
// ordered for a customer, the repair cannot be withdrawn by a change of mind.
//
// Output:
//   accepted part_ordered (version 7): waiting_for_part
//   ordered: a derailleur for 34.90 EUR, expected 2026-03-09T00:00:00Z
//   refused it_is_the_part_ordered: expected derailleur, found chain
//   accepted part_received (version 9): agreed
//   refused no_part_was_ordered: expected no part ordered for this repair, found derailleur
//   accepted actions_carried_out (version 11): actioned
//   11 entries, sound

#include "repair_shop_lifecycle.hpp"

#include <amends/audit/verify.hpp>

#include <iostream>

using namespace amends;

namespace {

session const mia{{.id = "mia", .side = side::customer}};
session const ole{{.id = "ole", .side = side::staff, .roles = {"mechanic"}}};

struct shop {
    memory_store kept;
    instant now = *parse_instant("2026-03-02T09:00:00Z");
    desk counter{
        kept,
        money_limits({{.role = "mechanic", .kind = {}, .max = {10000, eur}}}, {"mechanic"}),
        {.table = &repair_shop::table(), .clock = [this] { return now; }}};

    outcome handle(session const& from, command_content what) {
        now += std::chrono::minutes(10);
        return *counter.handle(from, {.on = "bicycle-7", .id = {}, .what = std::move(what)});
    }
    void show(outcome const& said) {
        if (auto const* no = std::get_if<refused>(&said)) {
            std::cout << "refused " << no->reason << ": expected " << no->expected << ", found "
                      << no->found << '\n';
        } else {
            auto const at = counter.file("bicycle-7")->at.resolution;
            std::cout << said << ": " << counter.table().name_of_state(at) << '\n';
        }
    }
};

terms const new_derailleur{.option = "new derailleur",
                           .remedies = {{remedy_kind::repair, {5490, eur}}},
                           .actions = {{.what = "fit the derailleur", .by = "ole"}},
                           .measure = "no slipping on a test ride",
                           .valid_until = {}};

void agree_on_a_repair(shop& s) {
    s.handle(mia, report{.kind = contact_kind::problem,
                         .origin = origin::customer,
                         .customer = "mia",
                         .expected = "gears that hold",
                         .experienced = "the chain slips again",
                         .impact = "I walk to work"});
    s.handle(ole, take{});
    s.handle(ole, confirm{.nature = "worn derailleur",
                          .cause_is = cause_class::human_error,
                          .cause = "the repair replaced the chain alone",
                          .how_sure = certainty::certain,
                          .with = confirmed_with::customer});
    s.handle(ole, explain_options{
                      .options = {
                          {"new derailleur", "it holds", "no third visit", "two days", "the part"},
                          {"money back", "money", "quick", "still slips", "money"}}});
    s.handle(ole, propose{new_derailleur});
    s.handle(mia, amends::accept{.terms_hash = hash_of(new_derailleur), .said = assent::spoken});
}

} // namespace

int main() {
    shop s;
    agree_on_a_repair(s);

    s.show(s.handle(
        ole, extended(repair_shop::order_part{.part = "derailleur",
                                              .price = {3490, eur},
                                              .expected_on = *parse_instant("2026-03-09")})));
    auto const ordered = latest<repair_shop::part_ordered>(*s.counter.file("bicycle-7"));
    std::cout << "ordered: a " << ordered->what.part << " for " << ordered->what.price
              << ", expected " << to_text(ordered->what.expected_on) << '\n';

    s.show(s.handle(ole, extended(repair_shop::receive_part{.part = "chain"})));
    s.show(s.handle(ole, extended(repair_shop::receive_part{.part = "derailleur"})));
    s.show(s.handle(mia, withdraw{.reason = "I bought a car"}));
    s.show(s.handle(ole, carry_out{.done = {0}}));

    trail_verifier verifier;
    std::optional<damage> damaged;
    if (!s.kept.scan(0, [&](stored_entry const& e) { return !(damaged = verifier.check(e)); }))
        return 1;
    std::cout << verifier.entries() << " entries, " << (damaged ? damaged->message : "sound")
              << '\n';
}
