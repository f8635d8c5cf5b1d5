// SPDX-License-Identifier: BSL-1.0
// Who moves cases to another lifecycle.
#include <amends/authority/authority.hpp>
#include <amends/authority/describe.hpp>
#include <amends/authority/migrators.hpp>

#include "catch.hpp"

using namespace amends;

namespace {

question asked(std::string_view command, role_set const& roles) {
    question q;
    q.who = {"mia", side::staff, roles, {}, {}};
    q.command = command;
    return q;
}

} // namespace

TEST_CASE("cases are moved by those who are named for it") {
    migrators const rules({"manager", "director"});
    auto const granted = rules.judge(asked("migrate", {"director"}));
    CHECK(granted.decision == decision::granted);
    CHECK_FALSE(granted.silent());
    for (auto const& roles : {role_set{"agent"}, role_set{}}) {
        auto const forbidden = rules.judge(asked("migrate", roles));
        CHECK(forbidden.decision == decision::forbidden);
        CHECK(forbidden.reasons.front().rule == rule_name("may_decide"));
        CHECK(forbidden.could("manager"));
        CHECK(forbidden.could("director"));
    }
}

TEST_CASE("nothing else is judged by who moves cases, and without names nothing is") {
    for (auto const* command : {"propose", "note", "erase_personal_data", "close"})
        CHECK(migrators({"manager"}).judge(asked(command, {"agent"})).silent());
    CHECK(migrators().judge(asked("migrate", {"manager"})).silent());
}

TEST_CASE("a table of authority judges moves and says who may") {
    table_of_authority table;
    table.name = "house";
    table.ladder = {"agent", "manager"};
    CHECK(authority(table).judge(asked("migrate", {"manager"})).silent());
    table.migrated_by = {"manager"};
    authority const judge(table);
    CHECK(judge.judge(asked("migrate", {"manager"})).decision == decision::granted);
    CHECK(judge.judge(asked("migrate", {"agent"})).decision == decision::forbidden);
    auto const words = [&](role_set const& roles) {
        return to_text(describe(table, {"mia", side::staff, roles, {}, {}}, {}));
    };
    CHECK(words({"manager"}).find("  moves cases to another lifecycle\n") != std::string::npos);
    CHECK(words({"agent"}).find("lifecycle") == std::string::npos);
}
