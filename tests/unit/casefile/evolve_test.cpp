// SPDX-License-Identifier: BSL-1.0
// Facts fold into the present: of any file, in any order, the same by copy and in place.
#include <amends/casefile/evolve.hpp>
#include <amends/vocabulary/texts.hpp>

#include "support/cases.hpp"
#include "support/random_values.hpp"
#include "support/repeat_with.hpp"

#include "catch.hpp"

using namespace amends;

namespace {

circumstances by(actor_id const& who, actor_id const& whom = {}) {
    circumstances how;
    how.sequence = 7;
    how.occasion = 2;
    how.at = instant(std::chrono::milliseconds(1000));
    how.by = who;
    how.on_behalf_of = whom;
    return how;
}
case_file after(std::initializer_list<fact> facts) {
    case_file file;
    for (auto const& one : facts) file = evolve(std::move(file), one, by("ann"));
    return file;
}

} // namespace

TEST_CASE("every fact folds into every file and by copy as in place") {
    INFO(cases::repeat_with());
    cases::random_values some(cases::seed());
    for (int n = 0; n < 3000; ++n) {
        auto file = some.once_in(3) ? case_file{} : some.make<case_file>();
        for (int k = 0; k < 8; ++k) {
            auto const what = some.make<fact>();
            auto const how = some.make<circumstances>();
            auto const before = file;
            auto const copied = evolve(file, what, how);
            REQUIRE(file == before);
            REQUIRE(evolve(file, what, how) == copied);
            auto moved = what;
            evolve_in_place(file, std::move(moved), how);
            REQUIRE(file == copied);
            REQUIRE(file.version == how.sequence);
            REQUIRE(file.occasion == how.occasion);
            REQUIRE(file.last_entry_at == how.at);
            REQUIRE(file.at == how.to);
            REQUIRE(file.id == before.id);
        }
    }
}

TEST_CASE("a changed proposal forgets the approvals of the one before") {
    auto const t = cases::terms_of(7500), changed = cases::terms_of(8000);
    auto file = after({approval_requested{t, hash_of(t), 2}});
    file = evolve(file, proposal_approved{cases::approval_of(t), false}, by("max", "mia"));

    CHECK(file.proposed->approvers == std::vector<actor_id>{"max"});
    CHECK(file.proposed->approved_for == std::vector<actor_id>{"mia"});
    file = evolve(file, approval_requested{changed, hash_of(changed), 2}, by("bob", "ann"));
    CHECK(file.proposed->approvers.empty());
    CHECK(file.proposed->approved_for.empty());
    CHECK(file.proposed->proposer == "bob");
    CHECK(file.proposed->proposed_for == "ann");
    CHECK(file.proposed->terms_hash == hash_of(changed));
}

TEST_CASE("an approval of nothing leaves nothing on the table") {
    auto const file = after({proposal_approved{{}, true}, solution_agreed{},
                             actions_carried_out{{{0, 4000000000u}, ""}, true}});
    CHECK_FALSE(file.proposed.has_value());
    CHECK(file.agreed);
    CHECK(file.done.empty());
}

TEST_CASE("a reopening clears the occasion and keeps the contact and its owner") {
    auto const t = cases::terms_of(100);
    auto const file =
        after({contact_reported{cases::a_problem()}, case_taken{},
               problem_confirmed{cases::a_confirmation()}, options_explained{cases::two_options()},
               solution_offered{t, hash_of(t)}, solution_agreed{},
               actions_carried_out{{{0}, ""}, true}, customer_informed{{"", "", instant{}}},
               resolution_evaluated{cases::an_evaluation()}, case_reopened{{"again"}}});

    CHECK(file.contact == cases::a_problem());
    CHECK(file.kind == contact_kind::problem);
    CHECK(file.owner == "ann");
    CHECK_FALSE(file.confirmed.has_value());
    CHECK(file.options.empty());
    CHECK_FALSE(file.proposed.has_value());
    CHECK_FALSE(file.agreed);
    CHECK(file.done.empty());
    CHECK_FALSE(file.contact_promised_by.has_value());
    CHECK(file.evaluated_as == effect::unknown);
}

TEST_CASE("a promise of contact is owed until somebody reaches out") {
    auto promised = after({customer_informed{{"soon", "a call", instant{}}}});
    CHECK(promised.contact_promised_by == instant{});
    auto const still =
        evolve(promised, contact_recorded{cases::a_call(direction::inbound)}, by("ann"));
    CHECK(still.contact_promised_by.has_value());
    auto const kept = evolve(promised, contact_recorded{cases::a_call()}, by("ann"));
    CHECK_FALSE(kept.contact_promised_by.has_value());
}

TEST_CASE("a case knows since when it is in its state, whatever else happens there") {
    auto const at = [](int minute, state_id from, state_id to) {
        circumstances how;
        how.sequence = static_cast<std::uint64_t>(minute);
        how.at = instant(std::chrono::minutes(minute));
        how.from.resolution = from;
        how.to.resolution = to;
        return how;
    };
    auto file = evolve({}, contact_reported{cases::a_problem()}, at(1, state_id{0}, state_id{1}));
    CHECK(file.there_since == instant(std::chrono::minutes(1)));
    file = evolve(file, note_added{cases::a_note()}, at(2, state_id{1}, state_id{1}));
    CHECK(file.there_since == instant(std::chrono::minutes(1)));
    file = evolve(file, contact_withdrawn{cases::a_withdrawal()}, at(3, state_id{1}, state_id{13}));
    CHECK(file.there_since == instant(std::chrono::minutes(3)));
    // A merged case ends where it is merged: another goes on for it.
    file = evolve(file, case_merged{cases::merged_with("42")}, at(4, state_id{13}, state_id{13}));
    CHECK(file.there_since == instant(std::chrono::minutes(4)));
    file = evolve(file, case_unmerged{cases::apart_again()}, at(5, state_id{13}, state_id{13}));
    CHECK(file.there_since == instant(std::chrono::minutes(4)));
}

TEST_CASE("an erasure takes every text of a case and nothing else") {
    auto file =
        after({contact_reported{cases::a_problem()}, problem_confirmed{cases::a_confirmation()},
               options_explained{cases::two_options()}});
    auto how = by("pia");
    how.sequence = 9;
    how.at = instant(std::chrono::hours(9));
    auto const left = evolve(file, personal_data_erased{cases::an_erasure()}, how);

    CHECK(left.contact.experienced.empty());
    CHECK(left.contact.category == "delivery");
    CHECK(left.confirmed->cause.empty());
    CHECK(left.confirmed->nature == "late parcel");
    CHECK(left.options == file.options);
    CHECK(left.erased == erasure{how.at, 9, "asked for by the customer"});
    CHECK(canonical::size_of_texts(left) == 0);
}

TEST_CASE("holds are kept by matter until each is released") {
    auto const hold = [](char const* matter) {
        return personal_data_held{{matter, "their lawyer wrote"}};
    };
    auto file = after({hold("claim 17"), hold("audit"), hold("claim 17")});
    CHECK(file.held_for == std::vector<label>{"claim 17", "audit"});
    file = evolve(file, personal_data_released{cases::a_release()}, by("leo"));
    CHECK(file.held_for == std::vector<label>{"audit"});
    file = evolve(file, personal_data_released{cases::a_release()}, by("leo"));
    CHECK(file.held_for == std::vector<label>{"audit"});
}
