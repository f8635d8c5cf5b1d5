// SPDX-License-Identifier: BSL-1.0
// A busy counter: many threads hand in, several desks handle, and a search index follows.
//
// On the first day of the sales a shop takes in a hundred contacts from its web page. Its request
// threads hand them to a pool and go on; the pool's desks keep many with one commit. The search index
// is told of every entry, in order, and of none twice while nothing fails. Then it fails once, and is
// told again of what it had not taken.
//
// Output:
//   100 of 100 contacts are on record
//   the index has 100 entries, 0 are to come
//   one more call: accepted note_added (version 2)
//   follower_failed: expected an answer to what it was told, found the index is down (follower index)
//   the index has 101 entries, 0 are to come

#include <amends/amends.hpp>

#include <iostream>
#include <thread>

using namespace amends;

namespace {

report contact(customer_id const& whose) {
    return {.kind = contact_kind::problem,
            .origin = origin::customer,
            .customer = whose,
            .expected = "the price on the label",
            .experienced = "the till knew nothing of the sales",
            .impact = "twelve euros too much"};
}

} // namespace

int main() {
    memory_store kept;
    std::vector<std::future<result<outcome>>> answers(100);

    // [pool]
    desk_pool counter(kept, separation_of_duties{}, {.desks = 4});

    auto const web_requests = [&](int first, int last) {
        for (int n = first; n < last; ++n) {
            auto const whose = "c-" + std::to_string(n);
            session const here{{.id = actor_id::trusted(whose), .side = side::customer}};
            answers[std::size_t(n)] =
                counter.submit(here, {.on = case_id::trusted("case-" + std::to_string(n)),
                                      .id = command_id::trusted("web-" + std::to_string(n)),
                                      .what = contact(customer_id::trusted(whose))});
        }
    };
    std::thread one(web_requests, 0, 50), other(web_requests, 50, 100);
    // [pool]
    one.join();
    other.join();
    int on_record = 0;
    for (auto& answer : answers) on_record += std::holds_alternative<accepted>(*answer.get());
    std::cout << on_record << " of 100 contacts are on record\n";

    // [follower]
    std::vector<std::string> index; // what a search engine would hold
    bool down = false;
    auto const tell_index = [&](std::span<stored_entry const> some) -> result<void> {
        if (down) throw std::runtime_error("the index is down");
        for (auto const& e : some) index.push_back(e.on.str());
        return {};
    };
    follower search(kept, "index");
    auto const told = search.catch_up(tell_index);
    // [follower]
    auto const print_index = [&] {
        std::cout << "the index has " << index.size() << " entries, "
                  << *kept.size() - *search.position() << " are to come\n";
    };
    if (!told) return 1;
    print_index();

    session const ann{{.id = "ann", .side = side::staff, .roles = {"agent"}}};
    auto const said = counter.handle(ann, {.on = "case-7", .id = "call-1", .what = note{"rang"}});
    std::cout << "one more call: " << *said << '\n';
    down = true;
    std::cout << search.catch_up(tell_index).error() << '\n';
    down = false;
    if (!search.catch_up(tell_index)) return 1;
    print_index();
}
