// SPDX-License-Identifier: BSL-1.0
// Foreign event logs: rows of CSV and XES, and what a mapping makes of them.
#include "fuzz/file_of_input.hpp"
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"
#include "support/house_rules.hpp"

#include <amends/exchange/conformance.hpp>
#include <amends/exchange/csv.hpp>
#include <amends/exchange/mapping.hpp>
#include <amends/exchange/replay.hpp>
#include <amends/exchange/xes.hpp>
#include <amends/store/memory.hpp>
#include <amends/store/verify_log.hpp>

namespace amends::fuzz {
namespace {

void read_to_the_end(log_source& log, std::size_t columns, std::size_t size) {
    log_row row;
    std::uint64_t last_line = 0;
    for (;;) {
        auto const more = log.next(row);
        if (!more) return must_say_both_sides(more.error());
        if (!*more) break;
        must(row.line >= last_line, "rows come in the order of their lines");
        last_line = row.line;
        if (row.bad) must_say_both_sides(*row.bad);
        else must(row.fields.size() == columns, "a row has the columns that were asked for");
    }
    must(log.bytes_read() == size, "a log is read to its end");
}

/// A mapping that uses what mappings can, over both formats.
amends::mapping const& mapping_of(bool in_xes) {
    static auto const make = [](char const* log) {
        auto made = amends::mapping::parse(std::string(log) + R"toml(
[people]
customer = "{customer|customer of {case}}"
owner = "{owner|nobody by name}"
owner_roles = ["agent"]

[words.kind]
"1" = "problem"
"2" = "query"

[[rule]]
first = true
[[rule.step]]
command = "report"
basis = "log"
[rule.step.log]
kind = "{kind>kind}"
category = "{category|none}"
experienced = "{text}"
[rule.step.assumed]
origin = "customer"
expected = "nothing"
impact = "not given"

[[rule]]
owner_changed = true
[[rule.step]]
command = "take"
basis = "log"

[[rule]]
to = ["offer"]
[[rule.step]]
command = "propose"
basis = "log"
[rule.step.log]
terms = { option = "refund", remedies = [{ kind = "refund", cost = "{text}" }], actions = [{ what = "pay", by = "{owner|nobody by name}" }], measure = "none" }

[[rule]]
otherwise = true
[[rule.step]]
command = "note"
basis = "log"
[rule.step.log]
text = "{activity}: {text|-}"
)toml",
                                           "mapping.toml");
        if (!made) {
            std::fprintf(stderr, "%s\n", made.error().message.c_str());
            std::abort();
        }
        return std::move(*made);
    };
    static auto const csv = make(R"toml(
name = "fuzzed"
[log]
format = "csv"
case = "case"
activity = "activity"
time = "time"
time_format = "yyyy-mm-dd HH:MM:SS.fff"
missing = ["", "?"]
utc_offset = "+01:00"
)toml");
    static auto const xes = make(R"toml(
name = "fuzzed"
[log]
format = "xes"
case = "case:concept:name"
activity = "concept:name"
time = "time:timestamp"
time_format = "iso"
missing = ["", "?"]
)toml");
    return in_xes ? xes : csv;
}

} // namespace

void try_csv(byte_view input) {
    auto const& path = the_file().with(input);
    auto const delimiter = input.size() % 2 == 0 ? ',' : ';';
    auto const columns = csv_columns(path, delimiter);
    csv_layout layout;
    layout.delimiter = delimiter;
    if (columns) layout.columns = *columns;
    auto const log = open_csv(path, layout);
    if (!columns) return must_say_both_sides(columns.error());
    if (!log) return must_say_both_sides(log.error());
    read_to_the_end(**log, columns->size(), input.size());
}

void try_xes(byte_view input) {
    std::vector<std::string> const columns{"concept:name", "time:timestamp", "case:concept:name",
                                           "cost"};
    auto const log = open_xes(the_file().with(input), columns);
    if (!log) return must_say_both_sides(log.error());
    read_to_the_end(**log, columns.size(), input.size());
}

void try_foreign_log(byte_view input) {
    auto const& by = mapping_of(!input.empty() && input.front() == std::byte{'<'});
    auto const log = open_log(the_file().with(input), by);
    if (!log) return must_say_both_sides(log.error());
    auto const found = survey(**log, "input", by);
    if (!found) return must_say_both_sides(found.error());
    must(found->understood <= found->rows, "no more rows are understood than there are");
    must(found->first_bad.has_value() == (found->understood < found->rows),
         "a row that is not understood is named");
    if (found->first_bad) must_say_both_sides(*found->first_bad);
}

namespace {

bool is_in_xes(byte_view input) { return !input.empty() && input.front() == std::byte{'<'}; }

/// How well a log fits is a share, of as many rows as the replay understood.
void must_conform(byte_view input, replay_summary const& replayed) {
    auto const& by = mapping_of(is_in_xes(input));
    auto const log = open_log(the_file().with(input), by);
    must(log.has_value(), "a log is opened again");
    auto const found = conform(**log, "input", by, standard_lifecycle());
    must(found.has_value(), "a log that is replayed is compared");
    must(found->read == replayed.read && found->events == found->read - found->bad,
         "each row is an event, or bad");
    must(found->fitting <= found->cases && found->variants <= found->cases,
         "no more cases fit than there are");
    must(found->cost <= found->worst && found->fitness() >= 0 && found->fitness() <= 1 &&
             found->mean_case_fitness >= 0 && found->mean_case_fitness <= 1,
         "fitness is a share");
    for (auto const& step : found->steps)
        must(step.done <= found->cases && step.skipped <= found->cases &&
                 step.unexpected <= found->cases,
             "no step is in more cases than there are");
}

} // namespace

void try_replayed_log(byte_view input) {
    auto const& by = mapping_of(is_in_xes(input));
    auto const log = open_log(the_file().with(input), by);
    if (!log) return must_say_both_sides(log.error());
    memory_store kept;
    desk to(kept, cases::house_rules(), {.clock = [] { return instant{}; }});
    std::uint64_t bad = 0, refused = 0;
    replay_listener listener;
    listener.bad_row = [&](error const& why) { must_say_both_sides(why), ++bad; };
    listener.refused_row = [&](error const& why) { must_say_both_sides(why), ++refused; };
    auto const done = replay(**log, "input", by, to, listener, 1 + input.size() % 5);
    auto const held = verify_log(kept);
    must(held.has_value() && !held->first, "what a replay leaves is a log that holds");
    if (!done) return must_say_both_sides(done.error());
    must(done->read == done->handled + done->refused + done->bad, "every row is accounted for");
    must(done->bad == bad && done->refused == refused, "every row that was not handled is told");
    must(done->commands >= done->commands_accepted + done->commands_refused,
         "no command is answered twice");
    must(done->cases == held->cases, "every case that was reported has a trail");
    must(done->reopened <= done->cases, "no more cases are reopened than there are");
    std::uint64_t left = 0;
    for (auto const& [state, count] : done->cases_by_state) left += count;
    must(left >= done->cases, "every case is left somewhere");
    must_conform(input, *done);
}

} // namespace amends::fuzz
