// SPDX-License-Identifier: BSL-1.0
// A shared server: two desks on two machines work on the same cases, and neither loses to the other.
//
// A customer reports a broken kettle in the branch. Ann in the branch and Ben in the head office look
// at the case at the same moment, and both write a note: the first is kept, the second is told that
// the case moved on. The branch did not hear the answer to the report and sends it again, to the head
// office this time. Then both write twenty-five notes each as fast as they can, and somebody who
// follows the log hears every one of them once and in order.
//
// The two machines are two threads here, each with a store and a desk of its own. It needs a
// PostgreSQL database, in which it makes a schema of its own:
//     AMENDS_POSTGRES=postgres://user@host/database example_shared_server
//
// Output:
//   Branch: accepted contact_reported (version 1)
//   Ben, who looked at version 1: accepted note_added (version 2)
//   Ann, who looked at version 1, too: version_conflict: expected version 1, found 2 (case k-1)
//   the report again, to the head office: accepted contact_reported (version 1)
//   both at work: 50 notes accepted, the case is at version 52
//   the follower had heard 2 entries and heard 50 more, all in order

#include <amends/amends.hpp>
#include <amends/store/postgres.hpp>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

using namespace amends;

namespace {

struct place {
    std::unique_ptr<store> kept;
    desk at;
};

place open(std::string const& url, std::string const& schema) {
    auto opened = postgres_store::open({.url = url, .schema = schema});
    if (!opened) {
        std::cerr << opened.error() << '\n';
        std::exit(1);
    }
    auto const now = *parse_instant("2026-07-01T12:00:00Z");
    desk at(**opened, money_limits({}, {}),
            {.clock = [=] { return now; }, .conflict_retries = 1000});
    return {std::move(*opened), std::move(at)};
}

session staff(actor_id who) { return {{.id = who, .side = side::staff, .roles = {"agent"}}}; }

void tell(char const* who, result<outcome> const& said) {
    std::cout << who << ": ";
    if (said) std::cout << *said << '\n';
    else std::cout << said.error() << '\n';
}

} // namespace

int main() {
    auto const* const url = std::getenv("AMENDS_POSTGRES");
    if (url == nullptr) {
        std::cerr << "expected the address of a database in AMENDS_POSTGRES, found none\n";
        return 2;
    }
    auto const since_epoch = std::chrono::system_clock::now().time_since_epoch();
    auto const schema = "shared_server_" + std::to_string(since_epoch.count());
    auto branch = open(url, schema);
    auto head_office = open(url, schema);

    session const customer{{.id = "c-9", .side = side::customer}};
    command const reported{.on = "k-1",
                           .id = "web-7",
                           .what = report{.kind = contact_kind::problem,
                                          .origin = origin::customer,
                                          .customer = "c-9",
                                          .expected = "a kettle that boils",
                                          .experienced = "it trips the fuse",
                                          .impact = "no tea"}};
    tell("Branch", branch.at.handle(customer, reported));

    auto const called = [](char const* id) {
        return command{
            .on = "k-1", .id = *command_id::parse(id), .expected = 1, .what = note{"called"}};
    };
    tell("Ben, who looked at version 1", head_office.at.handle(staff("ben"), called("b-1")));
    tell("Ann, who looked at version 1, too", branch.at.handle(staff("ann"), called("a-1")));
    tell("the report again, to the head office", head_office.at.handle(customer, reported));

    auto const heard = *branch.kept->size();
    std::array<int, 2> accepted_notes{};
    auto const work = [&](std::size_t which, place& here, session who) {
        for (int n = 0; n < 25; ++n) {
            auto const id = who.who.id.str() + " note " + std::to_string(n);
            auto const said =
                here.at.handle(who, {.on = "k-1", .id = *command_id::parse(id), .what = note{id}});
            accepted_notes[which] += said && std::holds_alternative<accepted>(*said);
        }
    };
    std::thread ann([&] { work(0, branch, staff("ann")); });
    std::thread ben([&] { work(1, head_office, staff("ben")); });
    ann.join();
    ben.join();
    std::cout << "both at work: " << accepted_notes[0] + accepted_notes[1]
              << " notes accepted, the case is at version " << branch.at.file("k-1")->version
              << '\n';

    std::uint64_t more = 0;
    bool in_order = true;
    auto const to = branch.kept->scan(heard, [&](stored_entry const& e) {
        in_order = in_order && e.log_index == heard + more++;
        return true;
    });
    std::cout << "the follower had heard " << heard << " entries and heard " << *to - heard
              << " more, " << (in_order ? "all in order" : "not in order") << '\n';
}
