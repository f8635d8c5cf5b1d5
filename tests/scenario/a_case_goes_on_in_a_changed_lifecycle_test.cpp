// SPDX-License-Identifier: BSL-1.0
// A house gives up its reviews: cases go on in the changed lifecycle, and nobody leads one past a step.
#include "support/own_lifecycle.hpp"
#include "support/sealed_desk.hpp"

#include <amends/authority/migrators.hpp>

using namespace amends;
using namespace amends::cases;

namespace {

constexpr state_id in_review{128};

desk_options with_reviews() {
    desk_options how;
    how.table = &own::table();
    return how;
}

/// The house as it was, and the desk that it gets over the same store.
struct changed_house {
    any_policy rules = all_of(privacy_rules(), migrators({"manager"}));
    sealed_desk before{rules, with_reviews()};
    desk now = before.another(rules);

    case_move moved(session const& by, migration const& how, case_id const& on = "41") {
        auto const said = now.migrate(by, on, how);
        INFO((said ? "moved" : said.error().message));
        REQUIRE(said.has_value());
        return *said;
    }
    std::string given(session const& from, command_content what, case_id const& on = "41") {
        before.now += std::chrono::minutes(1);
        auto const said = now.handle(from, {on, {}, {}, std::move(what)});
        INFO((said ? to_text(*said) : said.error().message));
        REQUIRE(said.has_value());
        if (auto const* no = std::get_if<refused>(&*said)) return no->reason;
        return std::get<accepted>(*said).fact.str();
    }
};

migration from_review_to(state_id to) {
    migration how;
    how.states = {{in_review, to}};
    return how;
}

} // namespace

TEST_CASE(
    "a case in review goes on with its options and is resolved under the standard lifecycle") {
    changed_house h;
    h.before.until_explained();
    h.before.record(h.before.ann, extended(own::review{11, "is this lawful?"}));

    // Nobody has told what a review comes to, and nobody leads the case past the customer's yes.
    CHECK(h.moved(h.before.mia, {}).why_not->reason == "state_is_known");
    auto const past = h.moved(h.before.mia, from_review_to(resolution::agreed::id));
    CHECK(past.why_not->reason == "way_was_gone");
    CHECK(past.why_not->expected == "a case that was in agreed");
    auto const back = from_review_to(resolution::options_explained::id);
    CHECK(h.moved(h.before.ann, back).why_not->reason == "may_decide");
    h.before.record(h.before.ann, note{"we wait for mia"});
    CHECK_FALSE(h.moved(h.before.mia, back).why_not.has_value());

    CHECK(h.given(h.before.ann, propose{terms_of(3000)}) == "solution_offered");
    CHECK(h.given(h.before.customer, yes_to(terms_of(3000))) == "solution_agreed");
    CHECK(h.given(h.before.ann, action_done()) == "actions_carried_out");
    CHECK(h.given(h.before.ann, a_notice()) == "colleagues_informed");
    CHECK(h.given(h.before.ann, an_evaluation()) == "resolution_evaluated");
    CHECK(h.given(h.before.ann, news()) == "customer_informed");
    CHECK(h.given(h.before.ann, a_close()) == "case_closed");

    auto const trail = *h.now.trail("41");
    auto const changes = std::ranges::count_if(
        trail, [](auto& e) { return std::holds_alternative<lifecycle_changed>(e.what); });
    CHECK(changes == 1);
    CHECK(soundness(h.before.kept) == "sound");
}

TEST_CASE("what the judges granted before stands, and what the customer may accept is the same") {
    changed_house h;
    h.before.until_proposed(terms_of(3000));
    CHECK_FALSE(h.moved(h.before.mia, {}).why_not.has_value());
    CHECK(h.given(h.before.customer, yes_to(terms_of(2999))) == "same_terms");
    CHECK(h.given(h.before.customer, yes_to(terms_of(3000))) == "solution_agreed");
}

TEST_CASE("a customer with cases in two lifecycles is forgotten once all were moved") {
    changed_house h;
    h.before.until_closed("41");
    h.before.until_closed("42");
    h.before.wait(std::chrono::days(31));
    REQUIRE_FALSE(h.moved(h.before.mia, {}, "41").why_not.has_value());
    CHECK(h.now.erase(h.before.pia, h.before.request()).error().code == errc::lifecycle_mismatch);
    CHECK(h.before.at.erase(h.before.pia, h.before.request()).error().code ==
          errc::lifecycle_mismatch);
    CHECK(h.now.file("41")->contact.experienced == "nothing came");
    for (auto* at : {&h.now, &h.before.at}) { // either desk tells all that is held
        auto const held = at->access("c1");
        REQUIRE(held.has_value());
        REQUIRE(held->cases.size() == 2);
        CHECK(held->cases[0].trail == *at->trail("41"));
        CHECK(held->cases[1].file.contact.experienced == "nothing came");
    }

    REQUIRE_FALSE(h.moved(h.before.mia, {}, "42").why_not.has_value());
    auto const done = h.now.erase(h.before.pia, h.before.request());
    REQUIRE(done.has_value());
    CHECK(done->erased);
    CHECK(h.now.file("41")->contact.experienced.empty());
    CHECK(soundness(h.before.kept) == "sound");
}
