// SPDX-License-Identifier: BSL-1.0
// What throws around a desk: judges, rules and clocks. Nothing is granted and nothing gets through.
#include "support/front_desk.hpp"

#include "catch.hpp"

#include <algorithm>
#include <stdexcept>

using namespace amends;
using namespace amends::cases;

namespace {

/// Throws at one command.
struct throws_at {
    std::string command;
    bool a_number = false;
    verdict judge(question const& q) const {
        if (q.command == command && a_number) throw 42;
        if (q.command == command) throw std::runtime_error("no network");
        return house_rules().judge(q);
    }
};

} // namespace

TEST_CASE("a policy that throws grants nothing and leaves the refusal") {
    front_desk d(throws_at{"propose"});
    d.until_explained();
    auto const said = d.answer_to(d.ann, a_proposal());

    REQUIRE_FALSE(said.has_value());
    CHECK(said.error() ==
          error{errc::policy_failed, "expected a verdict, found no network (propose)"});
    CHECK(d.state() == "options_explained");
    CHECK_FALSE(d.file().proposed.has_value());
    auto const kept = d.trail().back();
    CHECK(kept.how.sequence == 5);
    CHECK(std::get<command_refused>(kept.what) ==
          command_refused{"propose", "policy_failed", "a verdict",
                          "expected a verdict, found no network (propose)"});
}

TEST_CASE("a policy that throws something strange grants nothing either") {
    front_desk d(throws_at{"approve", true});
    d.until_proposed(terms_of(7500));
    CHECK(d.answer_to(d.max, approval_of(terms_of(7500))).error().message ==
          "expected a verdict, found an exception (approve)");
    CHECK(d.state() == "awaiting_approval");
    CHECK(d.file().proposed->approvers.empty());
}

TEST_CASE("a retry of what a policy failed at gets the same answer") {
    front_desk d(throws_at{"note"});
    d.until_reported();
    auto const first = d.at.handle(d.ann, {"41", "k", {}, a_note()});
    auto const again = d.at.handle(d.ann, {"41", "k", {}, a_note()});
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error() == first.error());
    CHECK(*d.kept.size() == 3);
}

TEST_CASE("a rule of law that throws refuses the proposal and is kept") {
    desk_options how;
    how.lawful_floor = [](case_file const& file, instant) -> std::optional<money> {
        if (!file.options.empty()) throw std::runtime_error("no table");
        return std::nullopt;
    };
    front_desk d(house_rules(), std::move(how));
    d.until_explained();
    CHECK(d.answer_to(d.ann, a_proposal()).error() ==
          error{errc::policy_failed, "expected a lawful floor, found no table (propose)"});
    CHECK(std::get<command_refused>(d.trail().back().what).reason == "policy_failed");
    CHECK(d.state() == "options_explained");
}

TEST_CASE("a clock that throws decides nothing and stays behind the desk") {
    bool stopped = false;
    desk_options how;
    how.clock = [&]() -> instant {
        if (stopped) throw std::runtime_error("no battery");
        return {};
    };
    front_desk d(house_rules(), std::move(how));
    d.until_reported();
    stopped = true;
    error const expected{errc::clock_failed,
                         "expected a time, found no battery (the desk's clock)"};

    CHECK(d.answer_to(d.ann, a_confirmation()).error() == expected);
    CHECK(d.at.possible("41", d.ann.who).error() == expected);
    CHECK(*d.kept.size() == 2);
    stopped = false;
    CHECK(d.record(d.ann, a_confirmation()) == "problem_confirmed");
}

TEST_CASE("content that could not be read back is not kept") {
    front_desk d;
    d.until_reported();
    auto const said = d.answer_to(d.ann, note{std::string(text_size_max + 1, 'x')});
    REQUIRE_FALSE(said.has_value());
    CHECK(said.error() ==
          error{errc::too_long, "expected a text of at most 1048576 bytes, found 1048577 (text)"});
    auto strange = a_confirmation();
    strange.how_sure = static_cast<certainty>(200);
    CHECK(d.answer_to(d.ann, strange).error().code == errc::out_of_range);
    CHECK(d.answer_to(d.ann, assigned_to(actor_id::trusted("a\tb"))).error().code ==
          errc::malformed);
    CHECK(*d.kept.size() == 2);

    d.record(d.ann, note{std::string(text_size_max, 'x')});
    CHECK(d.trail().size() == 3);
    desk another(d.kept, house_rules());
    CHECK(another.file("41").has_value());
}

TEST_CASE("a desk does not go on with a damaged case") {
    front_desk d;
    d.until_reported();
    auto const sound = d.trail();
    auto forged = sound.back();
    forged.how.sequence = 3; // the chain does not lead here
    bytes content;
    encode(forged, content);
    sha256 hasher;
    new_entry const one{"41", 3, "forged", hasher.of_leaf(content), content};
    REQUIRE(d.kept.append(std::span(&one, 1)).has_value());
    desk another(d.kept, house_rules());
    CHECK(another.file("41").error().code == errc::damaged_trail);
    CHECK(another.handle(d.ann, {"41", "k", {}, a_note()}).error().code == errc::damaged_trail);
    CHECK(another.trail("41").error() == another.file("41").error());

    new_entry const relabelled{"77", 1, "other", sound.front().hash, {}};
    bytes first;
    encode(sound.front(), first);
    auto moved = relabelled;
    moved.bytes = first;
    REQUIRE(d.kept.append(std::span(&moved, 1)).has_value());
    CHECK(another.file("77").error() ==
          error{errc::damaged_trail, "expected entry 1 of 77, found entry 1 of 41 (case 77)"});
    CHECK(another.trail("77").error() == another.file("77").error());
}

TEST_CASE("a trail with a changed byte is damaged and not shown") {
    front_desk d;
    d.until_reported();
    auto bytes_of = [&](entry const& e) {
        bytes content;
        encode(e, content);
        return content;
    };
    auto changed = d.trail().back();
    changed.how.sequence = 3;
    changed.previous = changed.hash;
    changed.what = note_added{{"called the courier"}};
    auto content = bytes_of(changed);
    sha256 hasher;
    new_entry one{"41", 3, "forged", hasher.of_leaf(content), {}};
    content[content.size() / 2] ^= std::byte{1}; // after it was hashed
    one.bytes = content;
    REQUIRE(d.kept.append(std::span(&one, 1)).has_value());
    CHECK(
        d.at.trail("41").error() ==
        error{errc::damaged_trail, "expected a sound entry 3, found a damaged entry 3 (case 41)"});
}

namespace {

/// Knows how far it looks back as long as its list is there.
struct looks_back_by_list {
    bool const* list_is_there;
    verdict judge(question const& q) const { return house_rules().judge(q); }
    looking_back looks_back() const {
        if (!*list_is_there) throw std::runtime_error("no list");
        return {};
    }
};

} // namespace

TEST_CASE("a policy that throws when it is asked how far it looks back grants nothing") {
    bool list_is_there = true;
    front_desk d(all_of(looks_back_by_list{&list_is_there}, separation_of_duties{}));
    d.until_proposed(terms_of(7500));
    list_is_there = false;

    CHECK(d.answer_to(d.max, approval_of(terms_of(7500))).error() ==
          error{errc::policy_failed, "expected how far to look back, found no list (approve)"});
    CHECK(std::get<command_refused>(d.trail().back().what).reason == "policy_failed");
    CHECK(d.state() == "awaiting_approval");

    auto const could = d.at.possible("41", d.max.who);
    REQUIRE(could.has_value());
    auto const approve =
        std::ranges::find(*could, std::string_view("approve"), &possibility::command);
    CHECK_FALSE(approve->possible);
    CHECK(approve->reason == "policy_failed");
    CHECK(approve->expected == "a verdict");
    CHECK(approve->found == "expected how far to look back, found no list (approve)");

    list_is_there = true;
    CHECK(d.record(d.max, approval_of(terms_of(7500))) == "proposal_approved");
}
