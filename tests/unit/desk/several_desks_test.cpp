// SPDX-License-Identifier: BSL-1.0
// Several desks over one store: expected versions, conflicts, and caches that are never trusted.
#include "support/front_desk.hpp"
#include "support/passing_on.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;
using amends::testing::passing_on;

namespace {

command at_version(std::optional<std::uint64_t> expected, command_content what) {
    return {"41", {}, expected, std::move(what)};
}
desk another_desk(front_desk& d, std::size_t cached = 16384) {
    desk_options how;
    how.clock = [&d] { return d.now; };
    how.cached_cases = cached;
    return desk(d.kept, house_rules(), std::move(how));
}
/// A store that says that another was faster, so many times.
struct contested final : passing_on {
    memory_store kept;
    unsigned conflicts = 0, asked = 0;
    bool heads_fail = false;

    contested() : passing_on(kept) {}

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless) override {
        ++asked;
        if (conflicts == 0) return kept.append(entries, unless);
        --conflicts;
        return mismatch(errc::version_conflict, "version 1", "2", "case 41");
    }
    result<std::optional<case_head>> head(case_id const& on) override {
        if (heads_fail) return mismatch(errc::store_failed, "the end of a case", "a broken disk");
        return kept.head(on);
    }
};

} // namespace

TEST_CASE("a version that the caller looked at must be the present one") {
    front_desk d;
    d.until_reported();
    CHECK(d.at.handle(d.ann, at_version(1, a_note())).error() ==
          error{errc::version_conflict, "expected version 1, found 2 (case 41)"});
    CHECK(d.at.handle(d.ann, at_version(3, a_note())).error().code == errc::version_conflict);
    CHECK(d.at.handle(d.ann, at_version(2, a_note())).has_value());
    CHECK(d.file().version == 3);
    CHECK(d.at.handle(d.customer, {"42", {}, 0, a_problem()}).has_value());
    CHECK(d.at.handle(d.customer, {"43", {}, 1, a_problem()}).error().code ==
          errc::version_conflict);
}

TEST_CASE("two desks take turns at one case and both see it as it is") {
    front_desk d;
    auto other = another_desk(d);
    d.until_reported();
    for (int n = 0; n < 5; ++n) {
        REQUIRE(other.handle(d.ann, at_version({}, a_note())).has_value());
        REQUIRE(d.at.handle(d.bob, at_version({}, a_note())).has_value());
        CHECK(*other.file("41") == d.file());
    }
    CHECK(d.file().version == 12);
}

TEST_CASE("a desk that looked away answers from the present and not from its memory") {
    front_desk d;
    auto other = another_desk(d);
    CHECK(std::holds_alternative<refused>(*other.handle(d.customer, at_version({}, report{}))));
    d.record(d.customer, a_problem());
    CHECK(std::holds_alternative<accepted>(*other.handle(d.ann, at_version({}, a_take()))));
    d.record(d.ann, a_confirmation());
    d.record(d.ann, two_options());

    CHECK(other.handle(d.ann, at_version(4, a_note())).has_value());
    CHECK(other.file("41")->version == 5);
    d.now += std::chrono::hours(1);
    d.record(d.ann, a_note());
    session imported = d.ann;
    imported.origin = provenance::imported;
    submission one{&imported, at_version({}, a_note()), d.now};
    CHECK(other.handle(std::span(&one, 1)).front().has_value());
    d.record(d.customer, a_withdrawal());
    auto const now = other.possible("41", d.customer.who).value();
    auto const withdraw_again = std::find_if(
        now.begin(), now.end(), [](possibility const& p) { return p.command == "withdraw"; });
    CHECK_FALSE(withdraw_again->possible);
}

TEST_CASE("a command without a version is tried again and one with a version is not") {
    contested kept;
    desk at(kept, house_rules());
    session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};

    kept.conflicts = 3;
    CHECK(at.handle(customer, at_version({}, a_problem())).has_value());
    CHECK(kept.asked == 4);
    kept.conflicts = 100;
    kept.asked = 0;
    CHECK(at.handle(staff("ann", {}), at_version({}, a_take())).error().code ==
          errc::version_conflict);
    CHECK(kept.asked == 9);
    kept.conflicts = 0;
    CHECK(at.handle(staff("ann", {}), at_version({}, a_take())).has_value());
    CHECK(std::get<case_taken>(at.trail("41")->back().what).what == a_take());
}

TEST_CASE("content survives being tried again") {
    contested kept;
    desk at(kept, house_rules());
    session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
    kept.conflicts = 1;
    REQUIRE(at.handle(customer, at_version({}, a_problem())).has_value());
    CHECK(at.file("41")->contact == a_problem());
}

TEST_CASE("content beyond its bounds stays refused when its batch is tried again") {
    contested kept;
    desk at(kept, house_rules());
    session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
    auto const ann = staff("ann", {"agent"});
    REQUIRE(at.handle(customer, at_version({}, a_problem())).has_value());
    kept.conflicts = 1;
    std::vector<submission> batch{
        {&ann, at_version({}, a_take()), {}},
        {&ann, at_version({}, note{std::string(text_size_max + 1, 'x')}), {}},
        {&ann, at_version({}, extended_command{50, "note", {}}), {}}};
    auto const said = at.handle(batch);
    CHECK(kept.conflicts == 0);
    CHECK(said[0].has_value());
    CHECK(said[1].error().code == errc::too_long);
    CHECK(said[2].error().code == errc::out_of_range);
    CHECK(at.file("41")->version == 2);
}

TEST_CASE("a store that cannot say where a case ends is not taken at its last word") {
    contested kept;
    desk at(kept, house_rules());
    session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
    REQUIRE(at.handle(customer, at_version({}, a_problem())).has_value());
    kept.heads_fail = true;
    CHECK(at.file("41").error().code == errc::store_failed);
    CHECK(at.possible("41", customer.who).error().code == errc::store_failed);
    CHECK(at.handle(customer, at_version(9, a_note())).error().code == errc::store_failed);
}

TEST_CASE("what a failing store did not keep did not happen") {
    contested kept;
    desk_options how;
    how.conflict_retries = 0;
    desk at(kept, house_rules(), std::move(how));
    session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
    auto const ann = staff("ann", {"agent"});
    REQUIRE(at.handle(customer, at_version({}, a_problem())).has_value());
    kept.conflicts = 1;
    std::vector<submission> batch{{&ann, at_version({}, a_take()), {}},
                                  {&ann, {"99", {}, {}, a_take()}, {}},
                                  {&ann, at_version({}, a_confirmation()), {}}};
    auto const said = at.handle(batch);
    CHECK(said[0].error().code == errc::version_conflict);
    CHECK(said[1].error().code == errc::unknown_case);
    CHECK(said[2].error().code == errc::version_conflict);
    CHECK(at.file("41")->version == 1);
    CHECK(at.file("41")->owner.empty());
}

TEST_CASE("a live clock that goes back is held at the last entry") {
    front_desk d;
    d.until_reported();
    auto const last = d.file().last_entry_at;
    d.now -= std::chrono::hours(5);
    d.record(d.ann, a_confirmation());
    CHECK(d.file().last_entry_at == last);
    d.now += std::chrono::hours(6);
    d.record(d.ann, a_note());
    CHECK(d.file().last_entry_at > last);
}

TEST_CASE("an imported step that is older than the last entry is an error") {
    front_desk d;
    d.until_reported();
    session from = d.ann;
    from.origin = provenance::imported;
    auto const last = d.file().last_entry_at;
    submission older{&from, at_version({}, a_note()), last - std::chrono::milliseconds(1)};
    CHECK(d.at.handle(std::span(&older, 1)).front().error() ==
          error{errc::time_goes_back, "expected a time not before 2026-03-02T09:02:00Z, found "
                                      "2026-03-02T09:01:59.999Z (case 41)"});
    submission same{&from, at_version({}, a_note()), last};
    CHECK(d.at.handle(std::span(&same, 1)).front().has_value());
    CHECK(d.trail().back().origin == provenance::imported);
}
