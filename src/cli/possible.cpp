// SPDX-License-Identifier: BSL-1.0
// amends possible: what somebody could do now with a case, and why not the rest.
#include "cli/asking.hpp"
#include "cli/console.hpp"
#include "cli/named_policy.hpp"
#include "cli/somebody.hpp"
#include "cli/text_table.hpp"
#include "cli/verbs.hpp"
#include "cli/word_option.hpp"
#include "exchange/json_writing.hpp"

#include <amends/vocabulary/print.hpp>

#include <fmt/format.h>

namespace amends::cli {

namespace {

struct possible_options {
    std::string on;
    named_actor as;
    std::string side;
    std::string policy;
    std::string store = usual_store;
    bool json = false;
};

// Who asks. Somebody with the name of the case's customer is the customer, unless said otherwise.
result<actor> actor_of(possible_options const& options, case_file const& file) {
    auto named = actor_of(options.as);
    if (!named) return named.error();
    auto& who = *named;
    if (options.side.empty()) {
        if (who.id.view() == file.contact.customer.view()) who.side = side::customer;
        return who;
    }
    auto const known = from_name<side>(options.side);
    if (!known)
        return mismatch(errc::malformed, "customer, staff or service in --side", options.side);
    who.side = *known;
    return who;
}

std::string in_json(std::vector<possibility> const& all) {
    std::string out;
    detail::json_writer(out).put_each(all, [&](possibility const& p) {
        out += detail::json_object([&](detail::json_writer& to) {
            to.member("command", p.command);
            to.member("possible", p.possible);
            if (p.possible) return;
            to.member("reason", p.reason);
            to.member("expected", p.expected);
            to.member("found", p.found);
        });
    });
    return out + '\n';
}

// Whom the answers and their reasons mean: a customer whose name was mistyped is asked about as staff.
std::string in_words(actor const& who, case_file const& file) {
    std::string roles;
    for (auto const& r : who.roles.all()) roles += fmt::format(", {}", r.view());
    return fmt::format(
        "case {}: the owner is {}, the customer {}\nasked about {}: {}{}\n\n",
        shown(file.id.view()), file.owner.empty() ? "nobody" : shown(file.owner.view()),
        shown(file.contact.customer.view()), shown(to_text(who)), name_of(who.side), shown(roles));
}

std::string in_words(std::vector<possibility> const& all) {
    text_table rows({"command", "possible", "why not"});
    for (auto const& p : all)
        if (p.possible) rows.add({std::string(p.command), "yes", ""});
    for (auto const& p : all)
        if (!p.possible)
            rows.add(
                {std::string(p.command), "no",
                 shown(fmt::format("{}: expected {}, found {}", p.reason, p.expected, p.found))});
    return rows.text();
}

int tell_possible(possible_options const& options) {
    auto const policy = named_policy(options.policy);
    if (!policy) return fail(policy.error());
    auto const id = case_id::parse(options.on);
    if (!id) return fail(id.error());
    desk_options how;
    how.must_be_informed = policy->must_be_informed();
    auto asked = reading_desk::open(options.store, *policy, std::move(how));
    if (!asked) return fail(asked.error());
    auto const file = asked->at.file(*id);
    if (!file) return fail(file.error());
    auto const who = actor_of(options, *file);
    if (!who) return fail(who.error());
    auto const all = asked->at.possible(*id, *who);
    if (!all) return fail(all.error());
    print(options.json ? in_json(*all) : in_words(*who, *file) + in_words(*all));
    return output_is_written() ? 0 : 2;
}

} // namespace

verb possible_verb() {
    auto options = std::make_shared<possible_options>();
    return {
        .name = "possible",
        .summary = "What somebody could do now, and why not the rest",
        .takes =
            {
                argument("CASE", options->on, "the case's id").required(),
                option("--as", options->as.id, "who asks").required(),
                role_option(options->as.roles),
                option("--on-behalf-of", options->as.on_behalf_of, "for whom they act"),
                option("--delegation", options->as.by_delegation, "the delegation that they name"),
                option("--side", options->side, "staff, unless it is the case's customer")
                    .takes(choices<side>()),
                policy_option(options->policy),
                store_option(options->store),
                flag("--json", options->json, "print one JSON list"),
            },
        .footer = R"(Example:
  amends possible C000001 --as ann --role agent --store cases.db

"yes" speaks of the case, and of the judges, who are asked about every command but
a proposal: of that they know nothing yet. What the command says may still be
refused.)",
        .does = [options] { return tell_possible(*options); },
    };
}

} // namespace amends::cli
