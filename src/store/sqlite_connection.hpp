// SPDX-License-Identifier: BSL-1.0
// SQLite's C interface behind three small types: connection, kept statement, query.
#pragma once

#include <amends/store/sqlite.hpp>

#include <sqlite3.h>

#include <optional>
#include <string>
#include <string_view>

namespace amends::sqlite {

/// A statement that is prepared on first use and kept.
class statement {
  public:
    explicit statement(char const* sql) : sql_(sql) {}
    statement(statement const&) = delete;
    statement& operator=(statement const&) = delete;
    ~statement() { sqlite3_finalize(prepared_); }

  private:
    friend class query;
    char const* sql_;
    sqlite3_stmt* prepared_ = nullptr;
};

/// A statement that is asked once: bind from left to right, step, look at columns. Resets it when it
/// goes. Lifetime: what is bound must outlive the query; views end with the next step.
class query {
  public:
    query(sqlite3* db, statement& what);
    query(query const&) = delete;
    query& operator=(query const&) = delete;
    ~query() { sqlite3_reset(stmt_); }

    query& bind(std::uint64_t number);
    query& bind(std::int64_t number);
    query& bind(std::string_view text);
    query& bind(byte_view some);
    query& bind(digest const& d) { return bind(byte_view(d.bytes)); }
    query& bind_nothing();

    /// SQLITE_ROW, SQLITE_DONE or what went wrong, also in preparing and binding.
    int step();

    std::int64_t number(int column) const { return sqlite3_column_int64(stmt_, column); }
    std::string_view text(int column) const;
    byte_view blob(int column) const;

  private:
    void note(int code) {
        if (code_ == SQLITE_OK) code_ = code;
    }
    sqlite3_stmt* stmt_ = nullptr;
    int next_ = 1;
    int code_ = SQLITE_OK;
};

/// The error that a code of SQLite stands for; `expected` says what was being done.
error failure(sqlite3* db, int code, std::string_view expected);

/// One connection to the file. One thread at a time. A statement goes before its connection: make it
/// a member of something that inherits this.
class connection {
  public:
    connection() = default;
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;
    ~connection() { sqlite3_close(db_); }

    /// Opens the file as it is; its schema is not looked at yet. To be read alone, a file that nobody
    /// has open is taken for one that does not change: nothing is locked or made beside it, so that
    /// whoever may read the file can.
    result<void> open(sqlite_options const& how);
    /// Whether the file was taken for one that does not change, and may have changed since.
    bool is_outdated() const;

    sqlite3* db() const noexcept { return db_; }
    /// Runs statements that answer nothing of interest.
    result<void> execute(char const* sql);
    /// The one number that a statement answers.
    result<std::int64_t> number(char const* sql);
    /// Drains the write-ahead log into the file and leaves an empty one. Errors: `store_busy`.
    result<void> drain_wal();
    error failed(int code, std::string_view expected) const;
    /// The same of what ends a transaction: `store_unsure` where it may have taken place.
    error not_committed(int code, std::string_view expected) const;
    /// Errors: `store_busy` for a file that was taken for one that does not change and did, so that
    /// what was read of it may be of two moments.
    result<void> check_unchanged() const;
    /// Pages in the write-ahead log after the last commit of this connection.
    std::uint32_t wal_pages() const noexcept { return wal_pages_; }

  private:
    result<void> flush_wal();
    static int wait_a_little(void* self, int tries) noexcept;
    static int after_commit(void* self, sqlite3* db, char const* schema, int pages) noexcept;

    /// A file as it was when it was opened.
    struct unchanged {
        std::filesystem::path file;
        std::filesystem::file_time_type written{};
        std::uintmax_t length = 0;

        explicit unchanged(std::filesystem::path path);
        bool has_log() const;
        friend bool operator==(unchanged const&, unchanged const&) = default;
    };

    sqlite3* db_ = nullptr;
    std::optional<unchanged> taken_as_;
    std::chrono::microseconds patience_{};
    std::chrono::microseconds waited_{};
    std::uint32_t wal_pages_ = 0;
};

/// Undoes what was begun unless it was committed.
class transaction {
  public:
    explicit transaction(connection& on) : on_(on) {}
    transaction(transaction const&) = delete;
    transaction& operator=(transaction const&) = delete;
    ~transaction() {
        // After a full disk SQLite may have rolled back by itself.
        if (!sqlite3_get_autocommit(on_.db()))
            sqlite3_exec(on_.db(), "ROLLBACK", nullptr, nullptr, nullptr);
    }

  private:
    connection& on_;
};

} // namespace amends::sqlite
