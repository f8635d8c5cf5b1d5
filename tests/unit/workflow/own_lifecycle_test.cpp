// SPDX-License-Identifier: BSL-1.0
// An extension through desk, trail and store, and what those can read who do not know it.
#include "catch.hpp"
#include "support/own_lifecycle.hpp"
#include "support/walker.hpp"

#include <amends/audit/verify.hpp>
#include <amends/workflow/diagram.hpp>

#include <algorithm>
#include <map>

using namespace amends;
using support::walker;

namespace {

outcome give(walker& w, session const& from, command_content what) {
    auto said = w.give(from, std::move(what));
    REQUIRE(said.has_value());
    return *said;
}

/// A case that went through a review and is lent.
void walk_an_extended_case(walker& w) {
    w.bring_to("options_explained");
    give(w, support::owner, extended(own::review{11, "please look"}));
    give(w, support::colleague, extended(own::finish{}));
    give(w, support::colleague, extended(own::finish{"well done"}));
    give(w, support::owner, extended(own::lend{}));
}

} // namespace

TEST_CASE("own states commands and facts go through the desk") {
    walker w(own::table());
    w.bring_to("options_explained");

    CHECK(to_text(give(w, support::owner, extended(own::review{6, "a look"}))) ==
          "accepted reviewed (version 5)");
    CHECK(w.state() == "options_explained");
    give(w, support::owner, extended(own::review{10, "a closer look"}));
    CHECK(w.state() == "in_review");

    CHECK((latest<own::reviewed>(w.file()) == own::reviewed{{10, "a closer look"}}));
    CHECK(count_of<own::reviewed>(w.file()) == 2);
    CHECK_FALSE(latest<own::review_finished>(w.file()).has_value());
}

TEST_CASE("rows with overlapping guards read from top to bottom") {
    walker w(own::table());
    auto const after = [&](std::uint32_t level) {
        w.bring_to("confirmed");
        auto const said = give(w, support::owner, extended(own::review{level, ""}));
        return std::holds_alternative<refused>(said) ? std::string("refused")
                                                     : std::string(w.state());
    };
    CHECK(after(10) == "in_review");
    CHECK(after(6) == "confirmed");
    CHECK(after(5) == "confirmed");
    CHECK(after(4) == "in_review");
    CHECK(after(3) == "refused");
}

TEST_CASE("a refusal of an own command speaks in the own guard's words") {
    walker w(own::table());
    w.bring_to("confirmed");
    auto const no = std::get<refused>(give(w, support::owner, extended(own::review{3, ""})));
    CHECK(no.reason == "high");
    CHECK(no.expected == "level 10 or more");
    CHECK(no.found == "3");
}

TEST_CASE("an own row that asks for authority is refused when no judge has anything to say of it") {
    walker w(own::table());
    w.bring_to("confirmed");
    give(w, support::owner, extended(own::review{10, ""}));
    auto const no = std::get<refused>(give(w, support::owner, extended(own::stop{})));
    CHECK(no.reason == "no_authority");
    CHECK(no.found == "silence");
    CHECK(w.state() == "in_review");

    struct grants_stops {
        verdict judge(question const& q) const {
            verdict v;
            if (q.command == "stop") v.add({"house", "may_stop", decision::granted, {}, {}});
            return v;
        }
    };
    desk_options how;
    how.table = &own::table();
    how.keys = &w.keys;
    desk house(w.kept, grants_stops{}, std::move(how));
    auto const yes = house.handle(support::owner, {w.on, {}, {}, extended(own::stop{})});
    REQUIRE(yes.has_value());
    CHECK(std::holds_alternative<accepted>(*yes));
}

TEST_CASE("an overridden row has the own guard and the base's other rows stay") {
    walker w(own::table());
    w.bring_to("agreed");
    give(w, support::owner, extended(own::lend{}));
    CHECK(w.handling() == "lent");
    auto const no = std::get<refused>(give(w, support::customer, withdraw{"no"}));
    CHECK(no.reason == "in_hand");
    w.must("take");
    CHECK(w.handling() == "with_owner");
    give(w, support::customer, withdraw{"no"});
    CHECK(w.state() == "withdrawn");
}

TEST_CASE("a guard or an action that throws is an error and the next command works") {
    walker w(own::table());
    w.bring_to("confirmed");
    for (auto const& [level, words] :
         std::map<std::uint32_t, std::string>{{13, "no thirteenth floor"}, {14, "the pen broke"}}) {
        auto const said = w.give(support::owner, extended(own::review{level, ""}));
        REQUIRE_FALSE(said.has_value());
        CHECK(said.error().code == errc::policy_failed);
        CHECK_THAT(said.error().message, Catch::Matchers::ContainsSubstring(words));
        CHECK(w.state() == "confirmed");
        CHECK(count_of<own::reviewed>(w.file()) == 0);
    }
    give(w, support::owner, extended(own::review{10, ""}));
    CHECK(w.state() == "in_review");
}

TEST_CASE("a condition about the case that throws in any part stays behind the desk") {
    auto const part = GENERATE(as<std::string>{}, "holds", "expected", "found");
    INFO(part);
    walker w(own::table());
    w.next_case();
    auto contact = std::get<report>(support::content_of("report", {}));
    contact.category = part;
    give(w, support::customer, contact);
    w.must("take");

    auto const said = w.give(support::owner, extended(own::lend{}));
    REQUIRE_FALSE(said.has_value());
    CHECK(said.error().code == errc::policy_failed);
    CHECK_THAT(said.error().message, Catch::Matchers::ContainsSubstring("the lending book is wet"));
    CHECK(w.handling() == "with_owner");

    // A refusal lists what is possible now, and asks every condition for it.
    auto const other = std::get<refused>(give(w, support::owner, confirm{}));
    CHECK(std::ranges::count(other.possible_now, "lend") == 0);
    CHECK(std::ranges::count(other.possible_now, "note") == 1);

    auto const all = w.possible(support::owner);
    auto const lend = std::ranges::find(all, std::string_view("lend"), &possibility::command);
    REQUIRE(lend != all.end());
    CHECK_FALSE(lend->possible);
    CHECK(lend->reason == "policy_failed");
    CHECK(lend->expected == "guards that answer");
    CHECK(lend->found == "expected guards that answer, found the lending book is wet (lend)");
}

TEST_CASE("content that is not what an own command says it is is malformed and not kept") {
    walker w(own::table());
    w.bring_to("confirmed");
    auto const before = w.file();

    auto const said = w.give(support::owner, extended_command{128, "review", {std::byte{1}}});

    REQUIRE_FALSE(said.has_value());
    CHECK(said.error().code == errc::malformed);
    CHECK(w.file() == before);
}

TEST_CASE("an own command under a standard name and number gets nowhere") {
    walker w(own::table());
    w.bring_to("options_explained");
    auto const said = w.give(support::owner, extended_command{propose::number, "propose", {}});
    REQUIRE_FALSE(said.has_value());
    CHECK(said.error().code == errc::out_of_range);
    CHECK(w.state() == "options_explained");
}

TEST_CASE("a trail of an extended case explains itself to those who do not know the extension") {
    walker w(own::table());
    walk_an_extended_case(w);

    std::map<int, std::string> states;
    std::vector<std::string> story;
    trail_verifier verifier;
    std::vector<std::string> damaged;
    REQUIRE(w.kept.scan(0, [&](stored_entry const& stored) {
        if (auto const wrong = verifier.check(stored)) damaged.push_back(wrong->message);
        auto const e = decode_entry(stored.bytes);
        REQUIRE(e.has_value());
        for (auto const& s : e->own_states) states[static_cast<int>(s.id)] = s.name.str();
        story.push_back(e->command_name.str() + ": " + std::string(name_of(e->what)));
        return true;
    }));

    CHECK(damaged.empty());
    CHECK(states == std::map<int, std::string>{{128, "in_review"}, {200, "lent"}});
    REQUIRE(story.size() == 8);
    CHECK(story[4] == "review: reviewed");
    CHECK(story[5] == "finish: command_refused");
    CHECK(story[6] == "finish: review_finished");
    CHECK(story[7] == "lend: case_lent");
}

TEST_CASE("a case of an extension is not continued under the standard lifecycle") {
    walker w(own::table());
    walk_an_extended_case(w);
    desk_options how;
    how.keys = &w.keys;
    desk other(w.kept, support::usual_policy(), how);
    auto const found = other.file(w.on);
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().code == errc::lifecycle_mismatch);
    CHECK(other.trail(w.on)->size() == 8);
}

TEST_CASE("an extension is drawn like any lifecycle with its case's path marked") {
    walker w(own::table());
    walk_an_extended_case(w);
    marked_path path{.now = w.file().at};
    for (auto const& e : w.trail()) {
        path.passed.push_back(e.how.from.resolution);
        path.passed.push_back(e.how.to.resolution);
        if (!std::holds_alternative<command_refused>(e.what))
            path.taken.push_back(
                {e.how.from.resolution, e.command_number, e.how.to.resolution, e.how.sequence});
    }
    for (auto format : {diagram_format::mermaid, diagram_format::plantuml, diagram_format::dot}) {
        auto const drawn =
            diagram(own::table(), {.format = format, .guards = true, .marked = &path});
        for (auto const* word :
             {"in_review", "lent", "review", "finish", "words_are_given", "agreed"})
            CHECK_THAT(drawn, Catch::Matchers::ContainsSubstring(word));
        CHECK_THAT(drawn, Catch::Matchers::ContainsSubstring("finish [words_are_given] (7)"));
    }
    drawing how{.format = diagram_format::dot, .marked = &path};
    CHECK_THAT(diagram(own::table(), how), Catch::Matchers::ContainsSubstring(
                                               "in_review -> options_explained [label=\"finish (7)"
                                               "\\nstop\", color=\"#1d4ed8\", penwidth=2]"));
    how.format = diagram_format::plantuml;
    CHECK_THAT(diagram(own::table(), how),
               Catch::Matchers::ContainsSubstring(
                   "in_review -[#1D4ED8,bold]-> options_explained : finish (7)\\nstop\n"));
    // What was not taken is drawn as it was.
    CHECK_THAT(diagram(own::table(), how),
               Catch::Matchers::ContainsSubstring("offered --> agreed"));
}
