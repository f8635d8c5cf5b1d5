// SPDX-License-Identifier: BSL-1.0
// amends migrate: what would move, what moves, and what stays.
#include "command/json_answer.hpp"
#include "support/changed_lifecycle.hpp"
#include "support/front_desk.hpp"
#include "support/own_lifecycle.hpp"
#include "support/postgres_server.hpp"

#include <amends/store/sqlite.hpp>

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A store of a house with reviews: 41 and 42 explained, 43 in review, and 44 of the standard lifecycle.
struct reviewing_house : workshop {
    reviewing_house() {
        auto const kept = *sqlite_store::open({.path = folder() / "cases.db"});
        people who;
        desk_options how;
        how.keys = kept->keys();
        how.clock = [&] { return who.now += std::chrono::minutes(1); };
        desk standard(*kept, house_rules(), how);
        how.table = &own::table();
        desk reviewing(*kept, house_rules(), how);
        for (auto const& on : {case_id("41"), case_id("42"), case_id("43")})
            who.explain(reviewing, on);
        who.must(reviewing, who.ann, extended(own::review{11, "please look"}), "43");
        who.explain(standard, "44");
    }
    struct people {
        instant now = instant(std::chrono::milliseconds(1'772'442'000'000));
        session customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
        session ann = staff("ann", {"agent"});

        static void must(desk& at, session const& from, command_content what, case_id const& on) {
            auto const said = at.handle(from, {on, {}, {}, std::move(what)});
            REQUIRE(said.has_value());
            REQUIRE(std::holds_alternative<accepted>(*said));
        }
        void explain(desk& at, case_id const& on) const {
            must(at, customer, a_problem(), on);
            must(at, ann, a_take(), on);
            must(at, ann, a_confirmation(), on);
            must(at, ann, two_options(), on);
        }
    };

    ran as_manager(std::string const& rest) const {
        return amends("migrate --as mia --role manager " + rest);
    }
    std::int64_t entries() const {
        return object_of(amends("verify --json")).at("entries").to_number<std::int64_t>();
    }
};

std::string const pinned = to_text(own::table().content_hash());
std::string const here = to_text(standard_lifecycle().content_hash());

} // namespace

TEST_CASE("what would move is a table by states and reasons, and nothing changes") {
    reviewing_house const house;
    auto const entries = house.entries();
    auto const told = house.as_manager("--dry-run");
    CHECK(told.status == 0);
    CHECK(told.err == "");
    auto const head = "to resolution, " + here.substr(0, 12) + "\n\n";
    CHECK_THAT(told.out, Catch::Matchers::StartsWith(head));
    auto const short_pin = pinned.substr(0, 12);
    CHECK_THAT(told.out, ContainsSubstring(short_pin + "  in_review (128), with_owner    stays "));
    CHECK_THAT(told.out, ContainsSubstring("state_is_known: expected a state of region resolution "
                                           "in lifecycle resolution, found in_review (128)"));
    CHECK_THAT(told.out,
               ContainsSubstring(short_pin +
                                 "  options_explained, with_owner  options_explained, with_owner"));
    CHECK_THAT(told.out, ContainsSubstring("  2      41, 42\n"));
    CHECK_THAT(told.out,
               Catch::Matchers::EndsWith("\n2 would move, 1 would stay; nothing was changed\n"));
    CHECK(house.entries() == entries);
    CHECK(house.as_manager("--dry-run --strict").status == 1);
    CHECK(house.as_manager("--dry-run --strict --state 128=confirmed").status == 0);
}

TEST_CASE("what would move as JSON is one object, and what moves is the same") {
    reviewing_house const house;
    auto told = object_of(house.as_manager("--dry-run --json"));
    CHECK(told.at("dry_run") == true);
    CHECK(told.at("lifecycle") == "resolution");
    CHECK(told.at("hash").as_string() == here);
    CHECK(told.at("move") == 2);
    CHECK(told.at("stay") == 1);
    auto const& groups = told.at("groups").as_array();
    REQUIRE(groups.size() == 2);
    CHECK(groups[0].at("pinned").as_string() == pinned);
    CHECK(groups[0].at("from") == "in_review (128), with_owner");
    CHECK(groups[0].at("reason") == "state_is_known");
    CHECK(groups[0].at("found") == "in_review (128)");
    CHECK(groups[0].at("cases") == 1);
    CHECK(groups[0].at("examples") == boost::json::array{"43"});
    CHECK(groups[1].at("from") == "options_explained, with_owner");
    CHECK(groups[1].at("to") == "options_explained, with_owner");
    CHECK(groups[1].at("cases") == 2);
    CHECK(groups[1].at("examples") == boost::json::array{"41", "42"});

    auto const done = object_of(house.as_manager("--json"));
    told["dry_run"] = false;
    CHECK(done == told);
}

TEST_CASE("cases move once, what stays is said again, and the command goes on with them") {
    reviewing_house const house;
    CHECK(house.amends("show 41").status == 2);
    CHECK_THAT(house.amends("show 41").err, ContainsSubstring("expected lifecycle " + here +
                                                              ", found " + pinned + " (case 41)"));
    auto const listed = house.amends("cases");
    CHECK(listed.status == 0);
    CHECK_THAT(listed.err, ContainsSubstring("3 cases of another lifecycle are not among them"));
    CHECK_THAT(listed.out, ContainsSubstring("1 of 4 cases"));

    auto const entries = house.entries();
    auto const moved = house.as_manager("");
    CHECK(moved.status == 0);
    CHECK_THAT(moved.out, Catch::Matchers::EndsWith("\n2 moved, 1 stay\n"));
    CHECK(house.entries() == entries + 3);
    auto const again = house.as_manager("");
    CHECK_THAT(again.out, Catch::Matchers::EndsWith("\n0 moved, 1 stay\n"));
    CHECK(house.entries() == entries + 3);
    CHECK(house.as_manager("--strict").status == 1);

    auto const into = house.as_manager("--state 128=options_explained --strict");
    CHECK(into.status == 0);
    CHECK_THAT(into.out, ContainsSubstring("1 moved, 0 stay"));
    CHECK(house.as_manager("").out ==
          "to resolution, " + here.substr(0, 12) + "\n0 moved, 0 stay\n");
    CHECK(house.amends("verify").status == 0);

    auto const shown = house.amends("show 43");
    CHECK(shown.status == 0);
    CHECK_THAT(shown.out, ContainsSubstring("migrate -> lifecycle_changed"));
    CHECK_THAT(shown.out, ContainsSubstring("in_review -> options_explained"));
    CHECK_THAT(shown.out, ContainsSubstring("lifecycle " + pinned.substr(0, 12) + " -> " +
                                            here.substr(0, 12) + "; granted"));
    CHECK_THAT(shown.out, ContainsSubstring("confirmed -> options_explained"));
    CHECK_THAT(house.amends("cases").out, ContainsSubstring("4 of 4 cases"));

    // A whole export comes back as it was, and past decisions are judged again.
    CHECK(house.amends("export --format jsonl --out all.jsonl").status == 0);
    CHECK(house.amends("restore all.jsonl --store back.db --keys-from cases.db").status == 0);
    CHECK(house.amends("verify back.db").status == 0);
    CHECK(object_of(house.amends("verify back.db --json")).at("entries").to_number<int>() ==
          house.entries());
    house.write("rules.toml",
                "name = \"House\"\nversion = 1\neffective = 2010-01-01\n"
                "[ladder]\nroles = [\"agent\"]\n"
                "[[limit]]\nrole = \"agent\"\nremedy = \"any\"\nmax = \"50.00 EUR\"\n");
    CHECK(house.amends("authority trial rules.toml").status == 0);
}

TEST_CASE("cases move in a database as they do in a file") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server server;
    reviewing_house const house;
    auto const database = " --store " + server.tcp_url();
    REQUIRE(house.amends("export --format jsonl --out all.jsonl").status == 0);
    REQUIRE(house.amends("restore all.jsonl --keys-from cases.db" + database).status == 0);
    for (std::string const what : {"--dry-run", "--dry-run --json", "--state 128=confirmed", ""}) {
        INFO(what);
        auto const in_file = house.as_manager(what);
        auto const in_server = house.as_manager(what + database);
        CHECK(in_server.status == in_file.status);
        CHECK(in_server.err == in_file.err);
        CHECK(in_server.out == in_file.out);
    }
    CHECK(house.amends("verify " + server.tcp_url()).status == 0);
    CHECK(object_of(house.amends("verify --json " + server.tcp_url())).at("entries") ==
          house.entries());
}

TEST_CASE("whoever may not move cases moves none, and is told who could") {
    reviewing_house const house;
    auto const no = object_of(
        house.amends("migrate --as ann --role agent --json --state 128=options_explained"));
    CHECK(no.at("move") == 0);
    CHECK(no.at("stay") == 3);
    for (auto const& group : no.at("groups").as_array()) {
        CHECK(group.at("reason") == "may_decide");
        CHECK(group.at("expected") == "manager");
        CHECK(group.at("found") == "agent");
    }
    house.write("silent.toml",
                "name = \"House\"\nversion = 1\neffective = 2010-01-01\n"
                "[ladder]\nroles = [\"manager\"]\n"
                "[[limit]]\nrole = \"manager\"\nremedy = \"any\"\nmax = \"50.00 EUR\"\n");
    auto const silent = object_of(house.as_manager("--json --dry-run --policy silent.toml"));
    CHECK(silent.at("stay") == 3);
    CHECK(silent.at("groups").at(1).at("reason") == "no_authority");
}

TEST_CASE("a migration that makes no sense is named with both sides") {
    reviewing_house const house;
    auto const entries = house.entries();
    struct {
        char const* rest;
        std::string says;
    } const wrong[] = {
        {"--state 12=agreed",
         "--state: expected a number from 128 to 255 and a state, as 128=agreed, found "
         "\"12=agreed\""},
        {"--state agreed", "--state: expected a number from 128 to 255 and a state, as 128=agreed, "
                           "found \"agreed\""},
        {"--state 256=agreed", "found \"256=agreed\""},
        {"--state 128=agred", "--state: expected \"agreed\", found \"agred\""},
        {"--state 128=agreed --state 128=confirmed",
         "--state: expected each state once, found 128 twice"},
        {"--from 12", "--from: expected"},
        {"--store none.db", "none.db"},
        {"--policy none.toml", "none.toml"},
    };
    for (auto const& one : wrong) {
        INFO(one.rest);
        auto const said = house.as_manager(one.rest);
        CHECK(said.status == 2);
        CHECK(said.out == "");
        CHECK_THAT(said.err, ContainsSubstring(one.says));
    }
    CHECK(house.amends("migrate --dry-run").status == 2); // nobody does it
    CHECK_FALSE(house.has("none.db"));
    CHECK(house.entries() == entries);
    CHECK_THAT(house.as_manager("--from " + here).out, ContainsSubstring("0 moved, 0 stay"));
    CHECK_THAT(house.as_manager("--from " + pinned + " --dry-run").out,
               ContainsSubstring("2 would move"));
}

TEST_CASE("what was moved before an error is told") {
    reviewing_house const house;
    {
        auto const kept = *sqlite_store::open({.path = house.folder() / "cases.db"});
        bytes const nonsense{std::byte{1}, std::byte{2}};
        new_entry const made{
            .on = "45", .sequence = 1, .hash = sha256().of_leaf(nonsense), .bytes = nonsense};
        REQUIRE(kept->append({&made, 1}).has_value());
    }
    auto const done = house.as_manager("");
    CHECK(done.status == 2);
    CHECK_THAT(done.out, Catch::Matchers::EndsWith("\n2 moved, 1 stay\n"));
    CHECK_THAT(done.err, ContainsSubstring("case 45"));
    CHECK(house.amends("show 41").status == 0);
}

TEST_CASE("a moved file is the same for a desk that remembers nothing") {
    reviewing_house const house;
    CHECK(house.as_manager("--state 128=confirmed").status == 0);
    auto const kept = *sqlite_store::open({.path = house.folder() / "cases.db"});
    desk_options how;
    how.keys = kept->keys();
    desk at(*kept, house_rules(), how);
    CHECK(at.file("43")->at.resolution == state_id{3});
    CHECK(at.trail("43")->back().who.id == actor_id("mia"));
}
