// SPDX-License-Identifier: BSL-1.0
// Who erases and holds, and how long nobody may.
#include <amends/authority/authority.hpp>
#include <amends/authority/describe.hpp>
#include <amends/authority/retention.hpp>

#include "authority/moved.hpp"
#include "catch.hpp"

using namespace amends;

namespace {

instant const end_of_case(std::chrono::hours(1000));

retention::options rules() {
    return {.erased_by = {"privacy_officer", "director"},
            .held_by = {"lawyer"},
            .periods = {{"", std::chrono::days(30), 1}, {"privacy", std::chrono::days(90), 2}}};
}
question asked(std::string_view command, role_set const& roles, std::chrono::milliseconds after,
               std::string_view category = "delivery") {
    question q;
    q.who = {"pia", side::staff, roles, {}, {}};
    q.command = command;
    q.about.category = category;
    q.about.there_since = end_of_case;
    q.at = end_of_case + after;
    return q;
}
constexpr std::chrono::milliseconds month = std::chrono::days(30), quarter = std::chrono::days(90);

} // namespace

TEST_CASE("an erasure is granted to those named for it once the period is over") {
    auto const erase = "erase_personal_data";
    CHECK(retention(rules()).judge(asked(erase, {"director"}, month)).decision ==
          decision::granted);
    auto const early =
        retention(rules()).judge(asked(erase, {"director"}, month - std::chrono::milliseconds(1)));
    CHECK(early.decision == decision::forbidden);
    CHECK(early.reasons.front().rule == rule_name("retention_period"));
    CHECK(to_text(early.reasons.front().expected) == "a time from 1970-03-13T16:00:00Z");
    CHECK(to_text(early.reasons.front().found) == "1970-03-13T15:59:59.999Z");
    auto const nobody = retention(rules()).judge(asked(erase, {"agent"}, month));
    CHECK(nobody.decision == decision::forbidden);
    CHECK(nobody.reasons.front().rule == rule_name("may_decide"));
    CHECK(nobody.could("privacy_officer"));
    CHECK(nobody.could("director"));
    CHECK(retention(rules()).judge(asked(erase, {}, month)).decision == decision::forbidden);
}

TEST_CASE("a moment is moved no further than there are moments") {
    using std::chrono::milliseconds;
    auto const at = [](int ms) { return instant(milliseconds(ms)); };
    CHECK(moved(at(5), milliseconds(3)) == at(8));
    CHECK(moved(at(5), milliseconds(-8)) == at(-3));
    CHECK(moved(instant::max() - milliseconds(3), milliseconds(3)) == instant::max());
    CHECK(moved(instant::max() - milliseconds(3), milliseconds(4)) == instant::max());
    CHECK(moved(instant::min() + milliseconds(3), milliseconds(-3)) == instant::min());
    CHECK(moved(instant::min() + milliseconds(3), milliseconds(-4)) == instant::min());
    CHECK(moved(instant::min(), milliseconds::max()) == at(-1));
    CHECK(moved(instant::max(), milliseconds::min()) == at(-1));
}

TEST_CASE("a period that begins with the last moment there is does not end before it") {
    auto last = asked("erase_personal_data", {"director"}, {});
    last.about.there_since = instant::max();
    CHECK(retention(rules()).judge(last).decision == decision::forbidden);
    last.at = instant::max();
    CHECK(retention(rules()).judge(last).decision == decision::granted);
}

TEST_CASE("of the periods that speak of a case the longest counts") {
    auto const at = [](std::chrono::milliseconds after, std::string_view category) {
        return retention(rules())
            .judge(asked("erase_personal_data", {"director"}, after, category))
            .decision;
    };
    CHECK(at(month, "delivery") == decision::granted);
    CHECK(at(month, "privacy") == decision::forbidden);
    CHECK(at(quarter - std::chrono::milliseconds(1), "privacy") == decision::forbidden);
    CHECK(at(quarter, "privacy") == decision::granted);
}

TEST_CASE("holds are for those named for them, at any time") {
    for (auto const* command : {"hold_personal_data", "release_personal_data"}) {
        CHECK(retention(rules()).judge(asked(command, {"lawyer"}, {})).decision ==
              decision::granted);
        CHECK(retention(rules()).judge(asked(command, {"director"}, month)).decision ==
              decision::forbidden);
    }
}

TEST_CASE("where nobody is named nothing is granted, and a period holds all the same") {
    retention::options only_periods;
    only_periods.periods = rules().periods;
    CHECK(
        retention(only_periods).judge(asked("erase_personal_data", {"director"}, month)).silent());
    CHECK(retention(only_periods).judge(asked("erase_personal_data", {"director"}, {})).decision ==
          decision::forbidden);
    CHECK(retention().judge(asked("hold_personal_data", {"lawyer"}, month)).silent());
    for (auto const* command : {"propose", "approve", "note", "close"})
        CHECK(retention(rules()).judge(asked(command, {"agent"}, {})).silent());
}

TEST_CASE("a table of authority judges erasures and says who may") {
    table_of_authority table;
    table.name = "house";
    table.ladder = {"agent", "director"};
    table.retention = rules();
    authority const judge(table);
    CHECK(judge.judge(asked("erase_personal_data", {"director"}, month)).decision ==
          decision::granted);
    CHECK(judge.judge(asked("erase_personal_data", {"director"}, {})).decision ==
          decision::forbidden);
    auto const words = to_text(describe(table, {"dora", side::staff, {"director"}, {}, {}}, {}));
    CHECK(words.find("  erases what is known of a customer\n") != words.npos);
    CHECK(words.find("holds it") == words.npos);
    CHECK(words.find("not erased before: every case: 30 days after its end\n") != words.npos);
    CHECK(words.find("not erased before: privacy: 90 days after its end\n") != words.npos);
}
