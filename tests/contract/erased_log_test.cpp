// SPDX-License-Identifier: BSL-1.0
// An erasure and the log around it: proofs hold, damage of what is sealed is found, frozen logs too.
#include <amends/store/sqlite.hpp>

#include "contract/raw_files.hpp"
#include "contract/scratch.hpp"
#include "contract/two_years.hpp"
#include "support/passing_on.hpp"
#include "support/raw_log.hpp"
#include "support/sealed_desk.hpp"
#include "support/showing.hpp"

using namespace amends;
using namespace amends::testing;

namespace {

bool has(std::string const& all, std::array<std::byte, 32> const& secret) {
    return all.find({reinterpret_cast<char const*>(secret.data()), secret.size()}) != all.npos;
}

} // namespace

TEST_CASE(
    "every proof that was made before an erasure holds after it, and later ones reach over it") {
    cases::sealed_desk d;
    d.until_closed("41");
    d.until_reported(cases::a_problem(), "42");
    d.record(d.customer, cases::a_withdrawal(), "42");
    auto other = cases::a_problem();
    other.customer = "c2";
    d.record(d.ann, other, "77");
    d.wait(std::chrono::days(31));
    notary signs(d.kept, key_of("example.org/house"));
    auto const before = signs.sign().value().says.head;
    auto const proofs = proofs_in(d.kept, before);
    check_proofs(d.kept, proofs, before);

    REQUIRE(d.erased().erased);

    check_proofs(d.kept, proofs, before);
    auto const after = signs.sign().value().says.head;
    CHECK(after.size == before.size + 2); // a fact in each case
    CHECK(continues_as(d.kept, before, after));
    check_proofs(d.kept, proofs_in(d.kept, after), after);
    for (auto const& on : {case_id("41"), case_id("42"), case_id("77")}) {
        auto const one = verify_case(d.kept, on, {{signs.verifier()}, {}, &d.keys, {}}).value();
        INFO(on.str() << ": " << (one.first ? one.first->message : "sound"));
        CHECK_FALSE(one.first.has_value());
        CHECK((one.erased != 0) == (on != "77"));
    }
    auto const whole = verify_log(d.kept, {{signs.verifier()}, {}, &d.keys, {}}).value();
    CHECK_FALSE(whole.first.has_value());
    CHECK(whole.checkpoints == 2);
    CHECK(whole.sealed == 1);
    CHECK(whole.erased == before.size - 1 + 2);
}

TEST_CASE("verifying a log and a case names the entry whose sealed texts were changed") {
    cases::sealed_desk d;
    d.until_reported();
    std::uint64_t where = 0;
    bytes other;
    showing changed(d.kept, [&](stored_entry& e, bytes&) {
        other.assign(e.sealed.begin(), e.sealed.end());
        if (e.log_index == where) other.back() ^= std::byte{1};
        e.sealed = other;
    });
    verify_options against;
    for (; where < d.kept.size().value(); ++where) {
        against.sealed_under = &d.keys;
        for (auto const& found :
             {verify_log(changed, against).value(), verify_case(changed, "41", against).value()}) {
            REQUIRE(found.first.has_value());
            CHECK(found.first->kind == damage_kind::texts);
            CHECK(found.first->log_index == where);
            CHECK(found.first->on == "41");
        }
        // Who has no keys cannot see it, and is not told that it was opened.
        against.sealed_under = nullptr;
        auto const blind = verify_log(changed, against).value();
        CHECK_FALSE(blind.first.has_value());
        CHECK(blind.sealed == 0);
        CHECK(blind.closed == *d.kept.size());
    }
}

TEST_CASE("a customer is erased in a log that was frozen and in the one that goes on") {
    memory_store frozen, fresh;
    two_years y(frozen, fresh);
    erase_across_logs(y);
}

TEST_CASE("the same in SQLite files, of which neither holds the key afterwards") {
    scratch const folder;
    auto const frozen = *sqlite_store::open({.path = folder / "2026.db"});
    auto const fresh = *sqlite_store::open({.path = folder / "2027.db"});
    two_years y(*frozen, *fresh);
    auto const key = *frozen->keys()->key_for("c1");
    for (auto const* name : {"2026.db", "2027.db"}) {
        INFO(name);
        CHECK(has(raw_files(folder / name), key.cipher));
    }
    erase_across_logs(y);
    for (auto const* name : {"2026.db", "2027.db"}) {
        INFO(name);
        auto const raw = raw_files(folder / name);
        CHECK_FALSE(has(raw, key.cipher));
        CHECK_FALSE(has(raw, key.salt));
        CHECK(raw.find(words) == raw.npos);
    }
}

TEST_CASE("what stands in a frozen log alone stays readable there until it is carried over") {
    memory_store frozen, fresh;
    two_years y(frozen, fresh);
    y.next.record("open", cases::a_withdrawal());
    REQUIRE(y.next.erased("c1").erased); // the ended case was not asked
    CHECK(house(frozen).experienced("ended") == words);
    CHECK(erase_in_frozen(frozen, fresh, "c1").error() ==
          error{errc::out_of_range,
                "expected a case that was carried over, and erased, found none in "
                "the log that goes on (case ended)"});
    // Asked again with all cases, the new log says it of the ended one, too.
    REQUIRE(carry_over_customer(frozen, fresh, "c1").has_value());
    auto const done = y.next.erased("c1");
    CHECK(done.erased);
    CHECK(done.cases.size() == 2);
    CHECK(erase_in_frozen(frozen, fresh, "c1").value() == 1);
    CHECK(house(frozen).experienced("ended").empty());
}

TEST_CASE("a store without keys has nothing to erase in a frozen log") {
    class keyless : public passing_on {
      public:
        using passing_on::passing_on;
        key_store* keys() noexcept override { return nullptr; }
    };
    memory_store frozen, fresh;
    keyless without(frozen);
    auto const said = erase_in_frozen(without, fresh, "c1");
    REQUIRE(said.has_error());
    CHECK(said.error() ==
          error{errc::not_sealed,
                "expected two stores that keep keys, found one that keeps none (customer c1)"});
}

TEST_CASE("what is said in the log that goes on is sealed under no key that the frozen one has") {
    memory_store frozen, fresh;
    two_years y(frozen, fresh);
    auto const carried = *fresh.size();
    y.next.record("open", note{"said in the new year"});
    y.next.record("open", cases::a_withdrawal());
    std::uint64_t seen = 0;
    REQUIRE(fresh
                .scan(carried,
                      [&](stored_entry const& e) {
                          auto const key = key_named_in(e.sealed).value();
                          CHECK(frozen.keys()->find(key)->state == key_state::unknown);
                          ++seen;
                          return true;
                      })
                .has_value());
    CHECK(seen == 2);
    // So it is gone when it is erased there, whoever kept the older log or a copy of it.
    REQUIRE(y.next.erased("c1").erased);
    for (auto const& e : *y.next.at.trail("open")) CHECK(e.texts == texts_are::erased);
    text_opener copy(frozen.keys());
    std::uint64_t opened = 0;
    REQUIRE(fresh
                .scan(carried,
                      [&](stored_entry const& e) {
                          auto read = decode_entry(e.bytes).value();
                          opened += copy.open(read, e.sealed).has_value();
                          return true;
                      })
                .has_value());
    CHECK(opened == 0);
}

TEST_CASE(
    "what is held in the log that goes on is held in the frozen one, whatever else was erased") {
    memory_store frozen, fresh;
    two_years y(frozen, fresh);
    y.next.record("open", cases::a_withdrawal());
    REQUIRE(y.next.erased("c1").erased); // of the case that was carried over alone
    REQUIRE(carry_over_customer(frozen, fresh, "c1").has_value());
    y.next.record("ended", cases::a_hold());
    auto const done = y.next.erased("c1");
    CHECK_FALSE(done.erased);
    CHECK(erase_in_frozen(frozen, fresh, "c1").error() ==
          error{errc::out_of_range,
                "expected a case that was erased, found one that was not, in the "
                "log that goes on (case ended)"});
    CHECK(house(frozen).experienced("ended") == words);
}

TEST_CASE("a case is not carried over under a key that is destroyed in the meantime") {
    // Between taking the key over and adding the entries, the customer is erased.
    class interrupted : public passing_on {
      public:
        using passing_on::passing_on;
        std::function<void()> before;
        result<std::uint64_t> append(std::span<new_entry const> entries,
                                     std::span<unmarked const> unless) override {
            if (auto const now = std::exchange(before, nullptr)) now();
            return real.append(entries, unless);
        }
    };
    memory_store frozen, fresh;
    two_years y(frozen, fresh);
    y.next.record("open", cases::a_withdrawal());
    interrupted slow(fresh);
    int appends = 0;
    slow.before = [&] {
        ++appends;
        CHECK(y.next.erased("c1").erased);
    };
    REQUIRE(carry_over(frozen, slow, "ended").value() == 2);
    CHECK(appends == 1);
    // It is there, and the erasure that is asked for again says of it that it is erased.
    CHECK(y.next.erased("c1").erased);
    CHECK(y.next.at.file("ended")->erased.has_value());
    verify_options against;
    against.sealed_under = fresh.keys();
    CHECK_FALSE(verify_log(fresh, against).value().first.has_value());
}

TEST_CASE("older logs are put in the order in which one continues the other, or refused") {
    memory_store first, second, third, unrelated;
    two_years y(first, second);
    y.next.record("open", note{"went on in the second"});
    notary signs(second, key_of("example.org/2027"));
    REQUIRE(freeze(second, signs).has_value());
    REQUIRE(begin_after(second, third, the_keeper, y.next.now).has_value());
    store* const given[] = {&first, &second};
    CHECK(in_order(third, given).value() == std::vector<store*>{&second, &first});
    CHECK(in_order(third, {}).value().empty());

    store* const without_second[] = {&first};
    auto const gap = in_order(third, without_second);
    REQUIRE(gap.has_error());
    CHECK(gap.error() == error{errc::out_of_range,
                               "expected the log that is continued, example.org/2027 at 3 entries, "
                               "found example.org/2026 at 4 entries"});
    house(unrelated).report_of("c1", "elsewhere");
    store* const open[] = {&unrelated};
    CHECK(in_order(third, open).error() ==
          error{errc::out_of_range, "expected a log that was frozen, found one that goes on"});
    notary others(unrelated, key_of("example.org/other"));
    REQUIRE(freeze(unrelated, others).has_value());
    CHECK(in_order(third, open).error().code == errc::out_of_range);
    CHECK(in_order(first, open).error() ==
          error{errc::out_of_range,
                "expected a log that goes on from another, found one that begins by itself"});
}

TEST_CASE("a key that was destroyed without an erasure is damage, and in a frozen log told apart") {
    memory_store frozen, fresh;
    two_years y(frozen, fresh);
    y.next.record("open", cases::a_hold());
    auto const damage_in = [](store& log) {
        verify_options against;
        against.sealed_under = log.keys();
        return verify_log(log, against).value();
    };
    // Somebody empties a row of the table of keys, of a customer who is held.
    for (auto const& [state, key] : *fresh.keys()->keys_of("c1"))
        REQUIRE(fresh.keys()->destroy({&key.id, 1}).has_value());
    auto const found = damage_in(fresh);
    REQUIRE(found.first.has_value());
    CHECK(found.first->kind == damage_kind::texts);
    CHECK(found.first->on == "open");
    CHECK(found.first->sequence == 1);
    CHECK(found.first->message.find(
              "expected a fact that says that its texts were erased, found none, "
              "and key ") == 0);
    CHECK(found.erased_elsewhere == 2);
    verify_options against;
    against.sealed_under = fresh.keys();
    CHECK(verify_case(fresh, "open", against).value().first == found.first);

    for (auto const& [state, key] : *frozen.keys()->keys_of("c2"))
        REQUIRE(frozen.keys()->destroy({&key.id, 1}).has_value());
    auto const old = damage_in(frozen);
    CHECK_FALSE(old.first.has_value());
    CHECK(old.erased == 1);
    CHECK(old.erased_elsewhere == 1);
}

TEST_CASE("a log that somebody closed without its key hides no key that was destroyed") {
    memory_store frozen, fresh;
    two_years y(frozen, fresh);
    notary signs(fresh, key_of("example.org/2027"));
    auto const earlier = signs.sign().value();
    y.next.record("open", cases::a_hold());
    auto const last = signs.sign().value();
    for (auto const& [state, key] : *fresh.keys()->keys_of("c1"))
        REQUIRE(fresh.keys()->destroy({&key.id, 1}).has_value());
    auto flipped = last.note;
    flipped.signatures.front().signature.back() ^= std::byte{1};
    auto const by_another_key = sign_checkpoint(last.says.head, key_of("example.org/2027", 9));
    auto const of_another_log = sign_checkpoint(last.says.head, key_of("example.org/another"));

    auto const damage_in = [&](std::vector<verifying_key> const& keys, std::string const& closed) {
        keep_text(fresh, frozen_mark, closed);
        verify_options const against{.keys = keys, .sealed_under = fresh.keys()};
        auto const whole = verify_log(fresh, against).value().first;
        auto const one = verify_case(fresh, "open", against).value().first;
        REQUIRE(whole.has_value());
        REQUIRE(one.has_value());
        CHECK(one->kind == whole->kind);
        CHECK(one->message == whole->message);
        return *whole;
    };
    std::vector const known{signs.verifier()};
    CHECK(damage_in(known, "").kind == damage_kind::texts);
    CHECK(damage_in(known, "x").kind == damage_kind::signature);
    CHECK(damage_in(known, to_text(flipped)).kind == damage_kind::signature);
    CHECK(damage_in(known, to_text(*by_another_key)).kind == damage_kind::signature);
    CHECK(damage_in(known, to_text(earlier.note)).kind == damage_kind::count);
    // Without a key, the other checkpoints still have the name of the log.
    CHECK(
        damage_in({}, to_text(*of_another_log)).message ==
        "expected a checkpoint of example.org/2027, found one of example.org/another (the log was "
        "frozen with it)");
    // What its own key closed is sound.
    verify_options const against{.keys = {y.signs.verifier()}, .sealed_under = frozen.keys()};
    CHECK_FALSE(verify_log(frozen, against).value().first.has_value());
    CHECK_FALSE(verify_case(frozen, "open", against).value().first.has_value());
}

TEST_CASE("a sealed part that is missing is found without keys too") {
    class without_a_part : public passing_on {
      public:
        using passing_on::passing_on;
        result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
            return real.scan(from, [&](stored_entry e) {
                if (e.log_index == 1) e.sealed = {};
                return visit(e);
            });
        }
    };
    cases::sealed_desk d;
    d.until_reported();
    without_a_part cut(d.kept);
    auto const found = verify_log(cut).value();
    REQUIRE(found.first.has_value());
    CHECK(found.first->kind == damage_kind::texts);
    CHECK(found.first->log_index == 1);
    CHECK(verify_log(d.kept).value().closed == *d.kept.size());
}
