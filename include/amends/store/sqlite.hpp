// SPDX-License-Identifier: BSL-1.0
// The store in a SQLite file: the embedded default, durable with every commit.
#pragma once

#include <amends/store/key_store.hpp>
#include <amends/store/store.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace amends {

/// Where the file is and how it is worked with. Everything but the path has a sound default.
struct sqlite_options {
    std::filesystem::path path;
    bool create = true;     ///< a missing or empty file becomes a new store
    bool read_only = false; ///< nothing is written, not even a migration
    /// False, for those who only read and verify entries by their hashes: pages are taken as they are.
    bool check_pages = true;
    /// How long a call waits for another process before it answers `store_busy`.
    std::chrono::milliseconds busy_timeout{5000};
    std::uint32_t cache_kib = 64 * 1024; ///< pages kept in memory by a connection, at most
    /// Pages of 4 KiB in the write-ahead log from which it is drained into the file, which SQLite
    /// calls a checkpoint; here that word means signed ones alone.
    std::uint32_t drain_wal_pages = 4000;
    /// Drains it on a thread of its own, so that few commits wait for it.
    bool drain_wal_in_background = true;
};

/// Keeps entries in one SQLite file in WAL mode with synchronous=FULL: what was answered survives
/// the process and a loss of power, as far as the disk keeps what it said it wrote. Several
/// processes of one machine may have the file open; networked file systems will not do.
///
/// Errors beyond those of `store`: `store_busy` when another process writes for longer than
/// `busy_timeout`, or writes a file for the first time while it is read; `store_unsure` when the disk
/// failed at the commit, so that it may be found after a crash. Threads: any number. A visitor may
/// call the store. Do not carry it over fork().
class sqlite_store final : public store {
  public:
    /// Opens the file, or makes it; an older version is migrated.
    /// Errors: `store_failed` (no such file, no permission, a directory, a full disk),
    /// `store_damaged` (cut short, garbled, or the file of another application),
    /// `unsupported_version` (written by a newer version), `store_busy`.
    static result<std::unique_ptr<sqlite_store>> open(sqlite_options how);

    ~sqlite_store() override;

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless = {}) override;
    result<void> marked(std::uint64_t about, std::uint64_t from_log_index,
                        mark_visitor const& visit) override;
    result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                      entry_visitor const& visit) override;
    result<std::uint64_t> scan(std::uint64_t from_log_index, entry_visitor const& visit) override;
    result<std::uint64_t> scan_contents(std::uint64_t from_log_index,
                                        content_visitor const& visit) override;
    result<std::optional<std::pair<case_id, std::uint64_t>>> seen(command_id const& id) override;
    result<std::optional<case_head>> head(case_id const& on) override;
    result<void> heads(std::function<bool(case_head const&)> const& visit) override;
    result<std::uint64_t> size() override;
    result<void> keep(snapshot const& s) override;
    result<std::optional<snapshot>> recall(case_id const& on) override;
    result<void> keep_beside(std::string_view name, byte_view content) override;
    result<std::optional<bytes>> beside(std::string_view name) override;
    result<void> beside(std::string_view prefix, beside_visitor const& visit) override;

    /// The keys that are kept in this file, in a table of their own. A new one is kept with the entry
    /// that is first sealed under it, in the same transaction. `destroy` overwrites secrets where they
    /// stand and drains the write-ahead log; it answers `store_busy` when a reader or writer keeps it
    /// from that, and is then to be called again. Lifetime: that of the store.
    key_store* keys() noexcept override;

    /// Drains the write-ahead log into the file: afterwards the log is empty and the file alone
    /// holds everything. Errors: `store_busy` when a reader or writer is in the way.
    result<void> drain_wal();

    /// Compares every index with its table and every page with its place. Reads the whole file.
    /// Errors: `store_damaged` with the first thing found.
    result<void> check();

  private:
    struct working;
    explicit sqlite_store(std::unique_ptr<working> made);
    std::unique_ptr<working> working_;
};

} // namespace amends
