// SPDX-License-Identifier: BSL-1.0
// A new policy on old cases: what would have been decided otherwise, before anybody decides by it.
//
// The garden centre lets its agents give 20.00 EUR and asks the team lead for anything above. The
// service manager wonders what 40.00 EUR would have changed, and writes a new document. Nothing is
// tried on customers: the spring's cases are judged again, with the same people, terms and times.
// Two questions to the team lead would have been spared, for 65.00 EUR; for palms, which the new
// document keeps for the team lead, one offer would have had to be asked for.
//
// Output:
//   5 decisions judged again, 3 would be others
//   case r-2, entry 5: ann wants to propose 25.00 EUR: needs_approval would be granted
//   case r-3, entry 5: ann wants to propose 40.00 EUR: needs_approval would be granted
//   case p-1, entry 5: ann wants to propose 15.00 EUR: granted would be needs_approval by team_lead
//   questions spared: 2
//   needs_approval instead of granted: 1 time, 15.00 EUR
//   granted instead of needs_approval: 2 times, 65.00 EUR

#include <amends/amends.hpp>
#include <amends/authority/document.hpp>

#include <iostream>

using namespace amends;

namespace {

constexpr std::string_view new_rules = R"(name = "Garden centre"
version = 2
effective = 2026-09-01
[ladder]
roles = ["agent", "team_lead"]
[[limit]]
role = "agent"
remedy = "any"
max = "40.00 EUR"
[[limit]]
role = "team_lead"
remedy = "any"
max = "300.00 EUR"
[[reserved]]
category = "palms"
roles = ["team_lead"]
)";

/// One plant that died: up to an offer, or to a question to the team lead.
void handle_case(desk& till, case_id const& on, char const* category, std::int64_t cents) {
    session const customer{{.id = "c-9", .side = side::customer}};
    session const ann{{.id = "ann", .roles = {"agent"}}};
    auto const handle = [&](session const& who, command_content what) {
        (void)*till.handle(who, {.on = on, .id = {}, .what = std::move(what)});
    };
    handle(customer, report{.kind = contact_kind::problem,
                            .origin = origin::customer,
                            .customer = "c-9",
                            .category = category,
                            .expected = "a living plant",
                            .experienced = "a dead one",
                            .impact = "an empty pot"});
    handle(ann, take{});
    handle(ann, confirm{.nature = "dead plant",
                        .unknown_because = "roots not examined",
                        .how_sure = certainty::likely,
                        .with = confirmed_with::customer});
    handle(ann, explain_options{
                    .options = {{"refund", "money", "quick", "no plant", "money"},
                                {"new plant", "a plant", "sale stands", "none", "a plant"}}});
    handle(ann, propose{{.option = "refund",
                         .remedies = {{remedy_kind::refund, {cents, eur}}},
                         .actions = {{.what = "pay out", .by = "ann"}},
                         .measure = "no second visit"}});
}

std::string sum_of(std::span<money const> costs) {
    std::string out;
    for (auto const& c : costs) out += (out.empty() ? "" : " and ") + to_text(c);
    return out;
}

} // namespace

int main() {
    // The spring, by the old rules.
    memory_store kept;
    money_limits const old_rules({{.role = "agent", .kind = {}, .max = {2000, eur}},
                                  {.role = "team_lead", .kind = {}, .max = {30000, eur}}},
                                 {"agent", "team_lead"});
    auto now = *parse_instant("2026-04-01T09:00:00Z");
    desk till(kept, old_rules, {.clock = [&] { return now += std::chrono::hours(1); }});
    handle_case(till, "r-1", "roses", 1500);
    handle_case(till, "r-2", "roses", 2500);
    handle_case(till, "r-3", "roses", 4000);
    handle_case(till, "r-4", "roses", 4001);
    handle_case(till, "p-1", "palms", 1500);

    // The new document, as if it had counted then already.
    auto const document = authority_document::parse(new_rules, "new.toml");
    if (!document) {
        std::cout << document.error() << '\n';
        return 1;
    }
    auto table = document->table();
    table.effective = instant::min();

    std::string differences;
    trial_options how;
    how.differs = [&](judged_otherwise const& j) {
        differences += "case " + j.on.str() + ", entry " + std::to_string(j.sequence) + ": " +
                       j.who.id.str() + " wants to " + std::string(j.command) + " " +
                       to_text(j.remedies.front().cost) + ": " + std::string(name_of(j.was)) +
                       " would be " + std::string(name_of(j.would_be));
        for (auto const& r : j.judged.competent) differences += " by " + r.str();
        differences += '\n';
    };
    auto const found = try_out(kept, authority(table), standard_lifecycle(), how);
    if (!found) {
        std::cout << found.error() << '\n';
        return 1;
    }
    std::cout << found->decisions << " decisions judged again, " << found->different
              << " would be others\n"
              << differences << "questions spared: " << found->needless_escalations << '\n';
    for (auto const& line : found->lines)
        if (line.was != line.would_be)
            std::cout << name_of(line.would_be) << " instead of " << name_of(line.was) << ": "
                      << line.decisions << (line.decisions == 1 ? " time, " : " times, ")
                      << sum_of(line.costs) << '\n';
}
