// SPDX-License-Identifier: BSL-1.0
// The stored numbers and names of the standard lifecycle: what is written stays readable.
#include "catch.hpp"
#include "support/own_lifecycle.hpp"

#include <amends/casefile/fact.hpp>
#include <amends/lifecycle/standard.hpp>
#include <amends/vocabulary/print.hpp>

#include <boost/mp11/algorithm.hpp>

#include <map>
#include <string>

using namespace amends;

namespace {

using names = std::map<int, std::string>;

template <class Variant>
names numbers_and_names() {
    names found;
    each_type_of<Variant>([&]<class T>(boost::mp11::mp_identity<T>) {
        if constexpr (!std::is_same_v<T, extended_command> && !std::is_same_v<T, extended_fact>)
            found[T::number] = type_name<T>();
    });
    return found;
}

} // namespace

TEST_CASE("states keep their numbers and names") {
    names found;
    for (auto const& s : standard_lifecycle().states()) found[static_cast<int>(s.id)] = s.name;

    CHECK(found == names{{0, "unreported"},        {1, "reported"},
                         {2, "answered"},          {3, "confirmed"},
                         {4, "options_explained"}, {5, "awaiting_approval"},
                         {6, "offered"},           {7, "agreed"},
                         {8, "actioned"},          {9, "colleagues_informed"},
                         {10, "evaluated"},        {11, "closed"},
                         {12, "complaint"},        {13, "withdrawn"},
                         {20, "unassigned"},       {21, "with_owner"},
                         {22, "help_sought"},      {23, "referral_offered"},
                         {24, "merged"},           {40, "on_record"}});
}

TEST_CASE("commands keep their numbers and names") {
    names const golden{{1, "report"},
                       {2, "recognise"},
                       {3, "answer"},
                       {4, "confirm"},
                       {5, "explain_options"},
                       {6, "propose"},
                       {7, "approve"},
                       {8, "withhold"},
                       {9, "accept"},
                       {10, "decline"},
                       {11, "carry_out"},
                       {12, "check_comfort"},
                       {13, "inform_colleagues"},
                       {14, "evaluate"},
                       {15, "close"},
                       {17, "reopen"},
                       {18, "treat_as_complaint"},
                       {19, "withdraw"},
                       {30, "take"},
                       {31, "assign"},
                       {32, "seek_help"},
                       {33, "receive_help"},
                       {34, "refer"},
                       {35, "accept_referral"},
                       {36, "return_referral"},
                       {37, "merge"},
                       {38, "unmerge"},
                       {50, "note"},
                       {51, "inform_customer"},
                       {52, "check_understanding"},
                       {53, "record_feedback"},
                       {54, "record_contact"},
                       {55, "erase_personal_data"},
                       {56, "hold_personal_data"},
                       {57, "release_personal_data"}};
    names found;
    for (auto const& c : standard_lifecycle().commands()) found[c.number] = c.name;

    CHECK(found == golden);
    CHECK(numbers_and_names<command_content>() == golden);
}

TEST_CASE("facts keep their numbers and names") {
    CHECK(numbers_and_names<fact>() == names{{1, "contact_reported"},
                                             {2, "sign_recognised"},
                                             {3, "contact_answered"},
                                             {4, "problem_confirmed"},
                                             {5, "options_explained"},
                                             {6, "solution_offered"},
                                             {7, "approval_requested"},
                                             {8, "proposal_approved"},
                                             {9, "approval_withheld"},
                                             {10, "solution_agreed"},
                                             {11, "offer_declined"},
                                             {12, "actions_carried_out"},
                                             {13, "comfort_checked"},
                                             {14, "colleagues_informed"},
                                             {15, "resolution_evaluated"},
                                             {16, "case_closed"},
                                             {17, "case_reopened"},
                                             {18, "treated_as_complaint"},
                                             {19, "contact_withdrawn"},
                                             {30, "case_taken"},
                                             {31, "case_assigned"},
                                             {32, "help_sought"},
                                             {33, "help_received"},
                                             {34, "referral_offered"},
                                             {35, "referral_accepted"},
                                             {36, "referral_returned"},
                                             {37, "case_merged"},
                                             {38, "case_unmerged"},
                                             {50, "note_added"},
                                             {51, "customer_informed"},
                                             {52, "understanding_checked"},
                                             {53, "feedback_recorded"},
                                             {54, "contact_recorded"},
                                             {55, "personal_data_erased"},
                                             {56, "personal_data_held"},
                                             {57, "personal_data_released"},
                                             {58, "lifecycle_changed"},
                                             {60, "command_refused"}});
}

// A case is bound to the table it was written under: a change here needs a new lifecycle, or a
// release that says how old cases go on.
TEST_CASE("the standard table is the one that cases were written under") {
    CHECK(to_text(standard_lifecycle().content_hash()) ==
          "5dd6b3f47a3759f765f95c5e318fbd5681029bc8efbfb9f71b1c8490b3086b82");
    CHECK(standard_lifecycle().name() == "resolution");
    CHECK(standard_lifecycle().initial() == position{state_id{0}, state_id{20}});
}

// Names are hashed into every entry: a compiler that writes another would not read what is kept.
TEST_CASE("rows of an extension have the same names from every compiler") {
    std::map<std::string, std::string> actions;
    for (auto const& row : own::table().rows())
        if (row.command >= 128) actions[std::string(row.command_name)] = row.action_name;
    CHECK(actions == std::map<std::string, std::string>{{"review", "record_review"},
                                                        {"finish", "record_as<review_finished>"},
                                                        {"stop", "record_as<review_stopped>"},
                                                        {"lend", "record_as<case_lent>"}});
}
