// SPDX-License-Identifier: BSL-1.0
// A desk whose memory ends in the middle of a command: what is in its cache is what is kept.
#include "support/front_desk.hpp"
#include "support/given_so_far.hpp"
#include "support/scarce_memory.hpp"

#include <amends/audit/verify.hpp>

#include "catch.hpp"

#include <functional>

using namespace amends;
using namespace amends::cases;
using amends::testing::suffices;

namespace {

constexpr int allocations_max = 2000; // no command takes so many

std::string long_words(char last) { return std::string(300, 'x') + last; }

explain_options three_long_options() {
    explain_options all;
    for (char name : {'a', 'b', 'c'})
        all.options.push_back(
            {long_words(name), long_words('+'), long_words('+'), long_words('-'), long_words('-')});
    return all;
}

void check_verified(store& kept) {
    trail_verifier whole;
    REQUIRE(kept.scan(0,
                      [&](stored_entry const& e) {
                          auto const wrong = whole.check(e);
                          CHECK_FALSE(wrong.has_value());
                          return !wrong;
                      })
                .has_value());
}

using commands = std::vector<submission>;

/// Hands commands in at a desk in this position with memory for 0, 1, 2, ... allocations, until it
/// suffices; the desk goes on each time, and its trail holds.
void every_allocation_may_fail(any_policy const& rules, std::function<void(front_desk&)> until,
                               std::function<commands(front_desk const&)> tried) {
    int failures = 0;
    bool sufficed = false;
    for (int n = 0; n < allocations_max && !sufficed; ++n) {
        INFO(n << " allocations");
        front_desk d(rules);
        until(d);
        auto batch = tried(d);
        sufficed = suffices(n, [&] {
            auto& first = batch.front();
            if (batch.size() != 1) (void)d.at.handle(batch);
            else (void)d.at.handle(*first.from, std::move(first.what));
        });
        failures += !sufficed;

        for (int after = 0; after < 3; ++after) {
            auto const said = d.answer_to(d.ann, a_note());
            INFO(said);
            REQUIRE(said.has_value());
        }
        REQUIRE(d.answer_to(d.ann, propose{terms_of(3000)}).has_value());
        desk fresh(d.kept, rules);
        CHECK(*fresh.file("41") == d.file());
        check_verified(d.kept);
    }
    CHECK(sufficed);
    CHECK(failures > 1);
}

void until_confirmed(front_desk& d) {
    d.until_reported();
    d.record(d.ann, a_confirmation());
}
void until_waiting(front_desk& d) { d.until_proposed(terms_of(7500)); }
auto giving(session front_desk::*who, command_content const& what) {
    return [=](front_desk const& d) {
        return commands{{&(d.*who), {"41", "tried", {}, what}, {}}};
    };
}

} // namespace

TEST_CASE("a command that memory does not suffice for leaves the cache as the store is") {
    every_allocation_may_fail(house_rules(), until_confirmed,
                              giving(&front_desk::ann, note{long_words('.')}));
    every_allocation_may_fail(house_rules(), until_confirmed,
                              giving(&front_desk::ann, three_long_options()));
    every_allocation_may_fail(house_rules(), until_waiting,
                              giving(&front_desk::max, approval_of(terms_of(7500))));
}

TEST_CASE("a refusal that memory does not suffice for leaves the cache as the store is") {
    every_allocation_may_fail(house_rules(), until_confirmed,
                              giving(&front_desk::bob, three_long_options()));
    every_allocation_may_fail(house_rules(), until_confirmed,
                              giving(&front_desk::ann, propose{terms_of(3000)}));
}

TEST_CASE("a batch that memory does not suffice for leaves the cache as the store is") {
    every_allocation_may_fail(house_rules(), until_confirmed, [](front_desk const& d) {
        commands batch;
        for (int i = 0; i < 3; ++i)
            batch.push_back({&d.ann,
                             {"41", command_id::trusted("note " + std::to_string(i)), {}, a_note()},
                             {}});
        batch.push_back({&d.customer, {"42", "other", {}, a_problem()}, {}});
        batch.push_back({&d.ann, {"41", "options", {}, three_long_options()}, {}});
        return batch;
    });
}

TEST_CASE("a case that memory does not suffice to fold is folded whole the next time") {
    auto const rules = house_rules();
    int failures = 0;
    bool sufficed = false;
    front_desk d;
    d.until_proposed();
    for (int n = 0; n < allocations_max && !sufficed; ++n) {
        INFO(n << " allocations");
        desk cold(d.kept, rules, {.cached_cases = 2});
        sufficed = suffices(n, [&] { (void)cold.file("41"); });
        failures += !sufficed;
        CHECK(*cold.file("41") == d.file());
    }
    CHECK(sufficed);
    CHECK(failures > 1);
}

TEST_CASE("an account that memory does not suffice for is read whole the next time") {
    any_policy const rules = shop_with_monthly_limit();
    int failures = 0;
    bool sufficed = false;
    for (int n = 0; n < allocations_max && !sufficed; ++n) {
        INFO(n << " allocations");
        front_desk d(rules);
        d.until_agreed(terms_of(5000));
        for (auto const* other : {"42", "43", "44"}) d.until_explained(case_id::trusted(other));
        d.record(d.ann, propose{terms_of(2000)}, "44");
        desk cold(d.kept, rules, {.clock = [&d] { return d.now; }});
        auto const tried = [&] { return command{"42", {}, {}, propose{terms_of(3000)}}; };
        auto first = tried();
        sufficed = suffices(n, [&] { (void)cold.handle(d.ann, std::move(first)); });
        failures += !sufficed;

        // 50, 20 and 30 of 100 euros a month: however often it was tried, not one cent more.
        REQUIRE(cold.handle(d.ann, tried()).has_value());
        CHECK(cold.file("42")->proposed->approvers_needed == 0);
        auto const over = cold.handle(d.ann, {"43", {}, {}, propose{terms_of(100)}});
        CHECK(std::holds_alternative<awaiting_approval>(*over));
        CHECK(check_monthly_limits(d.kept) == 10000);
        check_verified(d.kept);
    }
    CHECK(sufficed);
    CHECK(failures > 1);
}
