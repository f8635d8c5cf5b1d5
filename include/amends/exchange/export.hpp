// SPDX-License-Identifier: BSL-1.0
// Getting trails out: a log, a case or a span of time, in a format that other tools read.
#pragma once

#include <amends/lifecycle/standard.hpp>
#include <amends/store/key_store.hpp>
#include <amends/store/store.hpp>

#include <boost/describe/enum.hpp>

#include <functional>
#include <optional>
#include <string_view>

namespace amends {

/// What an export can be written as; docs/exchange.md says field by field what each holds. A folder of
/// tiles is no text: `write_tiles` makes one.
enum class export_format : std::uint8_t {
    jsonl,   ///< JSON Lines: an entry a line, whole; `open_json_lines` reads it back
    csv,     ///< a row an entry, for spreadsheets and statistics; `open_csv` reads it
    xes,     ///< IEEE 1849, a trace a case, for process mining; `open_xes` reads it
    ocel,    ///< OCEL 2.0 in JSON: events about cases, customers and colleagues
    archive, ///< Boost archives one after the other, whole; `open_archives` reads them back
};
BOOST_DESCRIBE_ENUM(export_format, jsonl, csv, xes, ocel, archive)

/// Which entries are exported, and how.
struct export_options {
    std::optional<case_id> on{};   ///< those of one case
    std::optional<instant> from{}; ///< those of this moment and later
    std::optional<instant> to{};   ///< those before this moment
    /// Leaves out free texts and the content of an integrator's own facts. An archive cannot: its
    /// entries keep their hashes.
    bool without_personal_data = false;
    /// Opens texts that are sealed beside entries; without it they are left out, and so are those
    /// that were erased.
    key_store* keys = nullptr;
    lifecycle const* table = &standard_lifecycle(); ///< has the names of states
    /// Told now and then how many entries were read; from 0 again in each pass over the log.
    std::function<void(std::uint64_t entries)> progress{};
};

/// Takes the next piece of an export; false when it takes no more.
using text_sink = std::function<bool(std::string_view)>;

/// Writes the entries that the log has when the export begins. Answers how many were written.
///
/// Guarantees: every entry's bytes have the hash and stand under the case and sequence that the store
/// says; each case hangs together and goes as far as its head says, and the log as far as its size and
/// its cases; the same log gives the same bytes. Where something is appended while the heads are read,
/// what is written in the order of the log (all but XES, and but one case) has at least as many entries
/// as the heads say, and cases are not held one by one.
/// Errors: those of the store; `damaged_trail`, naming the entry or the case; `unknown_case`;
/// `malformed` for an archive without personal data; `io_failed` when `to` takes no more. What was
/// written before an error is not to be used.
/// Cost: memory does not grow with the log. One pass over it and one over the heads of the cases; for
/// XES about the same, with cases that stay open long read by themselves; for OCEL a pass for every
/// quarter million objects, and one for the events.
result<std::uint64_t> export_trails(store& from, export_format as, export_options const& how,
                                    text_sink const& to);

} // namespace amends
