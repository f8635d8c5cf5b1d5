// SPDX-License-Identifier: BSL-1.0
// What an action may record: the fact of its own command, or one of an integrator's.
#include "catch.hpp"
#include "parcel.hpp"

#include <amends/lifecycle/recording.hpp>
#include <amends/workflow/action.hpp>

using namespace parcel;
namespace base = amends::resolution;

namespace {

struct swap_the_terms {
    static void act(amends::approve&, step& s) { s.record(amends::solution_offered{}); }
};
struct send_a_parcel {
    static void act(amends::approve&, step& s) { s.record(amends::extended(parcel_sent{})); }
};
struct refuse {
    static void act(amends::approve&, step& s) { s.record(amends::command_refused{}); }
};

template <class Action, class Command>
amends::fact recorded_by(Command what) {
    occasion now;
    auto s = now.step();
    try {
        perform<Action>(what, s);
    } catch (...) {
        CHECK(now.recorded == amends::fact{});
        throw;
    }
    return now.recorded;
}

} // namespace

TEST_CASE("a standard command that records the fact of another takes no step") {
    CHECK_THROWS_WITH(recorded_by<swap_the_terms>(amends::approve{}),
                      "expected the fact of approve recorded, found solution_offered");
    CHECK_THROWS_AS(recorded_by<swap_the_terms>(amends::approve{}), std::logic_error);
}

TEST_CASE("a standard command records its own fact or an integrator's") {
    CHECK(std::holds_alternative<amends::proposal_approved>(
        recorded_by<base::record_last_approval>(amends::approve{})));
    CHECK(std::holds_alternative<amends::solution_offered>(
        recorded_by<base::record_offer>(amends::propose{})));
    CHECK(std::holds_alternative<amends::approval_requested>(
        recorded_by<base::record_request_for_approval>(amends::propose{})));
    CHECK(std::holds_alternative<amends::extended_fact>(
        recorded_by<send_a_parcel>(amends::approve{})));
}

TEST_CASE("an action that records a refusal is left to the desk, which knows it as its own") {
    CHECK(std::holds_alternative<amends::command_refused>(recorded_by<refuse>(amends::approve{})));
}
