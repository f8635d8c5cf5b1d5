// SPDX-License-Identifier: BSL-1.0
// Trials: which decisions would have been others, in counts, money and cases.
#include <amends/desk/trial.hpp>

#include "support/changed_lifecycle.hpp"
#include "support/house.hpp"
#include "support/own_lifecycle.hpp"
#include "support/passing_on.hpp"
#include "unit/desk/tried.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;
using namespace amends::testing;
using namespace std::chrono_literals;

namespace {

/// `propose agent refund: needs_approval would be granted, 2 for 150.00 EUR`.
std::vector<std::string> differences(trial_summary const& s) {
    std::vector<std::string> all;
    for (auto const& l : s.lines) {
        if (l.was == l.would_be) continue;
        auto text = l.command.str() + ' ' + l.in_role.str() + ' ' +
                    (l.kind ? std::string(name_of(*l.kind)) : "nothing") + ": " +
                    std::string(name_of(l.was)) + " would be " + std::string(name_of(l.would_be)) +
                    ", " + std::to_string(l.decisions) + " for";
        for (auto const& c : l.costs) text += ' ' + to_text(c);
        all.push_back(text);
    }
    return all;
}
struct throws_at_a_refund {
    verdict judge(question const& q) const {
        if (!q.remedies.empty()) throw std::runtime_error("no network");
        return {};
    }
};

} // namespace

TEST_CASE("a trial of the rules that counted finds no difference") {
    front_desk d(house_with(5000));
    d.until_closed("41");
    d.until_proposed(terms_of(7500), "42");
    d.record(d.lea, approval_of(terms_of(7500)), "42");
    d.until_proposed(terms_of(9000), "43");
    d.record(d.lea, a_withholding(), "43");
    auto const s = tried(d, house_with(5000));
    CHECK(s.cases == 3);
    CHECK(s.entries == *d.kept.size());
    // An offer and its evaluation; a proposal and its approval; a proposal and what was withheld.
    CHECK(s.decisions == 6);
    CHECK(s.different == 0);
    CHECK(s.needless_escalations == 0);
    CHECK(differences(s).empty());
}

TEST_CASE("decisions that would have been others are counted by command, role and remedy") {
    front_desk d(house_with(5000));
    d.until_proposed(terms_of(7500), "41");
    d.record(d.lea, approval_of(terms_of(7500)), "41");
    auto both = terms_of(4000);
    both.remedies.push_back({remedy_kind::credit, {2000, eur}});
    d.until_proposed(both, "42");
    d.record(d.lea, a_withholding(), "42");
    d.until_proposed(terms_of(3000), "43");
    std::vector<std::string> told;
    trial_options how;
    how.differs = [&](judged_otherwise const& j) {
        told.push_back(j.on.str() + " " + std::to_string(j.sequence) + " " + j.who.id.str() + " " +
                       std::string(j.command) + " " + std::string(name_of(j.was)) + " " +
                       std::string(name_of(j.would_be)) + "; " + to_text(j.judged));
    };
    auto const more = tried(d, house_with(8000), how);
    CHECK(differences(more) ==
          std::vector<std::string>{
              "propose agent refund: needs_approval would be granted, 2 for 115.00 EUR",
              "propose agent credit: needs_approval would be granted, 1 for 20.00 EUR"});
    CHECK(more.different == 2);
    CHECK(more.needless_escalations == 2);
    CHECK(told == std::vector<std::string>{
                      "41 5 ann propose needs_approval granted; granted; within_limit: expected "
                      "at most 80.00 EUR, found 75.00 EUR",
                      "42 5 ann propose needs_approval granted; granted; within_limit: expected "
                      "at most 80.00 EUR, found 60.00 EUR"});

    // Less for everybody: what Lea approved and what she withheld would have been a manager's.
    auto t = house_table();
    t.limits[0].max.minor_units = 2000;
    t.limits[1].max.minor_units = 2500;
    CHECK(differences(tried(d, authority(t))) ==
          std::vector<std::string>{
              "approve team_lead refund: granted would be forbidden, 1 for 75.00 EUR",
              "propose agent refund: granted would be needs_approval, 1 for 30.00 EUR",
              "withhold team_lead refund: granted would be forbidden, 1 for 40.00 EUR",
              "withhold team_lead credit: granted would be forbidden, 1 for 20.00 EUR"});
}

TEST_CASE("a decision is counted in the role that grants it, held or lent") {
    auto t = house_table();
    auto const from = *parse_instant("2026-03-01"), until = *parse_instant("2026-04-01");
    t.delegations = {{"D1", "mia", "lea", "manager", from, until, {}, "fair", {}, 0}};
    t.colleagues[3].absences = {{from, until, "bob", "sea"}};
    front_desk d{authority(t)};
    d.until_proposed(terms_of(30000), "41");
    d.record(acting_for(d.lea, "mia", "D1"), approval_of(terms_of(30000)), "41");
    d.until_proposed(terms_of(20000), "42");
    d.record(acting_for(d.bob, "max"), approval_of(terms_of(20000)), "42");
    d.until_proposed(terms_of(7500), "43");
    d.record(staff("tess", {"agent", "team_lead"}), approval_of(terms_of(7500)), "43");
    d.until_explained("44");
    d.record(staff("ann", {"agent", "team_lead"}), a_proposal(3000), "44");
    auto const counted = [&](authority const& candidate) {
        std::vector<std::string> all;
        for (auto const& l : tried(d, candidate).lines)
            all.push_back(l.command.str() + ' ' + l.in_role.str() + ": " +
                          std::string(name_of(l.would_be)) + ' ' + std::to_string(l.decisions) +
                          " for " + to_text(l.costs.front()));
        return all;
    };
    CHECK(counted(authority(t)) ==
          std::vector<std::string>{"approve manager: granted 2 for 500.00 EUR",
                                   "approve team_lead: granted 1 for 75.00 EUR",
                                   "propose agent: granted 1 for 30.00 EUR",
                                   "propose agent: needs_approval 3 for 575.00 EUR"});
    // Where none will do, in the one that came closest.
    t.limits[0].max.minor_units = 1000;
    t.limits[1].max.minor_units = 2000;
    t.limits[2].max.minor_units = 25000;
    CHECK(counted(authority(t)) ==
          std::vector<std::string>{"approve manager: granted 1 for 200.00 EUR",
                                   "approve manager: forbidden 1 for 300.00 EUR",
                                   "approve team_lead: forbidden 1 for 75.00 EUR",
                                   "propose agent: needs_approval 2 for 275.00 EUR",
                                   "propose agent: forbidden 1 for 300.00 EUR",
                                   "propose team_lead: needs_approval 1 for 30.00 EUR"});
}

TEST_CASE("a policy that says nothing would have granted nothing") {
    struct silent {
        verdict judge(question const&) const { return {}; }
    };
    front_desk d(house_with(5000));
    d.until_evaluated();
    std::vector<std::pair<decision, decision>> told;
    trial_options how;
    how.differs = [&](judged_otherwise const& j) {
        told.emplace_back(j.would_be, j.judged.decision);
    };
    auto const s = tried(d, silent{}, how);
    CHECK(differences(s) ==
          std::vector<std::string>{
              "propose agent refund: granted would be forbidden, 1 for 30.00 EUR"});
    // The raw verdict reads as granted; what follows from it does not.
    CHECK(told == std::vector{std::pair(decision::forbidden, decision::granted)});
}

TEST_CASE("refused proposals are counted apart, other refusals are judged again") {
    front_desk d(house_with(5000));
    d.until_proposed(terms_of(7500));
    d.refusal(d.ann, approval_of(terms_of(7500))); // by a guard, after the judges
    d.refusal(d.bob, approval_of(terms_of(7500))); // by the judges
    d.refusal(d.customer, yes_to(terms_of(7500))); // before anybody was asked
    d.refusal(d.ann, a_proposal(50001));
    auto const s = tried(d, house_with(8000));
    CHECK(s.not_judged_again == 1);
    CHECK(s.decisions == 3);
    // Her own proposal stays her own; Bob would have been competent.
    CHECK(differences(s) ==
          std::vector<std::string>{
              "approve agent refund: forbidden would be granted, 1 for 75.00 EUR",
              "propose agent refund: needs_approval would be granted, 1 for 75.00 EUR"});
}

TEST_CASE("a case that was passed on for lack of authority, needlessly") {
    front_desk d(house_with(5000));
    d.until_explained();
    d.record(d.ann, a_referral("max")); // for authority
    d.record(d.max, referral_taken());
    d.record(d.max, a_proposal(7500));
    CHECK(tried(d, house_with(7500)).needless_escalations == 1);
    CHECK(tried(d, house_with(7499)).needless_escalations == 0);
    // Once: the next proposal is Max's own business.
    d.record(d.max, a_proposal(7400));
    CHECK(tried(d, house_with(7500)).needless_escalations == 1);
}

TEST_CASE("a case that ended and was reopened is judged as it was then") {
    front_desk d(house_with(5000));
    d.until_closed("41");
    d.record(d.customer, a_return(), "41");
    d.record(d.ann, a_confirmation(), "41");
    d.record(d.ann, two_options(), "41");
    d.record(d.ann, a_proposal(7500), "41");
    d.record(d.lea, approval_of(terms_of(7500)), "41");
    auto const s = tried(d, house_with(7500));
    CHECK(s.cases == 1);
    CHECK(s.decisions == 4);
    CHECK(differences(s) ==
          std::vector<std::string>{
              "propose agent refund: needs_approval would be granted, 1 for 75.00 EUR"});
    // Lea may approve whatever Ann proposed; her own she may not: the case is known again.
    auto separate = house_table();
    separate.separation.evaluator_differs_from_owner = true;
    CHECK(differences(tried(d, authority(separate))) ==
          std::vector<std::string>{
              "evaluate agent refund: granted would be forbidden, 1 for 30.00 EUR"});
}

TEST_CASE("what was given until then counts against the candidate's cumulative limits") {
    front_desk d(house_with(5000));
    for (auto const* on : {"41", "42", "43"}) d.until_agreed(terms_of(3000), *case_id::parse(on));
    auto const limited = [](std::int64_t cents, period const& in) {
        return house_with(5000, {{"agent", {}, {cents, eur}, true, true, in, 0}});
    };
    period const month{period::unit::month, 1}, a_minute{period::unit::days, 1};
    CHECK(tried(d, limited(9000, month)).different == 0);
    CHECK(tried(d, limited(8999, month)).different == 1);
    CHECK(tried(d, limited(5999, a_minute)).different == 2);
    CHECK(tried(d, limited(2999, month)).different == 3);
}

TEST_CASE("an entry of long ago is judged by what was given until then") {
    memory_store kept;
    desk at(kept, house_with(5000));
    auto const offered = [&](case_id const& on, char const* when) {
        session const customer{{"c1", side::customer, {}, {}, {}}, provenance::imported};
        session ann = staff("ann", {"agent"});
        ann.origin = provenance::imported;
        auto const then = *parse_instant(when);
        std::vector<submission> batch{{&customer, {on, {}, {}, a_problem()}, then},
                                      {&ann, {on, {}, {}, a_take()}, then},
                                      {&ann, {on, {}, {}, a_confirmation()}, then},
                                      {&ann, {on, {}, {}, two_options()}, then},
                                      {&ann, {on, {}, {}, a_proposal(100)}, then},
                                      {&customer, {on, {}, {}, yes_to(terms_of(100))}, then}};
        for (auto const& said : at.handle(batch)) {
            REQUIRE(said.has_value());
            REQUIRE(std::holds_alternative<accepted>(*said));
        }
    };
    // Two years, a refund a week; then one that is imported later and lies before most of them.
    auto const start = *parse_instant("2024-01-01");
    for (int week = 0; week < 104; ++week)
        offered(case_id::trusted("w" + std::to_string(week)),
                to_text(start + 24h * 7 * week).c_str());
    offered("late", "2024-01-10");
    auto const weekly = [](std::int64_t cents) {
        return house_with(5000,
                          {{"agent", {}, {cents, eur}, true, true, {period::unit::days, 7}, 0}});
    };
    // Each stands alone in its seven days, but for the late one: the weeks before and after it.
    CHECK(try_out(kept, weekly(300), at.table())->different == 0);
    CHECK(try_out(kept, weekly(299), at.table())->different == 1);
    CHECK(try_out(kept, weekly(100), at.table())->different == 1);
}

TEST_CASE("a trial says since when a case stood where it was, as the desk did") {
    struct notes_since_when {
        std::shared_ptr<std::vector<instant>> seen = std::make_shared<std::vector<instant>>();
        verdict judge(question const& q) const {
            if (q.command == "propose" || q.command == "evaluate")
                seen->push_back(q.about.there_since);
            return house_with(5000).judge(q);
        }
    };
    desk_options how;
    how.table = &own::table();
    notes_since_when const live, in_trial;
    front_desk d(live, how);
    d.until_explained("41");
    d.record(d.ann, extended(own::review{11, "please look"}), "41");
    d.record(d.bob, extended(own::finish{"well done"}), "41"); // and the options again
    d.record(d.ann, a_proposal(3000), "41");
    d.record(d.customer, yes_to(terms_of(3000)), "41");
    d.record(d.ann, action_done(), "41");
    d.now += 30h;
    d.record(d.ann, a_notice(), "41");
    d.record(d.ann, an_evaluation(), "41");

    CHECK(tried(d, in_trial).different == 0);
    CHECK(live.seen->size() == 2);
    CHECK(*in_trial.seen == *live.seen);
}

TEST_CASE("the lawful floor is asked with the time of each decision") {
    front_desk d(house_with(5000));
    d.until_proposed(terms_of(3000), "41");
    d.now = *parse_instant("2026-04-01");
    d.until_proposed(terms_of(3000), "42");
    trial_options how;
    std::vector<std::string> natures;
    how.lawful_floor = [&](case_file const& file, instant at) -> std::optional<money> {
        natures.push_back(file.confirmed ? file.confirmed->nature : "");
        return money{at < *parse_instant("2026-04-01") ? 3000 : 4000, eur};
    };
    auto const s = tried(d, house_with(5000), how);
    CHECK(differences(s) ==
          std::vector<std::string>{
              "propose agent refund: granted would be forbidden, 1 for 30.00 EUR"});
    CHECK(natures == std::vector<std::string>(2, "late parcel"));
}

TEST_CASE("a trial that cannot go on says why") {
    front_desk d(house_with(5000));
    d.until_proposed();
    auto const error_of = [&](store& kept, any_policy const& candidate, lifecycle const& table) {
        auto const found = try_out(kept, candidate, table);
        REQUIRE(found.has_error());
        return found.error();
    };
    auto const thrown = error_of(d.kept, throws_at_a_refund{}, d.at.table());
    CHECK(thrown == error{errc::policy_failed, "expected a verdict, found no network (propose)"});

    struct damaged : passing_on {
        using passing_on::passing_on;
        result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
            return real.scan(from, [&](stored_entry const& e) {
                auto shown = e;
                if (e.log_index == 3) shown.bytes = e.bytes.first(20);
                return visit(shown);
            });
        }
    };
    damaged shown(d.kept);
    auto const broken = error_of(shown, house_with(5000), d.at.table());
    CHECK(broken.code == errc::damaged_trail);
    CHECK(broken.message.ends_with("(log index 3)"));

    struct failing : passing_on {
        using passing_on::passing_on;
        result<std::uint64_t> scan(std::uint64_t, entry_visitor const&) override {
            return mismatch(errc::store_failed, "a disk", "none");
        }
    };
    failing gone(d.kept);
    CHECK(error_of(gone, house_with(5000), d.at.table()).code == errc::store_failed);
}

TEST_CASE("a rule of law is not asked about own states of another table") {
    desk_options how;
    how.table = &own::table();
    front_desk d(house_with(5000), how);
    trial_options with_law;
    with_law.lawful_floor = [](case_file const&, instant) { return std::optional<money>(); };
    testing::changed_lifecycle const table(own::table());
    auto const tried = [&](trial_options const& asked) {
        return try_out(d.kept, house_with(5000), table, asked);
    };
    d.until_proposed();
    d.record(d.customer, decline{"too little"});
    // States of amends mean the same in every table.
    CHECK(tried(with_law).has_value());

    d.record(d.ann, extended(own::review{11, "please look"}));
    d.refusal(d.ann, propose{terms_of(3000)});
    auto const found = tried(with_law);
    REQUIRE(found.has_error());
    CHECK(found.error() ==
          error{errc::lifecycle_mismatch, "expected lifecycle " + to_text(table.hash) + ", found " +
                                              to_text(own::table().content_hash()) + " (case 41)"});
    CHECK(try_out(d.kept, house_with(5000), own::table(), with_law).has_value());
    // Policies see no state.
    auto const without_law = tried({});
    REQUIRE(without_law.has_value());
    CHECK(without_law->decisions == 1);
}
