// SPDX-License-Identifier: BSL-1.0
// The reference workload: a customer disputes fifty card payments in one case.
#include "figures.hpp"
#include "measure.hpp"
#include "workload.hpp"

#include <amends/authority/question.hpp>
#include <amends/casefile/codec.hpp>
#include <amends/casefile/evolve.hpp>
#ifdef BENCH_POSTGRES
#include <amends/store/postgres.hpp>
#endif
#include <amends/store/sqlite.hpp>

#ifdef BENCH_POSTGRES
#include "support/postgres_server.hpp"
#endif

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace bench {
namespace {

using namespace amends;

constexpr std::size_t positions = 50;

/// By amount: up to 10.00 is credited unseen, up to 100.00 an agent decides, beyond it a manager.
struct position_of_dispute {
    money amount;
    remedy_kind kind = remedy_kind::credit;
};
position_of_dispute disputed(std::size_t place) {
    auto const cents = std::int64_t{place < 10   ? 450
                                    : place < 35 ? 6400
                                                 : 24900} +
                       std::int64_t(place);
    return {{cents, eur},
            cents <= 1000    ? remedy_kind::credit
            : cents <= 10000 ? remedy_kind::refund
                             : remedy_kind::compensation};
}

usual_policy policy_of_the_bank() {
    std::vector<money_limit> limits{{"agent", remedy_kind::credit, {10 * 1000, eur}, 0},
                                    {"agent", remedy_kind::refund, {25 * 10000, eur}, 0},
                                    {"manager", std::nullopt, {5000000, eur}, {}, 0}};
    return all_of(money_limits(std::move(limits), {"agent", "manager"}), separation_of_duties{});
}

/// 101 commands: opened and agreed in seven, forty positions checked, fifty paid, four to conclude.
std::vector<path_step> path_of_a_dispute() {
    session const customer{{"c-77310", side::customer, {}, {}, {}}, provenance::live};
    session const agent{{"ann", side::staff, {"agent"}, {}, {}}, provenance::live};
    session const manager{{"max", side::staff, {"manager"}, {}, {}}, provenance::live};
    auto const named = [](std::size_t i) { return "payment " + std::to_string(1000 + i); };

    amends::report first;
    first.kind = contact_kind::problem;
    first.origin = origin::customer;
    first.customer = "c-77310";
    first.category = "card dispute";
    first.channel = "app";
    first.expected = "only payments that I made myself";
    first.experienced = "fifty payments that I do not know, in two nights";
    first.impact = "the account is empty and the rent is due";

    confirm confirmed;
    confirmed.nature = "payments with a stolen card";
    confirmed.cause_is = cause_class::system_failure;
    confirmed.cause = "the card was copied at a terminal";
    confirmed.how_sure = certainty::likely;
    confirmed.with = confirmed_with::customer;

    explain_options options;
    options.options = {{"pay back", "money within a day", "trust", "card is replaced", "the sum"},
                       {"charge back", "money in a month", "no loss", "a long wait", "work"}};

    terms offered;
    offered.option = "pay back";
    offered.measure = "no open position after thirty days";
    for (std::size_t i = 0; i < positions; ++i) {
        auto const p = disputed(i);
        offered.remedies.push_back({p.kind, p.amount});
        offered.actions.push_back({"pay back " + named(i) + ", " + to_text(p.amount), "ann", {}});
    }
    auto const hash = hash_of(offered);

    std::vector<path_step> path;
    path.push_back({customer, first});
    path.push_back({agent, take{}});
    for (std::size_t i = 10; i < positions; ++i)
        path.push_back(
            {agent, note{named(i) + ": " + to_text(disputed(i).amount) +
                         ", terminal in another country, PIN not asked, no earlier payment "
                         "to this merchant; the customer was elsewhere"}});
    path.push_back({agent, confirmed});
    path.push_back({agent, options});
    path.push_back({agent, propose{offered}});
    path.push_back({manager, approve{hash, "all positions seen"}});
    path.push_back({customer, amends::accept{hash, assent::clicked}});
    for (std::uint32_t i = 0; i < positions; ++i)
        path.push_back(
            {agent, carry_out{{i}, named(i) + " paid back, booked on the account today"}});
    path.push_back({agent, inform_colleagues{{{"max", "manager"}}, "stolen card", "paid back"}});
    path.push_back({agent, evaluate{offered.measure, "account seen after thirty days",
                                    effect::effective, ""}});
    path.push_back({agent, inform_customer{"all fifty payments are settled", "nothing", {}}});
    path.push_back({agent, amends::close{}});
    return path;
}

struct walked_disputes {
    double seconds = 0;
    std::vector<double> steps; ///< nanoseconds each; empty for batches
};

/// Cases one after another through a desk; a commit a step, or `batch` steps a commit.
walked_disputes walk(store& kept, std::vector<path_step> const& path, std::size_t cases,
                     std::size_t batch) {
    desk_options how;
    how.clock = ticking_clock();
    desk d(kept, policy_of_the_bank(), how);
    walked_disputes all;
    std::uint64_t commands = 0;
    std::vector<submission> some;
    for (std::size_t i = 0; i < cases; ++i) {
        some.clear();
        for (auto const& one : path)
            some.push_back(
                {&one.from,
                 {numbered<case_id>('d', i), numbered<command_id>('k', commands++), {}, one.what},
                 std::nullopt});
        auto const begin = clock::now();
        bool refusals = false;
        if (batch > 1) {
            for (std::size_t at = 0; at < some.size(); at += batch)
                for (auto const& said :
                     d.handle(std::span(some).subspan(at, std::min(batch, some.size() - at))))
                    refusals |= !said || std::holds_alternative<refused>(*said);
        } else {
            auto before = begin;
            for (auto& one : some) {
                auto const said = d.handle(*one.from, std::move(one.what));
                auto const after = clock::now();
                all.steps.push_back(
                    std::chrono::duration<double, std::nano>(after - before).count());
                before = after;
                refusals |= !said || std::holds_alternative<refused>(*said);
            }
        }
        all.seconds += std::chrono::duration<double>(clock::now() - begin).count();
        if (refusals) {
            std::fprintf(stderr, "expected every step of the dispute to be accepted\n");
            std::exit(1);
        }
    }
    return all;
}

/// The same steps with judge, lifecycle and case file but without entries: nanoseconds a step.
double without_a_trail(std::vector<path_step> const& path, std::size_t cases) {
    auto const policy = policy_of_the_bank();
    auto const& table = standard_lifecycle();
    workflow::surroundings const given;
    double total = 0;
    for (std::size_t i = 0; i < cases; ++i) {
        auto own = path;
        total += nanoseconds([&] {
            case_file file;
            file.at = table.initial();
            circumstances how;
            fact happened;
            for (auto& [from, what] : own) {
                auto const* proposed = std::get_if<propose>(&what);
                auto const* about = proposed != nullptr ? &proposed->terms
                                    : file.proposed     ? &file.proposed->terms
                                                        : nullptr;
                auto const hash = proposed != nullptr ? hash_of(proposed->terms)
                                  : file.proposed     ? file.proposed->terms_hash
                                                      : digest{};
                auto const judged =
                    policy.judge(ask(from.who, name_of(what), file, about, hash, {}));
                how.to = file.at;
                workflow::step s{file, from.who, standing_of(from.who, file), judged, {}, given,
                                 hash, happened};
                if (table.take(how.to, what, s) != workflow::reply::taken) std::exit(1);
                how.sequence = file.version + 1;
                how.by = from.who.id;
                evolve_in_place(file, std::move(happened), how);
            }
            DoNotOptimize(file.version);
        });
    }
    return total / double(cases * path.size());
}

void tell(report& to, std::string const& name, std::string const& what, walked_disputes& all,
          std::size_t cases, std::size_t steps) {
    to.info(name + "_cases", what + ": cases", double(cases) / all.seconds, "/s");
    std::string detail;
    if (!all.steps.empty()) {
        char text[80];
        std::snprintf(text, sizeof text, "a step: median %.1f us, 99th percentile %.1f us",
                      quantile(all.steps, 0.5) / 1e3, quantile(all.steps, 0.99) / 1e3);
        detail = text;
        to.info(name + "_p50", what + ": median step", quantile(all.steps, 0.5) / 1e3, "us");
        to.info(name + "_p99", what + ": 99th percentile", quantile(all.steps, 0.99) / 1e3, "us");
    }
    to.info(name + "_steps", what + ": steps", double(cases * steps) / all.seconds, "/s");
}

/// Cases that are walked with a wait for the disk in each commit: fewer, since they take longer.
std::size_t with_waits(std::size_t cases, std::size_t batch) {
    return std::max<std::size_t>(1, cases / (batch == 1 ? 6 : 2));
}

#ifdef BENCH_POSTGRES
void measure_in_postgres(report& to, std::vector<path_step> const& path, std::size_t cases) {
    using testing::postgres_server;
    if (auto const why = postgres_server::why_absent(); !why.empty()) {
        std::fprintf(stderr, "SKIPPED: %s\n", why.c_str());
        return;
    }
    postgres_server const at({"shared_buffers=512MB", "max_wal_size=8GB"});
    for (std::size_t const batch : {1, 64}) {
        auto const schema = "dispute_" + std::to_string(batch);
        auto opened = postgres_store::open({.url = at.url(), .schema = schema});
        if (!opened) std::exit(1);
        auto const few = with_waits(cases, batch);
        auto durable = walk(**opened, path, few, batch);
        auto const name =
            batch == 1 ? "a commit a step in PostgreSQL" : "64 steps a commit in PostgreSQL";
        tell(to, batch == 1 ? "dispute_postgres" : "dispute_postgres_64", name, durable, few,
             path.size());
        auto const disk = at.sql("SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN "
                                 "pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '" +
                                 schema + "' AND c.relkind = 'r'");
        to.info(batch == 1 ? "dispute_postgres_bytes" : "dispute_postgres_64_bytes",
                "a case in tables and indexes", std::stod(disk) / double(few) / 1e3, "KB");
    }
}
#endif

} // namespace

void measure_complaint_dispute(report& to, options const& how) {
    auto const path = path_of_a_dispute();
    std::size_t content = 0;
    for (auto const& one : path) content += canonical::size(one.what);
    auto const cases = how.quick ? std::size_t{40} : std::size_t{300};

    to.info("dispute_shape", "complaint_dispute: steps a case", double(path.size()), "",
            std::to_string(positions) + " positions, " + std::to_string(content) +
                " bytes of content a case; published for the engine: 125 to 486 tasks/s");
    to.info("dispute_published", "on 8.7 to 34.8 processors, a replicated cluster: disk a case",
            174, "KB", "neither replication nor a network is in our figures");
    {
        memory_store warm;
        (void)walk(warm, path, 4, 1);
    }
    auto const bare = without_a_trail(path, cases);
    to.info("dispute_no_trail", "without a trail: steps", 1e9 / bare, "/s");

    auto kept = std::make_unique<memory_store>();
    auto in_memory = walk(*kept, path, cases, 1);
    tell(to, "dispute_memory", "in memory", in_memory, cases, path.size());
    std::uint64_t size = 0;
    (void)kept->scan(0, [&](stored_entry const& e) {
        size += e.bytes.size();
        return true;
    });
    to.info("dispute_case_bytes", "entries of a case", double(size) / double(cases), "bytes");

    for (std::size_t const batch : {1, 64}) {
        auto const folder = std::filesystem::current_path() / "amends_bench_dispute";
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        {
            auto opened = sqlite_store::open({.path = folder / "cases.db"});
            if (!opened) std::exit(1);
            auto store = std::move(*opened);
            auto const few = with_waits(cases, batch);
            auto durable = walk(*store, path, few, batch);
            auto const name =
                batch == 1 ? "a commit a step in SQLite" : "64 steps a commit in SQLite";
            tell(to, batch == 1 ? "dispute_sqlite" : "dispute_sqlite_64", name, durable, few,
                 path.size());
            store.reset();
            std::uintmax_t disk = 0;
            for (auto const& one : std::filesystem::directory_iterator(folder))
                disk += one.file_size();
            to.info(batch == 1 ? "dispute_sqlite_bytes" : "dispute_sqlite_64_bytes",
                    "a case on disk", double(disk) / double(few) / 1e3, "KB");
        }
        std::filesystem::remove_all(folder);
    }
#ifdef BENCH_POSTGRES
    measure_in_postgres(to, path, cases);
#endif
}

} // namespace bench
