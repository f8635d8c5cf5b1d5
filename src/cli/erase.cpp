// SPDX-License-Identifier: BSL-1.0
// amends erase: the texts of every case of a customer, gone for good.
#include "cli/console.hpp"
#include "cli/deciding_desk.hpp"
#include "cli/text_table.hpp"
#include "cli/verbs.hpp"

#include <amends/desk/continuation.hpp>
#include <amends/exchange/json.hpp>

#include <fmt/format.h>

namespace amends::cli {

namespace {

struct erase_options : decision_options {
    std::string customer;
    std::string ground;
    std::vector<std::string> frozen; // older logs that the store continues
};

std::string in_words(customer_erasure const& done) {
    auto out = fmt::format("customer {}: {}\n", shown(done.customer.view()),
                           done.erased ? "erased" : "not erased");
    for (auto const& [on, said] : done.cases)
        out += fmt::format("  case {}: {}\n", shown(on.view()), shown(to_text(said)));
    if (done.erased && done.cases.empty()) out += "  nothing was left to erase\n";
    return out;
}

int erase_customer(erase_options const& options) {
    auto const whose = customer_id::parse(options.customer);
    if (!whose) return fail(whose.error());
    auto house = deciding_desk::open(options);
    if (!house) return fail(house.error());
    std::vector<std::unique_ptr<store>> older;
    for (auto const& name : options.frozen) {
        auto log = open_store(name, access::changing);
        if (!log) return fail(log.error());
        auto const last = frozen_at(**log);
        if (!last) return fail(last.error());
        if (!*last)
            return fail(
                mismatch(errc::out_of_range, "a log that was frozen", "one that goes on", name));
        if (auto const carried = carry_over_customer(**log, *house->kept, *whose); !carried)
            return fail(carried.error());
        older.push_back(std::move(*log));
    }
    auto const done = house->at.erase(house->who, {*whose, options.ground});
    if (!done) return fail(done.error());
    for (auto const& log : older)
        if (auto const gone = erase_in_frozen(*log, *house->kept, *whose); !gone)
            return fail(gone.error());
    print(options.json ? to_json(*done, house->at.table()) + '\n' : in_words(*done));
    return output_is_written() ? 0 : 2;
}

} // namespace

void add_erase(CLI::App& app, int& status) {
    auto* verb = app.add_subcommand("erase", "Erase what is known of a customer beyond ids");
    auto options = std::make_shared<erase_options>();
    verb->add_option("CUSTOMER", options->customer, "the customer's id")->required();
    verb->add_option("--ground", options->ground, "why; stays readable")->required();
    verb->add_option("--from", options->frozen,
                     "a frozen store that this one continues; of several, the newest first")
        ->allow_extra_args(false); // otherwise it would take the verb's own argument too
    options->add_to(*verb);
    verb->footer(
        "Example:\n  amends erase customer-17 --as dov --role data_officer \\\n"
        "      --ground \"asked for by the customer\" --policy service_centre.toml\n\n"
        "Texts of every case of the customer are erased together: what was said, noted, agreed.\n"
        "Ids, times, amounts and categories stay, and every entry still verifies. Each case is\n"
        "asked: one that is open, held, or to be kept longer refuses, with an entry that says so,\n"
        "and then nothing is erased. An erasure that was interrupted is finished by asking again.\n"
        "A frozen store takes no entries: --from carries the customer's cases over from it, and\n"
        "destroys its keys too once the erasure is done.\n"
        "Copies of the store that were made before, such as backups, still hold the keys.\n\n"
        "Exit status: 0 when it was erased or refused, 2 otherwise.");
    verb->callback([options, &status] { status = erase_customer(*options); });
}

} // namespace amends::cli
