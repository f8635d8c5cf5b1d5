// SPDX-License-Identifier: BSL-1.0
// Two logs of which one goes on after the other, and a customer who is erased in both.
#pragma once

#include <amends/desk/continuation.hpp>
#include <amends/store/verify_log.hpp>

#include "contract/desk_at_work.hpp"
#include "support/cases.hpp"
#include "support/some_keys.hpp"

namespace amends::testing {

inline actor const the_keeper{.id = "kim", .side = side::staff, .roles = {"records"}};

inline std::vector<digest> leaves_of(store& log) {
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
inline std::vector<std::vector<digest>> proofs_in(store& log, tree_head const& head) {
    log_tree tree(log, tiles_kept::in_memory);
    REQUIRE(tree.grow().has_value());
    std::vector<std::vector<digest>> all;
    for (std::uint64_t i = 0; i < head.size; ++i)
        all.push_back(tree.prove_inclusion(i, head.size).value());
    return all;
}
inline void check_proofs(store& log, std::vector<std::vector<digest>> const& proofs,
                         tree_head const& head) {
    auto const leaves = leaves_of(log);
    REQUIRE(proofs.size() == head.size);
    for (std::size_t i = 0; i < proofs.size(); ++i) {
        INFO("entry " << i);
        REQUIRE(check_inclusion({i, leaves.at(i)}, proofs[i], head).has_value());
    }
}
inline bool continues_as(store& log, tree_head const& older, tree_head const& newer) {
    log_tree tree(log, tiles_kept::in_memory);
    REQUIRE(tree.grow().has_value());
    auto const proof = tree.prove_consistency(older.size, newer.size).value();
    return check_consistency(older, proof, newer).has_value();
}

/// A desk over a store that keeps its own keys.
struct house {
    explicit house(store& log) : kept(log), at(log, grant_everything{}, options()) {}

    store& kept;
    instant now = instant(std::chrono::hours(24 * 365 * 56));
    desk at;
    session ann{{"ann", side::staff, {"agent"}, {}, {}}, provenance::live};
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

inline std::string const words = cases::a_problem().experienced;

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

inline void erase_across_logs(two_years& y) {
    auto const key = *y.old_log.keys()->key_for("c1");
    // The keys came along: the new log reads what was sealed in the old one, and seals under its own.
    CHECK(y.next.experienced("open") == words);
    CHECK(y.new_log.keys()->find(key.id)->state == key_state::retired);
    CHECK(y.new_log.keys()->key_for("c1")->id != key.id);
    y.next.record("open", cases::a_withdrawal());

    auto const proofs = proofs_in(y.old_log, y.last.says.head);
    REQUIRE(carry_over_customer(y.old_log, y.new_log, "c1").value() == 2); // of the ended case
    CHECK(carry_over_customer(y.old_log, y.new_log, "c1").value() == 0);
    CHECK(erase_in_frozen(y.old_log, y.new_log, "c1").error() ==
          error{errc::out_of_range,
                "expected a case that was erased, found one that was not, in the "
                "log that goes on (case ended)"});
    CHECK(house(y.old_log).experienced("ended") == words);
    CHECK(y.old.experienced("ended") == words);
    CHECK(y.old.at.trail("ended")->front().texts == texts_are::opened);

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
    // Also at a desk that had read them before.
    CHECK(y.old.experienced("ended").empty());
    CHECK(y.old.at.trail("ended")->front().texts == texts_are::erased);
    CHECK(y.old.at.access("c1")->cases.front().file.contact.experienced.empty());
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
        // The frozen log takes no fact: that it was erased is said by the one that goes on.
        CHECK(found.erased_elsewhere == (log == &y.old_log ? found.erased : 0));
    }
    // What was carried over later finds the key destroyed, and does not bring it back.
    CHECK(y.new_log.keys()->find(key.id)->state == key_state::destroyed);
    REQUIRE(y.new_log.keys()->adopt("c1", {key_state::current, key}).has_value());
    CHECK(y.new_log.keys()->find(key.id)->state == key_state::destroyed);
}

} // namespace amends::testing
