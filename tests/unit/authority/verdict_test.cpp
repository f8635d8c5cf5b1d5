// SPDX-License-Identifier: BSL-1.0
// Verdicts: put together, chosen at run time, in words and in bytes.
#include <amends/authority/combine.hpp>

#include "support/random_values.hpp"
#include "support/repeat_with.hpp"

#include "catch.hpp"

using namespace amends;

namespace {

struct always {
    decision says;
    std::uint32_t approvers = 0;
    char const* competent = nullptr;
    verdict judge(question const&) const {
        verdict v;
        v.add({"always", "rule", says, measure::of_count(1), measure::of_words("found")});
        v.approvers_needed = approvers;
        if (competent != nullptr) v.competent.push_back(role::trusted(competent));
        return v;
    }
};
struct no_opinion {
    verdict judge(question const&) const { return {}; }
};

verdict random_verdict(cases::random_values& some) {
    verdict v;
    some.fill(v.decision);
    some.fill(v.approvers_needed);
    some.fill(v.document_version);
    some.fill(v.document);
    for (auto n = some.below(4); n-- > 0;) v.reasons.push_back(some.make<reason>());
    for (auto n = some.below(4); n-- > 0;) v.competent.push_back(some.make<role>());
    return v;
}
/// Whether the bytes read as a verdict.
bool reads(byte_view from, verdict& into) {
    canonical::reader r(from);
    canonical::get(r, into);
    return r.finish().has_value();
}

} // namespace

TEST_CASE("of several verdicts the strictest counts and every reason is kept") {
    constexpr decision all[] = {decision::granted, decision::needs_approval, decision::forbidden};
    for (auto a : all)
        for (auto b : all) {
            auto const v =
                all_of(always{a, 1, "lead"}, no_opinion{}, always{b, 3, "lead"}).judge({});
            CHECK(v.decision == std::max(a, b));
            CHECK(v.reasons.size() == 2);
            CHECK(v.approvers_needed == 3);
            CHECK(v.competent.front() == "lead");
        }
    CHECK(all_of(no_opinion{}, no_opinion{}).judge({}).silent());
}

TEST_CASE("a policy chosen at run time judges as the policy itself") {
    any_policy chosen = always{decision::needs_approval, 2, "lead"};
    auto const copy = chosen;
    CHECK(chosen.judge({}) == always{decision::needs_approval, 2, "lead"}.judge({}));
    chosen = any_policy(no_opinion{});
    CHECK(chosen.judge({}).silent());
    CHECK(copy.judge({}).decision == decision::needs_approval);
}

TEST_CASE("measures say what they measure") {
    CHECK(to_text(measure{}) == "nothing");
    CHECK(to_text(measure::of({5000, eur})) == "50.00 EUR");
    CHECK(to_text(measure::at_most({5000, eur})) == "at most 50.00 EUR");
    CHECK(to_text(measure::at_least({0, eur})) == "at least 0.00 EUR");
    CHECK(to_text(measure::of_count(3)) == "3");
    CHECK(to_text(measure::of_words("the proposer")) == "the proposer");
    CHECK(to_text(measure::of_id(actor_id("ann"))) == "ann");
}

TEST_CASE("a reason without one of its sides does not speak of it") {
    verdict v;
    v.add({"p", "both", decision::granted, measure::at_most({50, eur}), measure::of({40, eur})});
    v.add({"p", "found_alone", decision::granted, {}, measure::of_id(actor_id("max"))});
    v.add({"p", "expected_alone", decision::granted, measure::of_count(0), {}});
    v.add({"p", "neither", decision::granted, {}, {}});
    CHECK(to_text(v) == "granted; both: expected at most 0.50 EUR, found 0.40 EUR; found_alone: "
                        "found max; expected_alone: expected 0; neither");
}

TEST_CASE("a verdict goes to bytes and back and damage is found") {
    INFO(cases::repeat_with());
    cases::random_values some(cases::seed());
    for (int n = 0; n < 200; ++n) {
        auto const v = random_verdict(some);
        bytes whole(canonical::size(v));
        REQUIRE(canonical::put(whole.data(), v) == whole.data() + whole.size());
        verdict back;
        REQUIRE(reads(whole, back));
        REQUIRE(back == v);
        for (std::size_t k = 0; k < whole.size(); ++k)
            REQUIRE_FALSE(reads(byte_view(whole).first(k), back));
        auto const place = some.below(whole.size());
        whole[place] ^= std::byte{1} << some.below(8);
        if (reads(whole, back)) REQUIRE_FALSE(back == v);
    }
}
