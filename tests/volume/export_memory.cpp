// SPDX-License-Identifier: BSL-1.0
// amends_export_memory ENTRIES MORE_ENTRIES FOLDER: exports logs of both sizes in every format, each in
// a process of its own, and compares the most memory that each of them took. Status 1 where it grows.
// Tiles are written into FOLDER, which is taken away again.
#include "support/some_keys.hpp"
#include "volume/made_up_store.hpp"

#include <amends/audit/checkpoint.hpp>
#include <amends/audit/tree.hpp>
#include <amends/exchange/export.hpp>
#include <amends/exchange/tile_folder.hpp>
#include <amends/vocabulary/print.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace amends;

struct run {
    double seconds = 0;
    double peak_mib = 0;
};

// What the export of so many entries takes; `work` answers whether it succeeded.
template <class Work>
run in_a_process(Work work) {
    std::fflush(stdout);
    auto const began = std::chrono::steady_clock::now();
    auto const child = ::fork();
    if (child == 0) ::_exit(work() ? 0 : 1);
    int status = 0;
    rusage used{};
    if (child < 0 || ::wait4(child, &status, 0, &used) != child || status != 0) {
        std::fprintf(stderr, "expected an export that ends well, found status %d\n", status);
        std::exit(2);
    }
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - began;
    return {took.count(), static_cast<double>(used.ru_maxrss) / 1024};
}

bool export_all(std::uint64_t entries, export_format as, text_sink const& to) {
    testing::made_up_store kept(entries);
    auto const written = export_trails(kept, as, {}, to);
    if (!written) std::fprintf(stderr, "%s\n", written.error().message.c_str());
    return written && *written == entries;
}

void print(std::string_view name, std::uint64_t entries, run const& took) {
    std::printf("%-8s %10llu entries %8.1f s %9.0f entries/s %7.1f MiB at most\n", name.data(),
                static_cast<unsigned long long>(entries), took.seconds,
                static_cast<double>(entries) / took.seconds, took.peak_mib);
}

run export_in_a_process(std::uint64_t entries, export_format as) {
    auto const took = in_a_process([&] {
        std::uint64_t size = 0;
        auto const done = export_all(entries, as, [&](std::string_view piece) {
            size += piece.size();
            return true;
        });
        return done && size > entries;
    });
    print(name_of(as), entries, took);
    return took;
}

// Signed as it is: a notary's tiles beside the log would be memory of the store.
bool write_all_tiles(std::uint64_t entries, std::filesystem::path const& folder) {
    testing::made_up_store kept(entries);
    growing_tree tree;
    auto const read = kept.scan(0, [&](stored_entry const& e) {
        tree.add(e.hash);
        return true;
    });
    auto const note = sign_checkpoint(tree.head(), testing::key_of("example.org/log"));
    if (!read || !note) return false;
    auto const text = to_text(*note);
    if (!kept.keep_beside("checkpoint", std::as_bytes(std::span(text)))) return false;
    auto const written = write_tiles(kept, folder);
    if (!written) std::fprintf(stderr, "%s\n", written.error().message.c_str());
    return written && written->says.head.size == entries && written->files > entries / tile_width;
}

run tiles_in_a_process(std::uint64_t entries, std::filesystem::path const& folder) {
    auto const took = in_a_process([&] { return write_all_tiles(entries, folder); });
    std::filesystem::remove_all(folder);
    print("tiles", entries, took);
    return took;
}

bool has_grown(std::string_view name, run const& before, run const& after, double allowed) {
    auto const more = after.peak_mib - before.peak_mib;
    if (more <= allowed) return false;
    std::printf("%-8s expected at most %.0f MiB more, found %.1f\n", name.data(), allowed, more);
    return true;
}

// What may be kept at a time grows up to its bound: objects of OCEL, 41 bytes each, a quarter
// million of them and as many again before they are sorted, in a list that doubles.
double allowed_mib(export_format as) { return as == export_format::ocel ? 32 : 3; }

} // namespace

int main(int count, char** arguments) {
    auto const number = [&](int i) {
        return i < count ? std::strtoull(arguments[i], nullptr, 10) : 0;
    };
    auto const few = number(1), many = number(2);
    auto const block = testing::made_up_store::entries_a_block;
    if (count != 4 || few == 0 || few % block != 0 || many <= few || many % block != 0) {
        std::fprintf(stderr, "expected two numbers of entries, multiples of 10000, the smaller "
                             "first, and a folder that is not there\n");
        return 2;
    }
    std::filesystem::path const folder = arguments[3];
    if (std::filesystem::exists(folder)) {
        std::fprintf(stderr, "%s: expected no such folder yet, found one\n", arguments[3]);
        return 2;
    }
    bool grows = false;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<export_format>>([&](auto e) {
        auto const before = export_in_a_process(few, e.value);
        auto const after = export_in_a_process(many, e.value);
        grows |= has_grown(e.name, before, after, allowed_mib(e.value));
    });
    auto const few_tiles = tiles_in_a_process(few, folder);
    grows |= has_grown("tiles", few_tiles, tiles_in_a_process(many, folder), 3);
    // Whoever keeps everything is found out by the same measure.
    auto const kept = in_a_process([&] {
        std::string all;
        return export_all(few, export_format::jsonl, [&](std::string_view piece) {
            all += piece;
            return true;
        });
    });
    auto const passed_on = export_in_a_process(few, export_format::jsonl).peak_mib;
    if (kept.peak_mib - passed_on <= 48) {
        std::printf("expected to see an export that is kept in memory, found %.1f MiB more\n",
                    kept.peak_mib - passed_on);
        return 1;
    }
    return grows ? 1 : 0;
}
