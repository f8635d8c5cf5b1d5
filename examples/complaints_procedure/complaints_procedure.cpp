// SPDX-License-Identifier: BSL-1.0
// Complaints procedure: rows that go on where the standard lifecycle ends, with a clock.
//
// The standard hands a complaint over and is done with it. This organisation goes on in the same
// trail: a complaint is acknowledged within five days, decided with grounds, and settled when the
// customer says so. An acknowledgement that comes too late is taken all the same, but only with an
// apology, and the trail says that it was late.
//
// Output:
//   accepted treated_as_complaint (version 3): complaint
//   accepted complaint_opened (version 4): received
//   refused not_possible_here: expected acknowledged, found received
//   refused lateness_is_apologised_for: expected an `apology` for 2026-04-07T08:00:00Z, due 2026-04-06T08:00:00Z, found none
//   accepted acknowledged_late (version 7): acknowledged
//   accepted complaint_decided (version 8): decided
//   accepted complaint_settled (version 9): settled
//   the customer could now: record_feedback record_contact

#include "complaints_lifecycle.hpp"

#include <iostream>

using namespace amends;

namespace {

session const noor{{.id = "noor", .side = side::customer}};
session const kim{{.id = "kim", .side = side::staff, .roles = {"agent"}}};
case_id const matter = "letter-12";

struct office {
    memory_store kept;
    instant now = *parse_instant("2026-04-01T08:00:00Z");
    desk counter{kept, money_limits({}, {}), {.table = &complaints::table(), .clock = [this] {
                                                  return now;
                                              }}};

    void handle(session const& from, command_content what) {
        auto const said = *counter.handle(from, {.on = matter, .id = {}, .what = std::move(what)});
        if (auto const* no = std::get_if<refused>(&said)) {
            std::cout << "refused " << no->reason << ": expected " << no->expected << ", found "
                      << no->found << '\n';
            return;
        }
        auto const at = counter.file(matter)->at.resolution;
        std::cout << said << ": " << counter.table().name_of_state(at) << '\n';
    }
};

/// What the standard lifecycle does; nothing is printed of it.
void report_a_problem(desk& counter) {
    (void)counter.handle(noor, {.on = matter,
                                .id = {},
                                .what = report{.kind = contact_kind::problem,
                                               .origin = origin::customer,
                                               .customer = "noor",
                                               .expected = "an answer to my letter",
                                               .experienced = "none in a month",
                                               .impact = "I missed a date"}});
    (void)counter.handle(kim, {.on = matter, .id = {}, .what = take{}});
}

} // namespace

int main() {
    office o;
    report_a_problem(o.counter);
    o.handle(kim, treat_as_complaint{.decision = "the customer asks for it",
                                     .rules = {"asked_for_in_writing"},
                                     .handed_to = "complaints office",
                                     .due = o.now + std::chrono::days(30)});
    o.handle(kim,
             extended(complaints::open_complaint{.acknowledge_by = o.now + std::chrono::days(5)}));
    o.handle(kim,
             extended(complaints::decide{.upheld = true, .grounds = "the letter lay in a tray"}));

    o.now += std::chrono::days(6);
    o.handle(kim, extended(complaints::acknowledge{.words = "we have your complaint"}));
    o.handle(kim, extended(complaints::acknowledge{.words = "we have your complaint",
                                                   .apology = "we should have written on Monday"}));
    o.handle(kim,
             extended(complaints::decide{.upheld = true, .grounds = "the letter lay in a tray"}));
    o.handle(noor, extended(complaints::settle{}));

    std::cout << "the customer could now:";
    for (auto const& p : *o.counter.possible(matter, noor.who))
        if (p.possible) std::cout << ' ' << p.command;
    std::cout << '\n';
}
