// SPDX-License-Identifier: BSL-1.0
// libpq behind two small types: a connection, and a query that it answers row by row.
#pragma once

#include "store/postgres_arguments.hpp"

#include <amends/store/postgres.hpp>

#include <libpq-fe.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amends::postgres {

/// A statement that each connection prepares once, under its name.
struct statement {
    char const* name;
    char const* sql;
};

/// What the server, or the way to it, said instead of an answer.
struct failure {
    std::string sqlstate; ///< empty when the connection was lost
    std::string message;

    bool is(std::string_view state) const { return sqlstate == state; }
    /// The connection is gone: whether a commit on the way took place is not known.
    bool is_loss() const;
    /// The transaction was undone because of others and may be tried again.
    bool is_setback() const { return is("40001") || is("40P01"); }
    /// A constraint refused a row.
    bool is_conflict() const { return sqlstate.starts_with("23") || is("22012"); }
};

/// One connection, always in pipeline mode. One thread at a time.
class connection {
  public:
    connection() = default;
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;
    ~connection() { PQfinish(c_); }

    /// Connects and makes the connection what the store expects. No table is looked at.
    result<void> open(postgres_options const& how);
    /// Prepares statements; the tables must be there.
    result<void> prepare(std::span<statement const> all);

    /// Queues a prepared statement.
    void send(statement const& what, arguments const& with);
    /// Queues the end of a group: an error keeps the rest of its group from running, and no more.
    void end_group();
    /// Reads the answer to the next statement that was sent; the number in its first row, if any.
    /// Wrong: what the server said, also when an earlier statement of the group failed.
    std::optional<failure> finish(std::int64_t* number = nullptr);
    /// Reads the end of a group.
    void finish_group();

    /// Runs statements that answer nothing, one after the other.
    std::optional<failure> execute(std::string const& sql);
    /// Runs a statement that need not be prepared; its first number, if any.
    std::optional<failure> ask(char const* sql, arguments const& with,
                               std::optional<std::int64_t>& number);

    bool is_lost() const { return lost_; }
    /// The last failure may be gone when the call is made again.
    bool is_worth_repeating() const { return lost_ || setback_; }
    /// Rows that its queries have given so far.
    std::uint64_t rows() const { return rows_; }

    /// The error that a failure stands for; `expected` says what was being done.
    error failed(failure const& f, std::string_view expected) const;
    std::string const& where() const { return where_; }
    std::string const& schema() const { return schema_; }
    /// The schema's name as it stands in a statement.
    std::string quoted_schema() const;

  private:
    friend class query;
    failure note(PGresult const* r);
    failure loss();
    bool pass(PGresult const* r, std::optional<failure>& wrong);
    bool send_parameters(char const* name_or_sql, bool prepared, arguments const& with);

    PGconn* c_ = nullptr;
    bool lost_ = false;
    bool setback_ = false;
    std::uint64_t rows_ = 0;
    std::string where_;
    std::string schema_;
    std::vector<char const*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// A statement that is asked once and answers rows, one at a time. The connection is free again when
/// the query ends. Lifetime: views end with the next row.
class query {
  public:
    query(connection& on, statement const& what, arguments const& with);
    query(query const&) = delete;
    query& operator=(query const&) = delete;
    ~query();

    /// The next row; false at the end, and when something went wrong.
    bool next();
    std::optional<failure> const& wrong() const { return wrong_; }

    std::int64_t number(int column) const;
    std::string_view text(int column) const;
    byte_view blob(int column) const;

  private:
    connection& on_;
    PGresult* row_ = nullptr;
    std::optional<failure> wrong_;
    bool ended_ = false;
};

} // namespace amends::postgres
