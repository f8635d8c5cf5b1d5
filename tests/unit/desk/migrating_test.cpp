// SPDX-License-Identifier: BSL-1.0
// A case is pinned to its lifecycle, and moves to another on purpose, with a fact, where it may.
#include "support/changed_lifecycle.hpp"
#include "support/front_desk.hpp"
#include "support/own_lifecycle.hpp"
#include "support/passing_on.hpp"
#include "unit/desk/two_lifecycles.hpp"

#include <amends/audit/verify.hpp>
#include <amends/desk/continuation.hpp>

#include <algorithm>

using namespace amends;
using namespace amends::cases;
using amends::testing::changed_lifecycle;
using amends::testing::passing_on;

TEST_CASE("a case at rest moves to another lifecycle with a fact and goes on there") {
    two_lifecycles t;
    t.before.until_explained();
    auto const known = t.before.file();
    CHECK(t.now.file("41").error().code == errc::lifecycle_mismatch);

    auto const move = t.now.migrate(t.admin, "41", {});

    REQUIRE(move.has_value());
    CHECK(*move ==
          case_move{"41", own::table().content_hash(), known.at, known.at, {}, std::nullopt});
    auto const e = t.now.trail("41")->back();
    CHECK(e.what == fact(lifecycle_changed{own::table().content_hash(),
                                           standard_lifecycle().content_hash()}));
    CHECK(e.lifecycle == standard_lifecycle().content_hash());
    CHECK(e.command_name == rule_name("migrate"));
    CHECK(e.who.id == actor_id("ada"));
    auto expected = known;
    expected.version += 1;
    expected.last_entry_at = e.how.at;
    CHECK(*t.now.file("41") == expected);
    auto const said = t.now.handle(t.before.ann, {"41", "after", {}, propose{terms_of(3000)}});
    REQUIRE(said.has_value());
    CHECK(std::get<accepted>(*said).fact == rule_name("solution_offered"));
    // The old desk finds it gone.
    CHECK(t.before.answer_to(t.before.ann, note{"and now?"}).error().code ==
          errc::lifecycle_mismatch);
    trail_verifier sound;
    REQUIRE(t.before.kept.scan(0, [&](auto const& stored) {
        CHECK_FALSE(sound.check(stored).has_value());
        return true;
    }));
}

TEST_CASE("what would move is told and nothing is kept") {
    two_lifecycles t;
    t.until_in_review();
    t.before.until_explained("42");
    auto const entries = t.entries();
    std::vector<case_move> told;
    auto const tell = [&](case_move const& move) {
        told.push_back(move);
        return true;
    };

    REQUIRE(t.now.would_migrate(t.admin, {}, tell).has_value());

    CHECK(t.entries() == entries);
    std::ranges::sort(told, {}, &case_move::on);
    REQUIRE(told.size() == 2);
    REQUIRE(told[0].why_not.has_value());
    CHECK(told[0].why_not->reason == "state_is_known");
    CHECK(told[0].own_states == std::vector<named_state>{{in_review, "in_review"}});
    CHECK_FALSE(told[1].why_not.has_value());
    CHECK(t.now.file("42").error().code == errc::lifecycle_mismatch);
    // The same is done then.
    std::vector<case_move> done;
    REQUIRE(t.now
                .migrate(t.admin, {},
                         [&](case_move const& move) {
                             done.push_back(move);
                             return true;
                         })
                .has_value());
    std::ranges::sort(done, {}, &case_move::on);
    CHECK(done == told);
    CHECK(t.entries() == entries + 2);
}

TEST_CASE("a case that stays has a refusal under the lifecycle it is pinned to") {
    two_lifecycles t;
    t.until_in_review();
    t.refusal({});
    auto const e = t.last_entry();
    auto const* no = std::get_if<command_refused>(&e.what);
    REQUIRE(no != nullptr);
    CHECK(no->command == rule_name("migrate"));
    CHECK(no->reason == rule_name("state_is_known"));
    CHECK(e.lifecycle == own::table().content_hash());
    // And the old desk goes on with it.
    t.before.record(t.before.bob, extended(own::finish{"well done"}));
}

TEST_CASE("nobody moves a case who is nothing to it or whom the judges do not let") {
    two_lifecycles t;
    t.before.until_explained();
    auto const by_customer = t.now.migrate(t.before.customer, "41", {});
    REQUIRE(by_customer.has_value());
    REQUIRE(by_customer->why_not.has_value());
    CHECK(by_customer->why_not->reason == "not_entitled");

    struct keeps_cases {
        verdict judge(question const& q) const {
            verdict said;
            if (q.command != "migrate") return said;
            said.decision = decision::forbidden;
            said.reasons.push_back(
                {"house", rule_name("not_this_week"), decision::forbidden, {}, {}});
            return said;
        }
    };
    auto strict = t.desk_now(keeps_cases{});
    auto const forbidden = strict.migrate(t.admin, "41", {});
    REQUIRE(forbidden.has_value());
    REQUIRE(forbidden->why_not.has_value());
    CHECK(forbidden->why_not->reason == "not_this_week");
    CHECK(t.last_entry().verdicts.size() == 1);

    struct throws {
        verdict judge(question const&) const { throw std::runtime_error("the rules are lost"); }
    };
    auto lost = t.desk_now(throws{});
    auto const entries = t.entries();
    CHECK(lost.would_migrate(t.admin, "41", {}).error().code == errc::policy_failed);
    CHECK(t.entries() == entries);
    CHECK(lost.migrate(t.admin, "41", {}).error().code == errc::policy_failed);
    CHECK(std::get<command_refused>(t.last_entry().what).reason == rule_name("policy_failed"));
    CHECK_FALSE(t.now.migrate(t.admin, "41", {})->why_not.has_value());
}

TEST_CASE("a migration that makes no sense is an error and nothing is kept") {
    two_lifecycles t;
    t.before.until_explained();
    auto const entries = t.entries();
    CHECK(t.now.migrate(t.admin, "41", becomes(id_of<resolution::reported>, in_review)).error() ==
          error{errc::malformed, "expected a state from 128; those below keep their meaning, "
                                 "found 1 (migration)"});
    migration twice;
    twice.states = {{in_review, id_of<resolution::confirmed>}, {in_review, in_review}};
    CHECK(t.now.migrate(t.admin, "41", twice).error() ==
          error{errc::malformed, "expected each state once, found 128 twice (migration)"});
    migration elsewhere;
    elsewhere.from = standard_lifecycle().content_hash();
    CHECK(t.now.migrate(t.admin, "41", elsewhere).error().code == errc::lifecycle_mismatch);
    CHECK(t.now.migrate(t.admin, "77", {}).error().code == errc::unknown_case);
    auto imported = t.admin;
    imported.origin = provenance::imported;
    CHECK(t.now.migrate(imported, "41", {}).error().code == errc::malformed);
    CHECK(t.now.migrate({}, "41", {}).error().code == errc::malformed);
    // A case that is there already.
    CHECK(t.before.at.migrate(t.admin, "41", {}).error() ==
          error{errc::lifecycle_mismatch,
                "expected a case of another lifecycle, found one of resolution with reviews, " +
                    to_text(own::table().content_hash()) + " (case 41)"});
    CHECK(t.entries() == entries);
}

TEST_CASE("only cases of the lifecycle that is named are moved, and never the log's own entry") {
    two_lifecycles t;
    t.before.until_explained("41");
    changed_lifecycle const older(standard_lifecycle(), "older");
    desk first(t.before.kept, moving_rules(), under(older));
    REQUIRE(first.handle(t.before.customer, {"42", {}, {}, a_problem()}).has_value());
    REQUIRE(t.now.handle(t.before.customer, {"43", {}, {}, a_problem()}).has_value());
    entry begun;
    begun.on = log_case;
    begun.how.sequence = 1;
    begun.lifecycle = older.hash;
    begun.what = note_added{{"a checkpoint"}};
    bytes content;
    encode(begun, content);
    new_entry const made{
        .on = log_case, .sequence = 1, .hash = sha256().of_leaf(content), .bytes = content};
    REQUIRE(t.before.kept.append({&made, 1}).has_value());

    std::vector<case_id> moved;
    auto const note_it = [&](case_move const& move) {
        moved.push_back(move.on);
        return true;
    };
    migration how;
    how.from = older.hash;
    REQUIRE(t.now.migrate(t.admin, how, note_it).has_value());
    CHECK(moved == std::vector<case_id>{"42"});
    REQUIRE(t.now.migrate(t.admin, {}, note_it).has_value());
    CHECK(moved == std::vector<case_id>{"42", "41"});
    REQUIRE(t.now.migrate(t.admin, {}, note_it).has_value());
    CHECK(moved.size() == 2);
}

TEST_CASE("a case that went on while it was moved is looked at again") {
    struct busy final : passing_on {
        busy(store& to, std::function<void()> what) : passing_on(to), meanwhile(std::move(what)) {}
        std::function<void()> meanwhile;
        result<std::uint64_t> append(std::span<new_entry const> entries,
                                     std::span<unmarked const> unless) override {
            if (auto once = std::exchange(meanwhile, nullptr)) once();
            return real.append(entries, unless);
        }
    };
    two_lifecycles t;
    t.before.until_explained();
    busy store(t.before.kept, [&] { t.review(); });
    desk_options how;
    how.clock = [&] { return t.before.now; };
    desk at(store, moving_rules(), how);
    auto const move = at.migrate(t.admin, "41", {});
    REQUIRE(move.has_value());
    REQUIRE(move->why_not.has_value());
    CHECK(move->why_not->reason == "state_is_known");

    t.before.record(t.before.ann, note{"still in review"});
    how.conflict_retries = 0;
    busy again(t.before.kept,
               [&] { t.before.record(t.before.bob, extended(own::finish{"well done"})); });
    desk once(again, moving_rules(), how);
    CHECK(once.migrate(t.admin, "41", {}).error().code == errc::version_conflict);
}

TEST_CASE("a lifecycle that changes without a fact is no trail to go on with") {
    two_lifecycles t;
    t.before.until_explained();
    auto const here = standard_lifecycle().content_hash();
    fact what;
    SECTION("another fact") { what = note_added{{"as if nothing happened"}}; }
    auto const pinned = own::table().content_hash();
    std::string says = " without the fact that says so";
    SECTION("a change from elsewhere") {
        what = lifecycle_changed{here, here};
        says = " with the fact that " + to_text(here) + " became " + to_text(here);
    }
    SECTION("a change to elsewhere") {
        what = lifecycle_changed{pinned, pinned};
        says = " with the fact that " + to_text(pinned) + " became " + to_text(pinned);
    }
    t.forge(what, t.last_entry().how.to, here);
    CHECK(t.now.file("41").error() ==
          error{errc::lifecycle_mismatch, "expected lifecycle " + to_text(pinned) + ", found " +
                                              to_text(here) + says + " (case 41)"});
    changed_lifecycle const third(standard_lifecycle());
    desk elsewhere(t.before.kept, moving_rules(), under(third));
    CHECK(elsewhere.migrate(t.admin, "41", {}).error().code == errc::lifecycle_mismatch);
}

TEST_CASE("the same migration again gets the first answer and leaves nothing") {
    two_lifecycles t;
    t.until_in_review();
    auto const how = becomes(in_review, id_of<resolution::options_explained>);
    auto const foreseen = t.now.would_migrate(t.admin, "41", how);
    auto const first = t.now.migrate(t.admin, "41", how);
    REQUIRE(first.has_value());
    CHECK(*foreseen == *first);
    auto const entries = t.entries();
    CHECK(*t.now.migrate(t.admin, "41", how) == *first);
    CHECK(*t.now.would_migrate(t.admin, "41", how) == *first);
    // Also by another desk, and when the case has gone on since.
    REQUIRE(t.now.handle(t.before.ann, {"41", {}, {}, note{"there we are"}}).has_value());
    auto other = t.desk_now(moving_rules());
    CHECK(*other.migrate(t.admin, "41", how) == *first);
    auto named = how;
    named.from = own::table().content_hash();
    CHECK(*other.migrate(t.admin, "41", named) == *first);
    CHECK(t.entries() == entries + 1);
    // Another move, or somebody else's, it is not.
    auto const is_no_retry = [&](session const& by, migration const& other_way) {
        return other.migrate(by, "41", other_way).error().code == errc::lifecycle_mismatch;
    };
    CHECK(is_no_retry(t.admin, becomes(in_review, id_of<resolution::confirmed>)));
    CHECK(is_no_retry(t.admin, {}));
    CHECK(is_no_retry(t.before.mia, how));
    CHECK(is_no_retry(on_behalf_of(t.admin, "mia"), how));
    named.from = standard_lifecycle().content_hash();
    CHECK(is_no_retry(t.admin, named));
    CHECK(t.entries() == entries + 1);
}

TEST_CASE("a refusal to move that would repeat the last entry leaves none") {
    two_lifecycles t;
    t.until_in_review();
    auto const entries = t.entries();
    auto const foreseen = t.now.would_migrate(t.admin, "41", {});
    auto const first = t.now.migrate(t.admin, "41", {});
    REQUIRE(first.has_value());
    CHECK(first->why_not->version == entries + 1);
    CHECK(*foreseen == *first);
    CHECK(*t.now.migrate(t.admin, "41", {}) == *first);
    CHECK(*t.now.would_migrate(t.admin, "41", {}) == *first);
    CHECK(t.entries() == entries + 1);

    // For another reason, to somebody else, or after something happened it is said anew.
    t.refusal(becomes(in_review, id_of<resolution::agreed>));
    CHECK(t.entries() == entries + 2);
    t.refusal({});
    REQUIRE(t.now.migrate(t.before.mia, "41", {}).has_value());
    t.before.record(t.before.ann, note{"what now?"});
    t.refusal({});
    CHECK(t.entries() == entries + 6);

    // What the judges said is part of it.
    auto const into = becomes(in_review, id_of<resolution::options_explained>);
    for (int times = 0; times < 2; ++times) {
        auto const no = t.now.migrate(t.before.ann, "41", into);
        CHECK(no->why_not->reason == "may_decide");
        CHECK(no->why_not->who_could == std::vector<role>{"manager"});
        CHECK(t.entries() == entries + 7);
    }
}

TEST_CASE("where no judge says that somebody may move cases, nobody may") {
    two_lifecycles t;
    t.before.until_explained();
    auto silent = t.desk_now(house_rules());
    auto const move = silent.migrate(t.admin, "41", {});
    REQUIRE(move.has_value());
    REQUIRE(move->why_not.has_value());
    CHECK(move->why_not->reason == "no_authority");
    CHECK(move->why_not->expected == "a granting verdict");
    CHECK(move->why_not->found == "silence");
}
