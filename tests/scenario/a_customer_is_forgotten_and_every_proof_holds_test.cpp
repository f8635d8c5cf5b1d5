// SPDX-License-Identifier: BSL-1.0
// A customer asks to be forgotten: the texts are gone, and every entry is what it was.
#include "support/passing_on.hpp"
#include "support/sealed_desk.hpp"

#include <amends/store/verify_texts.hpp>
#include <amends/vocabulary/texts.hpp>

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

std::vector<digest> hashes(store& kept) {
    std::vector<digest> all;
    REQUIRE(kept.scan(0,
                      [&](stored_entry const& e) {
                          all.push_back(e.hash);
                          return true;
                      })
                .has_value());
    return all;
}
std::size_t texts_in(case_file const& file) { return canonical::size_of_texts(file); }

/// Two cases of c1, ended, and one of c2.
void work(sealed_desk& d) {
    d.until_closed("41");
    d.until_reported(a_problem(), "42");
    d.record(d.customer, a_withdrawal(), "42");
    auto contact = a_problem();
    contact.customer = "c2";
    d.record(d.ann, contact, "77");
    d.wait(std::chrono::days(31));
}

} // namespace

TEST_CASE("a forgotten customer leaves a trail that verifies and no word of theirs") {
    sealed_desk d;
    work(d);
    auto const before = hashes(d.kept);
    auto const trail_before = d.trail();

    auto const done = d.erased();

    CHECK(done.erased);
    REQUIRE(done.cases.size() == 2);
    CHECK(to_text(done.cases[0].second) == "accepted personal_data_erased (version " +
                                               std::to_string(trail_before.size() + 1) + ")");
    CHECK(soundness(d.kept) == "sound");
    auto after = hashes(d.kept);
    after.resize(before.size());
    CHECK(after == before);
    for (case_id const& on : {case_id("41"), case_id("42")}) {
        auto const file = d.file(on);
        CHECK(texts_in(file) == 0);
        REQUIRE(file.erased.has_value());
        CHECK(file.erased->ground == "asked for by the customer");
        CHECK(file.erased->through == file.version);
        for (auto const& e : d.trail(on)) {
            CHECK(e.texts == texts_are::erased);
            CHECK(canonical::size_of_texts(e.what) == 0);
        }
        // Live, in the cache, is what anybody folds from the store.
        CHECK(*d.another().file(on) == file);
    }
    // Who, what, when and how much stays.
    auto const trail_after = d.trail();
    for (std::size_t i = 0; i < trail_before.size(); ++i) {
        auto as_before = trail_before[i];
        clear_texts(as_before.what);
        as_before.texts = texts_are::erased;
        CHECK(trail_after[i] == as_before);
    }
    CHECK(d.file("41").contact.category == "delivery");
    CHECK(d.file("41").confirmed->nature == "late parcel");
    CHECK(d.file("41").proposed->terms.remedies.front().cost == money{3000, eur});
    // Nobody else lost anything.
    CHECK(d.file("77").contact.experienced == "nothing came");
}

TEST_CASE("an erasure that was done before finds nothing left and leaves no second fact") {
    sealed_desk d;
    work(d);
    REQUIRE(d.erased().erased);
    auto const size = *d.kept.size();
    auto const again = d.erased();
    CHECK(again.erased);
    CHECK(again.cases.empty());
    CHECK(*d.kept.size() == size);
}

TEST_CASE("what a customer says after an erasure is kept until the next") {
    sealed_desk d;
    work(d);
    REQUIRE(d.erased().erased);
    d.until_reported(a_problem(), "43");
    d.record(d.bob, note{"an old acquaintance"}, "41");
    CHECK(d.file("43").contact.experienced == "nothing came");
    CHECK(std::get<note_added>(d.trail("41").back().what).what.text == "an old acquaintance");

    CHECK_FALSE(d.erased().erased); // 43 is open
    d.record(d.customer, a_withdrawal(), "43");
    d.wait(std::chrono::days(31));
    auto const done = d.erased();
    CHECK(done.erased);
    CHECK(done.cases.size() == 3);
    CHECK(std::get<note_added>(d.another().trail("41")->at(d.file("41").version - 2).what)
              .what.text.empty());
    CHECK(soundness(d.kept) == "sound");
}

TEST_CASE("while one case is open nothing is erased in any") {
    sealed_desk d;
    work(d);
    d.until_agreed(terms_of(3000), "44");
    auto const size = *d.kept.size();
    auto const done = d.erased();

    CHECK_FALSE(done.erased);
    REQUIRE(done.cases.size() == 1);
    CHECK(done.cases[0].first == case_id("44"));
    auto const& no = std::get<refused>(done.cases[0].second);
    CHECK(no.reason == "case_has_ended");
    CHECK(no.expected == "a case that has ended");
    CHECK(no.found == "one that is agreed");
    CHECK(*d.kept.size() == size + 1);
    auto const last = std::get<command_refused>(d.trail("44").back().what);
    CHECK(last.command == rule_name("erase_personal_data"));
    CHECK(last.reason == rule_name("case_has_ended"));
    CHECK(d.file("41").contact.experienced == "nothing came");
}

TEST_CASE("one case alone is not erased through the other door") {
    sealed_desk d;
    work(d);
    auto const no = d.refusal(d.pia, d.request(), "41");
    CHECK(no.reason == "every_case_is_erased");
    CHECK(no.expected == "an erasure of every case of the customer");
    CHECK(no.found == "one of this case alone");
    CHECK(d.file("41").contact.experienced == "nothing came");
}

TEST_CASE("an erasure that was interrupted after its facts is finished by asking again") {
    struct breaking final : key_store {
        memory_keys real{1};
        bool broken = false;
        result<subject_key> key_for(customer_id const& whose) override {
            return real.key_for(whose);
        }
        result<kept_key> find(std::uint64_t id) override { return real.find(id); }
        result<std::vector<kept_key>> keys_of(customer_id const& whose) override {
            return real.keys_of(whose);
        }
        result<void> retire(customer_id const& whose) override { return real.retire(whose); }
        result<void> destroy(std::span<std::uint64_t const> ids) override {
            if (broken) return mismatch(errc::store_failed, "a key destroyed", "no power");
            return real.destroy(ids);
        }
        result<void> adopt(customer_id const& whose, kept_key const& from) override {
            return real.adopt(whose, from);
        }
    } keys;
    memory_store kept;
    instant now(std::chrono::hours(1));
    desk_options how;
    how.clock = [&] { return now; };
    how.keys = &keys;
    auto const pia = staff("pia", {"privacy_officer"});
    session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
    {
        desk at(kept, privacy_rules(), how);
        REQUIRE(at.handle(customer, {"41", {}, {}, a_problem()}).has_value());
        REQUIRE(at.handle(customer, {"41", {}, {}, a_withdrawal()}).has_value());
        now += std::chrono::days(31);
        keys.broken = true;
        CHECK(at.erase(pia, an_erasure()).error() ==
              error{errc::store_failed, "expected a key destroyed, found no power"});
    }
    // The fact stands, so that everybody reads nothing, but the key is there yet.
    desk after(kept, privacy_rules(), how);
    CHECK(after.file("41")->contact.experienced.empty());
    CHECK(after.trail("41")->front().texts == texts_are::erased);
    // Somebody who writes meanwhile writes under another key.
    REQUIRE(after.handle(customer, {"42", {}, {}, a_problem()}).has_value());

    keys.broken = false;
    auto const size = *kept.size();
    auto const done = after.erase(pia, an_erasure());
    REQUIRE(done.has_value());
    CHECK_FALSE(done->erased); // of the new case, which is open
    CHECK(after.trail("41")->front().texts == texts_are::erased);
    CHECK(after.trail("42")->front().texts == texts_are::opened);
    CHECK(*kept.size() == size + 1);
    CHECK(soundness(kept) == "sound");
}

TEST_CASE("a retry after an erasure is told that its content cannot be compared") {
    sealed_desk d;
    d.until_closed();
    command const again{"41", "k1", {}, note{"rang"}};
    REQUIRE(d.at.handle(d.bob, again).has_value());
    d.wait(std::chrono::days(31));
    REQUIRE(d.erased().erased);
    auto const size = *d.kept.size();
    auto const said = d.at.handle(d.bob, again);
    CHECK(said.error() ==
          error{errc::personal_data_erased, "expected content to compare with what k1 had before, "
                                            "found none, since it was erased (case 41, entry " +
                                                std::to_string(size - 1) + ")"});
    CHECK(*d.kept.size() == size);
}

TEST_CASE("texts that stand in the entries cannot be erased and nobody says they were") {
    sealed_desk d;
    desk open(d.kept, privacy_rules(), {.clock = [&] { return d.now; }});
    REQUIRE(open.handle(d.customer, {"41", {}, {}, a_problem()}).has_value());
    REQUIRE(open.handle(d.customer, {"41", {}, {}, a_withdrawal()}).has_value());
    d.wait(std::chrono::days(31));
    CHECK(open.erase(d.pia, d.request()).error() ==
          error{errc::not_sealed, "expected a desk with keys, found one that leaves texts in the "
                                  "entries (customer c1)"});
    CHECK(d.at.erase(d.pia, d.request()).error() ==
          error{errc::not_sealed,
                "expected sealed texts, found a text that stands in the entry for "
                "ever (case 41, entry 1)"});
    CHECK(*d.kept.size() == 2);
}

TEST_CASE("a customer without a case is not known") {
    sealed_desk d;
    d.until_reported();
    error const nobody{errc::unknown_customer,
                       "expected a customer with a case, found none (customer c9)"};
    CHECK(d.at.erase(d.pia, d.request("c9")).error() == nobody);
    CHECK(d.at.access("c9").error() == nobody);
    CHECK(d.at.access({}).error().code == errc::unknown_customer);
}

TEST_CASE("what is sealed is verified while the key is there, and passed over afterwards") {
    sealed_desk d;
    work(d);
    auto const checked = [&] {
        text_verifier verifier(&d.keys);
        REQUIRE(d.kept
                    .scan(0,
                          [&](stored_entry const& e) {
                              auto const found = verifier.check(e);
                              REQUIRE(found.has_value());
                              REQUIRE_FALSE(found->has_value());
                              return true;
                          })
                    .has_value());
        return std::pair(verifier.opened(), verifier.erased());
    };
    auto const size = *d.kept.size();
    CHECK(checked() == std::pair<std::uint64_t, std::uint64_t>(size, 0));
    REQUIRE(d.erased().erased);
    CHECK(checked() == std::pair<std::uint64_t, std::uint64_t>(1, size + 1));
}
