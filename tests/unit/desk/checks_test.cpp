// SPDX-License-Identifier: BSL-1.0
// The order in which a desk checks: errors, then standing, place, guards, judges.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

struct never {
    verdict judge(question const& q) const {
        verdict v;
        if (q.command == "report" || q.command == "take") return v;
        v.add({"never", "not_today", decision::forbidden, measure::of_words("another day"),
               measure::of_words("today")});
        return v;
    }
};

/// A command with everything wrong with it, in the order in which it should show.
struct attempt {
    case_id on = "41";
    command_id id{};
    std::optional<std::uint64_t> expected;
    std::optional<instant> at;
    command_content what = a_confirmation();
    provenance origin = provenance::imported;
    actor_id who = "ann";
};
result<outcome> handed_in(front_desk& d, attempt a) {
    auto from = staff(a.who, {"agent"});
    from.origin = a.origin;
    submission one{&from, {a.on, a.id, a.expected, std::move(a.what)}, a.at};
    return d.at.handle(std::span(&one, 1)).front();
}

} // namespace

TEST_CASE("errors are answered in the order that the desk promises and refusals after them") {
    front_desk d(never{});
    d.until_reported(a_query());
    REQUIRE(d.at.handle(d.ann, {"41", "k", {}, note{"seen"}}).has_value()); // refused, and kept
    auto const early = d.now - std::chrono::hours(1), late = d.now + std::chrono::hours(1);
    extended_command const unheard_of{200, "unheard_of", {}};
    auto const endless = note{std::string(text_size_max + 1, 'x')};

    // Everything is wrong at first; what showed is mended, and the next shows.
    attempt a{.on = "", .id = "k", .expected = 9, .at = {}, .what = unheard_of, .who = "bob"};
    auto const code = [&] { return handed_in(d, a).error().code; };
    CHECK(code() == errc::command_id_reused);
    a.id = {};
    CHECK(code() == errc::malformed);
    a.on = "99";
    CHECK(code() == errc::unknown_case);
    a.on = "41";
    CHECK(code() == errc::version_conflict);
    a.expected = 3;
    CHECK(code() == errc::unknown_command);
    a.what = endless;
    CHECK(code() == errc::too_long);
    a.what = confirm{}; // a query, and nothing given
    CHECK(code() == errc::malformed);
    a.at = early;
    CHECK(code() == errc::time_goes_back);
    a.at = late;

    a.expected = std::nullopt;
    auto const reason = [&] { return std::get<refused>(*handed_in(d, a)).reason; };
    CHECK(reason() == "not_entitled");
    a.who = "ann";
    a.what = inform_colleagues{};
    CHECK(reason() == "not_possible_here");
    a.what = confirm{};
    CHECK(reason() == "is_problem");
    a.what = answer{};
    CHECK(reason() == "answer_is_given");
    a.what = an_answer();
    CHECK(reason() == "not_today");
}

TEST_CASE("a command without a case or an actor is malformed") {
    front_desk d;
    CHECK(d.answer_to(d.customer, a_problem(), "").error().code == errc::malformed);
    CHECK(d.answer_to(staff("", {}), a_problem()).error().code == errc::malformed);
    CHECK(*d.kept.size() == 0);
}

TEST_CASE("nothing happens to a case that was never reported but a report") {
    front_desk d;
    for (command_content const& what :
         {command_content(a_take()), command_content(a_confirmation()), command_content(a_note()),
          command_content(assigned_to("ann")), command_content(a_close())}) {
        auto const said = d.answer_to(d.ann, what);
        REQUIRE_FALSE(said.has_value());
        CHECK(said.error() ==
              error{errc::unknown_case, "expected a case that was reported, found none (case 41)"});
    }
    auto const incomplete = d.refusal(d.customer, report{});
    CHECK(incomplete.reason == "kind_and_origin_are_given");
    CHECK(incomplete.version == 0);
    CHECK(*d.kept.size() == 0);
    CHECK(d.at.file("41").error().code == errc::unknown_case);
    CHECK(d.at.trail("41").error().code == errc::unknown_case);
    CHECK(d.at.possible("41", d.ann.who).error().code == errc::unknown_case);
}

TEST_CASE("what judges forbid is refused whatever the command") {
    front_desk d(never{});
    d.until_reported();
    auto const no = d.refusal(d.ann, a_note());
    CHECK(no.reason == "not_today");
    CHECK(no.expected == "another day");
    CHECK(no.found == "today");
    CHECK(d.refusal(d.customer, a_withdrawal()).reason == "not_today");
    CHECK(d.trail().back().verdicts.front().decision == decision::forbidden);
}

TEST_CASE("a command that needs approval where nobody can give it is refused") {
    struct asks_for_notes {
        verdict judge(question const& q) const {
            verdict v;
            if (q.command == "note")
                v.add({"house", "ask_first", decision::needs_approval, measure::of_count(1),
                       measure::of_count(0)});
            return v;
        }
    };
    front_desk d(asks_for_notes{});
    d.until_reported();
    CHECK(d.refusal(d.ann, a_note()).reason == "ask_first");
}
