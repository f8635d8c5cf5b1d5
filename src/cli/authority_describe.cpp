// SPDX-License-Identifier: BSL-1.0
// amends authority describe: what a role, or somebody, may do.
#include "cli/authority_verbs.hpp"
#include "cli/console.hpp"
#include "cli/named_policy.hpp"
#include "cli/somebody.hpp"
#include "vocabulary/nearest.hpp"

#include <amends/exchange/authority_json.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace amends::cli {

namespace {

struct describe_options {
    std::string role;
    named_actor who;
    std::string at;
    std::string policy;
    bool json = false;
};

// Every role that the document knows: its parts name no others.
std::vector<std::string_view> roles_of(table_of_authority const& table) {
    std::vector<std::string_view> all;
    auto const add = [&](role const& r) {
        if (std::ranges::find(all, r.view()) == all.end()) all.push_back(r.view());
    };
    for (auto const& r : table.ladder) add(r);
    for (auto const& r : table.others) add(r);
    return all;
}

// Errors: `malformed` where the document has a directory without this colleague.
result<void> in_directory(std::string_view option, actor_id const& id,
                          table_of_authority const& table) {
    std::vector<std::string_view> all;
    for (auto const& c : table.colleagues) all.push_back(c.id.view());
    if (id.empty() || all.empty() || std::ranges::find(all, id.view()) != all.end()) return {};
    return of_option(option,
                     mismatch(errc::malformed,
                              "a colleague of the document, " + detail::meant(id.view(), all),
                              detail::quoted(id.view())));
}

// What was asked as if it were so, and by the directory is not.
void tell_what_is_not_so(actor const& who, table_of_authority const& table, instant at) {
    directory const people(table.colleagues);
    auto const* const holder = people.find(who.id);
    if (holder == nullptr) return;
    auto const& named = who.roles.all().front();
    if (!holder->roles.has(named))
        complain(fmt::format("{} does not hold {}", who.id.view(), named.view()));
    // Of a delegation the description says itself why it does not hold.
    if (who.on_behalf_of.empty() || !who.by_delegation.empty()) return;
    if (people.away(who.on_behalf_of, at) == nullptr)
        complain(fmt::format("{} is not away then", who.on_behalf_of.view()));
    else if (!people.stands_in(who.id, who.on_behalf_of, at))
        complain(fmt::format("{} does not stand in for {} then", who.id.view(),
                             who.on_behalf_of.view()));
}

int describe_role(describe_options options) {
    auto const policy = named_policy(options.policy);
    if (!policy) return fail(policy.error());
    auto const& table = policy->table();
    auto const known = roles_of(table);
    if (std::ranges::find(known, options.role) == known.end())
        return fail(mismatch(errc::malformed,
                             "a role of the document, " + detail::meant(options.role, known),
                             '"' + options.role + '"'));
    if (options.who.id.empty() &&
        !(options.who.on_behalf_of.empty() && options.who.by_delegation.empty()))
        return fail(mismatch(errc::malformed, "--as beside --on-behalf-of and --delegation",
                             "nobody who acts"));
    options.who.roles = {options.role};
    auto const who = actor_of(options.who);
    if (!who) return fail(who.error());
    for (auto const& [option, id] :
         {std::pair("--as", who->id), {"--on-behalf-of", who->on_behalf_of}})
        if (auto const fits = in_directory(option, id, table); !fits) return fail(fits.error());
    auto const at = moment_of(options.at, table.utc_offset);
    if (!at) return fail(at.error());
    tell_what_is_not_so(*who, table, *at);
    auto const said = describe(table, *who, *at);
    print(options.json ? to_json(said) + '\n' : to_text(said));
    return output_is_written() ? 0 : 2;
}

} // namespace

verb authority_describe_verb() {
    auto options = std::make_shared<describe_options>();
    return {
        .name = "describe",
        .summary = "What a role, or somebody in it, may do",
        .takes =
            {
                argument("ROLE", options->role, "a role of the document").required(),
                option("--as", options->who.id,
                       "who holds it: interests and lent roles count then"),
                option("--on-behalf-of", options->who.on_behalf_of, "for whom they act"),
                option("--delegation", options->who.by_delegation, "the delegation that they name"),
                moment_option(options->at),
                policy_option(options->policy),
                flag("--json", options->json, "print one JSON object"),
            },
        .footer = "Example:\n  amends authority describe team_lead --policy authority.toml",
        .does = [options] { return describe_role(*options); },
    };
}

} // namespace amends::cli
