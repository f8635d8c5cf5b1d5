// SPDX-License-Identifier: BSL-1.0
// An erasure among others: cases that move on, new ones, judges who waver, and what fails meanwhile.
#include <amends/authority/migrators.hpp>
#include <amends/vocabulary/texts.hpp>

#include "desk/customers.hpp"

#include "support/changed_lifecycle.hpp"
#include "support/passing_on.hpp"
#include "support/sealed_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// A store in which others do something just before an append, as often as it is to happen.
struct contested final : testing::passing_on {
    using passing_on::passing_on;
    std::function<void()> before;
    int times = 1;
    int appends = 0;
    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless) override {
        ++appends;
        if (before && times-- > 0) before();
        return real.append(entries, unless);
    }
};

struct two_ended_cases : sealed_desk {
    contested store_of_others{kept};

    two_ended_cases() {
        until_closed("41");
        until_reported(a_problem(), "42");
        record(customer, a_withdrawal(), "42");
        wait(std::chrono::days(31));
    }
    desk eraser(any_policy rules = privacy_rules(), unsigned retries = 8) {
        desk_options how;
        how.clock = [this] { return now; };
        how.keys = &keys;
        how.conflict_retries = retries;
        return {store_of_others, std::move(rules), std::move(how)};
    }
    bool is_readable(case_id const& on = "41") {
        return another().file(on)->contact.experienced == "nothing came";
    }
    std::size_t facts_of(case_id const& on) {
        std::size_t found = 0;
        for (auto const& e : *another().trail(on))
            found += std::holds_alternative<personal_data_erased>(e.what);
        return found;
    }
};

} // namespace

TEST_CASE("a case that moves on while its customer is erased is asked again, and erased whole") {
    two_ended_cases d;
    auto at = d.eraser();
    d.store_of_others.before = [&] { d.record(d.bob, a_note(), "42"); };
    auto const done = at.erase(d.pia, d.request());
    REQUIRE(done.has_value());
    CHECK(done->erased);
    CHECK(done->cases.size() == 2);
    CHECK(d.store_of_others.appends == 2);
    for (case_id const& on : {case_id("41"), case_id("42")}) {
        CHECK(d.facts_of(on) == 1);
        for (auto const& e : *d.another().trail(on)) CHECK(e.texts == texts_are::erased);
    }
}

TEST_CASE("a case that is reported while its customer is erased is asked too, and may refuse") {
    two_ended_cases d;
    auto at = d.eraser();
    d.store_of_others.before = [&] { d.record(d.customer, a_problem(), "43"); };
    auto const done = at.erase(d.pia, d.request());
    REQUIRE(done.has_value());
    CHECK_FALSE(done->erased);
    REQUIRE(done->cases.size() == 1);
    CHECK(done->cases[0].first == case_id("43"));
    CHECK(std::get<refused>(done->cases[0].second).reason == "case_has_ended");
    CHECK(d.facts_of("41") == 0);
    CHECK(d.is_readable("41"));
    CHECK(d.is_readable("43"));
}

TEST_CASE("a hold that is placed while a customer is erased holds") {
    two_ended_cases d;
    auto at = d.eraser();
    d.store_of_others.before = [&] { d.record(d.leo, a_hold(), "42"); };
    auto const done = at.erase(d.pia, d.request());
    REQUIRE(done.has_value());
    CHECK_FALSE(done->erased);
    REQUIRE(done->cases.size() == 1);
    CHECK(std::get<refused>(done->cases[0].second).reason == "no_hold_stands");
    CHECK(d.is_readable("41"));
    CHECK(d.is_readable("42"));
}

TEST_CASE(
    "cases that are others at every look are given up with both sides, and nothing is erased") {
    two_ended_cases d;
    auto at = d.eraser(privacy_rules(), 3);
    d.store_of_others.times = 100;
    d.store_of_others.before = [&] { d.record(d.bob, a_note(), "42"); };
    auto const done = at.erase(d.pia, d.request());
    REQUIRE(done.has_error());
    CHECK(done.error().code == errc::version_conflict);
    CHECK(d.store_of_others.appends == 4);
    CHECK(d.facts_of("41") == 0);
    CHECK(d.is_readable("41"));
    // Retired is the key all the same, which opens; what comes later has one of its own.
    d.store_of_others.before = nullptr;
    CHECK(at.erase(d.pia, d.request())->erased);
    CHECK_FALSE(d.is_readable("41"));
}

namespace {

/// Grants, but for the n-th times that it is asked.
struct wavering {
    std::shared_ptr<int> asked = std::make_shared<int>(0);
    std::vector<int> not_at{};
    bool always = false;

    verdict judge(question const& q) const {
        verdict v;
        if (q.command != "erase_personal_data") return v;
        auto const n = ++*asked;
        auto const no = std::ranges::find(not_at, n) != not_at.end() || (always && n % 3 == 1);
        v.add({"wavering", "asked", no ? decision::forbidden : decision::granted, {}, {}});
        return v;
    }
};

} // namespace

TEST_CASE(
    "a judge who refuses first and grants when asked again is asked about all cases once more") {
    two_ended_cases d;
    // Both cases, the refusing one alone, and both again.
    wavering const judge{std::make_shared<int>(0), {1}, false};
    auto at = d.eraser(judge);
    auto const done = at.erase(d.pia, d.request());
    REQUIRE(done.has_value());
    CHECK(done->erased);
    CHECK(*judge.asked == 5);
    CHECK(d.facts_of("41") == 1);
    CHECK(d.facts_of("42") == 1);
}

TEST_CASE("a judge who wavers for ever is no erasure, and is said with both sides") {
    two_ended_cases d;
    auto at = d.eraser(wavering{std::make_shared<int>(0), {}, true}, 2);
    auto const size = *d.kept.size();
    auto const done = at.erase(d.pia, d.request());
    REQUIRE(done.has_error());
    CHECK(done.error() == error{errc::version_conflict,
                                "expected cases that stay as they are, found "
                                "others at every look (customer c1)"});
    CHECK(*d.kept.size() == size);
    CHECK(d.is_readable("41"));
}

TEST_CASE("what a judge fails at while a customer is erased is kept as a refusal of that case") {
    struct loses_the_rules {
        verdict judge(question const& q) const {
            if (q.command == "erase_personal_data" && q.about.on == case_id("42"))
                throw std::runtime_error("no network");
            return privacy_rules().judge(q);
        }
    };
    two_ended_cases d;
    auto const before = d.file("41");
    auto at = d.eraser(loses_the_rules{});
    auto const done = at.erase(d.pia, d.request());
    error const why{errc::policy_failed,
                    "expected a verdict, found no network (erase_personal_data)"};
    REQUIRE(done.has_error());
    CHECK(done.error() == why);
    CHECK(d.store_of_others.appends == 1);
    CHECK(std::get<command_refused>(d.trail("42").back().what) ==
          command_refused{"erase_personal_data", "policy_failed", "a verdict", why.message});
    CHECK(d.file("41") == before);
    CHECK(d.is_readable("41"));
    CHECK(d.is_readable("42"));
    CHECK(d.eraser().erase(d.pia, d.request())->erased);
}

TEST_CASE("what fails while refusals are kept is said, and not taken for cases that moved on") {
    two_ended_cases d;
    d.record(d.leo, a_hold(), "42");
    int looks = 0;
    desk_options how;
    how.keys = &d.keys;
    // Both cases are asked, and then the one that refuses; the clock fails at the third.
    how.clock = [&]() -> instant {
        if (++looks == 3) throw std::runtime_error("no battery");
        return d.now;
    };
    desk at(d.kept, privacy_rules(), std::move(how));
    auto const done = at.erase(d.pia, d.request());
    REQUIRE(done.has_error());
    CHECK(done.error() ==
          error{errc::clock_failed, "expected a time, found no battery (the desk's clock)"});
    CHECK(d.is_readable("41"));
}

TEST_CASE("a desk that tries nothing again goes on after an erasure elsewhere") {
    two_ended_cases d;
    auto of_another = a_problem();
    of_another.customer = "c2";
    desk_options how;
    how.conflict_retries = 0;
    SECTION("with commands") {
        auto at = d.another(privacy_rules(), how);
        REQUIRE(at.handle(d.bob, {"50", {}, {}, of_another}).has_value());
        REQUIRE(d.erased("c1").erased);
        CHECK(at.handle(d.bob, {"50", {}, {}, a_note()}).error().code == errc::version_conflict);
        CHECK(at.handle(d.bob, {"50", {}, {}, a_note()}).has_value());
    }
    SECTION("with cases that it moves") {
        any_policy const rules = all_of(house_limits(), migrators({"manager"}));
        testing::changed_lifecycle const newer(standard_lifecycle());
        REQUIRE(d.another().handle(d.bob, {"50", {}, {}, of_another}).has_value());
        how.table = &newer;
        auto at = d.another(rules, how);
        REQUIRE(at.handle(d.bob, {"51", {}, {}, of_another}).has_value());
        REQUIRE(d.erased("c1").erased);
        CHECK(at.migrate(d.mia, "50", {}).error().code == errc::version_conflict);
        CHECK(at.migrate(d.mia, "50", {}).has_value());
    }
}

TEST_CASE(
    "very many cases of one customer and very many erasures are found in one pass, in order") {
    // Minutes, were each mark looked for among all that were found before.
    constexpr std::size_t many = 200'000;
    auto const nth_case = [](std::size_t n) { return case_id::trusted(std::to_string(n)); };
    auto const nth_customer = [](std::size_t n) { return customer_id::trusted(std::to_string(n)); };
    contact_reported reported;
    reported.what.customer = "c1";
    fact const of_c1 = reported;
    batch_marks marks;
    for (std::size_t n = 0; n < many; ++n) {
        mark_customer(marks, 0, nth_case(n), of_c1);
        mark_customer(marks, 0, "41", personal_data_erased{{nth_customer(n), ""}});
    }
    // What is marked again is found where it was first.
    mark_customer(marks, 0, nth_case(3), of_c1);
    mark_customer(marks, 0, "41", personal_data_erased{{nth_customer(3), ""}});
    memory_store kept;
    std::array<new_entry, 1> one;
    one[0].on = "41";
    one[0].sequence = 1;
    marks.give(one);
    REQUIRE(kept.append(one).has_value());

    auto const cases = cases_of(kept, "c1").value().cases;
    auto const customers = erasures_since(kept, 0).value().customers;
    REQUIRE(cases.size() == many);
    REQUIRE(customers.size() == many);
    for (std::size_t n = 0; n < many; ++n)
        if (cases[n] != nth_case(n) || customers[n] != nth_customer(n)) FAIL("out of order: " << n);
}
