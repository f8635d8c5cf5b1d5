// SPDX-License-Identifier: BSL-1.0
// Durable commands in PostgreSQL against bare libpq programs that write the same rows.
#include "figures.hpp"
#include "measure.hpp"
#include "trails.hpp"

#include <amends/store/postgres.hpp>

#include "support/postgres_server.hpp"

#include <boost/endian/conversion.hpp>
#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <thread>

namespace bench {
namespace {

using namespace amends;
using testing::postgres_server;

/// The rows of a log as the bare programs write them: made before, so that they only write.
struct row {
    case_id on;
    std::uint64_t case_key = 0;
    std::uint64_t sequence = 0;
    command_id command;
    digest hash;
    bytes content;
};

[[noreturn]] void give_up(char const* what, std::string const& found) {
    std::fprintf(stderr, "expected %s, found %s\n", what, found.c_str());
    std::exit(1);
}

/// What a bare program promises of the order of its log.
enum class order {
    of_commits, ///< indexes without gaps in the order of commits, as the store's: taken under a lock
    of_nothing, ///< a sequence: gaps, and readers who go by it skip what commits late
};

/// One connection of a bare program: the tables and the durability of the store, pipeline mode,
/// prepared statements, binary parameters, one exchange a commit; no check of anything.
class bare_connection {
  public:
    bare_connection(postgres_server const& at, std::string const& schema, order by) : by_(by) {
        c_ = PQconnectdb(at.url().c_str());
        run("SET search_path TO " + schema);
        // As for the store: plans must not depend on how large the tables were at first.
        run("SET plan_cache_mode TO force_generic_plan");
        run("SET enable_seqscan TO off");
        run("SET jit TO off");
        prepare("begin", "BEGIN");
        prepare("commit", "COMMIT");
        prepare("add_case", "INSERT INTO cases(key, name, last_sequence, last_hash) "
                            "VALUES($1::bigint, $2::bytea, $3::bigint, $4::bytea)");
        prepare("move_case", "UPDATE cases SET last_sequence = $2::bigint, last_hash = $3::bytea "
                             "WHERE key = $1::bigint");
        prepare("lock_log", "SELECT 1 FROM log WHERE one = 1 FOR UPDATE");
        auto const next = by == order::of_commits ? "(SELECT coalesce(max(log_index) + 1, 0) "
                                                    "FROM entries)"
                                                  : "nextval('places')";
        prepare("add_entry",
                "INSERT INTO entries(log_index, case_key, sequence, command, hash, bytes) VALUES(" +
                    std::string(next) +
                    ", $1::bigint, $2::bigint, $3::bytea, $4::bytea, "
                    "$5::bytea)");
        if (PQenterPipelineMode(c_) != 1) fail("pipeline mode");
    }
    bare_connection(bare_connection const&) = delete;
    bare_connection& operator=(bare_connection const&) = delete;
    ~bare_connection() { PQfinish(c_); }

    void write(std::span<row const> rows) {
        send("begin", {});
        for (auto const& r : rows) {
            if (r.sequence == 1) send("add_case", {r.case_key, r.on.view(), r.sequence, r.hash});
            else send("move_case", {r.case_key, r.sequence, r.hash});
        }
        if (by_ == order::of_commits) send("lock_log", {});
        for (auto const& r : rows)
            send("add_entry", {r.case_key, r.sequence, r.command.view(), r.hash, r.content});
        send("commit", {});
        if (PQpipelineSync(c_) != 1) fail("a connection that sends");
        for (; sent_ > 0; --sent_) {
            auto* const answer = PQgetResult(c_);
            auto const status = PQresultStatus(answer);
            PQclear(answer);
            if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail("a row that is kept");
            if (PQgetResult(c_) != nullptr) fail("one answer a statement");
        }
        PQclear(PQgetResult(c_)); // the end of the pipeline
    }

  private:
    /// A parameter: a number as eight bytes, or bytes where they lie.
    struct parameter {
        std::uint64_t number = 0;
        void const* data = nullptr;
        int size = 0;
        parameter(std::uint64_t n) : number(boost::endian::native_to_big(n)), size(8) {}
        parameter(std::string_view some) : data(some.data()), size(int(some.size())) {}
        parameter(digest const& d) : data(d.bytes.data()), size(32) {}
        parameter(bytes const& some) : data(some.data()), size(int(some.size())) {}
        char const* value() const {
            return static_cast<char const*>(data == nullptr ? &number : data);
        }
    };

    [[noreturn]] void fail(char const* expected) { give_up(expected, PQerrorMessage(c_)); }
    void run(std::string const& sql) {
        auto* const answer = PQexec(c_, sql.c_str());
        if (PQresultStatus(answer) != PGRES_COMMAND_OK) fail(sql.c_str());
        PQclear(answer);
    }
    void prepare(char const* name, std::string const& sql) {
        auto* const answer = PQprepare(c_, name, sql.c_str(), 0, nullptr);
        if (PQresultStatus(answer) != PGRES_COMMAND_OK) fail(name);
        PQclear(answer);
    }
    void send(char const* name, std::initializer_list<parameter> with) {
        char const* values[5] = {};
        int sizes[5] = {};
        static constexpr int binary[5] = {1, 1, 1, 1, 1};
        int count = 0;
        for (auto const& one : with) {
            values[count] = one.value();
            sizes[count++] = one.size;
        }
        if (PQsendQueryPrepared(c_, name, count, values, sizes, binary, 1) != 1)
            fail("a connection that sends");
        ++sent_;
    }

    order by_;
    PGconn* c_ = nullptr;
    int sent_ = 0;
};

/// Runs one job a thread and waits for all: nanoseconds on the wall.
template <class Job>
double all_at_once(std::size_t threads, Job&& job) {
    return wall_nanoseconds([&] {
        if (threads == 1) {
            job(std::size_t{0});
            return;
        }
        std::vector<std::thread> all;
        for (std::size_t t = 0; t < threads; ++t) all.emplace_back([&, t] { job(t); });
        for (auto& t : all) t.join();
    });
}

/// How commands are handed in.
struct shape {
    std::size_t connections =
        1;                 ///< desks of ours, each on a thread; connections of the bare program
    std::size_t batch = 1; ///< commands a commit
    bool apart = false;    ///< a store for each desk, as if each were a process
    order rival = order::of_nothing;
    std::size_t cases = 0; ///< of each connection
    std::size_t commits_a_turn = 1;
};

struct durable_run {
    duel against;
    double median_us = 0;
    double tail_us = 0;
};

/// Both write the same rows: the desks decide and hash them, the bare program has them ready. Every
/// connection has cases of its own, as when cases are spread over desks by their ids.
durable_run durable(postgres_server& at, shape const& how) {
    static int runs = 0;
    auto const number = std::to_string(++runs);
    auto const threads = how.connections;
    auto const path = path_of_a_parcel(false);

    std::vector<std::vector<row>> rows(threads);
    std::vector<std::vector<submission>> commands(threads);
    {
        auto const kept = walked(threads * how.cases, false);
        (void)kept->scan(0, [&](stored_entry const& e) {
            auto const number_of_case = e.log_index % (threads * how.cases);
            rows[number_of_case / how.cases].push_back({e.on, number_of_case + 1, e.sequence,
                                                        e.command, e.hash,
                                                        bytes(e.bytes.begin(), e.bytes.end())});
            return true;
        });
        std::uint64_t next = 0;
        for (auto const& one : path)
            for (std::size_t i = 0; i < threads * how.cases; ++i)
                commands[i / how.cases].push_back(
                    {&one.from,
                     {numbered<case_id>('c', i), numbered<command_id>('k', next++), {}, one.what},
                     std::nullopt});
    }

    // The bare program's tables are made by the store, so that they are the same.
    auto const open = [&](std::string const& schema) {
        auto made = postgres_store::open({.url = at.url(), .schema = schema});
        if (!made) give_up("a new store", made.error().message);
        return std::move(*made);
    };
    auto const bare_schema = "bare_" + number;
    open(bare_schema).reset();
    at.sql("CREATE SEQUENCE " + bare_schema + ".places MINVALUE 0");
    std::vector<std::unique_ptr<bare_connection>> bare;
    for (std::size_t t = 0; t < threads; ++t)
        bare.push_back(std::make_unique<bare_connection>(at, bare_schema, how.rival));

    std::vector<std::unique_ptr<postgres_store>> stores;
    for (std::size_t t = 0; t < (how.apart ? threads : 1); ++t)
        stores.push_back(open("ours_" + number));
    std::vector<desk> desks;
    for (std::size_t t = 0; t < threads; ++t) {
        desk_options options;
        options.clock = ticking_clock();
        desks.emplace_back(*stores[t % stores.size()], policy_of_the_shop(), std::move(options));
    }

    auto const a_turn = how.commits_a_turn * how.batch;
    auto const rounds = int(rows.front().size() / a_turn) - 1; // one turn goes ahead to warm up
    std::vector<std::vector<double>> steps(threads);
    std::vector<char> wrong(threads, 0);
    std::size_t ours_at = 0, bare_at = 0;
    durable_run out;
    out.against = interleaved(
        rounds,
        [&] {
            auto const from = std::exchange(ours_at, ours_at + a_turn);
            return all_at_once(threads, [&](std::size_t t) {
                auto const some = std::span(commands[t]).subspan(from, a_turn);
                for (std::size_t i = 0; i < some.size(); i += how.batch) {
                    auto const before = clock::now();
                    if (how.batch == 1)
                        wrong[t] |= !desks[t].handle(*some[i].from, std::move(some[i].what));
                    else
                        for (auto const& said : desks[t].handle(some.subspan(i, how.batch)))
                            wrong[t] |= !said;
                    steps[t].push_back(
                        std::chrono::duration<double, std::micro>(clock::now() - before).count());
                }
            });
        },
        [&] {
            auto const from = std::exchange(bare_at, bare_at + a_turn);
            return all_at_once(threads, [&](std::size_t t) {
                auto const some = std::span<row const>(rows[t]).subspan(from, a_turn);
                for (std::size_t i = 0; i < some.size(); i += how.batch)
                    bare[t]->write(some.subspan(i, how.batch));
            });
        });
    for (auto const one : wrong)
        if (one) give_up("every command to be kept", "an error");
    std::vector<double> all_steps;
    for (auto const& some : steps) all_steps.insert(all_steps.end(), some.begin(), some.end());
    out.median_us = quantile(all_steps, 0.5);
    out.tail_us = quantile(all_steps, 0.99);
    out.against.ours /= double(a_turn * threads);
    out.against.rival /= double(a_turn * threads);
    return out;
}

std::string in_words(durable_run const& r) {
    char text[160];
    std::snprintf(text, sizeof text,
                  "%.0f commands/s, bare %.0f/s; a commit: median %.0f us, 99th %.0f us",
                  1e9 / r.against.ours, 1e9 / r.against.rival, r.median_us, r.tail_us);
    return text;
}

} // namespace

void measure_postgres(report& to, options const& how) {
    if (auto const why = postgres_server::why_absent(); !why.empty()) {
        std::fprintf(stderr, "SKIPPED: %s\n", why.c_str());
        to.later("postgres_vs_bare", "PostgreSQL, 1, 8, 16 connections / bare rows", ">=0.70");
        return;
    }
    postgres_server at({"shared_buffers=512MB", "max_wal_size=8GB", "max_connections=80"});
    auto const measure = [&](std::size_t connections, std::size_t batch, bool apart, order rival) {
        shape s{connections, batch, apart, rival};
        s.commits_a_turn = batch == 1 ? (connections == 1 ? 32 : 16) : 4;
        auto const turns = how.quick ? std::size_t{7} : std::size_t{25};
        // 12 commands a case.
        s.cases = (turns * s.commits_a_turn * batch + 11) / 12;
        return durable(at, s);
    };
    auto const bar = [&](std::string const& name, std::string const& what, durable_run const& r) {
        to.bar(name, what, 1 / r.against.ratio, "x", wanted::at_least, 0.7, in_words(r));
    };
    auto const info = [&](std::string const& name, std::string const& what, durable_run const& r) {
        to.info(name, what, 1 / r.against.ratio, "x", in_words(r));
    };
    for (std::size_t const batch : {1, 64})
        for (std::size_t const n : {1, 8, 16}) {
            auto const name = "postgres_" + std::to_string(n) + (batch == 1 ? "" : "_batch");
            auto const what = (n == 1 ? "a desk" : std::to_string(n) + " desks") +
                              (batch == 1 ? ", a command a commit" : ", 64 commands a commit");
            bar(name + "_vs_bare", what + " / bare rows in no order",
                measure(n, batch, false, order::of_nothing));
            if (n > 1)
                info(name + "_vs_bare_in_order", what + " / bare rows in commit order",
                     measure(n, batch, false, order::of_commits));
        }
    for (std::size_t const n : {8, 16}) {
        auto const name = "postgres_" + std::to_string(n) + "_apart";
        auto const what = std::to_string(n) + " stores, a command a commit";
        bar(name + "_vs_bare_in_order", what + " / bare rows in commit order",
            measure(n, 1, true, order::of_commits));
        info(name + "_vs_bare", what + " / bare rows in no order",
             measure(n, 1, true, order::of_nothing));
    }
}

} // namespace bench
