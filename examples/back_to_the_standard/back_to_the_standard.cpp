// SPDX-License-Identifier: BSL-1.0
// Back to the standard: cases move to another lifecycle, looked at beforehand and on purpose.
//
// The repair shop has a warehouse of its own now and orders no more parts: its desk works by the
// standard lifecycle again. Two repairs are under way. Rosa's waits for a part, which is no state of
// the standard, so the owner first looks at what would become of them, says what waiting comes to,
// and moves both. Each keeps its trail, with the fact that says so.
//
// Output:
//   the new desk: lifecycle_mismatch
//   bicycle-7: waiting_for_part stays: state_is_known
//   bicycle-8: agreed -> agreed
//   moved:
//   bicycle-7: waiting_for_part -> agreed
//   bicycle-8: agreed -> agreed
//   accepted actions_carried_out (version 9)
//   16 entries, sound

#include "repair_shop/repair_shop_lifecycle.hpp"

#include <amends/audit/verify.hpp>

#include <iostream>

using namespace amends;

namespace {

session const rosa{{.id = "rosa", .side = side::customer}};
session const ole{{.id = "ole", .side = side::staff, .roles = {"mechanic"}}};
session const owner{{.id = "mia", .side = side::staff, .roles = {"owner"}}};

terms const new_derailleur{.option = "new derailleur",
                           .remedies = {{remedy_kind::repair, {5490, eur}}},
                           .actions = {{.what = "fit the derailleur", .by = "ole"}},
                           .measure = "no slipping on a test ride",
                           .valid_until = {}};

struct shop {
    memory_store kept;
    instant now = *parse_instant("2026-03-02T09:00:00Z");

    desk desk_with(lifecycle const& table) {
        return {kept,
                all_of(money_limits({{.role = "mechanic", .kind = {}, .max = {10000, eur}}},
                                    {"mechanic"}),
                       migrators({"owner"})),
                {.table = &table, .clock = [this] { return now += std::chrono::minutes(10); }}};
    }
};

void agree_on_a_repair(desk& at, case_id const& on) {
    auto const give = [&](session const& from, command_content what) {
        (void)at.handle(from, {.on = on, .id = {}, .what = std::move(what)});
    };
    give(rosa, report{.kind = contact_kind::problem,
                      .origin = origin::customer,
                      .customer = "rosa",
                      .expected = "gears that hold",
                      .experienced = "the chain slips",
                      .impact = "I walk to work"});
    give(ole, take{});
    give(ole, confirm{.nature = "worn derailleur",
                      .cause_is = cause_class::human_error,
                      .cause = "the repair replaced the chain alone",
                      .how_sure = certainty::certain,
                      .with = confirmed_with::customer});
    give(ole,
         explain_options{
             .options = {{"new derailleur", "it holds", "no third visit", "two days", "a part"},
                         {"money back", "money", "quick", "still slips", "money"}}});
    give(ole, propose{new_derailleur});
    give(rosa, amends::accept{.terms_hash = hash_of(new_derailleur), .said = assent::spoken});
}

std::string in_words(case_move const& move) {
    auto const name_of = [&](state_id id) {
        return std::string(repair_shop::table().name_of_state(id));
    };
    return name_of(move.from.resolution) + (move.why_not ? " stays: " + move.why_not->reason
                                                         : " -> " + name_of(move.to.resolution));
}

} // namespace

int main() {
    shop s;
    auto before = s.desk_with(repair_shop::table());
    agree_on_a_repair(before, "bicycle-7");
    agree_on_a_repair(before, "bicycle-8");
    auto const part = extended(
        repair_shop::order_part{.part = "derailleur", .price = {3490, eur}, .expected_on = s.now});
    (void)before.handle(ole, {.on = "bicycle-7", .id = {}, .what = part});

    auto now = s.desk_with(standard_lifecycle());
    std::cout << "the new desk: " << name_of(now.file("bicycle-7").error().code) << '\n';
    auto const show = [](case_move const& move) {
        std::cout << move.on << ": " << in_words(move) << '\n';
        return true;
    };
    // [moving cases]
    // Nothing is kept of this: the answers are those that `migrate` would give.
    if (!now.would_migrate(owner, {}, show)) return 1;

    migration how;
    how.states = {{repair_shop::waiting_for_part::id, resolution::agreed::id}};
    std::cout << "moved:\n";
    if (!now.migrate(owner, how, show)) return 1;
    // [moving cases]

    std::cout << *now.handle(ole, {.on = "bicycle-7", .id = {}, .what = carry_out{.done = {0}}})
              << '\n';
    trail_verifier verifier;
    std::optional<damage> damaged;
    if (!s.kept.scan(0, [&](stored_entry const& e) { return !(damaged = verifier.check(e)); }))
        return 1;
    std::cout << verifier.entries() << " entries, " << (damaged ? damaged->message : "sound")
              << '\n';
}
