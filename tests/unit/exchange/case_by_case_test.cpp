// SPDX-License-Identifier: BSL-1.0
// Cases out of one scan: each whole and in order, and no more in memory than was said.
#include "exchange/case_by_case.hpp"

#include "support/raw_log.hpp"

#include <amends/store/memory.hpp>

using namespace amends;
using namespace amends::testing;

namespace {

case_id numbered(std::size_t n) { return case_id::trusted("case " + std::to_string(n)); }

/// So many cases side by side, one entry of each in turn, each entry of this many bytes.
void append_side_by_side(store& to, std::size_t cases, std::uint64_t entries, std::size_t size) {
    sha256 hasher;
    for (std::uint64_t sequence = 1; sequence <= entries; ++sequence)
        for (std::size_t n = 0; n < cases; ++n) {
            std::string const text(size, static_cast<char>('a' + sequence % 26));
            new_entry e;
            e.on = numbered(n);
            e.sequence = sequence;
            e.bytes = std::as_bytes(std::span(text));
            e.hash = hasher.of_leaf(e.bytes);
            REQUIRE(to.append(std::array{e}).has_value());
        }
}

/// Reads every case, in the order of their first entries; how many bytes the scans came past before
/// each case was handed over, less what had been handed over by then.
std::size_t most_that_waited(store& kept, std::size_t cases, std::uint64_t entries) {
    struct counting final : passing_on {
        using passing_on::passing_on;
        std::size_t scanned = 0;
        result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
            return real.scan(from, [&](stored_entry const& e) {
                scanned += e.bytes.size();
                return visit(e);
            });
        }
    } counted(kept);
    detail::case_by_case reading(counted);
    std::size_t handed_over = 0, most = 0;
    for (std::size_t n = 0; n < cases; ++n) {
        std::uint64_t sequence = 0;
        auto const read = reading.read(*kept.head(numbered(n)).value(), [&](stored_entry const& e) {
            if (counted.scanned > handed_over) most = std::max(most, counted.scanned - handed_over);
            handed_over += e.bytes.size();
            CHECK(e.on == numbered(n));
            CHECK(e.sequence == ++sequence);
            CHECK(e.bytes.front() == std::byte('a' + sequence % 26));
            return true;
        });
        REQUIRE(read.has_value());
        CHECK(sequence == entries);
    }
    return most;
}

} // namespace

TEST_CASE("cases side by side come whole and in order out of one scan") {
    memory_store kept;
    append_side_by_side(kept, 30, 300, 40); // more entries than are read at once
    CHECK(most_that_waited(kept, 30, 300) == 30u * 300u * 40u);
}

TEST_CASE("long entries of cases that lie side by side do not wait beyond the bound") {
    memory_store kept;
    append_side_by_side(kept, 20, 8, 500'000);
    auto const most = most_that_waited(kept, 20, 8);
    CHECK(most > (std::size_t{20} << 20));
    CHECK(most < (std::size_t{25} << 20));
}
