// SPDX-License-Identifier: BSL-1.0
// amends freeze: closes a log for good. amends continue: goes on in a new one.
#include "cli/asking.hpp"
#include "cli/console.hpp"
#include "cli/key_file.hpp"
#include "cli/output_file.hpp"
#include "cli/somebody.hpp"
#include "cli/store_file.hpp"
#include "cli/verbs.hpp"

#include <amends/desk/continuation.hpp>
#include <amends/exchange/json.hpp>

#include <fmt/format.h>

namespace amends::cli {

namespace {

struct freeze_options {
    std::string store = usual_store;
    std::string key;
    std::string out;
};

int freeze_log(freeze_options const& options) {
    auto key = read_signing_key(options.key);
    if (!key) return fail(key.error());
    if (auto there = open_store(options.store, access::reading); !there) return fail(there.error());
    auto const kept = open_store(options.store, access::writing);
    if (!kept) return fail(kept.error());
    auto const size = (*kept)->size();
    if (!size) return fail(size.error());
    // Before the log is closed for good: afterwards another name would come too late.
    auto to = output_file::open(
        {.path = options.out,
         .beside = {{"the store", path_of_store(options.store)}, {"the key", options.key}}});
    if (!to) return fail(to.error());
    notary signs(**kept, std::move(*key));
    progress_line line("reading", *size, "entries");
    auto const last = freeze(**kept, signs, [&](std::uint64_t n) { line.show(n, n); });
    line.clear();
    if (!last) return fail(last.error());
    (void)to->write(to_text(last->note));
    auto const written = to->finish();
    return written ? 0 : fail(written.error());
}

struct continue_options {
    std::string from;
    std::string store;
    named_actor who;
    std::vector<std::string> cases;
    bool all = false;
    bool json = false;
};

// Whether a case still moves: its resolution is in no final state.
bool goes_on(case_file const& file, lifecycle const& table) {
    auto const* const state = table.state_by_id(file.at.resolution);
    return state == nullptr || !state->is_end;
}

result<std::vector<case_id>> cases_to_carry(continue_options const& options, reading_desk& old) {
    std::vector<case_id> chosen;
    for (auto const& name : options.cases) {
        auto const on = case_id::parse(name);
        if (!on) return on.error();
        chosen.push_back(*on);
    }
    if (!chosen.empty()) return chosen;
    std::vector<case_id> known;
    auto const read = old.kept->heads([&](case_head const& h) {
        if (h.on != log_case) known.push_back(h.on);
        return true;
    });
    if (!read) return read.error();
    for (auto const& on : known) {
        if (!options.all) {
            auto const file = old.at.file(on);
            if (!file) return file.error();
            if (!goes_on(*file, old.at.table())) continue;
        }
        chosen.push_back(on);
    }
    return chosen;
}

// The new store, begun after the old one where it has no entries yet.
result<kept_checkpoint> begun(store& old, store& fresh, continue_options const& options) {
    auto const before = continues(fresh);
    if (!before) return before.error();
    auto const last = frozen_at(old);
    if (!last) return last.error();
    if (*last && *before && (*before)->says == (*last)->says) return **last;
    auto const who = actor_of(options.who);
    if (!who) return who.error();
    return begin_after(old, fresh, *who, *moment_of({}));
}

int continue_log(continue_options const& options) {
    auto old = reading_desk::open(options.from);
    if (!old) return fail(old.error());
    auto fresh = store_file::open(options.store);
    if (!fresh) return fail(fresh.error());
    auto const stop = [&](error const& why) {
        fresh->discard();
        return fail(why);
    };
    auto const from = begun(*old->kept, fresh->kept(), options);
    if (!from) return stop(from.error());
    auto const chosen = cases_to_carry(options, *old);
    if (!chosen) return stop(chosen.error());
    std::uint64_t cases = 0, entries = 0;
    progress_line line("carrying over", chosen->size(), "cases");
    for (auto const& on : *chosen) {
        auto const carried = carry_over(*old->kept, fresh->kept(), on);
        if (!carried) {
            line.clear();
            return stop(carried.error());
        }
        ++cases;
        entries += *carried;
        line.show(cases, cases);
    }
    line.clear();
    auto const& says = from->says;
    if (options.json)
        print(fmt::format(R"({{"store":{},"continues":{{"origin":{},"entries":{},"root":"{}"}},)"
                          R"("cases":{},"entries":{}}})"
                          "\n",
                          to_json(shown_store(options.store)), to_json(says.origin), says.head.size,
                          to_text(says.head.root), cases, entries));
    else
        print(fmt::format("{}: continues {} at {} entries; {} cases carried over, {} entries new\n",
                          shown_store(options.store), says.origin, says.head.size, cases, entries));
    return output_is_written() ? 0 : 2;
}

} // namespace

verb freeze_verb() {
    auto options = std::make_shared<freeze_options>();
    return {
        .name = "freeze",
        .summary = "Close a log for good with a last checkpoint",
        .takes =
            {
                store_option(options->store),
                option("--key", options->key, "file of the signing key (amends key)").required(),
                option("--out", options->out, "write the last checkpoint to this file"),
            },
        .footer = R"(Nothing is added to a frozen log; it can be read, verified and proved for ever.

Example:
  amends freeze --store 2026.db --key log.key --out 2026.checkpoint)",
        .does = [options] { return freeze_log(*options); },
    };
}

verb continue_verb() {
    auto options = std::make_shared<continue_options>();
    return {
        .name = "continue",
        .summary = "Go on in a new log where a frozen one ended",
        .takes =
            {
                option("--from", options->from, "the frozen store: " + std::string(kinds_of_store))
                    .required()
                    .takes("STORE"),
                option("--store", options->store, "the new store: " + std::string(kinds_of_store))
                    .required(),
                option("--as", options->who.id, "who does this").required(),
                option("--case", options->cases, "carry only these cases over"),
                flag("--all", options->all, "carry closed cases over, too"),
                flag("--json", options->json, "print one JSON object"),
            },
        .footer =
            R"(The first entry of the new log holds the last checkpoint of the frozen one. Cases that are
not closed are carried over with every entry: the same bytes, the same hashes. A customer
who comes back later brings the case along: --case does so at any time.

Example:
  amends continue --from 2026.db --store 2027.db --as ann
  amends continue --from 2026.db --store 2027.db --as ann --case C000017)",
        .does = [options] { return continue_log(*options); },
    };
}

} // namespace amends::cli
