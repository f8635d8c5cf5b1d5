// SPDX-License-Identifier: BSL-1.0
// A desk over many cases holds few of them, and looks through all of them without holding more.
#include "support/front_desk.hpp"
#include "support/passing_on.hpp"
#include "support/scarce_memory.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;
using amends::testing::bytes_in_use;

namespace {

constexpr int many = 6000;

case_id numbered(int n) { return case_id::trusted("case " + std::to_string(n)); }

/// Every third case has an owner.
void fill(memory_store& kept) {
    desk d(kept, house_rules(), {.cached_cases = 8});
    session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
    auto const ann = staff("ann", {"agent"});
    for (int n = 0; n < many; ++n) {
        REQUIRE(d.handle(customer, {numbered(n), {}, {}, a_problem()}).has_value());
        if (n % 3 == 0) REQUIRE(d.handle(ann, {numbered(n), {}, {}, a_take()}).has_value());
    }
}

} // namespace

TEST_CASE("a desk that remembers some cases takes memory for those and not for all it saw") {
    memory_store kept;
    fill(kept);
    auto const bob = staff("bob", {"agent"});
    auto const taken_by = [&](std::size_t cached) {
        auto const before = bytes_in_use();
        desk d(kept, house_rules(), {.cached_cases = cached});
        for (int n = 0; n < many; ++n) REQUIRE(d.possible(numbered(n), bob.who).has_value());
        return bytes_in_use() - before;
    };
    auto const few = taken_by(50), all = taken_by(many);
    INFO(few << " bytes for 50 cases, " << all << " for " << many);
    CHECK(few < 50 * 8192);
    CHECK(all > many * 512); // else the figures say nothing
    CHECK(all < many * 4096);
}

TEST_CASE("reading many cases after a large batch takes no memory for all of them") {
    memory_store kept;
    fill(kept);
    auto const bob = staff("bob", {"agent"});
    auto const before = bytes_in_use();
    desk d(kept, house_rules(), {.cached_cases = 50});
    {
        std::vector<submission> batch;
        for (int n = 0; n < 50; ++n) batch.push_back({&bob, {numbered(n), {}, {}, a_note()}, {}});
        for (auto const& said : d.handle(batch)) REQUIRE(said.has_value());
    }
    for (int n = 0; n < many; ++n) REQUIRE(d.file(numbered(n)).has_value());
    CHECK(bytes_in_use() - before < 100 * 8192); // with what the store took for the notes
}

TEST_CASE("looking through all cases takes no memory for all of them") {
    memory_store kept;
    fill(kept);
    auto const before = bytes_in_use();
    std::int64_t most = 0;
    int heads = 0, orphans = 0;
    auto const note = [&] { most = std::max(most, bytes_in_use() - before); };
    REQUIRE(kept.heads([&](case_head const& h) {
                    note();
                    ++heads;
                    return kept.head(h.on)->has_value(); // a visitor may ask
                })
                .has_value());
    CHECK(heads == many);
    CHECK(most < many * std::int64_t(sizeof(case_head)) / 2);

    most = 0;
    desk d(kept, house_rules(), {.cached_cases = 4});
    REQUIRE(d.orphans([&](case_id const&) {
                 note();
                 return ++orphans != 0;
             }).has_value());
    CHECK(orphans == many - many / 3);
    CHECK(most < many * std::int64_t(sizeof(case_head)) / 2);
}

TEST_CASE("looking for orphans does not push out the cases that are worked on") {
    struct counting final : amends::testing::passing_on {
        using passing_on::passing_on;
        int reads = 0;
        result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                          entry_visitor const& visit) override {
            ++reads;
            return real.read(on, from, to, visit);
        }
    };
    memory_store real;
    fill(real);
    counting kept(real);
    desk d(kept, house_rules(), {.cached_cases = 20});
    for (int n = 0; n < 20; ++n) REQUIRE(d.file(numbered(n)).has_value());
    REQUIRE(d.orphans([](case_id const&) { return true; }).has_value());

    kept.reads = 0;
    for (int n = 0; n < 20; ++n) REQUIRE(d.file(numbered(n)).has_value());
    CHECK(kept.reads <= 1); // the place that the looking itself needed
}
