// SPDX-License-Identifier: BSL-1.0
// amends erase: the texts of every case of a customer, gone for good.
#include "cli/asking.hpp"
#include "cli/console.hpp"
#include "cli/deciding_desk.hpp"
#include "cli/text_table.hpp"
#include "cli/verbs.hpp"

#include <amends/authority/question.hpp>
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

// A store that was frozen, with the name that it was given.
struct frozen_store {
    std::string name;
    std::unique_ptr<store> kept;
};

// The stores of --from, in the order in which `fresh` continues them, whatever the order given.
result<std::vector<frozen_store>> older_than(store& fresh, std::vector<std::string> const& names) {
    std::vector<frozen_store> given;
    std::vector<store*> logs;
    for (auto const& name : names) {
        auto log = open_store(name, access::changing);
        if (!log) return log.error();
        auto const last = frozen_at(**log);
        if (!last) return last.error();
        if (!*last)
            return mismatch(errc::out_of_range, "a log that was frozen", "one that goes on", name);
        logs.push_back(log->get());
        given.push_back({name, std::move(*log)});
    }
    auto const ordered = in_order(fresh, logs);
    if (!ordered) return ordered.error();
    std::vector<frozen_store> all;
    for (auto* const log : *ordered)
        for (auto& one : given)
            if (one.kept.get() == log) all.push_back(std::move(one));
    return all;
}

// Whether the judges let somebody erase the cases that are still to be carried over: what was carried
// over stays, so they are asked before.
result<void> may_be_asked_for(frozen_store const& older, deciding_desk& house,
                              authority_document const& policy, customer_id const& whose) {
    desk_options how;
    how.keys = older.kept->keys();
    desk reads(*older.kept, grants_nothing{}, std::move(how));
    auto const known = reads.access(whose);
    if (!known)
        return known.error().code == errc::unknown_customer ? result<void>() : known.error();
    for (auto const& one : known->cases) {
        auto const there = house.kept->head(one.file.id);
        if (!there) return there.error();
        if (*there) continue; // its desk asks them, with an entry
        auto const said = policy.judge(
            ask(house.who.who, "erase_personal_data", one.file, nullptr, {}, *moment_of({})));
        if (said.decision != decision::granted)
            return mismatch(errc::out_of_range, "somebody who may erase case " + one.file.id.str(),
                            said.silent() ? "silence" : to_text(said),
                            older.name + "; nothing was carried over");
    }
    return {};
}

// Carries over what stands in the older stores alone. Everything is looked at before the first entry.
result<std::vector<frozen_store>> carry_over_all(erase_options const& options, deciding_desk& house,
                                                 customer_id const& whose) {
    auto older = older_than(*house.kept, options.frozen);
    if (!older) return older;
    auto const policy = named_policy(options.policy);
    if (!policy) return policy.error();
    for (auto const& one : *older)
        if (auto may = may_be_asked_for(one, house, *policy, whose); !may) return may.error();
    for (auto const& one : *older)
        if (auto const carried = carry_over_customer(*one.kept, *house.kept, whose); !carried)
            return carried.error();
    return older;
}

int erase_customer(erase_options const& options) {
    auto const whose = customer_id::parse(options.customer);
    if (!whose) return fail(whose.error());
    auto house = deciding_desk::open(options);
    if (!house) return fail(house.error());
    auto const older = carry_over_all(options, *house, *whose);
    if (!older) return fail(older.error());
    auto const done = house->at.erase(house->who, {*whose, options.ground});
    if (!done) return fail(done.error());
    for (auto const& one : *older) {
        if (!done->erased) break; // somebody objected: what is held is held there, too
        if (auto const gone = erase_in_frozen(*one.kept, *house->kept, *whose); !gone)
            return fail(gone.error());
    }
    print(options.json ? to_json(*done, house->at.table()) + '\n' : in_words(*done));
    return output_is_written() ? 0 : 2;
}

} // namespace

verb erase_verb() {
    auto options = std::make_shared<erase_options>();
    return {
        .name = "erase",
        .summary = "Erase what is known of a customer beyond ids",
        .takes = joined(
            {
                argument("CUSTOMER", options->customer, "the customer's id").required(),
                option("--ground", options->ground, "why; stays readable").required(),
                option("--from", options->frozen,
                       "a frozen store that this one continues; each one between, too")
                    .takes("STORE")
                    .one_at_a_time(),
            },
            options->taken()),
        .footer = R"(Example:
  amends erase customer-17 --as dov --role data_officer \
      --ground "asked for by the customer" --policy service_centre.toml

Texts of every case of the customer are erased together: what was said, noted, agreed.
Ids, times, amounts and categories stay, and every entry still verifies. Each case is
asked: one that is open, held, or to be kept longer refuses, with an entry that says so,
and then nothing is erased. An erasure that was interrupted is finished by asking again.
A frozen store takes no entries: --from carries the customer's cases over from it, and
destroys its keys too once the erasure is done. Nothing is carried over for somebody who
may not erase it.
Copies of the store that were made before, such as backups, still hold the keys.

Exit status: 0 when it was erased or refused, 2 otherwise.)",
        .does = [options] { return erase_customer(*options); },
    };
}

} // namespace amends::cli
