// SPDX-License-Identifier: BSL-1.0
// amends cases: the cases of a store, filtered.
#include "cli/asking.hpp"
#include "cli/console.hpp"
#include "cli/text_table.hpp"
#include "cli/verbs.hpp"
#include "exchange/json_writing.hpp"
#include "vocabulary/nearest.hpp"

#include <amends/desk/continuation.hpp>
#include <amends/vocabulary/print.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace amends::cli {

namespace {

struct cases_options {
    std::string state;
    std::string kind;
    std::string owner;
    std::string customer;
    std::string store = usual_store;
    bool json = false;
};

// A state of either region by its name, and its kind of contact: both are known in advance.
result<void> check(cases_options const& options, lifecycle const& table) {
    std::vector<std::string_view> states;
    for (auto const& s : table.states())
        if (s.in != workflow::region::record) states.push_back(s.name);
    if (!options.state.empty() &&
        std::find(states.begin(), states.end(), options.state) == states.end())
        return mismatch(errc::malformed, "in --state " + detail::meant(options.state, states),
                        '"' + options.state + '"');
    if (!options.kind.empty() && !from_name<contact_kind>(options.kind))
        return mismatch(errc::malformed, "query, request or problem in --kind",
                        '"' + options.kind + '"');
    return {};
}

bool wanted(case_file const& file, cases_options const& options, lifecycle const& table) {
    auto const is = [](std::string const& asked, std::string_view has) {
        return asked.empty() || asked == has;
    };
    return (is(options.state, table.name_of_state(file.at.resolution)) ||
            is(options.state, table.name_of_state(file.at.handling))) &&
           is(options.kind, name_of(file.kind)) && is(options.owner, file.owner.view()) &&
           is(options.customer, file.contact.customer.view());
}

std::string in_json(case_file const& file, lifecycle const& table) {
    return detail::json_object(
        [&](detail::json_writer& to) {
            to.member("case", file.id);
            to.member("kind", file.kind);
            to.member("severity", file.contact.severity);
            to.member("state", file.at.resolution);
            to.member("handling", file.at.handling);
            to.member("owner", file.owner);
            to.member("customer", file.contact.customer);
            to.member("occasion", file.occasion);
            to.member("version", file.version);
            to.member("last_entry_at", file.last_entry_at);
        },
        {.table = &table});
}

int list_cases(cases_options const& options) {
    if (auto const sound = check(options, standard_lifecycle()); !sound) return fail(sound.error());
    auto asked = reading_desk::open(options.store);
    if (!asked) return fail(asked.error());
    std::vector<case_id> ids;
    auto const read = asked->kept->heads([&](case_head const& h) {
        if (h.on != log_case) ids.push_back(h.on); // the log's own note is nobody's case
        return true;
    });
    if (!read) return fail(read.error());
    std::sort(ids.begin(), ids.end());

    auto const& table = asked->at.table();
    text_table rows({"case", "kind", "severity", "state", "handling", "owner", "customer",
                     "occasion", "last entry"});
    std::string list;
    std::uint64_t found = 0, elsewhere = 0;
    progress_line line("reading", ids.size(), "cases");
    for (std::size_t i = 0; i < ids.size(); ++i) {
        line.show(i, i);
        auto const file = asked->at.file(ids[i]);
        if (!file && file.error().code == errc::lifecycle_mismatch) {
            ++elsewhere;
            continue;
        }
        if (!file) {
            line.clear();
            return fail(file.error());
        }
        if (!wanted(*file, options, table)) continue;
        ++found;
        if (options.json) {
            list += (list.empty() ? "[" : ",\n ") + in_json(*file, table);
            continue;
        }
        rows.add({shown(file->id.view()), std::string(name_of(file->kind)),
                  std::string(name_of(file->contact.severity)),
                  std::string(table.name_of_state(file->at.resolution)),
                  std::string(table.name_of_state(file->at.handling)),
                  file->owner.empty() ? "-" : shown(file->owner.view()),
                  shown(file->contact.customer.view()), std::to_string(file->occasion),
                  to_text(file->last_entry_at)});
    }
    line.clear();
    if (options.json) print((list.empty() ? "[" : list) + "]\n");
    else print(fmt::format("{}{} of {} cases\n", rows.text(), found, ids.size()));
    if (elsewhere != 0)
        complain(fmt::format("{} cases of another lifecycle are not among them; `amends migrate "
                             "--dry-run` says what would become of them",
                             elsewhere));
    return output_is_written() ? 0 : 2;
}

} // namespace

verb cases_verb() {
    auto options = std::make_shared<cases_options>();
    return {
        .name = "cases",
        .summary = "List cases",
        .takes =
            {
                option("--state", options->state, "only those in this state, of either region"),
                option("--kind", options->kind, "only those of this kind")
                    .takes("query|request|problem"),
                option("--owner", options->owner, "only those that this colleague has"),
                option("--customer", options->customer, "only those of this customer"),
                store_option(options->store),
                flag("--json", options->json, "print one JSON list"),
            },
        .footer = "Example:\n  amends cases --state awaiting_approval --store cases.db",
        .does = [options] { return list_cases(*options); },
    };
}

} // namespace amends::cli
