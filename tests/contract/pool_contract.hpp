// SPDX-License-Identifier: BSL-1.0
// What a pool promises over any store, as one body of tests. `fresh` makes an empty store.
#pragma once

#include <amends/store/memory.hpp>

#include "contract/desk_at_work.hpp"
#include "support/given_so_far.hpp"
#include "support/random_cases.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace amends::testing {

/// Every case's trail: the hashes of its entries, which cover all that is in them.
inline std::map<case_id, std::vector<digest>> trails_of(store& kept) {
    std::map<case_id, std::vector<digest>> all;
    REQUIRE(kept.scan(0,
                      [&](stored_entry const& e) {
                          all[e.on].push_back(e.hash);
                          return true;
                      })
                .has_value());
    return all;
}

/// Commands of several cases in a fixed order, with their times. An id belongs to one case: which of two
/// cases gets an id first is nothing that a pool promises.
inline std::vector<cases::wish> stream_for_a_pool(std::uint64_t from, std::size_t length) {
    auto stream = cases::random_stream(from, length, 7, cases::house_rules(2));
    for (auto& one : stream)
        one.what.id = command_id::trusted(one.what.on.str() + "/" + one.what.id.str());
    return stream;
}

inline std::vector<submission> handed_in(std::vector<cases::wish> const& stream) {
    std::vector<submission> all;
    for (auto const& one : stream) all.push_back({&one.from, one.what, one.at});
    return all;
}

inline std::string in_words(result<outcome> const& said) {
    return said ? to_text(*said) : std::string(name_of(said.error().code)) + said.error().message;
}

using fresh_store = std::function<std::unique_ptr<store>()>;

/// The same answers and trails as those of one desk, whatever the pool's shape.
inline void pool_agrees_with_a_desk(fresh_store const& fresh, std::uint64_t from) {
    auto const stream = stream_for_a_pool(from, 200);
    memory_store alone;
    desk one(alone, cases::house_rules(2), cases::at_given_times());
    auto wanted_batch = handed_in(stream);
    std::vector<result<outcome>> wanted;
    for (auto& s : wanted_batch) wanted.push_back(one.handle(std::span(&s, 1)).front());
    auto const trails = trails_of(alone);

    struct {
        unsigned desks;
        std::size_t batch_max, waiting_max, cached;
    } const shapes[] = {{1, 1, 1, 100}, {2, 64, 1000, 100}, {3, 7, 2, 3}, {4, 64, 64, 4}};
    for (auto const& shape : shapes) {
        INFO(shape.desks << " desks, " << shape.batch_max << " a batch");
        auto const kept = fresh();
        auto each = cases::at_given_times();
        each.cached_cases = shape.cached;
        desk_pool pool(*kept, cases::house_rules(2),
                       {each, shape.desks, shape.batch_max, shape.waiting_max});
        auto batch = handed_in(stream);
        auto const said = pool.handle(batch);
        for (std::size_t i = 0; i < said.size(); ++i) {
            INFO("command " << i << ", " << name_of(stream[i].what.what) << " on "
                            << stream[i].what.on << ": " << in_words(said[i]) << "; one desk says "
                            << in_words(wanted[i]));
            REQUIRE(said[i].has_value() == wanted[i].has_value());
            if (said[i]) REQUIRE(*said[i] == *wanted[i]);
            else REQUIRE(said[i].error() == wanted[i].error());
        }
        REQUIRE(trails_of(*kept) == trails);
        check_sound(*kept);
    }
}

/// Several threads hand in, each its own cases: every case has its commands in that order, and the
/// answers come in it.
inline void pool_keeps_the_order_of_a_case(store& kept) {
    constexpr int threads = 3, notes = 40;
    desk_pool pool(kept, grant_everything{}, {{}, 4, 8, 4});
    std::mutex guard;
    std::map<std::string, std::vector<std::string>> told; ///< ids, in the order of the answers
    std::atomic<int> accepted_ones = 0;
    std::vector<std::thread> handing_in;
    for (int t = 0; t < threads; ++t)
        handing_in.emplace_back([&, t] {
            for (int n = 0; n <= notes; ++n)
                for (auto const* of : {"a", "b"}) {
                    auto const on = of + std::to_string(t);
                    auto const id = on + "-" + std::to_string(n);
                    pool.submit(
                        n == 0 ? customer : agent, n == 0 ? report_of(on, id) : note_on(on, id, id),
                        [&, on, id](result<outcome> const& said) {
                            std::scoped_lock held(guard);
                            told[on].push_back(id);
                            accepted_ones += said && std::holds_alternative<accepted>(*said);
                        });
                }
        });
    for (auto& one : handing_in) one.join();
    pool.drain();
    CHECK(pool.waiting() == 0);
    CHECK(accepted_ones == threads * 2 * (notes + 1));
    std::map<std::string, std::vector<std::string>> in_store;
    REQUIRE(kept.scan(0,
                      [&](stored_entry const& e) {
                          in_store[e.on.str()].push_back(e.command.str());
                          return true;
                      })
                .has_value());
    CHECK(in_store == told);
    for (auto const& [on, ids] : told) {
        REQUIRE(ids.size() == std::size_t(notes + 1));
        for (std::size_t n = 0; n < ids.size(); ++n)
            REQUIRE(ids[n] == on + "-" + std::to_string(n));
    }
    check_sound(kept);
}

/// A merge stands in the order of both cases: it finds what was reported just before, and of two cases
/// that are merged into each other one goes on.
inline void pool_merges_in_order(store& kept) {
    using namespace cases;
    constexpr int pairs = 60;
    auto const policy = house_rules();
    desk_pool pool(kept, policy, {{}, 4, 16, 8});
    session const customer_of_them{{"c1", side::customer, {}, {}, {}}, provenance::live};
    auto const ann = staff("ann", {"agent"});
    std::vector<std::future<result<outcome>>> there, back, after;
    auto const named = [](int n, char side) { return case_id::trusted(side + std::to_string(n)); };
    for (int n = 0; n < pairs; ++n) {
        auto const left = named(n, 'l'), right = named(n, 'r');
        auto const hand_in = [&](session const& from, case_id const& on, command_content what) {
            return pool.submit(from, {on, {}, {}, std::move(what)});
        };
        hand_in(customer_of_them, left, a_problem());
        hand_in(ann, left, a_take());
        hand_in(customer_of_them, right, a_problem());
        hand_in(ann, right, a_take());
        there.push_back(hand_in(ann, left, merged_with(right)));
        back.push_back(hand_in(ann, right, merged_with(left)));
        hand_in(ann, left, apart_again());
        after.push_back(hand_in(ann, right, merged_with(left)));
    }
    for (int n = 0; n < pairs; ++n) {
        auto const first = there[std::size_t(n)].get(), second = back[std::size_t(n)].get(),
                   third = after[std::size_t(n)].get();
        INFO(in_words(first) << "; " << in_words(second) << "; " << in_words(third));
        CHECK((first && std::holds_alternative<accepted>(*first)));
        REQUIRE(second.has_value());
        REQUIRE(std::holds_alternative<refused>(*second));
        CHECK(std::get<refused>(*second).reason == "merges_make_no_circle");
        CHECK((third && std::holds_alternative<accepted>(*third)));
    }
    check_sound(kept);
}

/// All desks give to one customer, in one agent's name: each commit stands in the way of every other,
/// nobody hears of it, and the limit holds.
inline void pool_shares_an_account(store& kept) {
    using namespace cases;
    constexpr int offers = 40;
    pool_options how;
    how.desks = 4;
    how.batch_max = 8;
    how.each.conflict_retries = 0;
    how.each.times_are_given = true;
    desk_pool pool(kept, shop_with_monthly_limit(), how);
    session const customer_of_them{{"c1", side::customer, {}, {}, {}}, provenance::live};
    auto const ann = staff("ann", {"agent"});
    auto const noon = *parse_instant("2026-03-02T12:00:00Z");
    std::vector<submission> batch;
    for (int n = 0; n < offers; ++n) {
        auto const on = case_id::trusted("case " + std::to_string(n));
        for (auto& [from, what] : std::initializer_list<std::pair<session const*, command_content>>{
                 {&customer_of_them, a_problem()},
                 {&ann, a_take()},
                 {&ann, a_confirmation()},
                 {&ann, two_options()},
                 {&ann, propose{terms_of(3000)}}})
            batch.push_back({from, {on, {}, {}, what}, noon});
    }
    int offered = 0;
    for (auto const& said : pool.handle(batch)) {
        INFO(in_words(said));
        REQUIRE(said.has_value());
        if (auto const* yes = std::get_if<accepted>(&*said))
            offered += yes->fact == rule_name("solution_offered");
    }
    CHECK(offered == 3); // of 30.00 EUR each, within 100.00 EUR a month
    CHECK(check_monthly_limits(kept) == 9000);
    check_sound(kept);
}

/// Every command handed in by two pools and by two threads each: it happens once, and everybody gets
/// the same answer.
inline void pools_answer_a_retry_alike(store& here, store& there) {
    constexpr int on_cases = 6, notes = 20;
    desk_pool one(here, grant_everything{}, {{.conflict_retries = 1000}, 2, 8, 64});
    desk_pool other(there, grant_everything{}, {{.conflict_retries = 1000}, 3, 8, 64});
    for (int n = 0; n < on_cases; ++n)
        REQUIRE(one.handle(customer, report_of(std::to_string(n), "r" + std::to_string(n)))
                    .has_value());
    std::mutex guard;
    std::map<std::string, std::vector<std::string>> answers;
    std::vector<std::thread> handing_in;
    for (int t = 0; t < 4; ++t)
        handing_in.emplace_back([&, t] {
            auto& pool = t % 2 == 0 ? one : other;
            for (int n = 0; n < notes; ++n) {
                auto const id = "n" + std::to_string(n);
                pool.submit(agent, note_on(std::to_string(n % on_cases), id, id),
                            [&, id](result<outcome> const& said) {
                                std::scoped_lock held(guard);
                                answers[id].push_back(in_words(said));
                            });
            }
        });
    for (auto& thread : handing_in) thread.join();
    one.close();
    other.close();
    CHECK(answers.size() == std::size_t(notes));
    for (auto const& [id, said] : answers) {
        INFO(id << ": " << said.front());
        REQUIRE(said.size() == 4);
        CHECK(said.front().starts_with("accepted note_added"));
        CHECK(std::set<std::string>(said.begin(), said.end()).size() == 1);
    }
    CHECK(*here.size() == std::uint64_t(on_cases + notes));
    check_sound(there);
}

} // namespace amends::testing
