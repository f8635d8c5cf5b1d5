// SPDX-License-Identifier: BSL-1.0
// Connecting, sending statements, reading answers, and turning what the server says into errors.
#include "store/postgres_connection.hpp"

#include "store/postgres_address.hpp"

#include <boost/endian/conversion.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <utility>

namespace amends::postgres {
namespace {

/// A result for as long as it is looked at, also where memory ends meanwhile.
struct cleared {
    void operator()(PGresult* r) const noexcept { PQclear(r); }
};
using kept_result = std::unique_ptr<PGresult, cleared>;

/// libpq's messages span lines; ours are one.
std::string on_one_line(char const* text) {
    std::string line;
    for (; text != nullptr && *text != '\0'; ++text) {
        auto const c = *text == '\n' || *text == '\t' ? ' ' : *text;
        if (c != ' ' || (!line.empty() && line.back() != ' ')) line += c;
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

void say_nothing(void*, PGresult const*) {}

/// Whether libpq can read the address; it does not connect for that. libpq's own words quote the
/// address, which may hold a password: ours do not.
result<void> can_be_read(std::string const& url) {
    if (is_database_name(url)) return {};
    auto* const parsed = PQconninfoParse(url.c_str(), nullptr);
    PQconninfoFree(parsed);
    if (parsed == nullptr)
        return malformed_address(
            "one that libpq cannot read (it is not shown: it may hold a password)");
    return {};
}

/// What a connection must be. Every table is looked into by an index: a plan is kept from when a table
/// was empty to when it holds millions of rows, and must be right for both. A plan that has no index to
/// go by looks so dear that the server would compile it to machine code, at each execution: never.
std::string settings(std::string const& quoted_schema, postgres_options const& how) {
    std::string sql = "SET search_path TO " + quoted_schema;
    sql += "; SET default_transaction_isolation TO 'read committed'";
    // In milliseconds, as an int of 32 bits; 0 would wait for ever.
    sql += "; SET lock_timeout TO " + std::to_string(std::clamp<std::chrono::milliseconds::rep>(
                                          how.busy_timeout.count(), 1, 2'147'483'647));
    // A transaction whose connection was cut must not hold its rows for ever.
    sql += "; SET idle_in_transaction_session_timeout TO 10000";
    if (how.read_only) sql += "; SET default_transaction_read_only TO on";
    // Those that a compatible database may not know. A server that answers before the disk has it
    // would break the store's word; a stronger setting is left as it is.
    sql += "; SELECT set_config(s.name, n.setting, false) FROM pg_settings s JOIN (VALUES "
           "('plan_cache_mode', 'force_generic_plan'), ('enable_seqscan', 'off'), "
           "('enable_bitmapscan', 'off'), ('enable_hashjoin', 'off'), ('enable_mergejoin', 'off'), "
           "('jit', 'off'), ('synchronous_commit', 'on')) AS n(name, setting) ON n.name = s.name "
           "WHERE s.name <> 'synchronous_commit' OR s.setting = 'off'";
    return sql;
}

} // namespace

// --- failures -----------------------------------------------------------------------------------

bool failure::is_loss() const {
    // The server was told to stop, has crashed, is still starting, or ended an idle transaction.
    return sqlstate.empty() || sqlstate.starts_with("08") || is("57P01") || is("57P02") ||
           is("57P03") || is("57P05") || is("25P03");
}

failure connection::note(PGresult const* r) {
    auto const field = [&](int which) {
        auto const* const text = PQresultErrorField(r, which);
        return text == nullptr ? std::string() : std::string(text);
    };
    failure f{field(PG_DIAG_SQLSTATE), field(PG_DIAG_MESSAGE_PRIMARY)};
    if (f.message.empty()) f.message = on_one_line(PQresultErrorMessage(r));
    else if (auto const detail = field(PG_DIAG_MESSAGE_DETAIL); !detail.empty())
        f.message += ": " + detail;
    if (PQstatus(c_) == CONNECTION_BAD || f.is_loss()) lost_ = true;
    setback_ = f.is_setback();
    return f;
}

failure connection::loss() {
    lost_ = true;
    auto said = on_one_line(c_ == nullptr ? "" : PQerrorMessage(c_));
    return {{}, said.empty() ? "a connection that was lost" : std::move(said)};
}

error connection::failed(failure const& f, std::string_view expected) const {
    auto code = errc::store_failed;
    if (f.is_setback() || f.is("55P03") || f.is("57014") || f.is("53300")) code = errc::store_busy;
    // A schema, a table or a column is missing; a row is not as it must be; a page is garbled.
    else if (f.is("3F000") || f.is("42P01") || f.is("42703") || f.is_conflict() ||
             f.sqlstate.starts_with("XX00"))
        code = errc::store_damaged;
    return mismatch(code, expected, f.message, where_);
}

// --- the connection -----------------------------------------------------------------------------

result<void> connection::open(postgres_options const& how) {
    if (auto sound = check_address(how.url); !sound) return sound;
    if (auto readable = can_be_read(how.url); !readable) return readable;
    schema_ = how.schema;
    // What stands before the address is a default that the address may change. A server or a network
    // that went silent is noticed within half a minute.
    std::array<char const*, 9> const names{"fallback_application_name",
                                           "connect_timeout",
                                           "keepalives_idle",
                                           "keepalives_interval",
                                           "keepalives_count",
                                           "tcp_user_timeout",
                                           "dbname",
                                           "client_encoding",
                                           nullptr};
    std::array<char const*, 9> const values{"amends",        "10",   "10",   "5", "3", "25000",
                                            how.url.c_str(), "UTF8", nullptr};
    c_ = PQconnectdbParams(names.data(), values.data(), 1);
    if (c_ == nullptr) return mismatch(errc::store_failed, "memory for a connection", "none left");
    PQsetNoticeReceiver(c_, say_nothing, nullptr);
    auto const text = [](char const* some) { return std::string(some == nullptr ? "" : some); };
    where_ = "database " + text(PQdb(c_)) + " at " + text(PQhost(c_)) + ":" + text(PQport(c_));
    if (PQstatus(c_) != CONNECTION_OK) {
        lost_ = true;
        return mismatch(errc::store_failed, "a connection as " + text(PQuser(c_)),
                        on_one_line(PQerrorMessage(c_)), where_);
    }
    if (auto const wrong = execute(settings(quoted_schema(), how)))
        return failed(*wrong, "a connection that can be set up");
    return {};
}

std::optional<failure> connection::execute(std::string const& sql) {
    kept_result const r(PQexec(c_, sql.c_str()));
    auto const status = PQresultStatus(r.get());
    std::optional<failure> wrong;
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) wrong = note(r.get());
    return wrong;
}

std::optional<failure> connection::ask(char const* sql, arguments const& with,
                                       std::optional<std::int64_t>& number) {
    if (!send_parameters(sql, false, with)) return loss();
    std::optional<failure> wrong;
    while (kept_result const r{PQgetResult(c_)}) {
        auto const status = PQresultStatus(r.get());
        if (status == PGRES_TUPLES_OK) {
            if (PQntuples(r.get()) > 0 && PQgetlength(r.get(), 0, 0) == 8)
                number = boost::endian::load_big_s64(
                    reinterpret_cast<unsigned char const*>(PQgetvalue(r.get(), 0, 0)));
        } else if (status != PGRES_COMMAND_OK) {
            wrong = note(r.get());
        }
    }
    return wrong;
}

std::string connection::quoted_schema() const {
    auto* const quoted = PQescapeIdentifier(c_, schema_.data(), schema_.size());
    std::string name = quoted == nullptr ? "\"\"" : quoted;
    PQfreemem(quoted);
    return name;
}

result<void> connection::prepare(std::span<statement const> all) {
    if (PQenterPipelineMode(c_) != 1) return failed(loss(), "a connection in pipeline mode");
    for (auto const& one : all)
        if (PQsendPrepare(c_, one.name, one.sql, 0, nullptr) != 1)
            return failed(loss(), "a connection that sends");
    end_group();
    std::optional<failure> first;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (auto wrong = finish(); wrong && !first) first = std::move(wrong);
    finish_group();
    if (first) return failed(*first, "the tables of a store in schema " + schema_);
    return {};
}

bool connection::send_parameters(char const* name_or_sql, bool prepared, arguments const& with) {
    values_.clear();
    lengths_.clear();
    for (auto const& one : with.places_) {
        // A null pointer stands for no value, an empty value needs another.
        auto const* const begins = reinterpret_cast<char const*>(with.content_.data()) + one.begins;
        values_.push_back(one.nothing ? nullptr : one.size == 0 ? "" : begins);
        lengths_.push_back(one.size);
    }
    formats_.resize(values_.size(), 1);
    auto const count = static_cast<int>(values_.size());
    if (prepared)
        return PQsendQueryPrepared(c_, name_or_sql, count, values_.data(), lengths_.data(),
                                   formats_.data(), 1) == 1;
    return PQsendQueryParams(c_, name_or_sql, count, nullptr, values_.data(), lengths_.data(),
                             formats_.data(), 1) == 1;
}

void connection::send(statement const& what, arguments const& with) {
    setback_ = false;
    if (!lost_ && !send_parameters(what.name, true, with)) lost_ = true;
}

void connection::end_group() {
    if (!lost_ && PQpipelineSync(c_) != 1) lost_ = true;
}

/// Looks at one result of a statement; false when it was the last.
bool connection::pass(PGresult const* r, std::optional<failure>& wrong) {
    if (r == nullptr) {
        // The end of a statement, or of everything.
        if (PQstatus(c_) == CONNECTION_BAD) lost_ = true;
        return false;
    }
    switch (PQresultStatus(r)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE: return true;
    case PGRES_PIPELINE_ABORTED:
        if (!wrong) wrong = failure{"25P02", "an earlier statement that failed"};
        return true;
    case PGRES_PIPELINE_SYNC: lost_ = true; return false; // what was sent and read do not match
    default:
        if (!wrong) wrong = note(r);
        return true;
    }
}

std::optional<failure> connection::finish(std::int64_t* number) {
    std::optional<failure> wrong;
    for (bool more = !lost_; more;) {
        kept_result const r(PQgetResult(c_));
        more = pass(r.get(), wrong);
        if (number != nullptr && PQresultStatus(r.get()) == PGRES_TUPLES_OK &&
            PQntuples(r.get()) > 0 && PQgetlength(r.get(), 0, 0) == 8)
            *number = boost::endian::load_big_s64(
                reinterpret_cast<unsigned char const*>(PQgetvalue(r.get(), 0, 0)));
    }
    if (lost_ && !wrong) wrong = loss();
    return wrong;
}

void connection::finish_group() {
    if (lost_) return;
    auto* const r = PQgetResult(c_);
    if (PQresultStatus(r) != PGRES_PIPELINE_SYNC) lost_ = true;
    PQclear(r);
}

// --- one query ----------------------------------------------------------------------------------

query::query(connection& on, statement const& what, arguments const& with) : on_(on) {
    on_.send(what, with);
    on_.end_group();
    if (on_.lost_) {
        wrong_ = on_.loss();
        ended_ = true;
    } else if (PQsetSingleRowMode(on_.c_) != 1) {
        // Row by row: a page of entries may be larger than memory allows.
        wrong_ = on_.loss();
        ended_ = true;
    }
}

query::~query() {
    while (next()) {
    }
    PQclear(row_);
}

bool query::next() {
    PQclear(row_);
    row_ = nullptr;
    while (!ended_) {
        row_ = PQgetResult(on_.c_);
        if (PQresultStatus(row_) == PGRES_SINGLE_TUPLE) {
            ++on_.rows_;
            return true;
        }
        ended_ = !on_.pass(row_, wrong_);
        PQclear(row_);
        row_ = nullptr;
        if (!ended_) continue;
        on_.finish_group();
        if (on_.lost_ && !wrong_) wrong_ = on_.loss();
    }
    return false;
}

std::int64_t query::number(int column) const {
    auto const some = blob(column);
    if (some.size() != 8) return 0;
    return boost::endian::load_big_s64(reinterpret_cast<unsigned char const*>(some.data()));
}

std::string_view query::text(int column) const {
    auto const some = blob(column);
    return {reinterpret_cast<char const*>(some.data()), some.size()};
}

byte_view query::blob(int column) const {
    if (PQgetisnull(row_, 0, column) != 0) return {};
    return {reinterpret_cast<std::byte const*>(PQgetvalue(row_, 0, column)),
            static_cast<std::size_t>(PQgetlength(row_, 0, column))};
}

} // namespace amends::postgres
