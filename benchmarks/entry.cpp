// SPDX-License-Identifier: BSL-1.0
// Encoding and decoding an entry against copying the same fields by hand.
#include "entry_by_hand.hpp"
#include "figures.hpp"
#include "measure.hpp"
#include "trails.hpp"

#include <cstdio>
#include <cstdlib>

namespace bench {

using namespace amends;

void measure_entry(report& to, options const& how) {
    auto const kept = walked(8, false);
    auto const all = entries_of(*kept);
    std::vector<bytes> encoded;
    bytes room(std::size_t{1} << 16);
    for (auto const& e : all) {
        auto& own = encoded.emplace_back();
        encode(e, own);
        auto* const end = write_by_hand(e, room.data());
        entry back, by_hand;
        if (!std::equal(own.begin(), own.end(), room.data(), end) || !decode_entry(own, back) ||
            (read_by_hand(own.data(), by_hand), !(back == by_hand)) || !(back == e)) {
            std::fprintf(stderr, "expected the rival to write and read the same entry\n");
            std::exit(1);
        }
    }
    auto const rounds = how.rounds(41);
    constexpr int times = 40;
    auto const of_one = [n = double(times) * double(all.size())](auto&& work) {
        return nanoseconds(work) / n;
    };
    auto const text = [](duel const& d) {
        char out[80];
        std::snprintf(out, sizeof out, "%.0f ns an entry, by hand %.0f ns", d.ours, d.rival);
        return std::string(out);
    };

    bytes buffer;
    auto const writing = interleaved(
        rounds,
        [&] {
            return of_one([&] {
                for (int i = 0; i < times; ++i)
                    for (auto const& e : all) {
                        buffer.clear();
                        encode(e, buffer);
                        DoNotOptimize(buffer.data());
                    }
            });
        },
        [&] {
            return of_one([&] {
                for (int i = 0; i < times; ++i)
                    for (auto const& e : all) DoNotOptimize(write_by_hand(e, room.data()));
            });
        });
    to.bar("encode_vs_copy", "encode an entry / copying its fields by hand", writing.ratio, "x",
           wanted::at_most, 2.0, text(writing));

    entry into;
    auto const reading = interleaved(
        rounds,
        [&] {
            return of_one([&] {
                for (int i = 0; i < times; ++i)
                    for (auto const& e : encoded) DoNotOptimize(bool(decode_entry(e, into)));
            });
        },
        [&] {
            return of_one([&] {
                for (int i = 0; i < times; ++i)
                    for (auto const& e : encoded) {
                        read_by_hand(e.data(), into);
                        DoNotOptimize(into.how.sequence);
                    }
            });
        });
    to.bar("decode_vs_copy", "decode an entry / copying its fields by hand", reading.ratio, "x",
           wanted::at_most, 2.0, text(reading));
}

} // namespace bench
