// SPDX-License-Identifier: BSL-1.0
// amends access: everything that is held about a customer, as one document.
#include "cli/asking.hpp"
#include "cli/console.hpp"
#include "cli/output_file.hpp"
#include "cli/verbs.hpp"

#include <amends/exchange/json.hpp>

namespace amends::cli {

namespace {

struct access_options {
    std::string customer;
    std::string store = usual_store;
    std::string out;
    bool json = false;
};

// JSON with a line for each member, for people.
std::string indented(std::string const& json) {
    std::string out;
    std::size_t depth = 0;
    bool in_text = false;
    auto const new_line = [&] { out += '\n' + std::string(2 * depth, ' '); };
    for (std::size_t i = 0; i < json.size(); ++i) {
        auto const c = json[i];
        if (in_text) {
            out += c;
            if (c == '\\') out += json[++i];
            else if (c == '"') in_text = false;
            continue;
        }
        auto const is_empty = i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
        switch (c) {
        case '{':
        case '[':
            out += c;
            if (is_empty) {
                out += json[++i];
            } else {
                ++depth;
                new_line();
            }
            break;
        case '}':
        case ']':
            --depth;
            new_line();
            out += c;
            break;
        case ',':
            out += c;
            new_line();
            break;
        case ':': out += ": "; break;
        case '"': in_text = true; [[fallthrough]];
        default: out += c;
        }
    }
    return out;
}

int tell_everything(access_options const& options) {
    auto const whose = customer_id::parse(options.customer);
    if (!whose) return fail(whose.error());
    auto asked = reading_desk::open(options.store);
    if (!asked) return fail(asked.error());
    auto const record = asked->at.access(*whose);
    if (!record) return fail_to_open(record.error());
    auto const document = to_json(*record, asked->at.table());
    auto out = output_file::open({.path = options.out,
                                  .beside = {{"the store", path_of_store(options.store)}},
                                  .whom = readable_by::owner});
    if (!out) return fail(out.error());
    (void)out->write((options.json ? document : indented(document)) + '\n');
    if (auto const written = out->finish(); !written) return fail(written.error());
    return 0;
}

} // namespace

verb access_verb() {
    auto options = std::make_shared<access_options>();
    return {
        .name = "access",
        .summary = "Everything that is held about a customer",
        .takes =
            {
                argument("CUSTOMER", options->customer, "the customer's id").required(),
                store_option(options->store),
                option("--out", options->out, "file to write; standard output otherwise"),
                flag("--json", options->json, "print the document in one line"),
            },
        .footer = R"(Example:
  amends access customer-17 --store cases.db --out customer-17.json

One JSON document: each case of the customer with its present and its whole trail, that
is what was said and done, by whom, when and by whose authority. Texts that were erased
are empty, and their entries say so. The file of --out is for its owner alone to read.)",
        .does = [options] { return tell_everything(*options); },
    };
}

} // namespace amends::cli
