// SPDX-License-Identifier: BSL-1.0
// The rules change while desks judge: every verdict comes from one version as a whole.
#include <amends/amends.hpp>

#include "support/cases.hpp"

#include "catch.hpp"

#include <atomic>
#include <map>
#include <set>
#include <thread>

using namespace amends;

namespace {

constexpr std::uint32_t versions = 200;
constexpr int judging_threads = 4;

/// Version n lets an agent give n euros, and carries n in its hash too.
authority version(std::uint32_t n) {
    table_of_authority t;
    t.name = "Shop";
    t.version = n;
    t.hash = sha256_of(std::to_string(n));
    t.effective = instant{} + std::chrono::hours(n);
    t.ladder = {"agent", "manager"};
    t.limits = {{"agent", std::nullopt, {std::int64_t(n) * 100, eur}, {}, 0},
                {"manager", std::nullopt, {10'000'000, eur}, {}, 0}};
    return authority(t);
}

} // namespace

TEST_CASE("rules that change while they judge are never seen half", "[threads]") {
    authority_in_force rules(version(1));
    std::atomic<bool> done = false;
    std::atomic<std::uint64_t> torn = 0, judged = 0, backwards = 0;

    std::vector<std::thread> judging;
    for (int i = 0; i < judging_threads; ++i)
        judging.emplace_back([&, mine = rules] {
            std::vector<remedy> const remedies{{remedy_kind::refund, {1'000'000, eur}}};
            question q;
            q.who = {"ann", side::staff, {"agent"}, {}, {}};
            q.command = "propose";
            q.remedies = remedies;
            q.at = instant{} + std::chrono::hours(versions); // the newest that was added counts
            std::uint32_t last = 0;
            do {
                auto const v = mine.judge(q);
                auto const whole = v.reasons.size() == 1 && v.competent.size() == 1 &&
                                   v.reasons[0].expected.value == v.document_version * 100 &&
                                   v.document == sha256_of(std::to_string(v.document_version));
                torn += !whole;
                backwards += v.document_version < last;
                last = v.document_version;
                ++judged;
            } while (!done);
        });
    for (std::uint32_t n = 2; n <= versions; ++n) REQUIRE(rules.add(version(n)).has_value());
    done = true;
    for (auto& t : judging) t.join();

    CHECK(torn == 0);
    CHECK(backwards == 0);
    CHECK(judged >= judging_threads);
    CHECK(rules.versions().size() == versions);
}

namespace {

/// Version n of a shop: agents give n euros, and may give one customer 20 times that a month.
authority shop_version(std::uint32_t n) {
    auto t = version(n).table();
    t.effective = {};
    t.cumulative = {
        {"agent", {}, {std::int64_t(n) * 2000, eur}, true, true, {period::unit::month, 1}, 0}};
    return authority(t);
}

/// Proposes 60.00 EUR in case after case until told to stop, and a few cases more. How many it did.
int propose_until(std::atomic<bool> const& done, store& kept, authority_in_force const& rules,
                  int worker) {
    desk_options how;
    how.conflict_retries = 10'000;
    how.clock = [t = std::int64_t{0}]() mutable {
        return instant(std::chrono::seconds(1'772'442'000 + t++));
    };
    desk d(kept, rules, how);
    auto const customer_id = actor_id::trusted("c" + std::to_string(worker));
    session const customer{{customer_id, side::customer, {}, {}, {}}, provenance::live};
    session const ann{{"ann", side::staff, {"agent"}, {}, {}}, provenance::live};
    int n = 0;
    for (int more = 3; !done || more-- > 0; ++n) {
        auto const on = case_id::trusted("w" + std::to_string(worker) + "-" + std::to_string(n));
        auto const hand_in = [&](session const& from, command_content what) {
            return d.handle(from, {on, {}, {}, std::move(what)}).has_value();
        };
        auto contact = cases::a_problem();
        contact.customer = amends::customer_id::trusted(customer_id.view());
        if (!hand_in(customer, contact) || !hand_in(ann, cases::a_take()) ||
            !hand_in(ann, cases::a_confirmation()) || !hand_in(ann, cases::two_options()) ||
            !hand_in(ann, cases::a_proposal(6000)))
            return -1;
    }
    return n;
}

} // namespace

TEST_CASE("desks go on while versions are added, and what was decided keeps its version",
          "[threads]") {
    memory_store kept;
    authority_in_force rules(shop_version(1));
    std::atomic<bool> done = false;
    std::atomic<int> failed = 0, cases = 0;
    std::vector<std::thread> desks;
    for (int w = 0; w < 3; ++w)
        desks.emplace_back([&, w, mine = rules] {
            auto const proposed = propose_until(done, kept, mine, w);
            if (proposed < 0) ++failed;
            else cases += proposed;
        });
    // Whoever administers the rules looks at them meanwhile, too.
    std::thread looking([&, mine = rules] {
        while (!done) {
            auto const all = mine.versions();
            auto const newest = mine.at(instant{} + std::chrono::hours(24 * 365 * 100));
            if (newest.table().version < all.back().table().version) ++failed;
            if (mine.looks_back().within != std::chrono::days(31)) ++failed;
        }
    });
    auto const size_now = [&] { return kept.size().value(); };
    for (std::uint32_t n = 2; n <= 120; ++n) {
        // Desks must get on between two versions, or they would see the last alone.
        auto const before = size_now();
        while (size_now() < before + 10) std::this_thread::yield();
        REQUIRE(rules.add(shop_version(n)).has_value());
    }
    done = true;
    for (auto& d : desks) d.join();
    looking.join();
    REQUIRE(failed == 0);

    // Each entry holds what its own version says, and versions only go up with the log.
    std::set<std::uint32_t> seen;
    std::map<std::string, std::uint32_t> last;
    int granted = 0, asked = 0;
    auto const scanned = kept.scan(0, [&](stored_entry const& stored) {
        auto const e = decode_entry(stored.bytes);
        REQUIRE(e.has_value());
        if (e->command_name.view() != "propose") return true;
        auto const& v = e->verdicts.front();
        seen.insert(v.document_version);
        CHECK(v.document == sha256_of(std::to_string(v.document_version)));
        auto const fits = v.document_version * 100 >= 6000;
        // What the customer had already may stand in the way of a grant, never in that of a refusal.
        if (v.decision == decision::granted) CHECK(fits);
        else CHECK(v.reasons.front().rule.str() == (fits ? "over_cumulative_limit" : "over_limit"));
        (v.decision == decision::granted ? granted : asked) += 1;
        auto& of_desk = last[e->on.str().substr(0, 2)];
        CHECK(of_desk <= v.document_version);
        of_desk = v.document_version;
        return true;
    });
    CHECK(scanned.has_value());
    CHECK(seen.size() > 5);
    CHECK(granted > 0);
    CHECK(asked > 0);
    CHECK(granted + asked == cases);
}
