// SPDX-License-Identifier: BSL-1.0
// An erasure and the log around it: proofs hold, damage of what is sealed is found, frozen logs too.
#include <amends/desk/continuation.hpp>
#include <amends/store/sqlite.hpp>
#include <amends/store/verify_log.hpp>

#include "contract/scratch.hpp"
#include "support/passing_on.hpp"
#include "support/sealed_desk.hpp"
#include "support/some_keys.hpp"

#include <fstream>
#include <sstream>

using namespace amends;
using namespace amends::testing;

namespace {

actor const the_keeper{.id = "kim", .side = side::staff, .roles = {"records"}};

std::vector<digest> leaves_of(store& log) {
    std::vector<digest> all;
    sha256 hasher;
    REQUIRE(log.scan(0,
                     [&](stored_entry const& e) {
                         all.push_back(hasher.of_leaf(e.bytes));
                         return true;
                     })
                .has_value());
    return all;
}

/// Proofs of every entry that a checkpoint covers.
std::vector<std::vector<digest>> proofs_in(store& log, tree_head const& head) {
    log_tree tree(log, tiles_kept::in_memory);
    REQUIRE(tree.grow().has_value());
    std::vector<std::vector<digest>> all;
    for (std::uint64_t i = 0; i < head.size; ++i)
        all.push_back(tree.prove_inclusion(i, head.size).value());
    return all;
}
void check_proofs(store& log, std::vector<std::vector<digest>> const& proofs,
                  tree_head const& head) {
    auto const leaves = leaves_of(log);
    REQUIRE(proofs.size() == head.size);
    for (std::size_t i = 0; i < proofs.size(); ++i) {
        INFO("entry " << i);
        REQUIRE(check_inclusion({i, leaves.at(i)}, proofs[i], head).has_value());
    }
}
bool continues_as(store& log, tree_head const& older, tree_head const& newer) {
    log_tree tree(log, tiles_kept::in_memory);
    REQUIRE(tree.grow().has_value());
    auto const proof = tree.prove_consistency(older.size, newer.size).value();
    return check_consistency(older, proof, newer).has_value();
}

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

struct may_everything {
    verdict judge(question const&) const {
        verdict v;
        v.add({"may_everything", "always", decision::granted, {}, {}});
        return v;
    }
};

/// A desk over a store that keeps its own keys.
struct house {
    explicit house(store& log) : kept(log), at(log, may_everything{}, options()) {}

    store& kept;
    instant now = instant(std::chrono::hours(24 * 365 * 56));
    desk at;
    session ann = cases::staff("ann", {"agent"});
    session caller{{"c1", side::customer, {}, {}, {}}, provenance::live};

    desk_options options() {
        desk_options how;
        how.clock = [this] { return now += std::chrono::minutes(1); };
        how.keys = kept.keys();
        return how;
    }
    void record(case_id const& on, command_content what) {
        auto const& who = std::holds_alternative<withdraw>(what) ? caller : ann;
        auto const said = at.handle(who, {on, {}, {}, std::move(what)});
        REQUIRE(said.has_value());
        INFO(*said);
        REQUIRE(std::holds_alternative<accepted>(*said));
    }
    void report_of(customer_id const& whose, case_id const& on) {
        auto contact = cases::a_problem();
        contact.customer = whose;
        record(on, contact);
    }
    std::string experienced(case_id const& on) { return at.file(on)->contact.experienced; }
    customer_erasure erased(customer_id const& whose) {
        auto const done = at.erase(ann, {whose, "asked for"});
        INFO((done ? "done" : done.error().message));
        REQUIRE(done.has_value());
        return *done;
    }
};

std::string const words = cases::a_problem().experienced;

/// A year with an ended case and an open one of c1, and one of c2; frozen, and a new log begun.
struct two_years {
    store& old_log;
    store& new_log;
    house old{old_log};
    notary signs{old_log, key_of("example.org/2026")};
    kept_checkpoint last;
    house next{new_log};

    two_years(store& frozen, store& fresh) : old_log(frozen), new_log(fresh) {
        old.report_of("c1", "ended");
        old.record("ended", cases::a_withdrawal());
        old.report_of("c1", "open");
        old.report_of("c2", "other");
        last = freeze(old_log, signs).value();
        REQUIRE(begin_after(old_log, new_log, the_keeper, old.now).has_value());
        REQUIRE(carry_over(old_log, new_log, "open").has_value());
        next.now = old.now;
    }
};

void erase_across_logs(two_years& y) {
    auto const key = *y.old_log.keys()->key_for("c1");
    // The keys came along: the new log reads what was sealed in the old one, and seals on under it.
    CHECK(y.next.experienced("open") == words);
    CHECK(*y.new_log.keys()->key_for("c1") == key);
    y.next.record("open", cases::a_withdrawal());

    auto const proofs = proofs_in(y.old_log, y.last.says.head);
    REQUIRE(carry_over_customer(y.old_log, y.new_log, "c1").value() == 2); // of the ended case
    CHECK(carry_over_customer(y.old_log, y.new_log, "c1").value() == 0);
    CHECK(erase_in_frozen(y.old_log, y.new_log, "c1").value() == 0); // nothing was erased yet
    CHECK(house(y.old_log).experienced("ended") == words);

    auto const done = y.next.erased("c1");
    CHECK(done.erased);
    CHECK(done.cases.size() == 2);
    CHECK(erase_in_frozen(y.old_log, y.new_log, "c1").value() == 1);
    CHECK(erase_in_frozen(y.old_log, y.new_log, "c1").value() == 0);

    for (auto* log : {&y.old_log, &y.new_log})
        for (case_id const& on : {case_id("ended"), case_id("open")}) {
            house reader(*log);
            CHECK(reader.experienced(on).empty());
            CHECK(reader.at.trail(on)->front().texts == texts_are::erased);
        }
    CHECK(house(y.old_log).experienced("other") == words);
    // The frozen log is to the byte what its last checkpoint says.
    check_proofs(y.old_log, proofs, y.last.says.head);
    for (auto* log : {&y.old_log, &y.new_log}) {
        verify_options against;
        against.sealed_under = log->keys();
        auto const found = verify_log(*log, against).value();
        INFO((found.first ? found.first->message : "sound"));
        CHECK_FALSE(found.first.has_value());
        CHECK(found.erased != 0);
    }
    // What was carried over later finds the key destroyed, and does not bring it back.
    CHECK(y.new_log.keys()->find(key.id)->state == key_state::destroyed);
    REQUIRE(y.new_log.keys()->adopt("c1", {key_state::current, key}).has_value());
    CHECK(y.new_log.keys()->find(key.id)->state == key_state::destroyed);
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
