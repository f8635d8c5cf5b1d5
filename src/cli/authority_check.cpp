// SPDX-License-Identifier: BSL-1.0
// amends authority check: whether a document can be used, and what it holds.
#include "cli/authority_verbs.hpp"
#include "cli/console.hpp"
#include "cli/named_policy.hpp"

#include <amends/exchange/authority_json.hpp>

#include <fmt/format.h>

namespace amends::cli {

namespace {

struct check_options {
    std::string document;
    bool json = false;
};

std::string in_words(table_of_authority const& t) {
    std::string out = fmt::format("{}, version {}\n  effective       {}\n  SHA-256         {}\n",
                                  t.name, t.version, to_text(t.effective), to_text(t.hash));
    std::string ladder;
    for (auto const& r : t.ladder) ladder += (ladder.empty() ? "" : " < ") + r.str();
    out += fmt::format("  ladder          {}\n", ladder);
    std::string others;
    for (auto const& r : t.others) others += (others.empty() ? "" : ", ") + r.str();
    if (!others.empty()) out += fmt::format("  beside it       {}\n", others);
    out += fmt::format("  changed by      {}\n", t.who_may_change().view());
    auto const count = [&](char const* what, std::size_t n) {
        if (n != 0) out += fmt::format("  {:<16}{}\n", what, n);
    };
    count("limits", t.limits.size());
    count("cumulative", t.cumulative.size());
    count("offer", t.offer.size());
    count("reserved", t.reserved.size());
    count("hours", t.hours.size());
    count("dual control", t.dual_control.size());
    count("colleagues", t.colleagues.size());
    count("delegations", t.delegations.size());
    count("interests", t.interests.size());
    return out;
}

int check_document(check_options const& options) {
    auto const read = named_policy(options.document);
    if (!read) return fail(read.error());
    print(options.json ? to_json(read->table()) + '\n' : in_words(read->table()));
    return output_is_written() ? 0 : 2;
}

} // namespace

verb authority_check_verb() {
    auto options = std::make_shared<check_options>();
    return {
        .name = "check",
        .summary = "Whether a document can be used",
        .takes =
            {
                argument("DOCUMENT", options->document, "TOML file").required(),
                flag("--json", options->json, "print what was read as one JSON object"),
            },
        .footer = R"(Example:
  amends authority check new.toml

Exit status: 0 it can be used, 2 it cannot; the first thing that is wrong is named
with line, column, what was expected and what was found.)",
        .does = [options] { return check_document(*options); },
    };
}

} // namespace amends::cli
