// SPDX-License-Identifier: BSL-1.0
// Exported trails, read back entry by entry.
#pragma once

#include <amends/audit/archive.hpp>
#include <amends/audit/entry.hpp>
#include <amends/lifecycle/standard.hpp>

#include <memory>

namespace amends {

/// Entries being read from a file. Cost: memory of one entry, however long the file. Threads: one.
class entry_source {
  public:
    virtual ~entry_source() = default;

    /// Reads the next entry; false at the end. Its hash and log index are those it was written with;
    /// whether they hold is for whoever trusts it to check. Nothing more can be read after an error.
    /// Errors: `io_failed`, `malformed`, `too_long`, `out_of_range`, `unsupported_version`, saying
    /// where in the file.
    virtual result<bool> next(entry& into) = 0;

    /// What is kept beside the last entry: its texts, sealed. Empty where there is nothing, and where
    /// the format has no place for it. Lifetime: until the next call.
    virtual byte_view sealed() const noexcept { return {}; }

    /// Where the last entry stands, for messages: `cases.jsonl:17`.
    virtual std::string where() const = 0;
    /// How many bytes of the file were read, for progress.
    virtual std::uint64_t bytes_read() const noexcept = 0;
};

using entry_source_ptr = std::unique_ptr<entry_source>;

/// The longest line of exported entries, in bytes. Longer is refused before it is kept.
inline constexpr std::size_t entry_line_size_max = std::size_t{64} << 20;

/// Opens entries in JSON Lines; `table` has the names of states, but for an integrator's own, which
/// the entries have themselves. Empty lines are passed over; errors are `file:line: expected ...,
/// found ...`. Errors: `io_failed` where there is no readable file. Lifetime: `table` must outlive it.
result<entry_source_ptr> open_json_lines(std::string const& path,
                                         lifecycle const& table = standard_lifecycle());

/// Opens entries in archives that stand one after the other, the last of no entries; errors are
/// `file: byte N: expected ..., found ...`. Errors: `io_failed` where there is no readable file.
/// Cost: memory of one archive; an export makes them of at most 1,024 entries.
result<entry_source_ptr> open_archives(std::string const& path, archive_limits limits = {});

/// Opens exported entries of either format: what begins as an archive is one.
result<entry_source_ptr> open_entries(std::string const& path,
                                      lifecycle const& table = standard_lifecycle());

} // namespace amends
