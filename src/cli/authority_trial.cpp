// SPDX-License-Identifier: BSL-1.0
// amends authority trial: past decisions, judged by another document.
#include "cli/authority_verbs.hpp"
#include "cli/console.hpp"
#include "cli/named_policy.hpp"
#include "cli/opened_store.hpp"
#include "cli/output_file.hpp"
#include "cli/text_table.hpp"
#include "exchange/json_writing.hpp"

#include <amends/exchange/authority_json.hpp>
#include <amends/lifecycle/standard.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>

namespace amends::cli {

namespace {

constexpr std::size_t shown_max = 20;

struct trial_verb_options {
    std::string document;
    std::string store = usual_store;
    std::string cases_out;
    bool from_its_day = false;
    bool json = false;
};

// What is tried out: the document, as if it had always counted unless its own day is to be kept to.
authority candidate_of(authority_document const& document, trial_verb_options const& options) {
    auto table = document.table();
    if (!options.from_its_day) table.effective = instant::min();
    return authority(std::move(table));
}

// The first decisions that would be others, for the eye.
struct examples {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> objects; // of the same, as --cases-out has them

    void add(judged_otherwise const& j) {
        if (rows.size() == shown_max) return;
        std::string costs;
        for (auto const& r : j.remedies)
            costs +=
                fmt::format("{}{} {}", costs.empty() ? "" : ", ", name_of(r.kind), to_text(r.cost));
        std::string why;
        for (auto const& r : j.judged.reasons)
            if (why.empty() && r.says == j.judged.decision) why = r.rule.str();
        rows.push_back({shown(j.on.view()), std::to_string(j.sequence), shown(j.who.id.view()),
                        std::string(j.command), shown(costs), std::string(name_of(j.was)),
                        std::string(name_of(j.would_be)), why});
        objects.push_back(to_json(j));
    }
};

std::string in_words(trial_summary const& s, examples const& first, double seconds) {
    std::string out = fmt::format("{} decisions in {} cases judged again: {} would be others\n",
                                  s.decisions, s.cases, s.different);
    if (s.different != 0) {
        text_table lines({"command", "role", "remedy", "was", "would be", "decisions", "costs"});
        for (auto const& l : s.lines) {
            if (l.was == l.would_be) continue;
            std::string costs;
            for (auto const& c : l.costs) costs += (costs.empty() ? "" : ", ") + to_text(c);
            lines.add({l.command.str(), l.in_role.empty() ? "(none)" : l.in_role.str(),
                       l.kind ? std::string(name_of(*l.kind)) : "(none)",
                       std::string(name_of(l.was)), std::string(name_of(l.would_be)),
                       std::to_string(l.decisions), costs});
        }
        out += '\n' + lines.text() + '\n';
        text_table cases({"case", "entry", "who", "command", "remedies", "was", "would be", "why"});
        for (auto const& row : first.rows) cases.add(row);
        out += cases.text();
        if (s.different > first.rows.size())
            out += fmt::format("... and {} more (--cases-out FILE keeps them all)\n",
                               s.different - first.rows.size());
        out += '\n';
    }
    out += fmt::format("  needless escalations  {:>12}\n", s.needless_escalations);
    out += fmt::format(
        "  not judged again      {:>12}   refused proposals: their terms are not kept\n",
        s.not_judged_again);
    out += fmt::format("  entries               {:>12}\n", s.entries);
    out += fmt::format("  seconds               {:>12.2f}   {:.0f} decisions a second\n", seconds,
                       seconds > 0 ? static_cast<double>(s.decisions) / seconds : 0);
    return out;
}

int try_document(trial_verb_options const& options) {
    auto const document = named_policy(options.document);
    if (!document) return fail(document.error());
    auto const kept = open_store(options.store, access::reading);
    if (!kept) return fail(kept.error());
    auto const size = (*kept)->size();
    if (!size) return fail(size.error());
    std::optional<output_file> cases;
    if (!options.cases_out.empty()) {
        auto opened = output_file::open({.path = options.cases_out,
                                         .beside = {{"the store", path_of_store(options.store)},
                                                    {"the document", options.document}},
                                         .option = "--cases-out"});
        if (!opened) return fail(opened.error());
        cases.emplace(std::move(*opened));
    }

    auto const began = std::chrono::steady_clock::now();
    examples first;
    progress_line line("judging again", *size, "entries");
    trial_options how;
    how.progress = [&](std::uint64_t entries) { line.show(entries, entries); };
    how.differs = [&](judged_otherwise const& j) {
        first.add(j);
        if (cases) cases->write(to_json(j) + '\n');
    };
    auto const found = try_out(**kept, candidate_of(*document, options), standard_lifecycle(), how);
    line.clear();
    if (!found) return fail(found.error());
    if (cases)
        if (auto const whole = cases->finish(); !whole) return fail(whole.error());
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - began;

    if (options.json) {
        auto text = detail::json_object([&](detail::json_writer& to) {
            to.members(*found);
            to.member("seconds", took.count(), 3);
        });
        text.pop_back();
        print(fmt::format("{},\"differences\":[{}]}}\n", text, fmt::join(first.objects, ",")));
    } else {
        print(in_words(*found, first, took.count()));
    }
    return output_is_written() ? 0 : 2;
}

} // namespace

verb authority_trial_verb() {
    auto options = std::make_shared<trial_verb_options>();
    return {
        .name = "trial",
        .summary = "Judge every past decision by a document; nothing changes",
        .takes =
            {
                argument("DOCUMENT", options->document, "TOML file").required(),
                store_option(options->store),
                option("--cases-out", options->cases_out,
                       "file for every decision that would be another, one JSON object a line"),
                flag("--from-its-day", options->from_its_day,
                     "what lies before the document's day is not in force, as at a desk"),
                flag("--json", options->json,
                     "print one JSON object, with the first 20 decisions that would be others"),
            },
        .footer = R"(Example:
  amends authority trial new.toml --store cases.db

Every decision is judged as if the document had always counted, unless
--from-its-day is given. No keys are needed: judges see no text that is sealed.)",
        .does = [options] { return try_document(*options); },
    };
}

} // namespace amends::cli
