// SPDX-License-Identifier: BSL-1.0
// amends replay: a foreign log through the desk, into a store.
#include "cli/console.hpp"
#include "cli/log_input.hpp"
#include "cli/named_policy.hpp"
#include "cli/store_file.hpp"
#include "cli/verbs.hpp"
#include "exchange/json_writing.hpp"

#include <amends/exchange/replay.hpp>

#include <fmt/format.h>

#include <chrono>
#include <optional>

namespace amends::cli {

namespace {

struct replay_options {
    std::string log;
    std::string mapping;
    std::string policy;
    std::string store = usual_store;
    bool append = false;
    bool strict = false;
    bool json = false;
};

// A log with many refusals would drown everything else; what a case refused is in its trail.
constexpr std::uint64_t refusals_told = 20;

// Reads the log once without a desk: what cannot be read is known before anything is written.
result<void> look_through(replay_options const& options, mapping const& by) {
    auto log = open_log(options.log, by);
    if (!log) return log.error();
    auto const found = survey(**log, options.log, by);
    if (!found) return found.error();
    if (found->understood > 0) return {};
    auto why = mismatch(errc::malformed, "a row that the mapping \"" + by.name + "\" understands",
                        "none of " + std::to_string(found->rows));
    why.message = options.log + ": " + why.message;
    if (found->first_bad) why.message += "; the first: " + found->first_bad->message;
    return why;
}

std::string in_json(replay_options const& options, mapping const& by,
                    authority_document const& policy, replay_summary const& total, double seconds) {
    return detail::json_object([&](detail::json_writer& to) {
        to.member("log", options.log);
        to.member("mapping", by.name);
        to.member("policy", policy.name());
        to.member("policy_version", policy.version());
        to.member("store", shown_store(options.store));
        to.member("read", total.read);
        to.member("handled", total.handled);
        to.member("refused", total.refused);
        to.member("bad", total.bad);
        to.member("commands", total.commands);
        to.member("commands_accepted", total.commands_accepted);
        to.member("commands_refused", total.commands_refused);
        to.member("refused_by_reason", total.refused_by_reason);
        to.member("cases", total.cases);
        to.member("reopened", total.reopened);
        to.member("cases_by_state", total.cases_by_state);
        to.member("seconds", seconds, 3);
    });
}

void print_summary(replay_options const& options, mapping const& by,
                   authority_document const& policy, replay_summary const& total, double seconds) {
    print(fmt::format("{}, read by the mapping \"{}\", judged by \"{}\" version {}\n\n",
                      options.log, by.name, policy.name(), policy.version()));
    print(fmt::format("rows read      {:>9}\n", total.read));
    print(fmt::format("  handled      {:>9}\n", total.handled));
    print(fmt::format("  refused      {:>9}\n", total.refused));
    print(fmt::format("  bad          {:>9}\n", total.bad));
    print(fmt::format("commands       {:>9}   {} accepted, {} refused\n", total.commands,
                      total.commands_accepted, total.commands_refused));
    for (auto const& [reason, n] : total.refused_by_reason)
        print(fmt::format("  refused as   {:>9}   {}\n", n, reason));
    print(fmt::format("cases          {:>9}\n", total.cases));
    for (auto const& [state, n] : total.cases_by_state)
        print(fmt::format("  left         {:>9}   {}\n", n, state));
    print(fmt::format("  reopened     {:>9}   at least once\n", total.reopened));
    print(fmt::format("seconds        {:>9.2f}   {:.0f} commands a second\n\n", seconds,
                      seconds > 0 ? static_cast<double>(total.commands) / seconds : 0));
    print(fmt::format("kept in {}; to check it: amends verify {}\n", shown_store(options.store),
                      shown_store(options.store)));
}

int replay_log(replay_options options) {
    auto const began = std::chrono::steady_clock::now();
    if (auto const sound = can_be_read_again(options.log); !sound) return fail(sound.error());
    auto const by = mapping_for(options.log, options.mapping);
    if (!by) return fail(by.error());
    auto const policy = named_policy(options.policy);
    if (!policy) return fail(policy.error());
    if (auto r = look_through(options, *by); !r) return fail(r.error());
    auto log = open_log(options.log, *by);
    if (!log) return fail(log.error());
    if (!options.append)
        if (auto const free =
                store_file::is_free(options.store, "--append adds to what is there, --store names "
                                                   "another");
            !free)
            return fail(free.error());
    auto kept = store_file::open(options.store);
    if (!kept) return fail(kept.error());

    progress_line line("replaying", options.log, "rows");
    std::uint64_t refusals = 0;
    auto const tell = [&](error const& why) {
        line.clear();
        complain(why.message);
    };
    desk_options how;
    how.must_be_informed = policy->must_be_informed();
    how.keys = kept->kept().keys();
    // No case comes back once the next one began, so few need to stay in memory.
    if (by->grouped) how.cached_cases = 1024;
    std::optional<desk> at(std::in_place, kept->kept(), *policy, std::move(how));
    replay_listener listener;
    listener.bad_row = tell;
    listener.refused_row = [&](error const& why) {
        if (++refusals <= refusals_told) tell(why);
    };
    listener.progress = [&](std::uint64_t rows, std::uint64_t bytes) { line.show(rows, bytes); };
    auto const total = replay(**log, options.log, *by, *at, listener);
    line.clear();
    if (!total) {
        complain(total.error().message);
        if (kept->is_new())
            complain(shown_store(options.store) + " is taken away again: the log was not finished");
        else
            complain(shown_store(options.store) + " keeps the rows before" +
                     std::string(goes_on_after(total.error())));
        at.reset();
        kept->discard();
        return 2;
    }
    if (refusals > refusals_told)
        complain(fmt::format("{} more rows were refused; what a case refused is in its trail",
                             refusals - refusals_told));
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - began;
    if (options.json) print(in_json(options, *by, *policy, *total, took.count()) + '\n');
    else print_summary(options, *by, *policy, *total, took.count());
    if (!output_is_written()) return 2;
    return options.strict && total->bad > 0 ? 1 : 0;
}

} // namespace

verb replay_verb() {
    auto options = std::make_shared<replay_options>();
    return {
        .name = "replay",
        .summary = "Drive a foreign event log through the desk",
        .takes =
            {
                log_argument(options->log),
                mapping_option(options->mapping),
                policy_option(options->policy),
                option("--store", options->store,
                       "where to keep the cases: " + std::string(kinds_of_store) +
                           "; not there yet, or empty"),
                flag("--append", options->append,
                     "add to a store that is there; rows that it has already change nothing"),
                flag("--strict", options->strict, "exit with 1 when a row was bad"),
                flag("--json", options->json, "print one JSON object"),
            },
        .footer = R"(Example:
  amends replay incident_log.csv --store cases.db

Every row is handled, refused or bad; bad rows are named and do not stop the run.
With --append a row whose texts were erased since is bad, and changes nothing.
Values that the log does not hold are marked in the trail: docs/mapping.md.)",
        .does = [options] { return replay_log(*options); },
    };
}

} // namespace amends::cli
