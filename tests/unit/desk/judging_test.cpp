// SPDX-License-Identifier: BSL-1.0
// Asking the judges: rules that change meanwhile, stores that fail meanwhile, who could decide.
#include <amends/authority/in_force.hpp>

#include "support/house.hpp"
#include "support/passing_on.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;
using namespace amends::testing;

namespace {

authority with_limit(std::uint32_t version, std::int64_t cents, instant effective = {}) {
    auto t = house_table();
    t.version = version;
    t.hash = sha256_of(std::to_string(version));
    t.effective = effective;
    if (cents != 0)
        t.cumulative = {{"agent", {}, {cents, eur}, true, true, {period::unit::month, 1}, 0}};
    return authority(t);
}

/// Its rules are swapped for stricter ones as soon as it is asked how far they look back.
struct swapped_when_asked {
    authority_in_force rules{with_limit(1, 0)};

    verdict judge(question const& q) const { return rules.judge(q); }
    looking_back looks_back() const {
        auto const before = rules.looks_back();
        auto into = rules; // a handle
        (void)into.add(with_limit(2, 8000, instant{} + std::chrono::hours(1)));
        return before;
    }
};

/// Asks for another day more each time.
struct never_settles {
    std::shared_ptr<int> times = std::make_shared<int>(0);

    verdict judge(question const&) const {
        verdict v;
        v.add({"never_settles", "granted", decision::granted, {}, measure::of_count(*times)});
        return v;
    }
    looking_back looks_back() const { return {true, false, std::chrono::days(++*times)}; }
};

/// Notes what each commit must still hold, and fails to tell marks when it is told to.
struct watching : passing_on {
    using passing_on::passing_on;
    std::vector<std::size_t> conditions;
    bool fails = false;
    int looked = 0;

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless = {}) override {
        conditions.push_back(unless.size());
        return real.append(entries, unless);
    }
    result<void> marked(std::uint64_t about, std::uint64_t from,
                        mark_visitor const& visit) override {
        ++looked;
        if (fails) return mismatch(errc::store_failed, "marks", "a disk that is gone");
        return real.marked(about, from, visit);
    }
};

} // namespace

TEST_CASE("an auditor sees in the entry within which limits it was granted") {
    front_desk d(with_limit(1, 8000));
    d.until_agreed(terms_of(4500), "41");
    d.until_proposed(terms_of(3000), "42");

    auto const trail = d.trail("42");
    REQUIRE(name_of(trail.back().what) == "solution_offered");
    CHECK(to_text(trail.back().verdicts.front()) ==
          "granted; within_limit: expected at most 50.00 EUR, found 30.00 EUR; "
          "within_cumulative_limit: expected at most 80.00 EUR, found 75.00 EUR");
}

TEST_CASE("rules that are swapped between looking back and judging count what they look back on") {
    front_desk d(swapped_when_asked{});
    d.until_agreed(terms_of(5000), "41"); // by either version
    d.until_explained("42");
    auto const said = *d.answer_to(d.ann, a_proposal(5000), "42");
    CHECK(std::holds_alternative<awaiting_approval>(said));
    auto const judged = d.trail("42").back().verdicts.front();
    CHECK(judged.document_version == 2);
    CHECK(judged.reasons.front().rule == "over_cumulative_limit");
    CHECK(to_text(judged.reasons.front().found) == "100.00 EUR");
}

TEST_CASE("the first command under swapped rules is judged by what they look back on") {
    memory_store kept;
    instant now = *parse_instant("2026-03-02T09:00:00Z");
    desk_options how;
    how.clock = [&] { return now += std::chrono::minutes(1); };
    session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
    auto const ann = staff("ann", {"agent"});
    auto const until_proposed = [&](desk& at, case_id const& on) {
        for (command_content const& what : {command_content(a_problem())})
            (void)at.handle(customer, {on, {}, {}, what});
        for (command_content const& what :
             {command_content(a_take()), command_content(a_confirmation()),
              command_content(two_options()), command_content(a_proposal(5000))})
            if (auto said = at.handle(ann, {on, {}, {}, what}); !said) FAIL(said.error().message);
        return at.file(on)->proposed->approvers_needed;
    };
    desk before(kept, with_limit(1, 0), how);
    CHECK(until_proposed(before, "41") == 0);
    // What stands on the account came from another desk, without any limit.
    desk at(kept, swapped_when_asked{}, how);
    CHECK(until_proposed(at, "42") == 1);
}

TEST_CASE("a policy that asks for more each time is given everything and then believed") {
    never_settles judge;
    front_desk d(judge);
    d.until_explained();
    *judge.times = 0;
    CHECK(d.record(d.ann, a_proposal(100)) == "solution_offered");
    CHECK(*judge.times == 4); // asked before, and after each of three verdicts
    CHECK(d.trail().back().verdicts.front().reasons.front().found.value == 3);
}

TEST_CASE("what is only told binds no commit, what is decided does") {
    memory_store kept;
    watching watched(kept);
    instant now = *parse_instant("2026-03-02T09:00:00Z");
    desk_options how;
    how.clock = [&] { return now += std::chrono::minutes(1); };
    desk at(watched, with_limit(1, 8000), how);
    session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
    auto const ann = staff("ann", {"agent"}), lea = staff("lea", {"team_lead"});
    auto const handle = [&](session const& from, command_content what) {
        watched.conditions.clear();
        watched.looked = 0;
        REQUIRE(at.handle(from, {"41", {}, {}, std::move(what)}).has_value());
        REQUIRE(watched.conditions.size() == 1);
        return watched.conditions.front();
    };
    CHECK(handle(customer, a_problem()) == 0);
    handle(ann, a_take());
    handle(ann, a_confirmation());
    handle(ann, two_options());
    CHECK(handle(ann, a_proposal(7500)) == 1); // the customer's account
    // Refused before the judges are asked; they are asked for what is possible now.
    CHECK(handle(customer, a_take()) == 0);
    CHECK(handle(ann, two_options()) == 0);
    CHECK(handle(lea, record_feedback{}) == 0);
    CHECK(watched.looked > 0);
    CHECK(handle(lea, approval_of(terms_of(7500))) == 1);
}

TEST_CASE("a store that fails while possibilities are told is the store's failure") {
    memory_store kept;
    watching watched(kept);
    instant now = *parse_instant("2026-03-02T09:00:00Z");
    desk_options how;
    how.clock = [&] { return now; };
    desk at(watched, with_limit(1, 8000), how);
    session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
    auto const ann = staff("ann", {"agent"});
    for (command_content const& what :
         {command_content(a_take()), command_content(a_confirmation()),
          command_content(two_options()), command_content(a_proposal(7500))}) {
        if (!at.file("41")) (void)at.handle(customer, {"41", {}, {}, a_problem()});
        REQUIRE(at.handle(ann, {"41", {}, {}, what}).has_value());
    }
    watched.fails = true;
    CHECK(at.possible("41", staff("lea", {"team_lead"}).who).error().code == errc::store_failed);
    auto const size = *kept.size();
    // Not entitled, and told what she could do instead.
    auto const lea = staff("lea", {"team_lead"});
    CHECK(at.handle(lea, {"41", {}, {}, two_options()}).error().code == errc::store_failed);
    CHECK(*kept.size() == size);
    auto const who = at.who_may_decide("41", with_limit(1, 8000));
    CHECK(who.error().code == errc::store_failed);
    watched.fails = false;
    CHECK(at.possible("41", staff("lea", {"team_lead"}).who).has_value());
}

TEST_CASE("whoever gave too much already is not named as who may decide") {
    auto t = house_table();
    t.cumulative = {{"team_lead", {}, {10000, eur}, true, false, {period::unit::month, 1}, 0}};
    t.colleagues.push_back({"leo", {"team_lead"}, {}, 0});
    authority const rules(t);
    front_desk d(rules);
    d.until_proposed(terms_of(9000), "41");
    d.record(d.lea, approval_of(terms_of(9000)), "41");
    d.until_proposed(terms_of(9000), "42");

    auto const who = d.at.who_may_decide("42", rules);

    CHECK(who->now == std::vector<decider>{{"leo", "team_lead", {}, {}}});
    // Leo gives as much: managers remain.
    d.record(staff("leo", {"team_lead"}), approval_of(terms_of(9000)), "42");
    d.until_proposed(terms_of(9000), "43");
    auto const managers = d.at.who_may_decide("43", rules);
    CHECK(managers->now ==
          std::vector<decider>{{"max", "manager", {}, {}}, {"mia", "manager", {}, {}}});
    // In another month both may again.
    auto const later = d.at.who_may_decide("43", rules, {}, *parse_instant("2026-04-01"));
    CHECK(later->now.size() == 2);
    CHECK(later->now.front().in_role == "team_lead");
}
