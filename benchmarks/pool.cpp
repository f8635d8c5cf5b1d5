// SPDX-License-Identifier: BSL-1.0
// A pool of desks beside one desk that is handed the same commands in batches of the same size.
#include "disk_folder.hpp"
#include "figures.hpp"
#include "measure.hpp"
#include "workload.hpp"

#include <amends/store/sqlite.hpp>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>

namespace bench {
namespace {

using namespace amends;

constexpr std::size_t batch_max = 64;

/// Twelve commands a case, step by step over all cases: what many request threads hand in.
std::vector<submission> commands_of(std::vector<path_step> const& path, std::size_t cases) {
    std::vector<submission> all;
    std::uint64_t id = 0;
    for (auto const& one : path)
        for (std::size_t n = 0; n < cases; ++n)
            all.push_back(
                {&one.from,
                 {numbered<case_id>('c', n), numbered<command_id>('k', id++), {}, one.what},
                 std::nullopt});
    return all;
}

void check(std::vector<result<outcome>> const& answers) {
    for (auto const& said : answers)
        if (!said || std::holds_alternative<refused>(*said)) {
            std::fprintf(stderr, "expected every command to be accepted\n");
            std::exit(1);
        }
}

using fresh_store = std::function<std::unique_ptr<store>()>;

double by_one_desk(store& kept, std::vector<submission> all) {
    desk_options how;
    how.clock = ticking_clock();
    desk d(kept, policy_of_the_shop(), how);
    return wall_nanoseconds([&] {
        for (std::size_t at = 0; at < all.size(); at += batch_max)
            check(d.handle(std::span(all).subspan(at, std::min(batch_max, all.size() - at))));
    });
}

double by_a_pool(store& kept, std::vector<submission> all, unsigned desks) {
    pool_options how;
    how.desks = desks;
    how.batch_max = batch_max;
    how.each.clock = ticking_clock();
    desk_pool pool(kept, policy_of_the_shop(), how);
    return wall_nanoseconds([&] { check(pool.handle(all)); });
}

void measure(report& to, options const& how, std::string const& name, std::string const& where,
             std::size_t cases, fresh_store const& fresh) {
    auto const path = path_of_a_parcel(false);
    auto const all = commands_of(path, cases);
    auto const a_second = [&](double nanoseconds) {
        return double(all.size()) / nanoseconds * 1e9;
    };
    for (unsigned const desks : {1u, 2u, 4u}) {
        auto const d = interleaved(
            how.rounds(5), [&] { return by_a_pool(*fresh(), all, desks); },
            [&] { return by_one_desk(*fresh(), all); });
        char detail[80];
        std::snprintf(detail, sizeof detail, "%.0f and %.0f commands/s", a_second(d.ours),
                      a_second(d.rival));
        to.info("pool_" + name + "_" + std::to_string(desks),
                where + ": pool of " + std::to_string(desks) + " / one desk, commands a second",
                1 / d.ratio, "x", detail);
    }
}

} // namespace

void measure_pool(report& to, options const& how) {
    measure(to, how, "memory", "in memory", how.quick ? 500 : 3000,
            [] { return std::make_unique<memory_store>(); });
    disk_folder const folder("amends_bench_pool");
    int files = 0;
    measure(to, how, "sqlite", "in SQLite", how.quick ? 100 : 500, [&]() -> std::unique_ptr<store> {
        auto opened = sqlite_store::open({.path = folder / (std::to_string(++files) + ".db")});
        if (!opened) std::exit(1);
        return std::move(*opened);
    });
}

} // namespace bench
