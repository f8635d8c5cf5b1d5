// SPDX-License-Identifier: BSL-1.0
// An erasure and the log around it: proofs hold, damage of what is sealed is found, frozen logs too.
#include <amends/store/sqlite.hpp>

#include "contract/scratch.hpp"
#include "contract/two_years.hpp"
#include "support/passing_on.hpp"
#include "support/sealed_desk.hpp"

#include <fstream>
#include <sstream>

using namespace amends;
using namespace amends::testing;

namespace {

std::string raw_files(std::filesystem::path const& path) {
    std::string all;
    for (auto const* suffix : {"", "-wal", "-shm", "-journal"}) {
        std::ifstream file(path.string() + suffix, std::ios::binary);
        std::ostringstream content;
        content << file.rdbuf();
        all += content.str();
    }
    return all;
}
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
    class other_texts : public passing_on {
      public:
        using passing_on::passing_on;
        std::uint64_t where = 0;
        result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
            return real.scan(from, changed(visit));
        }
        result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                          entry_visitor const& visit) override {
            return real.read(on, from, to, changed(visit));
        }

      private:
        entry_visitor changed(entry_visitor const& visit) {
            return [this, &visit](stored_entry e) {
                bytes other(e.sealed.begin(), e.sealed.end());
                if (e.log_index == where) other.back() ^= std::byte{1};
                e.sealed = other;
                return visit(e);
            };
        }
    };
    cases::sealed_desk d;
    d.until_reported();
    other_texts changed(d.kept);
    verify_options against;
    for (changed.where = 0; changed.where < d.kept.size().value(); ++changed.where) {
        against.sealed_under = &d.keys;
        for (auto const& found :
             {verify_log(changed, against).value(), verify_case(changed, "41", against).value()}) {
            REQUIRE(found.first.has_value());
            CHECK(found.first->kind == damage_kind::texts);
            CHECK(found.first->log_index == changed.where);
            CHECK(found.first->on == "41");
        }
        // Who has no keys cannot see it, and is not told that it was looked at.
        against.sealed_under = nullptr;
        auto const blind = verify_log(changed, against).value();
        CHECK_FALSE(blind.first.has_value());
        CHECK(blind.sealed == 0);
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
