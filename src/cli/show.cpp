// SPDX-License-Identifier: BSL-1.0
// amends show: a case in words, with its trail.
#include "cli/asking.hpp"
#include "cli/console.hpp"
#include "cli/text_table.hpp"
#include "cli/verbs.hpp"
#include "exchange/json_writing.hpp"

#include <amends/exchange/json.hpp>
#include <amends/vocabulary/print.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>

namespace amends::cli {

namespace {

struct show_options {
    std::string on;
    std::string store = usual_store;
    bool json = false;
};

std::string sum_of(terms const& t) {
    money sum;
    for (auto const& r : t.remedies) {
        auto const more = add(sum, r.cost);
        if (!more) return "amounts in several currencies";
        sum = *more;
    }
    return sum == money{} ? "nothing" : to_text(sum);
}

std::string help_in_words(case_file const& file) {
    auto words = file.help_from.str();
    if (!file.help_due) return words;
    auto const now = std::chrono::system_clock::now();
    return words + (now > *file.help_due ? ", overdue since " : ", due by ") +
           to_text(*file.help_due);
}

// The case as one would tell a colleague.
std::string in_words(case_file const& file, lifecycle const& table) {
    std::string out;
    auto const line = [&](std::string_view label, std::string const& text) {
        if (!text.empty()) out += fmt::format("  {:<14}{}\n", label, shown(text));
    };
    out += fmt::format("case {}: a {} of {}, {}, {}\n", shown(file.id.view()), name_of(file.kind),
                       shown(file.contact.customer.view()), table.name_of_state(file.at.resolution),
                       file.owner.empty() ? "with nobody" : "with " + shown(file.owner.view()));
    line("handling", std::string(table.name_of_state(file.at.handling)));
    line("category", file.contact.category);
    line("severity", std::string(name_of(file.contact.severity)));
    line("expected", file.contact.expected);
    line("experienced", file.contact.experienced);
    line("impact", file.contact.impact);
    line("noticed", file.contact.organisation_view);
    if (file.confirmed) {
        line("nature", file.confirmed->nature);
        line("cause", file.confirmed->cause_is == cause_class::unknown
                          ? "unknown: " + file.confirmed->unknown_because
                          : file.confirmed->cause);
    }
    if (!file.options.empty()) line("options", fmt::format("{}", fmt::join(file.options, ", ")));
    if (file.proposed) {
        auto const& p = *file.proposed;
        line(file.agreed ? "agreed" : "proposed",
             fmt::format("{} for {}, proposed by {}", p.terms.option, sum_of(p.terms),
                         p.proposer.view()));
        line("measure", p.terms.measure);
    }
    if (file.evaluated_as != effect::unknown)
        line("evaluated as", std::string(name_of(file.evaluated_as)));
    if (file.contact_promised_by)
        line("promised", "contact by " + to_text(*file.contact_promised_by));
    if (!file.help_from.empty()) line("help from", help_in_words(file));
    if (!file.referred_to.empty()) line("referred to", file.referred_to.str());
    if (!file.merged_into.empty()) line("merged into", file.merged_into.str());
    line("occasion", std::to_string(file.occasion));
    if (!file.held_for.empty()) line("held for", fmt::format("{}", fmt::join(file.held_for, ", ")));
    if (file.erased)
        line("erased", fmt::format("texts up to entry {}, on {}: {}", file.erased->through,
                                   to_text(file.erased->at), file.erased->ground));
    return out;
}

std::string who_in_words(actor const& who) {
    auto out = who.id.str();
    for (auto const& r : who.roles.all()) out += " (" + r.str() + ')';
    if (!who.on_behalf_of.empty()) out += " on behalf of " + who.on_behalf_of.str();
    return out;
}

std::string states_in_words(entry const& e, lifecycle const& table) {
    std::string out;
    auto const name_of = [&](state_id id) {
        for (auto const& own : e.own_states)
            if (own.id == id) return own.name.view();
        return table.name_of_state(id);
    };
    auto const move = [&](state_id from, state_id to) {
        if (from == to) return;
        out += fmt::format("{}{} -> {}", out.empty() ? "" : ", ", shown(name_of(from)),
                           shown(name_of(to)));
    };
    move(e.how.from.resolution, e.how.to.resolution);
    move(e.how.from.handling, e.how.to.handling);
    return out.empty() ? "-" : out;
}

// What was decided, or why not.
std::string decision_in_words(entry const& e) {
    std::string out;
    for (auto const& v : e.verdicts) out += (out.empty() ? "" : "; ") + to_text(v);
    if (auto const* changed = std::get_if<lifecycle_changed>(&e.what))
        return fmt::format("lifecycle {:.12} -> {:.12}; {}", to_text(changed->before),
                           to_text(changed->now), out);
    auto const* no = std::get_if<command_refused>(&e.what);
    if (no == nullptr) return out.empty() ? "-" : out;
    auto const why =
        e.texts == texts_are::erased
            ? fmt::format("{}: what it said was erased", no->reason.view())
            : fmt::format("{}: expected {}, found {}", no->reason.view(), no->expected, no->found);
    return out.empty() ? why : why + "; " + out;
}

std::string table_of(std::vector<entry> const& trail, lifecycle const& table) {
    text_table rows({"#", "time", "who", "command -> fact", "states", "from", "hash", "verdict"});
    for (auto const& e : trail)
        rows.add({std::to_string(e.how.sequence), to_text(e.how.at), shown(who_in_words(e.who), 40),
                  fmt::format("{} -> {}", shown(e.command_name.view()), shown(name_of(e.what))),
                  states_in_words(e, table), std::string(name_of(e.origin)),
                  to_text(e.hash).substr(0, 12), shown(decision_in_words(e))});
    return rows.text();
}

int show_case(show_options const& options) {
    auto const id = case_id::parse(options.on);
    if (!id) return fail(id.error());
    auto asked = reading_desk::open(options.store);
    if (!asked) return fail(asked.error());
    auto const trail = asked->at.trail(*id);
    if (!trail) return fail_to_open(trail.error());
    auto const file = asked->at.file(*id);
    if (!file) return fail(file.error());
    auto const& table = asked->at.table();
    if (!options.json) {
        print(in_words(*file, table) + '\n' + table_of(*trail, table));
    } else {
        print(detail::json_object([&](detail::json_writer& to) {
            to.key("case");
            to.put_json(to_json(*file, table));
            to.key("trail");
            to.put_each(*trail, [&](entry const& e) { to.put_json(to_json(e, table)); });
        }));
        print("\n");
    }
    return output_is_written() ? 0 : 2;
}

} // namespace

verb show_verb() {
    auto options = std::make_shared<show_options>();
    return {
        .name = "show",
        .summary = "Show a case and its trail",
        .takes =
            {
                argument("CASE", options->on, "the case's id").required(),
                store_option(options->store),
                flag("--json", options->json, "print one JSON object with every field"),
            },
        .footer = "Example:\n  amends show C000001 --store cases.db",
        .does = [options] { return show_case(*options); },
    };
}

} // namespace amends::cli
