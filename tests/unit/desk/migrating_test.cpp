// SPDX-License-Identifier: BSL-1.0
// A case is pinned to its lifecycle, and moves to another on purpose, with a fact, where it may.
#include "support/changed_lifecycle.hpp"
#include "support/front_desk.hpp"
#include "support/own_lifecycle.hpp"
#include "support/passing_on.hpp"
#include "support/sealed_desk.hpp"

#include <amends/audit/verify.hpp>
#include <amends/authority/migrators.hpp>
#include <amends/desk/continuation.hpp>

#include <algorithm>

using namespace amends;
using namespace amends::cases;
using amends::testing::changed_lifecycle;
using amends::testing::passing_on;

namespace {

constexpr state_id in_review{128}, lent{200};

/// The house's rules; a manager moves cases to another lifecycle.
any_policy moving_rules() {
    return all_of(house_limits(), separation_of_duties{}, migrators({"manager"}));
}

desk_options under(lifecycle const& table) {
    desk_options how;
    how.table = &table;
    return how;
}

/// People at a desk with reviews, and a desk without over the same store.
struct two_lifecycles {
    front_desk before{moving_rules(), under(own::table())};
    desk now = desk_now(moving_rules());
    session admin = staff("ada", {"manager"});

    desk desk_now(any_policy rules) {
        desk_options how;
        how.clock = [this] { return before.now; };
        return desk(before.kept, std::move(rules), std::move(how));
    }
    void until_in_review(case_id const& on = "41") {
        before.until_explained(on);
        review(on);
    }
    void review(case_id const& on = "41") {
        before.record(before.ann, extended(own::review{11, "please look"}), on);
    }
    /// An entry as a desk of an integrator's other lifecycle would have left it.
    void forge(fact what, position to, digest const& under = own::table().content_hash(),
               case_id const& on = "41") {
        auto const before_it = last_entry(on);
        entry e;
        e.on = on;
        e.how = before_it.how;
        e.how.sequence += 1;
        e.how.from = before_it.how.to;
        e.how.to = to;
        e.who = before_it.who;
        e.what = std::move(what);
        for (auto const id : {to.resolution, to.handling})
            if (static_cast<int>(id) >= 128)
                e.own_states.push_back({id, rule_name::trusted(own::table().name_of_state(id))});
        e.previous = before_it.hash;
        e.lifecycle = under;
        bytes content;
        encode(e, content);
        new_entry const made{.on = on,
                             .sequence = e.how.sequence,
                             .hash = sha256().of_leaf(content),
                             .bytes = content};
        REQUIRE(before.kept.append({&made, 1}).has_value());
    }
    /// From any state.
    void into_review(case_id const& on = "41") {
        forge(extended(own::reviewed{{11, "please look"}}),
              {in_review, last_entry(on).how.to.handling}, own::table().content_hash(), on);
    }
    std::uint64_t entries() { return *before.kept.size(); }
    entry last_entry(case_id const& on = "41") { return before.trail(on).back(); }
    /// A case that stays; the reason, and both sides.
    std::string refusal(migration const& how, case_id const& on = "41") {
        auto const move = now.migrate(admin, on, how);
        REQUIRE(move.has_value());
        REQUIRE(move->why_not.has_value());
        CHECK(move->to == move->from);
        return move->why_not->reason + ": " + move->why_not->expected + ", " + move->why_not->found;
    }
};

migration becomes(state_id from, state_id to) {
    migration how;
    how.states = {{from, to}};
    return how;
}

template <class State>
constexpr state_id id_of = State::id;

std::vector<std::string> names(lifecycle const& table, std::vector<state_id> const& ids) {
    std::vector<std::string> all;
    for (auto const id : ids) all.emplace_back(table.name_of_state(id));
    return all;
}

} // namespace

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

TEST_CASE("one's own state becomes what the migration says, where the case was before") {
    two_lifecycles t;
    t.until_in_review();
    CHECK(t.refusal({}) ==
          "state_is_known: a state of region resolution in lifecycle resolution, in_review (128)");
    CHECK(t.refusal(becomes(in_review, id_of<resolution::agreed>)) ==
          "way_was_gone: a case that was in agreed, one that was not");
    CHECK(t.refusal(becomes(in_review, id_of<resolution::with_owner>)) ==
          "state_is_known: a state of region resolution in lifecycle resolution, with_owner (21)");

    auto const move =
        t.now.migrate(t.admin, "41", becomes(in_review, id_of<resolution::options_explained>));

    REQUIRE(move.has_value());
    CHECK_FALSE(move->why_not.has_value());
    CHECK(move->from.resolution == in_review);
    CHECK(move->to.resolution == id_of<resolution::options_explained>);
    CHECK(t.now.file("41")->at == move->to);
    auto const e = t.now.trail("41")->back();
    CHECK(e.own_states == std::vector<named_state>{{in_review, "in_review"}});
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

TEST_CASE("no case comes back to terms that are no longer what was offered or agreed") {
    two_lifecycles t;
    auto const to_offered = becomes(in_review, id_of<resolution::offered>);
    SECTION("declined") {
        t.before.until_proposed();
        t.before.record(t.before.customer, decline{"too little"});
        t.review();
        CHECK(t.refusal(to_offered) ==
              "way_was_gone: a case that was in offered, one that was not");
    }
    SECTION("a larger proposal that nobody approved") {
        t.before.until_proposed();
        CHECK(t.before.record(t.before.ann, propose{terms_of(9000)}) == "approval_requested");
        t.into_review();
        CHECK(t.refusal(to_offered) ==
              "way_was_gone: a case that was in offered, one that was not");
        CHECK_FALSE(
            t.now.migrate(t.admin, "41", becomes(in_review, id_of<resolution::awaiting_approval>))
                ->why_not.has_value());
    }
    SECTION("agreed, and no longer comfortable") {
        t.before.until_agreed();
        t.before.record(t.before.ann, comfort(false));
        t.review();
        CHECK(t.refusal(becomes(in_review, id_of<resolution::agreed>)) ==
              "way_was_gone: a case that was in agreed, one that was not");
    }
    SECTION("carried out, and back to the offer") {
        t.before.until_agreed();
        t.into_review();
        CHECK(t.refusal(to_offered) ==
              "way_was_gone: a case that was in offered last, one that was in agreed");
        CHECK(t.refusal(becomes(in_review, id_of<resolution::actioned>)) ==
              "way_was_gone: a case that was in actioned, one that was not");
        CHECK_FALSE(t.now.migrate(t.admin, "41", becomes(in_review, id_of<resolution::agreed>))
                        ->why_not.has_value());
    }
    SECTION("changed while it was away") {
        t.before.until_proposed();
        t.into_review();
        auto const larger = terms_of(90000);
        t.forge(solution_offered{larger, hash_of(larger)}, t.last_entry().how.to);
        CHECK(t.refusal(to_offered) ==
              "way_was_gone: a case that was in offered, one that was not");
    }
    SECTION("accepted while it was away") {
        t.before.until_proposed();
        t.into_review();
        t.forge(solution_agreed{yes_to(terms_of(3000))}, t.last_entry().how.to);
        CHECK(t.refusal(to_offered) ==
              "terms_stand: a case that was left in offered as it is, one that changed since");
    }
}

TEST_CASE("a case is handled again as it was last") {
    two_lifecycles t;
    t.before.until_explained();
    t.before.record(t.before.ann, a_question());
    t.before.record(t.before.bob, some_help());
    t.before.record(t.before.ann, extended(own::lend{}));
    CHECK(t.refusal({}) ==
          "state_is_known: a state of region handling in lifecycle resolution, lent (200)");
    CHECK(t.refusal(becomes(lent, id_of<resolution::help_sought>)) ==
          "way_was_gone: a case that was in help_sought last, one that was in with_owner");
    CHECK(t.refusal(becomes(lent, id_of<resolution::merged>)) ==
          "way_was_gone: a case that was in merged last, one that was in with_owner");
    SECTION("as it was left") {
        auto const move =
            t.now.migrate(t.admin, "41", becomes(lent, id_of<resolution::with_owner>));
        CHECK_FALSE(move->why_not.has_value());
        CHECK(t.now.file("41")->at.handling == id_of<resolution::with_owner>);
    }
    SECTION("changed while it was away") {
        t.forge(case_assigned{assigned_to("bob")}, t.last_entry().how.to);
        CHECK(t.refusal(becomes(lent, id_of<resolution::with_owner>)) ==
              "way_was_gone: a case that was left in with_owner as it is, one that changed since");
    }
}

TEST_CASE("nothing brings a case back to before it was reported") {
    two_lifecycles t;
    t.until_in_review();
    CHECK(t.refusal(becomes(in_review, id_of<resolution::unreported>)) ==
          "way_was_gone: a case that was in unreported, one that was not");
}

TEST_CASE("a case that was reopened comes back only where it was since") {
    two_lifecycles t;
    t.before.until_closed();
    t.before.record(t.before.customer, reopen{"it broke again"});
    t.before.record(t.before.ann, a_confirmation());
    t.review();
    CHECK(t.refusal(becomes(in_review, id_of<resolution::agreed>)) ==
          "way_was_gone: a case that was in agreed, one that was not");
    auto const move =
        t.now.migrate(t.admin, "41", becomes(in_review, id_of<resolution::confirmed>));
    REQUIRE(move.has_value());
    CHECK_FALSE(move->why_not.has_value());
}

TEST_CASE("own states take a case only where it was everywhere that leads to them") {
    two_lifecycles t;
    t.until_in_review();
    // A release in which only what was agreed is reviewed.
    changed_lifecycle later(own::table());
    for (auto& row : later.all)
        if (row.target == in_review && row.source != in_review)
            row.source = id_of<resolution::agreed>;
    desk at(t.before.kept, moving_rules(), under(later));
    auto const move = at.migrate(t.admin, "41", {});
    REQUIRE(move.has_value());
    REQUIRE(move->why_not.has_value());
    CHECK(move->why_not->reason == "way_was_gone");
    CHECK(move->why_not->expected == "a case that was in offered");
    // In one that leads there as before it stays in review.
    changed_lifecycle const same(own::table(), "yet another");
    desk other(t.before.kept, moving_rules(), under(same));
    auto const stays = other.migrate(t.admin, "41", {});
    REQUIRE(stays.has_value());
    CHECK_FALSE(stays->why_not.has_value());
    CHECK(other.file("41")->at.resolution == in_review);
}

TEST_CASE("the states on every way to another are those that no row leads past") {
    auto const& table = standard_lifecycle();
    using names_of = std::vector<std::string>;
    CHECK(names(table, table.on_every_way_to(id_of<resolution::agreed>)) ==
          names_of{"reported", "confirmed", "options_explained", "offered"});
    CHECK(names(table, table.on_every_way_to(id_of<resolution::reported>)).empty());
    CHECK(names(table, table.on_every_way_to(id_of<resolution::help_sought>)) ==
          names_of{"with_owner"});
    CHECK(names(own::table(), own::table().on_every_way_to(in_review)) ==
          names_of{"reported", "confirmed"});
    CHECK(names(own::table(), own::table().on_every_way_to(lent)) == names_of{"with_owner"});
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

TEST_CASE("a snapshot of before a migration is none, and one of after is found") {
    two_lifecycles t;
    auto every = under(own::table());
    every.snapshot_every = 1;
    front_desk before(moving_rules(), every);
    before.until_explained();
    desk_options how;
    how.snapshot_every = 1;
    how.clock = [&] { return before.now; };
    REQUIRE(desk(before.kept, moving_rules(), how).migrate(t.admin, "41", {}).has_value());
    REQUIRE(desk(before.kept, moving_rules(), how)
                .handle(before.ann, {"41", {}, {}, propose{terms_of(3000)}})
                .has_value());

    struct counting final : passing_on {
        using passing_on::passing_on;
        std::uint64_t least = ~std::uint64_t{0};
        result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                          entry_visitor const& visit) override {
            least = std::min(least, from);
            return real.read(on, from, to, visit);
        }
    } kept(before.kept);
    auto const file = desk(kept, moving_rules(), how).file("41");
    REQUIRE(file.has_value());
    CHECK(kept.least == file->version); // the entry that the snapshot stands on
    CHECK(*file == *desk(before.kept, moving_rules(), {}).file("41"));
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

TEST_CASE("an own number that means something else is not taken for the same state") {
    two_lifecycles t;
    t.until_in_review();
    changed_lifecycle renamed(own::table());
    for (auto& state : renamed.known)
        if (state.id == in_review) state.name = "checked";
    desk at(t.before.kept, moving_rules(), under(renamed));
    auto const stays = at.migrate(t.admin, "41", {});
    REQUIRE(stays.has_value());
    REQUIRE(stays->why_not.has_value());
    CHECK(stays->why_not->reason == "state_is_known");
    CHECK(stays->why_not->expected == "a state of region resolution in lifecycle resolution with "
                                      "reviews, or what becomes of it");
    CHECK(stays->why_not->found == "in_review (128)");

    // On purpose it is: the fact names both.
    auto const moves = at.migrate(t.admin, "41", becomes(in_review, in_review));
    REQUIRE(moves.has_value());
    CHECK_FALSE(moves->why_not.has_value());
    CHECK(moves->own_states == std::vector<named_state>{{in_review, "in_review"}});
    CHECK(t.last_entry().own_states ==
          std::vector<named_state>{{in_review, "in_review"}, {in_review, "checked"}});
    CHECK(*at.migrate(t.admin, "41", becomes(in_review, in_review)) == *moves);
    // Back again, by the name that it has now.
    auto const back = t.before.at.migrate(t.admin, "41", {});
    REQUIRE(back.has_value());
    REQUIRE(back->why_not.has_value());
    CHECK(back->why_not->found == "checked (128)");
    CHECK(back->own_states == std::vector<named_state>{{in_review, "checked"}});
}

TEST_CASE("each desk finds the orphans of its own lifecycle") {
    two_lifecycles t;
    t.before.record(t.before.customer, a_problem(), "41");
    t.before.record(t.before.customer, a_problem(), "42");
    CHECK(t.before.at.orphans()->size() == 2);
    CHECK(t.now.orphans()->empty());
    REQUIRE(t.now.migrate(t.admin, "41", {}).has_value());
    CHECK(*t.now.orphans() == std::vector<case_id>{"41"});
    CHECK(*t.before.at.orphans() == std::vector<case_id>{"42"});
}

TEST_CASE("texts that are sealed stay sealed when a case moves, also once they were erased") {
    auto const rules = all_of(privacy_rules(), migrators({"manager"}));
    sealed_desk before(rules, under(own::table()));
    before.until_closed("41");
    before.until_explained("42");
    before.record(before.ann, extended(own::review{11, "please look at Mill Lane"}), "42");
    auto now = before.another(rules);
    auto const admin = before.mia;

    desk_options keyless;
    keyless.clock = [&] { return before.now; };
    CHECK(desk(before.kept, rules, keyless).migrate(admin, "41", {}).error().code ==
          errc::key_missing);

    auto const no = now.migrate(admin, "42", {});
    REQUIRE(no.has_value());
    CHECK(no->why_not->found == "in_review (128)");
    CHECK(*now.migrate(admin, "42", {}) == *no);
    auto const at_rest = before.trail("42").back();
    CHECK(at_rest.commitment.has_value());
    CHECK(std::get<command_refused>(at_rest.what).found == "in_review (128)");
    CHECK(everything_in(before.kept).find("in_review (128)") == std::string::npos);

    REQUIRE(now.migrate(admin, "41", {}).has_value());
    REQUIRE(now.migrate(admin, "42", becomes(in_review, id_of<resolution::confirmed>)).has_value());
    CHECK(soundness(before.kept) == "sound");
    CHECK(now.file("41")->contact.experienced == "nothing came");
    before.now += std::chrono::days(31);
    REQUIRE(now.handle(admin, {"42", {}, {}, note{"no parcel came"}}).has_value());
    REQUIRE(now.handle(before.customer, {"42", {}, {}, withdraw{"found it"}}).has_value());
    before.now += std::chrono::days(31);
    auto const erased = now.erase(before.pia, before.request());
    REQUIRE(erased.has_value());
    CHECK(erased->erased);
    // And back: what was erased does not matter for it.
    auto const back = before.at.migrate(admin, "41", {});
    REQUIRE(back.has_value());
    CHECK_FALSE(back->why_not.has_value());
    CHECK(before.file("41").contact.experienced.empty());
    CHECK(soundness(before.kept) == "sound");
}
