// SPDX-License-Identifier: BSL-1.0
// What a desk says of its cases: who acted, what is possible, what nobody has in hand.
#include "desk/snapshot_layout.hpp"
#include "support/front_desk.hpp"
#include "support/read_from.hpp"

#include <amends/casefile/codec.hpp>

#include "catch.hpp"

#include <map>

using namespace amends;
using namespace amends::cases;

TEST_CASE("the actor of an entry is the one of the session") {
    front_desk d;
    d.until_reported();
    auto eva = on_behalf_of(staff("eva", {"agent", "team_lead"}), "ann");
    eva.who.by_delegation = "holiday";
    d.record(eva, a_confirmation());

    auto const kept = d.trail().back();
    CHECK(kept.who == eva.who);
    CHECK(kept.how.by == "eva");
    CHECK(kept.how.on_behalf_of == "ann");
    CHECK(kept.command_name == "confirm");
    CHECK(kept.command_number == 4);
}

TEST_CASE("an entry says what led to it and under which lifecycle") {
    front_desk d;
    d.until_proposed(terms_of(7500));
    auto const all = d.trail();
    CHECK(all.front().previous.empty());
    for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i].previous == all[i - 1].hash);
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(all[i].how.sequence == i + 1);
        CHECK(all[i].lifecycle == d.at.table().content_hash());
        bytes content;
        canonical::append(content, command_content(report(a_problem())));
        if (i == 0) CHECK(all[i].command_digest == sha256_of(content));
    }
    REQUIRE(all.back().verdicts.size() == 1);
    CHECK(all.back().verdicts.front().decision == decision::needs_approval);
    CHECK(d.at.table().name_of_state(all.back().how.from.resolution) == "options_explained");
    CHECK(d.at.table().name_of_state(all.back().how.to.resolution) == "awaiting_approval");
}

TEST_CASE("what is possible is listed for each actor with a reason for the rest") {
    front_desk d;
    d.until_reported();
    std::map<std::string, possibility> for_ann;
    for (auto& p : d.at.possible("41", d.ann.who).value()) for_ann[std::string(p.command)] = p;

    CHECK(for_ann.size() == 35);
    CHECK(for_ann["confirm"].possible);
    CHECK(for_ann["note"].possible);
    CHECK(for_ann["answer"].reason == "is_query_or_request");
    CHECK(for_ann["propose"].reason == "not_possible_here");
    CHECK(for_ann["propose"].found == "reported");
    CHECK(for_ann["withdraw"].reason == "not_entitled");
    CHECK(for_ann["withdraw"].expected == "customer");
}

TEST_CASE("open cases that nobody has in hand are orphans") {
    front_desk d;
    d.record(d.customer, a_problem(), "1");
    d.until_reported(a_problem(), "2");
    d.record(d.customer, a_problem(), "3");
    d.record(d.customer, a_withdrawal(), "3");
    d.record(d.customer, a_problem(), "4");
    CHECK(d.at.orphans().value() == std::vector<case_id>{"1", "4"});

    desk other(d.kept, house_rules());
    CHECK(other.orphans().value() == std::vector<case_id>{"1", "4"});
    d.record(d.bob, a_take(), "4");
    CHECK(other.orphans().value() == std::vector<case_id>{"1"});

    int visited = 0;
    CHECK(other.orphans([&](case_id const& on) { return ++visited, on != "1"; }).has_value());
    CHECK(visited == 1);
}

TEST_CASE("a desk that remembers two cases answers as one that remembers all") {
    auto const log_with = [](std::size_t cached) {
        desk_options how;
        how.cached_cases = cached;
        front_desk d(house_rules(), std::move(how));
        std::vector<std::string> said;
        case_id const ids[] = {"a", "b", "c", "d", "e"};
        command_content const story[] = {a_problem(),    a_take(),         a_confirmation(),
                                         two_options(),  a_proposal(7500), a_note(),
                                         a_proposal(100)};
        for (auto const& what : story)
            for (auto const& on : ids) {
                auto const& who = number_of(what) == 1 ? d.customer : d.ann;
                said.push_back(to_text(d.answer_to(who, what, on).value()));
            }
        (void)d.kept.scan(0, [&](stored_entry const& e) {
            said.push_back(to_text(e.hash));
            return true;
        });
        return said;
    };
    CHECK(log_with(2) == log_with(10000));
    CHECK(log_with(0) == log_with(10000));
}

TEST_CASE("snapshots spare work and change nothing") {
    desk_options how;
    how.snapshot_every = 2;
    front_desk d(house_rules(), std::move(how));
    d.until_closed();
    REQUIRE(d.kept.recall("41")->has_value());
    desk_options plain, sparing;
    sparing.snapshot_every = 2;
    desk folds(d.kept, house_rules(), plain), recalls(d.kept, house_rules(), sparing);
    CHECK(*folds.file("41") == *recalls.file("41"));

    auto forged = **d.kept.recall("41");
    forged.content.back() ^= std::byte{1};
    REQUIRE(d.kept.keep(forged).has_value());
    desk doubts(d.kept, house_rules(), sparing);
    CHECK(*doubts.file("41") == *folds.file("41"));
}

TEST_CASE("a snapshot of another layout is none, however sound it is") {
    desk_options how;
    how.snapshot_every = 2;
    front_desk d(house_rules(), how);
    d.until_closed();
    auto const sound = **d.kept.recall("41");
    auto const right = d.file();
    auto const read_from = [&](bytes content) {
        auto other = sound;
        other.content = std::move(content);
        other.checksum = sha256_of(other.content);
        REQUIRE(d.kept.keep(other).has_value());
        amends::testing::knowing_read_from kept(d.kept);
        CHECK(*desk(kept, house_rules(), how).file("41") == right);
        return kept.least;
    };
    auto const numbered = [&](std::uint32_t layout) {
        bytes content;
        canonical::append(content, layout);
        content.insert(content.end(), sound.content.begin() + sizeof layout, sound.content.end());
        return content;
    };

    CHECK(read_from(sound.content) == sound.sequence); // the entry that it stands on
    CHECK(read_from(numbered(snapshot_layout)) == sound.sequence);
    CHECK(read_from(numbered(snapshot_layout - 1)) == 1);
    CHECK(read_from(numbered(snapshot_layout + 1)) == 1);
    CHECK(read_from(numbered(~std::uint32_t{0})) == 1);
    // As they were kept before layouts had numbers.
    CHECK(read_from({sound.content.begin() + sizeof snapshot_layout, sound.content.end()}) == 1);
    CHECK(read_from({}) == 1);
    CHECK(read_from({sound.content.begin(), sound.content.begin() + 3}) == 1);
}
