// SPDX-License-Identifier: BSL-1.0
// One of every command and of everybody who gives them: what a desk is asked about a strange case.
#pragma once

#include "fuzz/holding.hpp"
#include "support/cases.hpp"
#include "support/house_rules.hpp"

#include <amends/authority/authority.hpp>
#include <amends/desk/desk.hpp>

#include <vector>

namespace amends::fuzz {

inline std::vector<command_content> const& some_commands() {
    using namespace cases;
    static std::vector<command_content> const all = {a_problem(),
                                                     a_sign(),
                                                     an_answer(),
                                                     a_confirmation(),
                                                     two_options(),
                                                     a_proposal(),
                                                     a_proposal(90000),
                                                     approval_of(terms_of(3000)),
                                                     approve{},
                                                     a_withholding(),
                                                     yes_to(terms_of(3000)),
                                                     accept{{}, assent::spoken},
                                                     a_no(),
                                                     action_done(),
                                                     action_done(1),
                                                     comfort(),
                                                     comfort(false),
                                                     a_notice(),
                                                     an_evaluation(),
                                                     a_close(),
                                                     a_return(),
                                                     a_complaint(),
                                                     a_withdrawal(),
                                                     a_take(),
                                                     assigned_to("bob"),
                                                     a_question(),
                                                     some_help(),
                                                     a_referral(),
                                                     referral_taken(),
                                                     referral_sent_back(),
                                                     merged_with("42"),
                                                     merged_with("41"),
                                                     apart_again(),
                                                     a_note(),
                                                     news(),
                                                     understood(),
                                                     feedback(),
                                                     a_hold(),
                                                     a_release(),
                                                     a_call(),
                                                     an_erasure()};
    return all;
}

inline session const& one_of_the_people(unsigned which) {
    static session const all[] = {
        cases::staff("ann", {"agent"}),
        cases::staff("max", {"manager"}),
        {{"c1", side::customer, {}, {}, {}}, provenance::live},
        cases::on_behalf_of(cases::staff("bob", {"agent"}), "ann"),
    };
    return all[which % std::size(all)];
}

/// Asks a desk about a case and gives it up to four commands, as the bytes say. Whatever the case is
/// like, each is answered.
inline void work_at(desk& at, case_id const& on, byte_view said_by,
                    authority const* rules = nullptr) {
    for (unsigned i = 0; i < 4; ++i)
        if (auto const could = at.possible(on, one_of_the_people(i).who); !could)
            must_say_both_sides(could.error());
    if (rules != nullptr)
        if (auto const could = at.who_may_decide(on, *rules, cases::terms_of(3000)); !could)
            must_say_both_sides(could.error());
    for (int n = 1; n <= 4 && !said_by.empty(); ++n) {
        auto const which = take_byte(said_by);
        auto const& what = some_commands()[which % some_commands().size()];
        auto const id = command_id::trusted("late " + std::to_string(n) + " of " + on.str());
        auto const said = at.handle(one_of_the_people(take_byte(said_by)), {on, id, {}, what});
        if (said) (void)to_text(*said);
        else must_say_both_sides(said.error());
    }
}

} // namespace amends::fuzz
