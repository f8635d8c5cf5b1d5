// SPDX-License-Identifier: BSL-1.0
// Where a moved case goes on: only where it was, and with all that was kept of it.
#include "support/changed_lifecycle.hpp"
#include "support/front_desk.hpp"
#include "support/own_lifecycle.hpp"
#include "support/read_from.hpp"
#include "support/sealed_desk.hpp"
#include "unit/desk/two_lifecycles.hpp"

#include <amends/authority/migrators.hpp>

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;
using amends::testing::changed_lifecycle;
using amends::testing::knowing_read_from;

namespace {

constexpr state_id lent{200};

std::vector<std::string> names(lifecycle const& table, std::vector<state_id> const& ids) {
    std::vector<std::string> all;
    for (auto const id : ids) all.emplace_back(table.name_of_state(id));
    return all;
}

} // namespace

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

    knowing_read_from kept(before.kept);
    auto const file = desk(kept, moving_rules(), how).file("41");
    REQUIRE(file.has_value());
    CHECK(kept.least == file->version); // the entry that the snapshot stands on
    CHECK(*file == *desk(before.kept, moving_rules(), {}).file("41"));
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

TEST_CASE("a customer sees every case, whatever lifecycle it is pinned to") {
    two_lifecycles t;
    t.until_in_review("41");
    REQUIRE(t.now.handle(t.before.customer, {"42", {}, {}, a_problem()}).has_value());
    for (auto* at : {&t.now, &t.before.at}) {
        auto const record = at->access("c1");
        REQUIRE(record.has_value());
        REQUIRE(record->cases.size() == 2);
        CHECK(record->cases[0].file == t.before.file("41"));
        CHECK(record->cases[0].trail == t.before.trail("41"));
        CHECK(record->cases[1].file == *t.now.file("42"));
    }
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
