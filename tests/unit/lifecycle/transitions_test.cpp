// SPDX-License-Identifier: BSL-1.0
// Every arrow of the standard lifecycle is taken, and what is no arrow is refused, through a desk.
#include "catch.hpp"
#include "support/walker.hpp"

#include <set>

using namespace amends;
using support::walker;
using workflow::region;
using workflow::row_info;

namespace {

std::string in_words(row_info const& row) {
    return std::string(row.source_name) + " --" + std::string(row.command_name) + "--> " +
           std::string(row.target_name);
}

state_id state_in(region in, position at) {
    if (in == region::resolution) return at.resolution;
    if (in == region::handling) return at.handling;
    return state_id{40};
}

/// The case and the content that make exactly this row the one that is taken.
support::wish prepare(walker& w, row_info const& row) {
    support::wish how;
    if (row.command_name == "answer") how.kind = contact_kind::query;
    if (row.command_name == "approve" && row.target_name == "offered") {
        w.bring_to(row.source_name, how);
        w.must("approve");
        return how;
    }
    w.bring_to(row.command_name == "erase_personal_data" ? "closed" : row.source_name, how);
    if (row.command_name == "release_personal_data") w.must("hold_personal_data");
    if (row.source_name == "evaluated" && row.command_name == "close") w.must("inform_customer");
    if (row.command_name == "propose" && row.target_name == "awaiting_approval") how.cents = 20000;
    if (row.command_name == "carry_out" && row.target_name == "agreed") how.done = {1};
    if (row.command_name == "check_comfort") how.comfortable = row.target_name == row.source_name;
    return how;
}

} // namespace

TEST_CASE("every arrow of the standard lifecycle can be taken at the desk") {
    walker usual, alone; // an erasure asks every case of the customer
    std::set<std::string> not_taken;
    for (auto const& row : standard_lifecycle().rows()) {
        auto& w = row.command_name == "erase_personal_data" ? alone : usual;
        auto const how = prepare(w, row);
        auto const before = w.file();
        auto const said = w.give(row.command_name, how);
        INFO(in_words(row) << ": " << (said ? to_text(*said) : said.error().message));
        auto const after = w.file();
        auto const taken = said && !std::holds_alternative<refused>(*said) &&
                           state_in(row.in, before.at) == row.source &&
                           state_in(row.in, after.at) == row.target &&
                           after.version == before.version + 1;
        if (!taken) not_taken.insert(in_words(row));
        CHECK(taken);
    }
    CHECK(not_taken == std::set<std::string>{});
}

TEST_CASE("what is no arrow is refused and leaves an entry") {
    walker w;
    auto const& table = standard_lifecycle();
    std::size_t refusals = 0;
    for (auto const& state : table.states()) {
        if (state.name == "unreported") continue;
        for (auto const& command : table.commands()) {
            position at = table.initial();
            if (state.in == region::resolution) at.resolution = state.id;
            if (state.in == region::handling) at.handling = state.id;
            if (command.in != state.in || table.possible_here(at, command.number)) continue;

            w.bring_to(state.name);
            auto const before = w.file();
            auto const said = w.give(command.name);
            CAPTURE(state.name, command.name);
            REQUIRE(said);
            auto const* no = std::get_if<refused>(&*said);
            REQUIRE(no != nullptr);
            // Where nobody can be what the command asks for, that is what is said first.
            parties somebody;
            for (auto const* one : {&support::owner, &support::colleague, &support::customer,
                                    &support::manager, &support::monitor})
                somebody = somebody | standing_of(one->who, before);
            CHECK(no->reason ==
                  (command.who.any_of(somebody) ? "not_possible_here" : "not_entitled"));
            CHECK(!no->expected.empty());
            CHECK(!no->found.empty());
            auto const after = w.file();
            CHECK(after.at == before.at);
            CHECK(after.version == before.version + 1);
            auto const last = w.trail().back();
            REQUIRE(std::holds_alternative<command_refused>(last.what));
            CHECK(std::get<command_refused>(last.what).command.view() == command.name);
            ++refusals;
        }
    }
    // 13 states by 18 commands and 5 by 9, without the 46 and 11 arrows among them.
    CHECK(refusals == 13 * 18 + 5 * 9 - 46 - 11);
}

TEST_CASE("before the report there is no case to do anything with") {
    walker w;
    for (auto const& command : standard_lifecycle().commands()) {
        if (command.name == "report") continue;
        CAPTURE(command.name);
        auto const said = w.give(command.name);
        REQUIRE(!said);
        CHECK(said.error().code == errc::unknown_case);
        CHECK(w.kept.size().value() == 0);
    }
}

TEST_CASE("of two rows with one source and command the first whose guard holds is taken") {
    walker w;
    w.bring_to("options_explained");
    w.must("propose", {.cents = 5000});
    CHECK(w.state() == "offered");
    w.must("propose", {.cents = 5001});
    CHECK(w.state() == "awaiting_approval");
}
