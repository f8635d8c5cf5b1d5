// SPDX-License-Identifier: BSL-1.0
// A trial reads in a thread of its own: what one end throws or cannot read reaches the other.
#include <amends/desk/trial.hpp>

#include "support/front_desk.hpp"
#include "support/given_so_far.hpp"
#include "support/passing_on.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;
using amends::testing::passing_on;

namespace {

result<trial_summary> tried(front_desk& d, any_policy const& candidate,
                            trial_options const& how = {}) {
    return try_out(d.kept, candidate, standard_lifecycle(), how);
}

/// One case agreed within Ann's limit, one approved by Max, one that Lea withheld.
void three_decided_cases(front_desk& d) {
    d.until_evaluated("41");
    d.until_proposed(terms_of(7500), "42");
    d.record(d.max, approval_of(terms_of(7500)), "42");
    d.until_proposed(terms_of(9000), "43");
    d.record(d.lea, a_withholding(), "43");
}

/// More entries that bear on decisions than are ever read ahead.
void many_refusals(front_desk& d) {
    d.until_reported();
    std::vector<submission> batch(20'000, {&d.bob, {"41", {}, {}, a_close()}, {}});
    for (auto const& said : d.at.handle(batch)) REQUIRE(said.has_value());
}

struct throws_looking_back {
    verdict judge(question const&) const { return {}; }
    looking_back looks_back() const { throw std::runtime_error("no list"); }
};
struct throws_judging {
    verdict judge(question const&) const { throw 42; }
};
struct silent {
    verdict judge(question const&) const { return {}; }
};

} // namespace

TEST_CASE("the policy that decided would decide the same again", "[threads]") {
    front_desk d;
    three_decided_cases(d);
    auto const found = tried(d, house_rules());

    REQUIRE(found.has_value());
    CHECK(found->cases == 3);
    CHECK(found->entries == *d.kept.size());
    CHECK(found->decisions == 6); // three proposals, an approval, a withholding, an evaluation
    CHECK(found->different == 0);
    CHECK(found->not_judged_again == 0);
}

TEST_CASE("a limit that looks back finds the past as the desk gave it", "[threads]") {
    any_policy const rules = shop_with_monthly_limit();
    front_desk d(rules);
    for (auto const* on : {"41", "42", "43", "44"}) {
        auto const id = case_id::trusted(on);
        d.until_explained(id);
        (void)d.record(d.ann, propose{terms_of(4000)}, id);
    }
    REQUIRE(d.state("42") == "offered");
    REQUIRE(d.state("43") == "awaiting_approval");
    auto const found = tried(d, rules);
    REQUIRE(found.has_value());
    CHECK(found->decisions == 4);
    CHECK(found->different == 0);
}

TEST_CASE("a candidate that throws ends its trial with an error", "[threads]") {
    front_desk d;
    three_decided_cases(d);
    CHECK(tried(d, throws_looking_back{}).error() ==
          error{errc::policy_failed, "expected how far to look back, found no list (trial)"});
    CHECK(tried(d, throws_judging{}).error() ==
          error{errc::policy_failed, "expected a verdict, found an exception (propose)"});
}

TEST_CASE("what a callback of a trial throws passes through once the reader has stopped",
          "[threads]") {
    front_desk d;
    many_refusals(d);
    trial_options how;
    how.progress = [](std::uint64_t) { throw std::runtime_error("enough"); };
    CHECK_THROWS_WITH(tried(d, house_rules(), how), "enough");

    d.until_proposed(terms_of(3000), "42");
    how.progress = nullptr;
    how.differs = [](judged_otherwise const&) { throw std::runtime_error("too different"); };
    CHECK_THROWS_WITH(tried(d, silent{}, how), "too different");
}

TEST_CASE("progress counts every entry that a trial read", "[threads]") {
    front_desk d;
    many_refusals(d);
    std::vector<std::uint64_t> told;
    trial_options how;
    how.progress = [&](std::uint64_t entries) { told.push_back(entries); };
    auto const found = tried(d, house_rules(), how);
    REQUIRE(found.has_value());
    CHECK(told.size() == 5);
    CHECK(told.back() == *d.kept.size());
    CHECK(found->decisions == 0);
}

TEST_CASE("what a store throws or answers during a trial reaches whoever asked", "[threads]") {
    struct broken final : passing_on {
        using passing_on::passing_on;
        bool throws = false;
        result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
            if (throws) throw std::runtime_error("the disk is gone");
            (void)real.scan(from, visit);
            return error{errc::store_failed, "the disk is gone"};
        }
    };
    front_desk d;
    three_decided_cases(d);
    broken kept(d.kept);
    CHECK(try_out(kept, house_rules(), standard_lifecycle()).error() ==
          error{errc::store_failed, "the disk is gone"});
    kept.throws = true;
    CHECK_THROWS_WITH(try_out(kept, house_rules(), standard_lifecycle()), "the disk is gone");
}

TEST_CASE("a trial names the place of an entry that it cannot read", "[threads]") {
    front_desk d;
    d.until_reported();
    new_entry one{"99", 1, {}, {}, {}};
    bytes const content(3);
    one.bytes = content;
    REQUIRE(d.kept.append(std::span(&one, 1)).has_value());
    auto const found = tried(d, house_rules());
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().code == errc::damaged_trail);
    CHECK_THAT(found.error().message, Catch::Matchers::ContainsSubstring("(log index 2)"));
}
