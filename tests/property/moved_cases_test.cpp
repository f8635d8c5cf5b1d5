// SPDX-License-Identifier: BSL-1.0
// Random cases that move between lifecycles: what is live is what is folded, wherever they are.
#include "property/comes_back.hpp"
#include "support/changed_lifecycle.hpp"
#include "support/random_cases.hpp"
#include "support/repeat_with.hpp"
#include "support/sealed_desk.hpp"

#include <amends/authority/migrators.hpp>
#include <amends/casefile/evolve.hpp>
#include <amends/desk/trial.hpp>

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;
using namespace amends::testing;

namespace {

any_policy rules_of_migrators() {
    return all_of(house_limits(2), separation_of_duties{}, migrators({"manager"}));
}

/// Two desks of two lifecycles over one store, and which of them has which case.
struct two_houses {
    memory_store kept;
    instant now{};
    changed_lifecycle const other{standard_lifecycle(), "a later release"};
    desk desks[2];
    std::map<case_id, std::size_t> has;

    explicit two_houses(desk_options const& how)
        : desks{{kept, rules_of_migrators(), under(standard_lifecycle(), how)},
                {kept, rules_of_migrators(), under(other, how)}} {}

    desk_options under(lifecycle const& table, desk_options how) {
        how.table = &table;
        how.clock = [this] { return now; };
        return at_given_times(std::move(how));
    }
    /// A desk that remembers nothing.
    desk fresh(std::size_t which) {
        return {kept, rules_of_migrators(), under(which == 0 ? standard_lifecycle() : other, {})};
    }
    std::optional<case_file> file(case_id const& on) {
        auto const known = desks[has[on]].file(on);
        return known ? std::optional(*known) : std::nullopt;
    }
};

case_file folded(std::vector<entry> const& trail) {
    case_file file;
    file.id = trail.front().on;
    file.at = standard_lifecycle().initial();
    for (auto const& e : trail) file = evolve(std::move(file), e.what, e.how);
    return file;
}

} // namespace

TEST_CASE("a case that moved between lifecycles, folded from its trail, is the live one") {
    INFO(repeat_with());
    auto const mover = staff("moe", {"manager"});
    std::uint64_t moves = 0, mismatches = 0;
    for (std::uint64_t n = 0; n < 60; ++n) {
        INFO("round " << n);
        desk_options how;
        how.snapshot_every = n % 4;
        how.cached_cases = n % 2 == 0 ? 1 : 100;
        two_houses h(how);
        random_cases maker(seed() + n, 3);
        for (int k = 0; k < 120; ++k) {
            auto const w = maker.next([&](case_id const& on) { return h.file(on); });
            auto const& on = w.what.on;
            h.now = w.at;
            (void)hand_in(h.desks[h.has[on]], w);
            auto const before = h.file(on);
            if (!before || !maker.values().once_in(5)) continue;

            auto const there = 1 - h.has[on];
            auto& to = h.desks[there];
            auto const foreseen = to.would_migrate(mover, on, {});
            REQUIRE(*h.file(on) == *before);
            auto const move = to.migrate(mover, on, {});
            REQUIRE(move.has_value());
            REQUIRE(*foreseen == *move);
            REQUIRE_FALSE(move->why_not.has_value());
            h.has[on] = there;
            ++moves;
            // Nothing but the version is another, and the desk that it left refuses it.
            auto expected = *before;
            expected.version += 1;
            expected.last_entry_at = std::max(h.now, before->last_entry_at);
            REQUIRE(*h.file(on) == expected);
            auto const gone = h.desks[1 - there].file(on);
            REQUIRE(gone.error().code == errc::lifecycle_mismatch);
            ++mismatches;
        }
        for (auto const& [on, where] : h.has) {
            auto const live = h.file(on);
            if (!live) continue;
            auto const trail = h.desks[where].trail(on);
            REQUIRE(trail.has_value());
            REQUIRE(folded(*trail) == *live);
            REQUIRE(*h.fresh(where).file(on) == *live);
        }
        REQUIRE(soundness(h.kept) == "sound");
        if (n % 10 != 0) continue;
        comes_back(h.kept, export_format::jsonl);
        comes_back(h.kept, export_format::archive);
        // The same policy says the same of every decision, under whichever lifecycle it was.
        auto const again = try_out(h.kept, rules_of_migrators(), standard_lifecycle());
        REQUIRE(again.has_value());
        CHECK(again->different == 0);
        CHECK(again->decisions > 0);
    }
    CAPTURE(moves, mismatches);
    CHECK(moves > 500);
}
