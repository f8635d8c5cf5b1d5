// SPDX-License-Identifier: BSL-1.0
// amends hold, amends release: a legal hold on what is known of a customer, and its end.
#include "cli/console.hpp"
#include "cli/deciding_desk.hpp"
#include "cli/text_table.hpp"
#include "cli/verbs.hpp"

#include <amends/exchange/json.hpp>

#include <fmt/format.h>

namespace amends::cli {

namespace {

struct hold_options : decision_options {
    std::string on;
    std::string matter;
    std::string reason;
};

int decide(hold_options const& options, command_content what) {
    auto const id = case_id::parse(options.on);
    if (!id) return fail(id.error());
    auto house = deciding_desk::open(options);
    if (!house) return fail(house.error());
    auto const said = house->at.handle(house->who, {*id, {}, {}, std::move(what)});
    if (!said) return fail(said.error());
    print(options.json ? to_json(*said, house->at.table()) + '\n'
                       : fmt::format("case {}: {}\n", shown(id->view()), shown(to_text(*said))));
    return output_is_written() ? 0 : 2;
}

std::vector<parameter> taken_by_both(hold_options& options) {
    return joined(
        {
            argument("CASE", options.on, "the case's id").required(),
            option("--matter", options.matter, "the matter it is kept for; stays readable")
                .required(),
            option("--reason", options.reason, "why").required(),
        },
        options.taken());
}

} // namespace

verb hold_verb() {
    auto options = std::make_shared<hold_options>();
    return {
        .name = "hold",
        .summary = "Keep what is known from being erased",
        .takes = taken_by_both(*options),
        .footer = R"(Example:
  amends hold C000001 --as mia --role manager --matter "claim 17" \
      --reason "their lawyer wrote" --store cases.db

While a hold stands on one case, nothing is erased in any case of its customer.
Exit status: 0 when it was placed or refused, 2 otherwise.)",
        .does =
            [options] {
                return decide(*options, hold_personal_data{options->matter, options->reason});
            },
    };
}

verb release_verb() {
    auto options = std::make_shared<hold_options>();
    return {
        .name = "release",
        .summary = "End a hold on what is known",
        .takes = taken_by_both(*options),
        .footer = R"(Example:
  amends release C000001 --as mia --role manager --matter "claim 17" \
      --reason "the claim was settled" --store cases.db

Other holds on the case stand. Exit status: 0 when it was ended or refused, 2
otherwise.)",
        .does =
            [options] {
                return decide(*options, release_personal_data{options->matter, options->reason});
            },
    };
}

} // namespace amends::cli
