// SPDX-License-Identifier: BSL-1.0
// Two contacts about one problem are linked, and can be taken apart again.
#include "support/front_desk.hpp"
#include "support/passing_on.hpp"

#include "catch.hpp"

#include <functional>
#include <utility>

using namespace amends;
using namespace amends::cases;
using amends::testing::passing_on;

TEST_CASE("a merged case points to the one that goes on") {
    front_desk d;
    d.until_reported(a_problem(), "40");
    d.until_reported(a_problem(), "41");

    CHECK(d.refusal(d.ann, merged_with("41")).found == "this case itself");
    CHECK(d.record(d.ann, merged_with("40")) == "case_merged");

    CHECK(d.refusal(d.ann, a_confirmation()).found == "merged into case 40");
    CHECK(d.record(d.ann, a_confirmation(), "40") == "problem_confirmed");
    CHECK(d.refusal(d.ann, unmerge{""}).reason == "a_reason_is_given");
    CHECK(d.record(d.ann, apart_again()) == "case_unmerged");
    CHECK(d.file().merged_into.empty());
    CHECK(d.record(d.ann, a_confirmation()) == "problem_confirmed");
}

TEST_CASE("a case is merged into one that was reported and never in a circle") {
    front_desk d;
    for (case_id const& on : {case_id("39"), case_id("40"), case_id("41")})
        d.until_reported(a_problem(), on);

    auto const unknown = d.refusal(d.ann, merged_with("99"));
    CHECK(unknown.reason == "other_case_is_known");
    CHECK(unknown.expected == "a case that was reported");
    CHECK(unknown.found == "none with the name 99");
    CHECK(d.at.file("99").error().code == errc::unknown_case);

    CHECK(d.record(d.ann, merged_with("40"), "41") == "case_merged");
    CHECK(d.refusal(d.ann, merged_with("41"), "40").reason == "merges_make_no_circle");
    CHECK(d.record(d.ann, merged_with("39"), "40") == "case_merged");
    auto const circle = d.refusal(d.ann, merged_with("41"), "39");
    CHECK(circle.reason == "merges_make_no_circle");
    CHECK(circle.expected == "a case that does not lead back to 39");
    CHECK(circle.found == "case 41, merged into 40, merged into 39");

    CHECK(d.record(d.ann, apart_again(), "40") == "case_unmerged");
    CHECK(d.record(d.ann, merged_with("41"), "39") == "case_merged");
}

TEST_CASE("a circle is seen within a batch and through another desk") {
    front_desk d;
    d.until_reported(a_problem(), "40");
    d.until_reported(a_problem(), "41");
    std::vector<submission> batch{{&d.ann, {"40", "k1", {}, merged_with("41")}, {}},
                                  {&d.ann, {"41", "k2", {}, merged_with("40")}, {}}};
    auto const said = d.at.handle(batch);
    CHECK(std::holds_alternative<accepted>(*said[0]));
    CHECK(std::get<refused>(*said[1]).reason == "merges_make_no_circle");

    desk other(d.kept, house_rules());
    REQUIRE(other.file("40").has_value());
    d.record(d.ann, apart_again(), "40");
    CHECK(std::holds_alternative<accepted>(
        *other.handle(d.ann, {"41", "k3", {}, merged_with("40")})));
}

namespace {

/// Somebody else gets something done just before the next append.
struct somebody_is_quicker final : passing_on {
    using passing_on::passing_on;
    std::function<void()> first;

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless) override {
        if (auto const theirs = std::exchange(first, nullptr)) theirs();
        return real.append(entries, unless);
    }
};

} // namespace

TEST_CASE("two desks that merge two cases into each other at the same moment make no circle") {
    front_desk d;
    for (case_id const& on : {case_id("39"), case_id("40"), case_id("41")})
        d.until_reported(a_problem(), on);
    somebody_is_quicker kept(d.kept);
    desk one(kept, house_rules());

    kept.first = [&] { CHECK(d.record(d.ann, merged_with("40"), "41") == "case_merged"); };
    auto const said = one.handle(d.ann, {"40", {}, {}, merged_with("41")});
    REQUIRE(said.has_value());
    REQUIRE(std::holds_alternative<refused>(*said));
    CHECK(std::get<refused>(*said).reason == "merges_make_no_circle");
    CHECK(std::get<refused>(*said).found == "case 41, merged into 40");

    // Over a third case: 40 is merged into 39 while 39 would be merged into 41.
    kept.first = [&] { CHECK(d.record(d.ann, merged_with("39"), "40") == "case_merged"); };
    auto const longer = one.handle(d.ann, {"39", {}, {}, merged_with("41")});
    CHECK(std::get<refused>(*longer).found == "case 41, merged into 40, merged into 39");
}

TEST_CASE("a merge elsewhere does not keep two others from being merged") {
    front_desk d;
    for (case_id const& on : {case_id("38"), case_id("39"), case_id("40"), case_id("41")})
        d.until_reported(a_problem(), on);
    somebody_is_quicker kept(d.kept);
    desk one(kept, house_rules(), {.conflict_retries = 0});
    kept.first = [&] { d.record(d.ann, merged_with("39"), "38"); };
    CHECK(std::holds_alternative<accepted>(*one.handle(d.ann, {"40", {}, {}, merged_with("41")})));
}

TEST_CASE("a case that became a complaint is with the complaints procedure") {
    front_desk d;
    d.until_reported();
    auto handed_over = a_complaint();
    handed_over.rules.clear();
    CHECK(d.refusal(d.ann, handed_over).found == "no rules");
    handed_over = a_complaint();
    handed_over.due.reset();
    CHECK(d.refusal(d.ann, handed_over).found == "no due time");

    CHECK(d.record(d.customer, a_complaint()) == "treated_as_complaint");

    CHECK(d.state() == "complaint");
    CHECK(d.refusal(d.customer, a_return()).reason == "not_possible_here");
    CHECK(d.refusal(d.customer, a_withdrawal()).reason == "not_possible_here");
}

TEST_CASE("a customer may take the problem back and bring it again") {
    front_desk d;
    d.until_proposed();
    CHECK(d.refusal(d.ann, a_withdrawal()).reason == "not_entitled");
    CHECK(d.record(d.customer, a_withdrawal()) == "contact_withdrawn");
    CHECK(d.refusal(d.customer, yes_to(terms_of(3000))).reason == "not_possible_here");
    CHECK(d.record(d.customer, a_return()) == "case_reopened");
    CHECK(d.file().occasion == 2);
    CHECK_FALSE(d.file().proposed.has_value());
}
