// SPDX-License-Identifier: BSL-1.0
// The store in a PostgreSQL database, which several processes on several machines share.
#pragma once

#include <amends/store/store.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace amends {

/// Which database it is and how it is worked with. Everything but the address has a sound default.
struct postgres_options {
    /// `postgres://user@host:port/database`, or libpq's `host=... dbname=...`; what is left out comes
    /// from libpq's environment variables and its password file.
    std::string url;
    std::string schema = "amends"; ///< the tables stand in a schema of their own
    bool create = true;            ///< an empty or missing schema becomes a new store
    bool read_only = false;        ///< nothing is written, not even a migration
    /// How long a call waits for another transaction, or for a connection to be free, before it
    /// answers `store_busy`. 0 does not wait, but for the millisecond that the server needs; what is
    /// more than 24 days is that for the server.
    std::chrono::milliseconds busy_timeout{5000};
    /// How long a call tries to reach a server that went away.
    std::chrono::milliseconds reconnect_for{10000};
    /// Connections that read, at most; one more writes. Each takes a process of the server.
    unsigned connections_max = 16;
};

/// Keeps entries in a PostgreSQL database: what was answered survives the process, the connection and
/// the server, as far as the server's disk keeps what it said it wrote. Any number of processes may
/// have the store open.
///
/// Errors beyond those of `store`: `store_unsure` when the connection was lost at the commit and the
/// server did not come back within `reconnect_for`, so that it is not known whether the entries were
/// kept; ask `seen`, or hand in the same command ids again. `store_busy` when a transaction waited
/// longer than `busy_timeout`, or lost against others again and again. A connection that is lost is
/// otherwise made again, and nothing is kept twice. Threads: any number; those that append at the
/// same time share a commit. A visitor may call the store. Do not carry it over fork().
class postgres_store final : public store {
  public:
    /// Connects and makes the store where there is none; an older version is migrated.
    /// Errors: `malformed` (no address), `store_failed` (no server, no such database, wrong password,
    /// no permission, a missing store), `store_damaged` (a table is missing, or they are those of
    /// another application), `unsupported_version` (written by a newer version), `store_busy`.
    static result<std::unique_ptr<postgres_store>> open(postgres_options how);

    ~postgres_store() override;

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
    /// In a table of their own; docs/personal_data.md says what that protects from. `destroy` writes
    /// this table anew, so that no file of a table holds the secret afterwards: the server's
    /// write-ahead log does until it is overwritten. Errors beyond those of `key_store`: `store_busy`
    /// when somebody reads the table for longer than `busy_timeout`; `store_failed` where the role
    /// does not own the table. Destroy again then. Cost of it: 2 to 4 us a key that the store has, and
    /// whoever looks up a key or brings a new one waits meanwhile. Lifetime: that of the store.
    key_store* keys() noexcept override;

  private:
    struct working;
    explicit postgres_store(std::unique_ptr<working> made);
    std::unique_ptr<working> working_;
};

} // namespace amends
