// SPDX-License-Identifier: BSL-1.0
// A desk with people at it: one customer, two agents, a manager, and a clock of its own.
#pragma once

#include "support/cases.hpp"
#include "support/house_rules.hpp"

#include <amends/store/memory.hpp>

#include "catch.hpp"

#include <string>
#include <vector>

namespace amends::cases {

struct front_desk {
    explicit front_desk(any_policy rules = house_rules(), desk_options how = {})
        : at(kept, std::move(rules), with_clock(std::move(how))) {}
    front_desk(front_desk const&) = delete;

    memory_store kept;
    instant now = instant(std::chrono::milliseconds(1'772'442'000'000)); // 2026-03-02T09:00:00Z
    int commands = 0;
    desk at;

    session customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
    session ann = staff("ann", {"agent"});
    session bob = staff("bob", {"agent"});
    session lea = staff("lea", {"team_lead"});
    session max = staff("max", {"manager"});
    session mia = staff("mia", {"manager"});
    session robot{{"robot", side::service, {}, {}, {}}, provenance::live};

    /// The answer to a command with an id of its own, a minute after the one before.
    result<outcome> answer_to(session const& from, command_content what, case_id const& on = "41") {
        now += std::chrono::minutes(1);
        auto const id = command_id::trusted("command " + std::to_string(++commands));
        return at.handle(from, {on, id, {}, std::move(what)});
    }
    /// A command that must be accepted; what is recorded.
    std::string record(session const& from, command_content what, case_id const& on = "41") {
        auto const said = answer_to(from, std::move(what), on);
        INFO(said);
        REQUIRE(said.has_value());
        if (auto const* yes = std::get_if<accepted>(&*said)) return yes->fact.str();
        REQUIRE(std::holds_alternative<awaiting_approval>(*said));
        return "approval_requested";
    }
    /// A command that must be refused.
    refused refusal(session const& from, command_content what, case_id const& on = "41") {
        auto const said = answer_to(from, std::move(what), on);
        INFO(said);
        REQUIRE(said.has_value());
        REQUIRE(std::holds_alternative<refused>(*said));
        return std::get<refused>(*said);
    }
    case_file file(case_id const& on = "41") { return at.file(on).value(); }
    std::vector<entry> trail(case_id const& on = "41") { return at.trail(on).value(); }
    std::string state(case_id const& on = "41") {
        return std::string(at.table().name_of_state(file(on).at.resolution));
    }
    std::string handling(case_id const& on = "41") {
        return std::string(at.table().name_of_state(file(on).at.handling));
    }

    // Stories up to a point, with Ann as the owner.
    void until_reported(report contact = a_problem(), case_id const& on = "41") {
        record(customer, std::move(contact), on);
        record(ann, a_take(), on);
    }
    void until_explained(case_id const& on = "41") {
        until_reported(a_problem(), on);
        record(ann, a_confirmation(), on);
        record(ann, two_options(), on);
    }
    /// An offer, or a proposal that awaits approval where it lies beyond Ann's limit.
    void until_proposed(terms const& t = terms_of(3000), case_id const& on = "41") {
        until_explained(on);
        record(ann, propose{t}, on);
    }
    void until_agreed(terms const& t = terms_of(3000), case_id const& on = "41") {
        until_proposed(t, on);
        record(customer, yes_to(t), on);
    }
    void until_evaluated(case_id const& on = "41") {
        until_agreed(terms_of(3000), on);
        record(ann, action_done(), on);
        record(ann, a_notice(), on);
        record(ann, an_evaluation(), on);
    }
    void until_closed(case_id const& on = "41") {
        until_evaluated(on);
        record(ann, news(), on);
        record(ann, a_close(), on);
    }

  private:
    desk_options with_clock(desk_options how) {
        if (!how.clock) how.clock = [this] { return now; };
        return how;
    }
};

} // namespace amends::cases
