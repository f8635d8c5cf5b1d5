// SPDX-License-Identifier: BSL-1.0
// Random cases with sealed texts: what is live is what is folded, before and after erasures.
#include "support/random_cases.hpp"
#include "support/repeat_with.hpp"
#include "support/sealed_desk.hpp"

#include <amends/casefile/codec.hpp>
#include <amends/casefile/evolve.hpp>
#include <amends/store/verify_texts.hpp>

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

any_policy rules_of_retention() {
    return all_of(
        house_limits(2), separation_of_duties{},
        retention({.erased_by = {"agent", "manager"}, .held_by = {"agent"}, .periods = {}}));
}

/// One house with one case, and everything that was ever said in it.
struct house {
    memory_store kept;
    memory_keys keys{seed()};
    desk at;

    explicit house(desk_options how = {})
        : at(kept, rules_of_retention(), options(std::move(how))) {}

    desk_options options(desk_options how = {}) {
        how.keys = &keys;
        return at_given_times(std::move(how));
    }
    desk another() { return {kept, rules_of_retention(), options()}; }
    std::optional<case_file> file() {
        if (auto known = at.file("case 0")) return *known;
        return std::nullopt;
    }
};

case_file folded(std::vector<entry> const& trail, position initial) {
    case_file file;
    file.id = trail.front().on;
    file.at = initial;
    for (auto const& e : trail) file = evolve(std::move(file), e.what, e.how);
    return file;
}

/// Whether what is sealed is what the entries commit to; how much of it was erased.
std::uint64_t erased_entries(house& h) {
    text_verifier verifier(&h.keys);
    REQUIRE(h.kept
                .scan(0,
                      [&](stored_entry const& e) {
                          auto const found = verifier.check(e);
                          REQUIRE(found.has_value());
                          INFO((*found ? (*found)->message : "sound"));
                          REQUIRE_FALSE(found->has_value());
                          return true;
                      })
                .has_value());
    REQUIRE(verifier.sealed() == 0);
    return verifier.erased();
}

} // namespace

TEST_CASE("a sealed case folded from its trail is the live one, through erasures and holds") {
    INFO(repeat_with());
    auto const pia = staff("ann", {"agent"});
    int erasures = 0, refusals = 0;
    std::uint64_t gone = 0;
    for (std::uint64_t n = 0; n < 400; ++n) {
        INFO("case " << n);
        desk_options how;
        how.snapshot_every = n % 3;
        house h(std::move(how));
        random_cases maker(seed() + n, 1);
        auto const file_of = [&](case_id const&) { return h.file(); };
        for (int k = 0; k < 40; ++k) {
            auto const w = maker.next(file_of);
            (void)hand_in(h.at, w);
            if (!h.file() || !maker.values().once_in(6)) continue;
            if (maker.values().once_in(4)) {
                auto const hold = maker.values().once_in(2);
                (void)h.at.handle(
                    pia, {"case 0",
                          {},
                          {},
                          hold ? command_content(a_hold()) : command_content(a_release())});
                continue;
            }
            auto const done = h.at.erase(pia, an_erasure());
            INFO((done ? "" : done.error().message));
            REQUIRE(done.has_value());
            done->erased ? ++erasures : ++refusals;
            auto const now = h.file();
            if (done->erased) REQUIRE(canonical::size_of_texts(*now) == 0);
            REQUIRE(*h.another().file("case 0") == *now);
        }
        auto const live = h.file();
        if (!live) continue;
        auto const trail = h.at.trail("case 0");
        REQUIRE(trail.has_value());
        REQUIRE(folded(*trail, h.at.table().initial()) == *live);
        REQUIRE(*h.another().trail("case 0") == *trail);
        REQUIRE(*h.another().file("case 0") == *live);
        REQUIRE(soundness(h.kept) == "sound");
        auto const erased = erased_entries(h);
        gone += erased;
        REQUIRE(erased == (live->erased ? live->erased->through : 0));
    }
    CAPTURE(erasures, refusals, gone);
    CHECK(erasures > 50);
    CHECK(refusals > 200);
    CHECK(gone > 500);
}

TEST_CASE("every fact of every kind is the same after it was sealed and opened") {
    INFO(repeat_with());
    random_values random(seed());
    memory_keys keys(1);
    sealer seals;
    text_opener opens(&keys);
    std::vector<std::size_t> with_words(std::variant_size_v<fact>);
    for (int i = 0; i < 20'000; ++i) {
        entry e;
        e.on = case_id::trusted("case " + std::to_string(i % 7));
        e.how = random.make<circumstances>();
        e.who.id = e.how.by;
        e.who.on_behalf_of = e.how.on_behalf_of;
        e.what = random.make<fact>();
        auto const key = *keys.key_for(customer_id::trusted(std::to_string(i % 5)));
        sealed_place const at{e.on, e.how.sequence};
        bytes texts, sealed, written;
        canonical::append_texts(texts, e.what);
        e.commitment = seals.commitment(seals.salt_of(key, at), texts);
        seals.seal(key, at, *e.commitment, texts, sealed);
        encode(e, written);

        auto read = decode_entry(written);
        REQUIRE(read.has_value());
        REQUIRE(read->texts == texts_are::sealed);
        REQUIRE(canonical::size_of_texts(read->what) == 0);
        REQUIRE(opens.open(*read, sealed).has_value());
        REQUIRE(read->what == e.what);
        bytes again;
        encode(*read, again);
        REQUIRE(again == written);
        if (canonical::size_of_texts(e.what) != 0) ++with_words[e.what.index()];
    }
    // Facts without a text at all: whose words are ids, numbers and labels.
    auto const silent = std::count(with_words.begin(), with_words.end(), 0u);
    CHECK(silent == 3); // solution_agreed, personal_data_erased, lifecycle_changed
}
