// SPDX-License-Identifier: BSL-1.0
// How the walker fills commands, and the ways it goes.
#include "support/walker.hpp"

#include "support/cases.hpp"

#include <amends/authority/combine.hpp>
#include <amends/authority/limits.hpp>
#include <amends/authority/retention.hpp>
#include <amends/authority/separation.hpp>

#include <map>
#include <stdexcept>

namespace support {

any_policy usual_policy() {
    return all_of(money_limits({{.role = "agent", .kind = {}, .max = {5000, eur}},
                                {.role = "manager", .kind = {}, .max = {50000, eur}}},
                               {"agent", "manager"}, 2),
                  separation_of_duties{},
                  retention({.erased_by = {"agent"}, .held_by = {"agent"}, .periods = {}}));
}

terms terms_of(std::int64_t cents) {
    auto t = cases::terms_of(cents);
    t.actions.push_back({"write a letter", "ann", {}});
    return t;
}

namespace {

using filler = command_content (*)(case_file const&, wish const&);

// The commands whose content depends on the case or the wish.
command_content to_report(case_file const&, wish const& how) {
    auto contact = cases::a_problem();
    contact.kind = how.kind;
    return contact;
}
digest on_the_table(case_file const& file) {
    return file.proposed ? file.proposed->terms_hash : digest{};
}
command_content to_evaluate(case_file const& file, wish const&) {
    auto evaluation = cases::an_evaluation();
    if (file.proposed) evaluation.measure = file.proposed->terms.measure;
    return evaluation;
}

template <auto Content>
command_content always(case_file const&, wish const&) {
    return Content();
}

std::map<std::string_view, filler> const& fillers() {
    using file = case_file const&;
    using how = wish const&;
    using content = command_content;
    static std::map<std::string_view, filler> const all{
        {"report", to_report},
        {"recognise", [](file, how) -> content { return cases::a_sign(); }},
        {"answer", always<cases::an_answer>},
        {"confirm", always<cases::a_confirmation>},
        {"explain_options", always<cases::two_options>},
        {"propose", [](file, how w) -> content { return propose{terms_of(w.cents)}; }},
        {"approve",
         [](file f, how) -> content {
             return approve{on_the_table(f), "fair"};
         }},
        {"withhold", always<cases::a_withholding>},
        {"accept",
         [](file f, how) -> content {
             return amends::accept{on_the_table(f), assent::spoken};
         }},
        {"decline", always<cases::a_no>},
        {"carry_out",
         [](file, how w) -> content {
             return carry_out{w.done, ""};
         }},
        {"check_comfort", [](file, how w) -> content { return cases::comfort(w.comfortable); }},
        {"inform_colleagues", always<cases::a_notice>},
        {"evaluate", to_evaluate},
        {"close", always<cases::a_close>},
        {"reopen", always<cases::a_return>},
        {"treat_as_complaint", always<cases::a_complaint>},
        {"withdraw", always<cases::a_withdrawal>},
        {"take", always<cases::a_take>},
        {"assign", [](file, how) -> content { return cases::assigned_to("ann"); }},
        {"seek_help", [](file, how) -> content { return cases::a_question(); }},
        {"receive_help", always<cases::some_help>},
        {"refer", [](file, how) -> content { return cases::a_referral(); }},
        {"accept_referral", always<cases::referral_taken>},
        {"return_referral", always<cases::referral_sent_back>},
        {"merge", [](file, how) -> content { return cases::merged_with("another"); }},
        {"unmerge", always<cases::apart_again>},
        {"note", always<cases::a_note>},
        {"inform_customer", always<cases::news>},
        {"check_understanding", [](file, how) -> content { return cases::understood(); }},
        {"record_feedback", always<cases::feedback>},
        {"record_contact", [](file, how) -> content { return cases::a_call(); }},
        {"erase_personal_data",
         [](file f, how) -> content { return cases::an_erasure(f.contact.customer); }},
        {"hold_personal_data", always<cases::a_hold>},
        {"release_personal_data", always<cases::a_release>},
    };
    return all;
}

/// The commands that lead from nothing to a state.
std::vector<std::string_view> way_to(std::string_view state) {
    using words = std::vector<std::string_view>;
    static words const solved{"report",          "take",     "confirm",   "explain_options",
                              "propose",         "accept",   "carry_out", "inform_colleagues",
                              "inform_customer", "evaluate", "close"};
    auto const first = [](std::size_t n) {
        return words(solved.begin(), solved.begin() + static_cast<std::ptrdiff_t>(n));
    };
    static std::map<std::string_view, words> const ways{
        {"unreported", {}},
        {"unassigned", first(1)},
        {"reported", first(2)},
        {"with_owner", first(2)},
        {"on_record", first(2)},
        {"answered", {"report", "take", "answer"}},
        {"confirmed", first(3)},
        {"options_explained", first(4)},
        {"awaiting_approval", first(5)},
        {"offered", first(5)},
        {"agreed", first(6)},
        {"actioned", first(7)},
        {"colleagues_informed", first(8)},
        {"evaluated", first(10)},
        {"closed", first(11)},
        {"complaint", {"report", "take", "treat_as_complaint"}},
        {"withdrawn", {"report", "take", "withdraw"}},
        {"help_sought", {"report", "take", "seek_help"}},
        {"referral_offered", {"report", "take", "refer"}},
        {"merged", {"report", "take", "merge"}},
    };
    auto const known = ways.find(state);
    if (known == ways.end()) throw std::logic_error("no way to state " + std::string(state));
    return known->second;
}

} // namespace

command_content content_of(std::string_view command, case_file const& file, wish const& how) {
    auto const known = fillers().find(command);
    if (known == fillers().end()) throw std::logic_error("no content for " + std::string(command));
    return known->second(file, how);
}

walker::walker(lifecycle const& table)
    : table_(&table),
      desk_(kept, usual_policy(),
            {.table = &table,
             .clock = [this] { return instant(std::chrono::seconds(++seconds_)); },
             .keys = &keys}) {
    next_case();
}

void walker::next_case() { on = *case_id::parse("case-" + std::to_string(++cases_)); }

result<outcome> walker::give(session const& from, command_content what) {
    return desk_.handle(from, {.on = on, .id = {}, .expected = {}, .what = std::move(what)});
}

result<outcome> walker::give(std::string_view command, wish const& how) {
    // What is merged is merged into a case that is known.
    if (command == "merge" && file().version != 0 && !desk_.file("another"))
        (void)desk_.handle(
            who_gives("report"),
            {.on = "another", .id = {}, .expected = {}, .what = content_of("report", {}, how)});
    auto what = content_of(command, file(), how);
    if (auto const* all = std::get_if<erase_personal_data>(&what); all && file().version != 0)
        return erase(who_gives(command), *all);
    return give(who_gives(command), std::move(what));
}

result<outcome> walker::erase(session const& from, erase_personal_data const& what) {
    auto const done = desk_.erase(from, what);
    if (!done) return done.error();
    for (auto const& [of, said] : done->cases)
        if (of == on) return said;
    throw std::logic_error("an erasure without case " + on.str());
}

void walker::must(std::string_view command, wish const& how) {
    auto const said = give(command, how);
    if (said && !std::holds_alternative<refused>(*said)) return;
    throw std::logic_error(std::string(command) + " in " + std::string(state()) + ": " +
                           (said ? to_text(*said) : said.error().message));
}

void walker::bring_to(std::string_view state, wish const& how) {
    next_case();
    auto wanted = how;
    if (state == "answered") wanted.kind = contact_kind::query;
    if (state == "awaiting_approval") wanted.cents = 20000;
    wanted.done = {0, 1};
    for (auto command : way_to(state)) must(command, wanted);
}

case_file walker::file() {
    auto known = desk_.file(on);
    if (known) return *known;
    case_file fresh;
    fresh.id = on;
    fresh.at = table_->initial();
    return fresh;
}

std::string_view walker::state() { return table_->name_of_state(file().at.resolution); }
std::string_view walker::handling() { return table_->name_of_state(file().at.handling); }

/// Somebody who may give the command in this case; ann where nobody may.
session const& walker::who_gives(std::string_view command) {
    auto const* info = table_->command_by_name(command);
    auto const present = file();
    // Approvals come from those who have not approved yet, and so does a no.
    if (command == "approve" || command == "withhold") {
        auto const* p = present.proposed ? &*present.proposed : nullptr;
        return p != nullptr && !p->approvers.empty() ? second_manager : manager;
    }
    for (auto const* one : {&owner, &colleague, &customer, &manager, &monitor})
        if (info != nullptr && info->who.any_of(standing_of(one->who, present))) return *one;
    return owner;
}

} // namespace support
