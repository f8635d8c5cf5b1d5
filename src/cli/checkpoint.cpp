// SPDX-License-Identifier: BSL-1.0
// amends checkpoint: signs what a log is now, to be kept where the log is not.
#include "cli/console.hpp"
#include "cli/key_file.hpp"
#include "cli/number_option.hpp"
#include "cli/opened_store.hpp"
#include "cli/output_file.hpp"
#include "cli/somebody.hpp"
#include "cli/verbs.hpp"

#include <amends/exchange/json.hpp>
#include <amends/store/notary.hpp>

#include <fmt/format.h>

namespace amends::cli {

namespace {

struct checkpoint_options {
    std::string store = usual_store;
    std::string key;
    std::string out;
    std::string entries; // empty: however few came
    std::string minutes; // empty: however new they are
    bool json = false;
};

result<output_file> place_for(checkpoint_options const& options) {
    return output_file::open(
        {.path = options.out,
         .beside = {{"the store", path_of_store(options.store)}, {"the key", options.key}}});
}

int print_checkpoint(checkpoint_options const& options, kept_checkpoint const& one,
                     output_file to) {
    auto text = to_text(one.note);
    if (options.json)
        text = fmt::format(R"({{"origin":{},"entries":{},"root":"{}","signatures":{},"note":{}}})"
                           "\n",
                           to_json(one.says.origin), one.says.head.size,
                           to_text(one.says.head.root), one.note.signatures.size(), to_json(text));
    (void)to.write(text);
    auto const written = to.finish();
    return written ? 0 : fail(written.error());
}

// Without a key nothing can be signed: what is there is shown.
int print_last(checkpoint_options const& options) {
    auto const kept = open_store(options.store, access::reading);
    if (!kept) return fail(kept.error());
    auto const last = last_checkpoint(**kept);
    if (!last) return fail(last.error());
    if (*last) {
        auto to = place_for(options);
        return to ? print_checkpoint(options, **last, std::move(*to)) : fail(to.error());
    }
    complain(shown_store(options.store) +
             ": expected a checkpoint beside the log, found none; --key signs one");
    return 1;
}

// The number in `text`; 0 where the option was not given.
result<std::uint64_t> least_in(std::string_view option, std::string const& text,
                               std::uint64_t most) {
    return text.empty() ? result<std::uint64_t>(0) : number_in(option, text, 0, most);
}

int sign_checkpoint_of(checkpoint_options const& options) {
    auto const entries = least_in("--entries", options.entries, ~std::uint64_t{0});
    if (!entries) return fail(entries.error());
    auto const minutes = least_in("--minutes", options.minutes, 60 * 24 * 366);
    if (!minutes) return fail(minutes.error());
    auto key = read_signing_key(options.key);
    if (!key) return fail(key.error());
    // A store that is not there is no log to sign.
    if (auto there = open_store(options.store, access::reading); !there) return fail(there.error());
    auto const kept = open_store(options.store, access::writing);
    if (!kept) return fail(kept.error());
    auto const size = (*kept)->size();
    if (!size) return fail(size.error());
    auto to = place_for(options);
    if (!to) return fail(to.error());

    notary signs(**kept, std::move(*key));
    checkpoint_interval const every{
        .entries = *entries, .age = std::chrono::minutes(static_cast<std::int64_t>(*minutes))};
    if (every.entries != 0 || every.age.count() != 0) {
        auto const now = moment_of({});
        auto const made = signs.sign_when_due(every, *now);
        if (!made) return fail(made.error());
        if (*made) return print_checkpoint(options, **made, std::move(*to));
        complain("no checkpoint is due");
        return 0;
    }
    progress_line line("reading", *size, "entries");
    auto const made = signs.sign([&](std::uint64_t n) { line.show(n, n); });
    line.clear();
    if (!made) return fail(made.error());
    return print_checkpoint(options, *made, std::move(*to));
}

} // namespace

verb checkpoint_verb() {
    auto options = std::make_shared<checkpoint_options>();
    return {
        .name = "checkpoint",
        .summary = "Sign what the log is now, or show the last one",
        .takes =
            {
                store_option(options->store),
                option("--key", options->key,
                       "file of the signing key (amends key); without it the last checkpoint is "
                       "shown"),
                option("--out", options->out, "write the checkpoint to this file"),
                option("--entries", options->entries,
                       "sign only when so many entries came since the last checkpoint"),
                option("--minutes", options->minutes,
                       "sign only when the oldest entry since the last checkpoint is so old"),
                flag("--json", options->json, "print one JSON object"),
            },
        .footer =
            R"(A checkpoint is kept beside the log, too; what counts is the copy that is kept elsewhere:
it shows when a whole store was put back or rewritten.

Example:
  amends checkpoint --key log.key --store cases.db >>/mnt/elsewhere/checkpoints
  amends checkpoint --key log.key --entries 1000 --minutes 15 --out today.checkpoint)",
        .does =
            [options] {
                return options->key.empty() ? print_last(*options) : sign_checkpoint_of(*options);
            },
    };
}

} // namespace amends::cli
