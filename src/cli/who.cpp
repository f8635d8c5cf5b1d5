// SPDX-License-Identifier: BSL-1.0
// amends who: who may decide a case's proposal, or one that is described.
#include "cli/asking.hpp"
#include "cli/console.hpp"
#include "cli/named_policy.hpp"
#include "cli/somebody.hpp"
#include "cli/verbs.hpp"

#include <amends/exchange/authority_json.hpp>
#include <amends/vocabulary/print.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace amends::cli {

namespace {

struct who_options {
    std::string on;
    std::string amount;
    std::string remedy = "refund";
    std::string category;
    std::string at;
    std::string policy;
    std::string store = usual_store;
    bool json = false;
};

std::string in_words(who_decides const& w) {
    std::string out;
    if (!w.competent.empty()) {
        std::string roles;
        for (auto const& r : w.competent) roles += (roles.empty() ? "" : ", ") + r.str();
        out += fmt::format("competent: {}\n", roles);
    }
    for (auto const& d : w.now) {
        out += fmt::format("{}, as {}", d.id.view(), d.in_role.view());
        if (!d.by_delegation.empty())
            out += fmt::format(" for {}, by delegation {}", d.instead_of.view(),
                               d.by_delegation.view());
        else if (!d.instead_of.empty())
            out += fmt::format(", stands in for {}", d.instead_of.view());
        out += '\n';
    }
    for (auto const& a : w.away) out += fmt::format("{} is away\n", a.view());
    if (w.now.empty()) {
        out += fmt::format("nobody: {}\n", w.because);
        if (!w.can_change_that.empty())
            out += fmt::format("{} can change that\n", w.can_change_that.view());
    }
    return out;
}

// What is asked about: terms on the table of a case, or one remedy of no case.
struct subject {
    case_file file;
    terms offered;
};

result<subject> subject_of(who_options const& options) {
    subject s;
    if (!options.on.empty()) {
        auto const id = case_id::parse(options.on);
        if (!id) return id.error();
        auto asked = reading_desk::open(options.store);
        if (!asked) return asked.error();
        auto file = asked->at.file(*id);
        if (!file) return file.error();
        s.file = std::move(*file);
        if (s.file.proposed) s.offered = s.file.proposed->terms;
        else if (options.amount.empty())
            return mismatch(errc::malformed, "a case with a proposal, or --amount",
                            "a case without one", "case " + options.on);
    } else if (options.amount.empty()) {
        return mismatch(errc::malformed, "CASE or --amount", "neither");
    }
    if (options.amount.empty()) return s;
    auto const cost = parse_money(options.amount);
    if (!cost) return cost.error();
    auto const kind = from_name<remedy_kind>(options.remedy);
    if (!kind) return mismatch(errc::malformed, "a kind of remedy in --remedy", options.remedy);
    s.offered = {};
    s.offered.remedies = {{*kind, *cost}};
    if (s.file.proposed) s.file.proposed.reset();
    return s;
}

int tell_who(who_options const& options) {
    auto const document = named_policy(options.policy);
    if (!document) return fail(document.error());
    auto asked = subject_of(options);
    if (!asked) return fail(asked.error());
    if (!options.category.empty()) {
        asked->file.confirmed.reset();
        asked->file.contact.category = options.category;
    }
    auto const at = moment_of(options.at);
    if (!at) return fail(at.error());
    auto const q = ask({}, "propose", asked->file, &asked->offered, hash_of(asked->offered), *at);
    auto const found = document->rules().who_may_decide(q);
    print(options.json ? to_json(found) + '\n' : in_words(found));
    return output_is_written() ? 0 : 2;
}

} // namespace

void add_who(CLI::App& app, int& status) {
    auto* verb = app.add_subcommand("who", "Who may decide: the lowest role, and who holds it now");
    auto options = std::make_shared<who_options>();
    verb->add_option("CASE", options->on, "a case with a proposal on the table");
    verb->add_option("--amount", options->amount, "a cost such as \"60.00 EUR\"");
    verb->add_option("--remedy", options->remedy, "of which kind")->capture_default_str();
    verb->add_option("--category", options->category, "of the problem");
    verb->add_option("--at", options->at, "when; now, unless said");
    verb->add_option("--policy", options->policy,
                     "authority document; built in: examples/policies/authority.toml");
    verb->add_option("--store", options->store, "SQLite file")->capture_default_str();
    verb->add_flag("--json", options->json, "print one JSON object");
    verb->footer("Examples:\n  amends who C000001 --policy authority.toml --store cases.db\n"
                 "  amends who --amount \"600.00 EUR\" --remedy refund --policy authority.toml\n\n"
                 "Cumulative limits are not looked at here: they depend on who decides.");
    verb->callback([options, &status] { status = tell_who(*options); });
}

} // namespace amends::cli
