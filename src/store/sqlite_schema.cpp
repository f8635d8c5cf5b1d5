// SPDX-License-Identifier: BSL-1.0
// The tables of a store's file, version by version, and the checks before it is trusted.
#include "store/sqlite_schema.hpp"

#include <array>
#include <thread>

namespace amends::sqlite {
namespace {

// FORMAT: docs/format.md. A step that was released never changes: add one.
constexpr std::array steps_so_far{
    migration{1, R"sql(
        CREATE TABLE cases(
            key           INTEGER PRIMARY KEY,
            name          TEXT NOT NULL UNIQUE,
            last_sequence INTEGER NOT NULL,
            last_hash     BLOB NOT NULL
        );
        CREATE TABLE entries(
            log_index INTEGER PRIMARY KEY,
            case_key  INTEGER NOT NULL REFERENCES cases(key),
            sequence  INTEGER NOT NULL,
            command   TEXT,
            hash      BLOB NOT NULL,
            bytes     BLOB NOT NULL
        );
        CREATE UNIQUE INDEX entry_of_case ON entries(case_key, sequence);
        CREATE UNIQUE INDEX entry_of_command ON entries(command) WHERE command IS NOT NULL;
        CREATE TABLE marks(
            about     INTEGER NOT NULL,
            log_index INTEGER NOT NULL,
            place     INTEGER NOT NULL,
            content   BLOB NOT NULL,
            PRIMARY KEY(about, log_index, place)
        ) WITHOUT ROWID;
        CREATE TABLE snapshots(
            name      TEXT PRIMARY KEY,
            sequence  INTEGER NOT NULL,
            lifecycle BLOB NOT NULL,
            head      BLOB NOT NULL,
            checksum  BLOB NOT NULL,
            content   BLOB NOT NULL
        );
    )sql"},
    migration{2, R"sql(
        ALTER TABLE entries ADD COLUMN sealed BLOB;
        CREATE TABLE beside(
            name    BLOB PRIMARY KEY,
            content BLOB NOT NULL
        );
    )sql"},
    migration{3, R"sql(
        CREATE TABLE keys(
            place    INTEGER PRIMARY KEY,
            id       INTEGER NOT NULL,
            customer TEXT NOT NULL,
            retired  INTEGER NOT NULL,
            secret   BLOB NOT NULL
        );
        CREATE UNIQUE INDEX key_with_id ON keys(id);
        CREATE INDEX key_of_customer ON keys(customer);
    )sql"},
};

std::string file_of(connection const& c) {
    auto const* const path = sqlite3_db_filename(c.db(), "main");
    return "file " + std::string(path == nullptr ? "" : path);
}

struct found_version {
    std::int64_t version = 0; ///< 0: a fresh file
};

/// Whose file it is. Reads only, so that another application's file stays as it was.
result<found_version> recognise(connection& c) {
    auto const owner = c.number("PRAGMA application_id");
    if (!owner) return owner.error();
    auto const version = c.number("PRAGMA user_version");
    if (!version) return version.error();
    auto const objects = c.number("SELECT count(*) FROM sqlite_master");
    if (!objects) return objects.error();
    if (*owner == application_id && *version > 0) return found_version{*version};
    // SQLite takes a file of one byte for an empty one.
    std::error_code none;
    auto const length = std::filesystem::file_size(sqlite3_db_filename(c.db(), "main"), none);
    if (*owner == 0 && *version == 0 && *objects == 0) {
        if (none || length != 1) return found_version{};
        return mismatch(errc::store_damaged, "a store of amends", "a file of one byte", file_of(c));
    }
    return mismatch(errc::store_damaged, "a store of amends",
                    "a database of another application with " + std::to_string(*objects) +
                        " tables and indexes",
                    file_of(c));
}

/// Two processes that switch at once answer "busy" without asking the busy handler.
result<void> switch_to_wal(connection& c, sqlite_options const& how) {
    statement ask("PRAGMA journal_mode=WAL");
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(how.busy_timeout);
    for (;; left -= std::chrono::milliseconds(1)) {
        query q(c.db(), ask);
        auto const code = q.step();
        if (code == SQLITE_ROW && q.text(0) == "wal") return {};
        if (code == SQLITE_ROW)
            return mismatch(errc::store_failed, "a disk that can keep a write-ahead log",
                            "journal mode " + std::string(q.text(0)), file_of(c));
        if ((code & 0xff) != SQLITE_BUSY || left.count() <= 0)
            return c.failed(code, "a write-ahead log");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

result<void> take_steps(connection& c, std::span<migration const> steps) {
    if (auto begun = c.execute("BEGIN IMMEDIATE"); !begun) return begun;
    transaction undone_unless_committed(c);
    // Another process may have been quicker.
    auto const found = recognise(c);
    if (!found) return found.error();
    for (auto const& step : steps) {
        if (step.to <= found->version) continue;
        auto const sql = std::string(step.sql) +
                         "; PRAGMA user_version=" + std::to_string(step.to) +
                         "; PRAGMA application_id=" + std::to_string(application_id);
        if (auto taken = c.execute(sql.c_str()); !taken) return taken;
    }
    return c.execute("COMMIT");
}

} // namespace

std::span<migration const> migrations() noexcept { return steps_so_far; }

result<void> make_current(connection& c, sqlite_options const& how,
                          std::span<migration const> steps) {
    auto const found = recognise(c);
    if (!found) return found.error();
    auto const current = steps.back().to;
    if (found->version > current)
        return mismatch(errc::unsupported_version,
                        "a store of version " + std::to_string(current) + " or older",
                        "version " + std::to_string(found->version), file_of(c));
    if (found->version == 0 && (how.read_only || !how.create))
        return mismatch(errc::store_failed, "a store", "an empty file", file_of(c));
    if (how.read_only) {
        if (found->version < current)
            return mismatch(errc::store_failed, "a store of version " + std::to_string(current),
                            "version " + std::to_string(found->version) +
                                ", which cannot be migrated while it is only read",
                            file_of(c));
        return {};
    }
    if (auto switched = switch_to_wal(c, how); !switched) return switched;
    return found->version == current ? result<void>{} : take_steps(c, steps);
}

result<void> check_length(connection& c, sqlite_options const& how) {
    auto const pages = c.number("PRAGMA page_count");
    if (!pages) return pages.error();
    auto const page_size = c.number("PRAGMA page_size");
    if (!page_size) return page_size.error();
    // Pages may still stand in the write-ahead log alone: the length counts once they are over.
    auto in_log = 0, drained = 0;
    // SQLite follows a link to the file, and puts the log there.
    std::filesystem::path const file = sqlite3_db_filename(c.db(), "main");
    if (how.read_only) {
        std::error_code none;
        if (std::filesystem::file_size(file.string() + "-wal", none) != 0 && !none) return {};
    } else {
        auto const code = sqlite3_wal_checkpoint_v2(c.db(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                                    &in_log, &drained);
        // A full disk can still be read, and others may be at work.
        if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_FULL) return {};
        if (code == SQLITE_OK && in_log != drained) return {};
        if (code != SQLITE_OK) return c.failed(code, "a write-ahead log that can be drained");
    }
    std::error_code wrong;
    auto const length = std::filesystem::file_size(file, wrong);
    if (wrong)
        return mismatch(errc::store_failed, "the length of the file", wrong.message(), file_of(c));
    auto const expected =
        static_cast<std::uintmax_t>(*pages) * static_cast<std::uintmax_t>(*page_size);
    if (length < expected)
        return mismatch(errc::store_damaged, "a file of " + std::to_string(expected) + " bytes",
                        std::to_string(length), file_of(c));
    return {};
}

} // namespace amends::sqlite
