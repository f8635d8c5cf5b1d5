// SPDX-License-Identifier: BSL-1.0
// A whole command in memory against nothing but the SHA-256 of the bytes that it hashes.
#include "figures.hpp"
#include "measure.hpp"
#include "sha.hpp"
#include "workload.hpp"

#include <amends/casefile/codec.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>

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
        if (auto const* p = std::get_if<propose>(&path[i].what)) add(canonical::encode(p->terms), false);
        (void)d.handle(path[i].from, {numbered<case_id>('c', 1), numbered<command_id>('k', i), {},
                                      path[i].what});
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

    static desk_options options() {
        desk_options how;
        how.clock = ticking_clock();
        return how;
    }
    explicit running(std::vector<path_step> const& walked)
        : counter(kept, policy_of_the_shop(), options()), path(walked) {}

    struct turn {
        double nanoseconds_a_command = 0;
        double allocations_a_command = 0;
    };

    /// Walks `cases` new cases side by side; `batch` commands a commit. Building the commands is the
    /// caller's business and is not measured.
    turn walk(std::size_t how_many, std::size_t batch) {
        std::vector<submission> all;
        all.reserve(how_many * path.size());
        for (auto const& one : path)
            for (std::size_t i = 0; i < how_many; ++i)
                all.push_back({&one.from,
                               {numbered<case_id>('c', cases + i),
                                numbered<command_id>('k', commands++), {}, one.what},
                               std::nullopt});
        cases += how_many;
        auto const before = allocated().count;
        bool wrong = false;
        auto const took = nanoseconds([&] {
            if (batch == 1) {
                for (auto& one : all) wrong |= !counter.handle(*one.from, std::move(one.what));
            } else {
                for (std::size_t i = 0; i < all.size(); i += batch) {
                    auto const some = std::span(all).subspan(i, std::min(batch, all.size() - i));
                    for (auto const& answer : counter.handle(some)) wrong |= !answer;
                }
            }
        });
        if (wrong) {
            std::fprintf(stderr, "expected every command to be answered, found an error\n");
            std::exit(1);
        }
        auto const n = double(all.size());
        return {took / n, double(allocated().count - before) / n};
    }
};

} // namespace

void measure_command(report& to, options const& how) {
    auto const accepted_path = path_of_a_parcel(false);
    auto const with_refusals = path_of_a_parcel(true);
    constexpr std::size_t cases = 256;
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
        std::snprintf(text, sizeof text,
                      "%.0f ns a command, SHA-256 alone %.0f ns; %.2f allocations, %zu bytes an entry",
                      d.ours, d.rival, allocations, all.entry_bytes / path.size());
        if (is_bar) to.bar(name, what, d.ratio, "x", wanted::at_most, 2.0, text);
        else to.info(name, what, d.ratio, "x", text);
    };
    one("command_vs_sha256", "a command in memory / its SHA-256 alone", accepted_path, 1, true);
    one("batch_vs_sha256", "64 commands a commit / their SHA-256 alone", accepted_path, 64, true);
    one("command_with_refusals_vs_sha256", "the path with three refusals / its SHA-256 alone",
        with_refusals, 1, false);
}

} // namespace bench
