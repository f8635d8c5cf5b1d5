// SPDX-License-Identifier: BSL-1.0
// A desk with keys: what it seals, what it opens again, and what it does when a key is not there.
#include <amends/vocabulary/texts.hpp>

#include "support/passing_keys.hpp"
#include "support/passing_on.hpp"
#include "support/sealed_desk.hpp"

#include "catch.hpp"

#include <map>

using namespace amends;
using namespace amends::cases;
using Catch::Matchers::ContainsSubstring;

namespace {

/// Keys that fail, or get lost.
struct unreliable final : key_store {
    memory_keys real{1};
    bool fail = false, forgotten = false, busy = false;

    result<subject_key> key_for(customer_id const& whose) override {
        if (fail) return mismatch(errc::store_failed, "a key", "a broken safe");
        return real.key_for(whose);
    }
    result<kept_key> find(std::uint64_t id) override {
        if (fail) return mismatch(errc::store_failed, "a key", "a broken safe");
        return forgotten ? kept_key{} : real.find(id);
    }
    result<std::vector<kept_key>> keys_of(customer_id const& whose) override {
        return real.keys_of(whose);
    }
    result<void> retire(customer_id const& whose) override { return real.retire(whose); }
    result<void> destroy(std::span<std::uint64_t const> ids) override {
        if (busy) return mismatch(errc::store_busy, "a store of one's own", "a reader");
        return real.destroy(ids);
    }
    result<void> adopt(customer_id const& whose, kept_key const& from) override {
        return real.adopt(whose, from);
    }
};

desk_options with(key_store& keys, desk_options how = {}) {
    how.keys = &keys;
    return how;
}

std::vector<bytes> whole_log(store& kept) {
    std::vector<bytes> all;
    REQUIRE(kept.scan(0,
                      [&](stored_entry const& e) {
                          for (auto const some : {e.bytes, e.sealed})
                              all.emplace_back(some.begin(), some.end());
                          return true;
                      })
                .has_value());
    return all;
}

} // namespace

TEST_CASE("no text stands in the clear, and every label does") {
    sealed_desk d;
    d.until_closed();
    d.refusal(d.bob, a_close());
    auto const kept = everything_in(d.kept);
    for (auto const* text : {"the parcel on Monday", "nothing came", "no present for the birthday",
                             "the courier lost it", "the customer is content after a week"}) {
        INFO(text);
        CHECK_THAT(kept, !ContainsSubstring(text));
    }
    for (auto const* name : {"delivery", "telephone", "late parcel", "refund", "c1", "ann"}) {
        INFO(name);
        CHECK_THAT(kept, ContainsSubstring(name));
    }
    CHECK(soundness(d.kept) == "sound");
}

TEST_CASE("the desk shows what was sealed as it was given") {
    front_desk open;
    sealed_desk sealed;
    for (auto* d : {&open, static_cast<front_desk*>(&sealed)}) {
        d->until_closed();
        d->record(d->robot, a_note());
    }
    auto in_clear = open.trail(), opened = sealed.trail();
    REQUIRE(in_clear.size() == opened.size());
    for (std::size_t i = 0; i < opened.size(); ++i) {
        CHECK(opened[i].what == in_clear[i].what);
        CHECK(opened[i].texts == texts_are::opened);
        CHECK(in_clear[i].texts == texts_are::in_the_entry);
        CHECK(opened[i].commitment.has_value());
        CHECK(opened[i].command_digest != in_clear[i].command_digest);
    }
    CHECK(sealed.file() == open.file());
    // A desk that reads it all anew sees the same.
    CHECK(*sealed.another().file("41") == sealed.file());
}

TEST_CASE("the same commands under the same keys give the same bytes, whatever the batches") {
    std::vector<std::vector<bytes>> logs;
    for (std::size_t const batch : {1u, 3u, 64u}) {
        memory_store kept;
        memory_keys keys(7);
        instant const now(std::chrono::hours(1));
        desk_options how;
        how.clock = [&] { return now; };
        desk at(kept, house_rules(), with(keys, std::move(how)));
        session const ann = staff("ann", {"agent"});
        std::vector<submission> all;
        for (int i = 0; i < 9; ++i) {
            auto const on = case_id::trusted("case " + std::to_string(i % 3));
            auto contact = a_problem();
            contact.customer = customer_id::trusted("c" + std::to_string(i % 2));
            command_content what = i < 3 ? command_content(contact) : a_note();
            all.push_back({&ann, {on, command_id::trusted(std::to_string(i)), {}, what}, {}});
        }
        for (std::size_t i = 0; i < all.size(); i += batch)
            for (auto const& said :
                 at.handle(std::span(all).subspan(i, std::min(batch, all.size() - i))))
                REQUIRE(said.has_value());
        logs.push_back(whole_log(kept));
    }
    CHECK(logs[0] == logs[1]);
    CHECK(logs[0] == logs[2]);
}

TEST_CASE("a retry of what was sealed gets its first answer, and other content does not") {
    sealed_desk d;
    d.until_explained();
    auto const say = [&](desk& at, session const& from, command_content what) {
        return at.handle(from, {"41", "k1", {}, std::move(what)});
    };
    auto first = say(d.at, d.bob, a_note());
    auto const no = d.at.handle(d.bob, {"41", "k2", {}, a_confirmation()});
    REQUIRE(std::holds_alternative<refused>(*no));
    auto fresh = d.another();
    for (auto* at : {&d.at, &fresh}) {
        CHECK(say(*at, d.bob, a_note()) == first);
        CHECK(say(*at, d.bob, note{"rang twice"}).error() ==
              error{errc::command_id_reused,
                    "expected the content that k1 had before, found other content (case 41)"});
        auto again = at->handle(d.bob, {"41", "k2", {}, a_confirmation()});
        CHECK(std::get<refused>(*again).found == std::get<refused>(*no).found);
    }
}

TEST_CASE("a desk without keys does not go on with what is sealed") {
    sealed_desk d;
    d.until_reported();
    desk without(d.kept, house_rules(), {.clock = [&] { return d.now; }});
    error const why{errc::key_missing, "expected a desk with keys for what is sealed, found one "
                                       "without keys (case 41, entry 1)"};
    CHECK(without.file("41").error() == why);
    CHECK(without.trail("41").error() == why);
    CHECK(without.handle(d.ann, {"41", {}, {}, a_note()}).error() == why);
    CHECK(d.file().version == 2);
}

TEST_CASE("a key that is lost is no erasure") {
    unreliable keys;
    front_desk d(house_rules(), with(keys));
    d.until_reported();
    keys.forgotten = true;
    desk fresh(d.kept, house_rules(), with(keys, {.clock = [&] { return d.now; }}));
    auto const said = fresh.file("41");
    REQUIRE(said.has_error());
    CHECK(said.error().code == errc::key_missing);
    CHECK_THAT(said.error().message,
               ContainsSubstring("found none with this id (case 41, entry 1)"));
}

TEST_CASE("when the keys cannot be had nothing is kept in the clear") {
    unreliable keys;
    front_desk d(house_rules(), with(keys));
    keys.fail = true;
    auto const said = d.answer_to(d.customer, a_problem());
    CHECK(said.error() == error{errc::store_failed, "expected a key, found a broken safe"});
    CHECK(*d.kept.size() == 0);
    keys.fail = false;
    d.until_reported();
    CHECK(d.file().version == 2);
}

TEST_CASE("a snapshot holds no text in the clear and gives all of them back") {
    sealed_desk d(privacy_rules(), {.snapshot_every = 2});
    d.until_evaluated();
    auto const kept = *d.kept.recall("41");
    REQUIRE(kept.has_value());
    std::string const content(reinterpret_cast<char const*>(kept->content.data()),
                              kept->content.size());
    CHECK_THAT(content, !ContainsSubstring("nothing came"));
    CHECK_THAT(content, ContainsSubstring("late parcel"));

    struct counting final : testing::passing_on {
        using passing_on::passing_on;
        int read_from_first = 0;
        result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                          entry_visitor const& visit) override {
            read_from_first += from == 1;
            return real.read(on, from, to, visit);
        }
    } counted(d.kept);
    desk fresh(counted, privacy_rules(),
               {.clock = [&] { return d.now; }, .snapshot_every = 2, .keys = &d.keys});
    CHECK(*fresh.file("41") == d.file());
    CHECK(counted.read_from_first == 0);
}

TEST_CASE("sealed texts that were exchanged, cut or changed are damage and not history") {
    struct damaging final : testing::passing_on {
        using passing_on::passing_on;
        std::function<void(stored_entry&)> change;
        bytes changed;
        result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                          entry_visitor const& visit) override {
            return real.read(on, from, to, [&](stored_entry const& e) {
                auto other = e;
                if (change) change(other);
                return visit(other);
            });
        }
    };
    sealed_desk d;
    d.until_explained();
    d.until_reported(a_problem(), "42");
    std::vector<bytes> sealed;
    REQUIRE(d.kept
                .scan(0,
                      [&](stored_entry const& e) {
                          sealed.emplace_back(e.sealed.begin(), e.sealed.end());
                          return true;
                      })
                .has_value());

    damaging store_of_another(d.kept);
    auto const said = [&](std::function<void(stored_entry&)> change) {
        store_of_another.change = std::move(change);
        desk fresh(store_of_another, privacy_rules(),
                   {.clock = [&] { return d.now; }, .keys = &d.keys});
        auto const file = fresh.file("41");
        REQUIRE(file.has_error());
        CHECK(fresh.trail("41").error() == file.error());
        return file.error();
    };
    error const others{
        errc::damaged_trail,
        "expected sealed texts as they were sealed, found others (case 41, entry 3)"};
    CHECK(said([&](stored_entry& e) {
              if (e.sequence == 3) e.sealed = sealed[1]; // of the entry before
          }) == others);
    CHECK(said([&](stored_entry& e) {
              if (e.sequence == 3) e.sealed = byte_view(sealed[2]).first(sealed[2].size() - 1);
          }) == others);
    CHECK(said([&](stored_entry& e) {
              if (e.sequence == 3) e.sealed = {};
          }) == error{errc::damaged_trail, "expected at least 25 sealed bytes, found 0 (texts of "
                                           "case 41, entry 3)"});
    auto changed = sealed[2];
    changed.back() ^= std::byte{1};
    CHECK(said([&](stored_entry& e) {
              if (e.sequence == 3) e.sealed = changed;
          }) == others);
}

TEST_CASE("what another desk erases meanwhile takes no text with it that comes later") {
    // Just before this desk appends, another erases the customer, whose key this desk remembers.
    struct interrupted final : testing::passing_on {
        using passing_on::passing_on;
        std::function<void()> before;
        result<std::uint64_t> append(std::span<new_entry const> entries,
                                     std::span<unmarked const> unless) override {
            if (auto const now = std::exchange(before, nullptr)) now();
            return real.append(entries, unless);
        }
    };
    sealed_desk d;
    d.until_closed();
    d.wait(std::chrono::days(31));
    interrupted slow(d.kept);
    desk other(slow, privacy_rules(), {.clock = [&] { return d.now; }, .keys = &d.keys});
    REQUIRE(other.file("41").has_value());
    REQUIRE(other.handle(d.bob, {"41", {}, {}, note{"remembers the key"}}).has_value());
    slow.before = [&] { CHECK(d.erased().erased); };
    auto const said = other.handle(d.customer, {"43", {}, {}, a_problem()});
    REQUIRE(said.has_value());

    CHECK(d.another().file("43")->contact.experienced == "nothing came");
    CHECK(d.another().file("41")->contact.experienced.empty());
    CHECK(d.trail("41").front().texts == texts_are::erased);
    CHECK(d.trail("43").front().texts == texts_are::opened);
}

namespace {

/// Nothing of what was said in the case is shown by this desk, nor compared with.
void shows_nothing(desk& at, session const& who) {
    auto const trail = at.trail("41");
    REQUIRE(trail.has_value());
    for (auto const& e : *trail) {
        INFO("entry " << e.how.sequence);
        if (e.how.sequence > at.file("41")->erased->through) continue;
        CHECK(e.texts == texts_are::erased);
        CHECK(canonical::size_of_texts(e.what) == 0);
    }
    auto const record = at.access("c1");
    REQUIRE(record.has_value());
    CHECK(record->cases.at(0).file.contact.experienced.empty());
    CHECK(record->cases.at(0).trail == *trail);
    auto const again = at.handle(who, {"41", "k1", {}, a_note()});
    REQUIRE(again.has_error());
    CHECK(again.error().code == errc::personal_data_erased);
}

void until_it_may_be_erased(front_desk& d) {
    d.until_closed();
    REQUIRE(d.at.handle(d.bob, {"41", "k1", {}, a_note()}).has_value());
    d.now += std::chrono::days(31);
}

/// A store in which something happens when somebody looks how many entries there are.
struct interrupted_look final : testing::passing_on {
    using passing_on::passing_on;
    std::function<void()> then;
    result<std::uint64_t> size() override {
        if (auto const now = std::exchange(then, nullptr)) now();
        return real.size();
    }
};

} // namespace

TEST_CASE("a desk shows nothing that another erased, whatever it looked up before") {
    sealed_desk d;
    until_it_may_be_erased(d);
    desk asked = d.another(), folded = d.another(), erred = d.another();
    REQUIRE(asked.possible("41", d.bob.who).has_value());
    REQUIRE(folded.file("41").has_value());
    REQUIRE(erred.handle(d.bob, {"41", {}, 99, a_note()}).error().code == errc::version_conflict);
    REQUIRE(d.erased().erased);
    for (auto* at : {&asked, &folded, &erred}) shows_nothing(*at, d.bob);
}

TEST_CASE("a key that is destroyed while a command looks for the next one is not remembered") {
    sealed_desk d;
    until_it_may_be_erased(d);
    interrupted_look slow(d.kept);
    desk other(slow, privacy_rules(), {.clock = [&] { return d.now; }, .keys = &d.keys});
    slow.then = [&] { CHECK(d.erased().erased); };
    REQUIRE(other.handle(d.bob, {"41", {}, {}, note{"after the erasure"}}).has_value());
    shows_nothing(other, d.bob);
    CHECK(other.trail("41")->back().texts == texts_are::opened);
}

TEST_CASE("what a fact says was erased reads so while its key is still to be destroyed") {
    unreliable keys;
    front_desk d(privacy_rules(), with(keys));
    until_it_may_be_erased(d);
    desk other(d.kept, privacy_rules(), with(keys, {.clock = [&] { return d.now; }}));
    REQUIRE(other.trail("41").has_value());
    auto const pia = staff("pia", {"privacy_officer"});
    keys.busy = true;
    auto const said = d.at.erase(pia, {"c1", "asked for"});
    REQUIRE(said.has_error());
    CHECK(said.error().code == errc::store_busy);
    REQUIRE(keys.keys_of("c1")->front().state == key_state::retired);
    desk fresh(d.kept, privacy_rules(), with(keys, {.clock = [&] { return d.now; }}));
    for (auto* at : {&d.at, &other, &fresh}) shows_nothing(*at, d.bob);

    keys.busy = false;
    CHECK(d.at.erase(pia, {"c1", "asked for"})->erased);
    REQUIRE(keys.keys_of("c1")->front().state == key_state::destroyed);
    for (auto* at : {&d.at, &other, &fresh}) shows_nothing(*at, d.bob);
}

TEST_CASE(
    "an erasure destroys the keys that there were when it was kept, and none that came later") {
    struct carried_meanwhile final : testing::passing_on {
        using passing_on::passing_on;
        std::function<void()> after;
        result<std::uint64_t> append(std::span<new_entry const> entries,
                                     std::span<unmarked const> unless) override {
            auto done = real.append(entries, unless);
            if (auto const now = std::exchange(after, nullptr)) now();
            return done;
        }
    };
    sealed_desk d;
    until_it_may_be_erased(d);
    carried_meanwhile slow(d.kept);
    desk erases(slow, privacy_rules(), {.clock = [&] { return d.now; }, .keys = &d.keys});
    memory_keys elsewhere(5);
    auto const key = *elsewhere.key_for("c1");
    slow.after = [&] { REQUIRE(d.keys.adopt("c1", {key_state::current, key}).has_value()); };
    REQUIRE(erases.erase(d.pia, d.request())->erased);
    CHECK(d.keys.find(key.id)->state == key_state::retired);
    CHECK(d.keys.find(key.id)->key == key);
    CHECK(d.another().trail("41")->front().texts == texts_are::erased);
}

namespace {

/// How often each key was asked for, to seal with it and to open with it.
struct counted_keys final : testing::passing_keys {
    using passing_keys::passing_keys;
    std::map<customer_id, int> to_seal{};
    std::map<std::uint64_t, int> to_open{};

    result<subject_key> key_for(customer_id const& whose) override {
        ++to_seal[whose];
        return real.key_for(whose);
    }
    result<kept_key> find(std::uint64_t id) override {
        ++to_open[id];
        return real.find(id);
    }
};

constexpr int more_keys_than_stay = 4200; // 4,096 keys are

case_id nth_case(int n) { return case_id::trusted("case " + std::to_string(n)); }

/// A case of a customer of its own.
void report_nth(desk& at, int n) {
    auto const name = "c" + std::to_string(n);
    session const customer{{actor_id::trusted(name), side::customer, {}, {}, {}}, provenance::live};
    auto contact = a_problem();
    contact.customer = customer_id::trusted(name);
    REQUIRE(at.handle(customer, {nth_case(n), {}, {}, contact}).has_value());
}

} // namespace

TEST_CASE("a desk that sees more customers than it remembers keys seals and opens as before") {
    memory_keys real(1);
    counted_keys keys(real);
    memory_store kept;
    auto now = *parse_instant("2026-03-02T09:00:00Z");
    auto const clock = [&] { return now; };
    desk at(kept, house_rules(), with(keys, {.clock = clock}));
    auto const ann = staff("ann", {"agent"});
    report_nth(at, 0);
    REQUIRE(at.handle(ann, {nth_case(0), {}, {}, note{"the first"}}).has_value());
    CHECK(keys.to_seal["c0"] == 1);
    for (int n = 1; n < more_keys_than_stay; ++n) report_nth(at, n);
    REQUIRE(at.handle(ann, {nth_case(0), {}, {}, note{"the second"}}).has_value());
    CHECK(keys.to_seal["c0"] == 2); // forgotten meanwhile
    CHECK(soundness(kept) == "sound");

    // A desk that reads all of them.
    desk fresh(kept, house_rules(), with(keys, {.clock = clock}));
    auto const id = real.keys_of("c0")->front().key.id;
    keys.to_open.clear();
    auto const first = fresh.trail(nth_case(0)).value();
    REQUIRE(first.size() == 3);
    CHECK(std::get<note_added>(first[1].what).what.text == "the first");
    CHECK(std::get<note_added>(first[2].what).what.text == "the second");
    CHECK(fresh.trail(nth_case(0)).value() == first);
    CHECK(keys.to_open[id] == 1);
    for (int n = 1; n < more_keys_than_stay; ++n) {
        auto const trail = fresh.trail(nth_case(n)).value();
        REQUIRE(std::get<contact_reported>(trail.front().what).what.expected ==
                a_problem().expected);
    }
    CHECK(fresh.trail(nth_case(0)).value() == first);
    CHECK(keys.to_open[id] == 2); // forgotten meanwhile
    CHECK(fresh.file(nth_case(0)).value() == at.file(nth_case(0)).value());
}
