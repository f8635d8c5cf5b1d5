// SPDX-License-Identifier: BSL-1.0
// Holiday delegation: who decides while the manager is at the sea.
//
// Maria manages the bicycle workshop and goes on holiday from Monday to Friday. Until she is back Jo,
// who leads the counter, may decide as a manager, up to 200.00 EUR. On Tuesday a frame for 180.00 EUR
// has to be replaced: Jo approves it in Maria's name, and the trail says by which delegation. A frame
// for 250.00 EUR is more than was lent; a second later than Friday is too late. Then Maria is back.
//
// Output:
//   who may decide 180.00 EUR on Tuesday: jo for maria, by holiday-7
//   jo, as herself: refused over_limit: expected at most 100.00 EUR, found 180.00 EUR; could be decided by: manager
//   jo for maria: accepted proposal_approved (version 7)
//   the trail: jo for maria by holiday-7, granted; within_limit: expected at most 1000.00 EUR, found 180.00 EUR; by_delegation: expected at most 200.00 EUR, found holiday-7
//   250.00 EUR on Wednesday: refused over_delegated_limit: expected at most 200.00 EUR, found 250.00 EUR; could be decided by: manager
//   who may decide it: nobody; jo for maria: over_delegated_limit, expected at most 200.00 EUR; away: maria
//   250.00 EUR on Saturday: refused delegation_over: expected before 2026-07-11T00:00:00Z, found 2026-07-11T00:00:00Z; could be decided by: manager
//   who may decide it: maria

#include <amends/amends.hpp>

#include <iostream>

using namespace amends;

namespace {

// [a table by hand]
authority rules_of_the_workshop() {
    table_of_authority t;
    t.name = "Workshop";
    t.version = 4;
    t.ladder = {"mechanic", "counter_lead", "manager"};
    t.limits = {{.role = "mechanic", .max = {5000, eur}},
                {.role = "counter_lead", .max = {10000, eur}},
                {.role = "manager", .max = {100000, eur}}};
    auto const monday = *parse_instant("2026-07-06"), saturday = *parse_instant("2026-07-11");
    t.colleagues = {
        {.id = "ann", .roles = {"mechanic"}},
        {.id = "jo", .roles = {"counter_lead"}},
        {.id = "maria",
         .roles = {"manager"},
         .absences = {{.from = monday, .until = saturday, .substitute = {}, .reason = "the sea"}}}};
    t.delegations = {{.id = "holiday-7",
                      .from = "maria",
                      .to = "jo",
                      .role = "manager",
                      .begins = monday,
                      .ends = saturday,
                      .max = money{20000, eur},
                      .reason = "holiday"}};
    return authority(t);
}
// [a table by hand]

terms new_frame(std::int64_t cents) {
    return {.option = "frame",
            .remedies = {{remedy_kind::replacement, {cents, eur}}},
            .actions = {{.what = "fit a new frame", .by = "ann"}},
            .measure = "the frame holds for a season"};
}

std::string in_short(outcome const& said) {
    auto const* no = std::get_if<refused>(&said);
    if (no == nullptr) return to_text(said);
    auto brief = *no;
    brief.possible_now.clear();
    return to_text(outcome(brief));
}

std::string in_words(who_decides const& w) {
    std::string out;
    for (auto const& d : w.now) {
        out += (out.empty() ? "" : ", ") + d.id.str();
        if (!d.instead_of.empty())
            out += " for " + d.instead_of.str() + ", by " + d.by_delegation.str();
    }
    return out.empty() ? "nobody; " + w.because : out;
}

} // namespace

int main() {
    memory_store kept;
    auto const rules = rules_of_the_workshop();
    auto now = *parse_instant("2026-07-07T10:00:00Z"); // Tuesday
    desk counter(kept, rules, {.clock = [&] { return now; }});
    session const lind{{.id = "c-2", .side = side::customer}};
    session const ann{{.id = "ann", .roles = {"mechanic"}}};
    session const jo{{.id = "jo", .roles = {"counter_lead"}}};
    session const jo_for_maria{{.id = "jo",
                                .roles = {"counter_lead"},
                                .on_behalf_of = "maria",
                                .by_delegation = "holiday-7"}};

    auto const handle = [&](session const& who, command_content what) {
        return *counter.handle(who, {.on = "b-7", .id = {}, .what = std::move(what)});
    };
    handle(lind, report{.kind = contact_kind::problem,
                        .origin = origin::customer,
                        .customer = "c-2",
                        .expected = "a frame that holds",
                        .experienced = "a crack after the repair",
                        .impact = "I walk to work"});
    handle(ann, take{});
    handle(ann, confirm{.nature = "cracked frame",
                        .cause_is = cause_class::human_error,
                        .cause = "clamped too tight",
                        .how_sure = certainty::likely,
                        .with = confirmed_with::customer});
    handle(ann, explain_options{
                    .options = {
                        {"frame", "a sound bicycle", "the customer stays", "two days", "a frame"},
                        {"refund", "the money", "no work", "no bicycle", "the repair"}}});

    handle(ann, propose{new_frame(18000)});
    std::cout << "who may decide 180.00 EUR on Tuesday: "
              << in_words(*counter.who_may_decide("b-7", rules)) << '\n';
    approve const yes{.terms_hash = hash_of(new_frame(18000))};
    std::cout << "jo, as herself: " << in_short(handle(jo, yes)) << '\n';
    std::cout << "jo for maria: " << in_short(handle(jo_for_maria, yes)) << '\n';
    auto const approved = counter.trail("b-7")->back();
    std::cout << "the trail: " << approved.who.id << " for " << approved.who.on_behalf_of << " by "
              << approved.who.by_delegation << ", " << approved.verdicts.front() << '\n';

    // On Wednesday the better frame turns out to be the only one that fits.
    now += std::chrono::days(1);
    handle(ann, propose{new_frame(25000)});
    approve const dearer{.terms_hash = hash_of(new_frame(25000))};
    std::cout << "250.00 EUR on Wednesday: " << in_short(handle(jo_for_maria, dearer)) << '\n';
    std::cout << "who may decide it: " << in_words(*counter.who_may_decide("b-7", rules)) << '\n';

    now = *parse_instant("2026-07-11");
    std::cout << "250.00 EUR on Saturday: " << in_short(handle(jo_for_maria, dearer)) << '\n';
    std::cout << "who may decide it: " << in_words(*counter.who_may_decide("b-7", rules)) << '\n';
}
