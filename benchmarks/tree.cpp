// SPDX-License-Identifier: BSL-1.0
// The tree over a log: growing it, verifying with it, proofs from kept tiles, signing checkpoints.
#include "figures.hpp"
#include "measure.hpp"
#include "sha.hpp"
#include "trails.hpp"

#include <amends/store/notary.hpp>
#include <amends/store/verify_log.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace bench {

using namespace amends;

namespace {

[[noreturn]] void stop(std::string const& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

/// Hashes and nothing else: those of the entries, and of the nodes that a tree over them has.
void bare_hashes(store& kept) {
    bare_sha256 bare;
    std::byte both[65]{std::byte{1}};
    std::uint64_t leaves = 0;
    (void)kept.scan(0, [&](stored_entry const& e) {
        bare.of(e.bytes, true);
        DoNotOptimize(bare.last()[0]);
        // A tree over n entries has n - 1 nodes: one an entry, but for the first.
        if (leaves++ != 0) bare.of(both, false);
        DoNotOptimize(bare.last()[0]);
        return true;
    });
}

void measure_verifying(report& to, options const& how) {
    auto const kept = walked(256, true);
    std::uint64_t entries = 0, size = 0;
    auto const d = interleaved(
        how.rounds(41),
        [&] {
            return nanoseconds([&] {
                auto const found = verify_log(*kept);
                if (!found || found->first) stop("expected a sound log, found damage");
                entries = found->entries;
                size = found->bytes;
            });
        },
        [&] { return nanoseconds([&] { bare_hashes(*kept); }); });
    char text[120];
    std::snprintf(text, sizeof text, "%.0f ns an entry, its hashes %.0f ns; entries of %.0f bytes",
                  d.ours / double(entries), d.rival / double(entries),
                  double(size) / double(entries));
    to.bar("verify_log_vs_sha256", "verifying a store with its tree / SHA-256 of entries and nodes",
           1 / d.ratio, "x", wanted::at_least, 0.7, text);
}

void measure_growing(report& to, options const& how) {
    constexpr std::size_t leaves = 100'000;
    std::vector<digest> all(leaves);
    for (std::size_t i = 0; i < leaves; ++i) all[i] = sha256_of(std::to_string(i));
    auto const d = interleaved(
        how.rounds(21),
        [&] {
            return nanoseconds([&] {
                growing_tree tree;
                for (auto const& leaf : all) tree.add(leaf);
                DoNotOptimize(tree.root());
            });
        },
        [&] {
            return nanoseconds([&] {
                bare_sha256 bare;
                std::byte both[65]{std::byte{1}};
                for (std::size_t i = 1; i < leaves; ++i) {
                    bare.of(both, false);
                    DoNotOptimize(bare.last()[0]);
                }
            });
        });
    char text[80];
    std::snprintf(text, sizeof text, "%.0f ns an entry, SHA-256 of its node %.0f ns",
                  d.ours / leaves, d.rival / leaves);
    to.info("tree_vs_sha256", "growing a tree / SHA-256 of its nodes", d.ratio, "x", text);
}

/// A log of short entries that are none of a desk's, for what looks at hashes alone.
std::unique_ptr<memory_store> long_log(std::size_t entries) {
    auto kept = std::make_unique<memory_store>();
    sha256 hasher;
    for (std::size_t begins = 0; begins < entries; begins += 1000) {
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < 1000; ++i) texts.push_back(std::to_string(begins + i));
        std::vector<new_entry> some;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            new_entry e{.on = "41", .sequence = begins + i + 1};
            e.bytes = std::as_bytes(std::span(texts[i]));
            e.hash = hasher.of_leaf(e.bytes);
            some.push_back(e);
        }
        if (auto added = kept->append(some); !added) stop(added.error().message);
    }
    return kept;
}

void measure_proving(report& to, options const& how) {
    constexpr std::uint64_t entries = 300'000;
    auto const kept = long_log(entries);
    log_tree grown(*kept);
    auto const growing = nanoseconds([&] {
        if (auto head = grown.grow(); !head) stop(head.error().message);
    });
    to.info("grow_from_log", "growing a tree from a log in memory", double(entries) * 1e3 / growing,
            "M/s", "hashes made anew from the bytes");

    std::uint64_t at = 0;
    auto const cold = median_of(how.rounds(101), [&] {
        at = (at + 104'729) % entries;
        log_tree tree(*kept);
        return nanoseconds([&] {
            auto const proof = tree.prove_inclusion(at, entries);
            if (!proof) stop(proof.error().message);
            DoNotOptimize(proof->front());
        });
    });
    char text[100];
    std::snprintf(text, sizeof text, "of %.1f million, from tiles that were not read before",
                  double(entries) / 1e6);
    to.info("prove_entry", "an inclusion proof", cold / 1e3, "us", text);
}

void measure_signing(report& to, options const& how) {
    std::array<std::byte, 32> const seed{std::byte{1}};
    auto const key = signing_key::make("example.org/log", seed);
    if (!key) stop(key.error().message);
    std::vector<verifying_key> const known{key->verifier()};
    tree_head const head{300'000, sha256_of("root")};
    auto note = sign_checkpoint(head, *key);
    if (!note) stop(note.error().message);
    auto const signing = median_of(how.rounds(101), [&] {
        return nanoseconds([&] { DoNotOptimize(sign_checkpoint(head, *key)); });
    });
    auto const opening = median_of(how.rounds(101), [&] {
        return nanoseconds([&] { DoNotOptimize(open_checkpoint(*note, known)); });
    });
    char text[60];
    std::snprintf(text, sizeof text, "%.0f us to check one", opening / 1e3);
    to.info("sign_checkpoint", "signing a checkpoint", signing / 1e3, "us", text);
}

} // namespace

void measure_tree(report& to, options const& how) {
    measure_verifying(to, how);
    measure_growing(to, how);
    measure_proving(to, how);
    measure_signing(to, how);
}

} // namespace bench
