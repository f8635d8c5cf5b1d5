// SPDX-License-Identifier: BSL-1.0
// A whole command in memory against nothing but the SHA-256 of the bytes that it hashes.
#include "figures.hpp"
#include "measure.hpp"
#include "sha.hpp"
#include "workload.hpp"

#include <amends/casefile/codec.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace bench {
namespace {

using namespace amends;

/// The bytes that one path hashes: contents, entries, terms.
struct hashed {
    struct piece {
        bytes what;
        bool leaf = false;
    };
    std::vector<piece> pieces;
    std::size_t size = 0;
    std::size_t entry_bytes = 0;
};

hashed hashed_by(std::vector<path_step> const& path) {
    hashed all;
    memory_store kept;
    desk_options how;
    how.clock = ticking_clock();
    desk d(kept, policy_of_the_shop(), how);
    auto const add = [&](bytes some, bool leaf) {
        all.size += some.size();
        all.pieces.push_back({std::move(some), leaf});
    };
    for (std::size_t i = 0; i < path.size(); ++i) {
        bytes content;
        canonical::append(content, path[i].what);
        add(std::move(content), false);
        if (auto const* p = std::get_if<propose>(&path[i].what))
            add(canonical::encode(p->terms), false);
        (void)d.handle(path[i].from,
                       {numbered<case_id>('c', 1), numbered<command_id>('k', i), {}, path[i].what});
    }
    (void)kept.scan(0, [&](stored_entry const& e) {
        add(bytes(e.bytes.begin(), e.bytes.end()), true);
        all.entry_bytes += e.bytes.size();
        return true;
    });
    return all;
}

double hash_alone(hashed const& all, std::size_t times, std::size_t commands) {
    static bare_sha256 bare;
    auto const took = nanoseconds([&] {
        for (std::size_t i = 0; i < times; ++i)
            for (auto const& piece : all.pieces) {
                bare.of(piece.what, piece.leaf);
                DoNotOptimize(bare.last()[0]);
            }
    });
    return took / double(commands);
}

/// A desk over a store in memory that has run before: the cache and the buffers are warm.
struct running {
    memory_store kept;
    desk counter;
    std::vector<path_step> const& path;
    std::uint64_t cases = 0;
    std::uint64_t commands = 0;

    static desk_options options(key_store* keys) {
        desk_options how;
        how.clock = ticking_clock();
        how.keys = keys;
        return how;
    }
    explicit running(std::vector<path_step> const& walked, bool sealed = false)
        : counter(kept, policy_of_the_shop(), options(sealed ? kept.keys() : nullptr)),
          path(walked) {}

    struct turn {
        double nanoseconds_a_command = 0;
        double allocations_a_command = 0;
    };

    /// Walks `how_many` new cases side by side; `batch` commands a commit. Each step's commands are
    /// made just before they are handled, as a caller makes them; making them is not measured.
    turn walk(std::size_t how_many, std::size_t batch) {
        std::vector<submission> some;
        some.reserve(how_many);
        std::size_t allocations = 0;
        double took = 0;
        bool wrong = false;
        for (auto const& step : path) {
            some.clear();
            for (std::size_t i = 0; i < how_many; ++i)
                some.push_back({&step.from,
                                {numbered<case_id>('c', cases + i),
                                 numbered<command_id>('k', commands++),
                                 {},
                                 step.what},
                                std::nullopt});
            auto const before = allocated().count;
            took += nanoseconds([&] {
                if (batch == 1) {
                    for (auto& one : some) wrong |= !counter.handle(*one.from, std::move(one.what));
                } else {
                    for (std::size_t i = 0; i < some.size(); i += batch) {
                        auto const part =
                            std::span(some).subspan(i, std::min(batch, some.size() - i));
                        for (auto const& answer : counter.handle(part)) wrong |= !answer;
                    }
                }
            });
            allocations += allocated().count - before;
        }
        cases += how_many;
        if (wrong) {
            std::fprintf(stderr, "expected every command to be answered, found an error\n");
            std::exit(1);
        }
        auto const n = double(how_many * path.size());
        return {took / n, double(allocations) / n};
    }
};

/// Has the allocator own memory that was touched before, and keep it. A page that is touched for the
/// first time costs what the system takes for a fault, on some virtual machines several microseconds:
/// whoever was measured first would pay for all.
void touch_memory() {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    constexpr std::size_t enough = std::size_t{128} << 20;
    auto* const some = std::malloc(enough);
    if (some != nullptr) std::memset(some, 1, enough);
    DoNotOptimize(some);
    std::free(some);
#endif
}

} // namespace

void measure_command(report& to, options const& how) {
    touch_memory();
    auto const accepted_path = path_of_a_parcel(false);
    auto const with_refusals = path_of_a_parcel(true);
    constexpr std::size_t cases = 64;
    auto const rounds = how.rounds(41);

    auto const one = [&](char const* name, char const* what, std::vector<path_step> const& path,
                         std::size_t batch, bool is_bar) {
        auto const all = hashed_by(path);
        // The first round warms the cache; few enough rounds that the store stays in memory.
        auto warm = std::make_unique<running>(path);
        double allocations = 0;
        auto const d = interleaved(
            rounds,
            [&] {
                auto const t = warm->walk(cases, batch);
                allocations = t.allocations_a_command;
                return t.nanoseconds_a_command;
            },
            [&] { return hash_alone(all, cases, cases * path.size()); });
        char text[160];
        std::snprintf(
            text, sizeof text,
            "%.0f ns a command, SHA-256 alone %.0f ns; %.2f allocations, %zu bytes an entry",
            d.ours, d.rival, allocations, all.entry_bytes / path.size());
        if (is_bar) to.bar(name, what, d.ratio, "x", wanted::at_most, 2.0, text);
        else to.info(name, what, d.ratio, "x", text);
    };
    one("command_vs_sha256", "a command in memory / its SHA-256 alone", accepted_path, 1, true);
    one("batch_vs_sha256", "64 commands a commit / their SHA-256 alone", accepted_path, 64, true);
    one("command_with_refusals_vs_sha256", "the path with three refusals / its SHA-256 alone",
        with_refusals, 1, false);

    // What sealing adds: the same path with and without keys, in short turns.
    auto open = std::make_unique<running>(accepted_path);
    auto sealed = std::make_unique<running>(accepted_path, true);
    double allocations = 0;
    auto const d = interleaved(
        rounds,
        [&] {
            auto const t = sealed->walk(cases, 1);
            allocations = t.allocations_a_command;
            return t.nanoseconds_a_command;
        },
        [&] { return open->walk(cases, 1).nanoseconds_a_command; });
    char text[160];
    std::snprintf(text, sizeof text,
                  "%.0f ns a command, %.0f ns without keys: %.0f ns more; %.2f allocations", d.ours,
                  d.rival, d.ours - d.rival, allocations);
    to.info("sealed_command_vs_open", "a command with sealed texts / the same without keys",
            d.ratio, "x", text);
}

} // namespace bench
