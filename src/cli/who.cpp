// SPDX-License-Identifier: BSL-1.0
// amends who: who may decide a case's proposal, or one that is described.
#include "cli/asking.hpp"
#include "cli/console.hpp"
#include "cli/named_policy.hpp"
#include "cli/somebody.hpp"
#include "cli/verbs.hpp"
#include "cli/word_option.hpp"

#include <amends/exchange/authority_json.hpp>
#include <amends/vocabulary/print.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace amends::cli {

namespace {

struct who_options {
    std::string on;
    std::string amount;
    std::string remedy;
    std::string category;
    std::string severity;
    std::string at;
    std::string policy;
    std::string store = usual_store;
    bool json = false;
};

std::string in_words(decider const& d) {
    auto out = fmt::format("{}, as {}", d.id.view(), d.in_role.view());
    if (!d.by_delegation.empty())
        return out + fmt::format(" for {}, by delegation {}", d.instead_of.view(),
                                 d.by_delegation.view());
    if (!d.instead_of.empty()) out += fmt::format(", stands in for {}", d.instead_of.view());
    return out;
}

std::string in_words(who_decides const& w) {
    if (w.approvers_needed == 0) return w.because + '\n';
    std::string out;
    if (!w.competent.empty()) {
        std::string roles;
        for (auto const& r : w.competent) roles += (roles.empty() ? "" : ", ") + r.str();
        out += fmt::format("competent: {}\n", roles);
    }
    if (w.approvers_needed > 1)
        out += fmt::format("{} different people are needed\n", w.approvers_needed);
    for (auto const& d : w.now) out += in_words(d) + '\n';
    for (auto const& a : w.away) out += fmt::format("{} is away\n", a.view());
    if (!w.because.empty())
        out += fmt::format("{}: {}\n", w.now.empty() ? "nobody" : "too few", w.because);
    if (!w.can_change_that.empty())
        out += fmt::format("{} can change that\n", w.can_change_that.view());
    return out;
}

// The options that describe terms; nothing where there are none.
result<std::optional<terms>> terms_in(who_options const& options) {
    if (options.amount.empty()) {
        if (options.remedy.empty()) return std::optional<terms>();
        return mismatch(errc::malformed, "--amount beside --remedy", "none");
    }
    auto const cost = parse_money(options.amount);
    if (!cost) return of_option("--amount", cost.error());
    if (cost->minor_units < 0)
        return of_option("--amount", mismatch(errc::malformed, "an amount that is not negative",
                                              options.amount));
    auto const kind = options.remedy.empty() ? result<remedy_kind>(remedy_kind::refund)
                                             : word_of<remedy_kind>("--remedy", options.remedy);
    if (!kind) return kind.error();
    terms described;
    described.remedies = {{*kind, *cost}};
    return std::optional<terms>(std::move(described));
}

// Of a case: with what everybody gave before.
result<who_decides> who_of_case(who_options const& options, authority const& rules, instant at) {
    for (auto const& [option, value] :
         {std::pair("--category", &options.category), {"--severity", &options.severity}})
        if (!value->empty())
            return mismatch(errc::malformed, std::string("CASE or ") + option, "both");
    auto const id = case_id::parse(options.on);
    if (!id) return id.error();
    auto instead = terms_in(options);
    if (!instead) return instead.error();
    auto asked = reading_desk::open(options.store, rules);
    if (!asked) return asked.error();
    return asked->at.who_may_decide(*id, rules, std::move(*instead), at);
}

// A category as the document has them.
result<void> check_category(std::string const& category, table_of_authority const& table) {
    if (!rule_name::parse(category))
        return of_option("--category",
                         mismatch(errc::malformed, "a category of at most 39 bytes, all printable",
                                  category.size() > rule_name::max_size
                                      ? std::to_string(category.size()) + " bytes"
                                      : std::string("a control character")));
    std::vector<std::string_view> named;
    for (auto const& r : table.reserved) named.push_back(r.category);
    for (auto const& o : table.offer) named.push_back(o.category);
    for (auto const& i : table.interests) named.push_back(i.category);
    std::erase(named, "");
    if (category.empty() || std::ranges::find(named, category) != named.end()) return {};
    // Of most categories no line speaks; of one that is nearly written like another it ought to.
    if (auto const near = detail::meant(category, named); near.starts_with('"'))
        complain(fmt::format("category {} stands in no line; did you mean {}?",
                             detail::quoted(category), near));
    return {};
}

// Of no case: as if nobody gave anything before.
result<who_decides> who_of_terms(who_options const& options, authority const& rules, instant at) {
    auto const described = terms_in(options);
    if (!described) return described.error();
    if (!*described) return mismatch(errc::malformed, "CASE or --amount", "neither");
    if (auto const fits = check_category(options.category, rules.table()); !fits)
        return fits.error();
    case_file file;
    file.contact.category = options.category;
    if (!options.severity.empty()) {
        auto const known = word_of<severity>("--severity", options.severity);
        if (!known) return known.error();
        file.contact.severity = *known;
    }
    return rules.who_may_decide(ask({}, "propose", file, &**described, hash_of(**described), at));
}

int tell_who(who_options const& options) {
    auto const document = named_policy(options.policy);
    if (!document) return fail(document.error());
    auto const at = moment_of(options.at, document->table().utc_offset);
    if (!at) return fail(at.error());
    auto const found = options.on.empty() ? who_of_terms(options, document->rules(), *at)
                                          : who_of_case(options, document->rules(), *at);
    if (!found) return fail(found.error());
    print(options.json ? to_json(*found) + '\n' : in_words(*found));
    return output_is_written() ? 0 : 2;
}

} // namespace

verb who_verb() {
    auto options = std::make_shared<who_options>();
    return {
        .name = "who",
        .summary = "Who may decide: the lowest role, and who holds it now",
        .takes =
            {
                argument("CASE", options->on, "a case: its proposal, or --amount instead of it"),
                option("--amount", options->amount, "a cost such as \"60.00 EUR\""),
                option("--remedy", options->remedy, "of which kind; refund, unless said")
                    .takes(choices<remedy_kind>()),
                option("--category", options->category, "of the problem, without a case"),
                option("--severity", options->severity,
                       "of the problem, without a case; medium, unless said")
                    .takes(choices<severity>()),
                moment_option(options->at),
                policy_option(options->policy),
                store_option(options->store),
                flag("--json", options->json, "print one JSON object"),
            },
        .footer = R"(Examples:
  amends who C000001 --policy authority.toml --store cases.db
  amends who --amount "600.00 EUR" --remedy refund --policy authority.toml

With a case each is asked with what they gave before, so that cumulative limits
count. Without one nobody gave anything yet.)",
        .does = [options] { return tell_who(*options); },
    };
}

} // namespace amends::cli
