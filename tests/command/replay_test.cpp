// SPDX-License-Identifier: BSL-1.0
// amends replay: a real log into SQLite, every row accounted for, and nothing half written.
#include "command/run_command.hpp"

#include "catch.hpp"

#include <boost/json.hpp>

#include <algorithm>

using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

// The smallest log that the built-in help-desk mapping reads.
std::string const tickets = "CaseID,ActivityID,CompleteTimestamp\n"
                            "2,1,2018-04-03 16:55:38\n"
                            "2,8,2018-04-03 16:55:53\n"
                            "2,6,2018-04-05 17:15:52\n"
                            "3,1,2018-10-29 18:14:06\n"
                            "3,x,2018-10-29 18:14:07\n"
                            "3,1,2018-11-04 01:16:11\n";

std::int64_t number(boost::json::object const& all, std::string_view key) {
    return all.at(key).as_int64();
}

} // namespace

TEST_CASE("a log goes into a store in this folder, and the summary accounts for every row") {
    workshop const here;
    here.write("tickets.csv", tickets);

    auto const told = here.amends("replay tickets.csv --json");

    CHECK(told.status == 0);
    auto const all = boost::json::parse(told.out).as_object();
    CHECK(number(all, "read") == 6);
    CHECK(number(all, "handled") == 4);
    CHECK(number(all, "refused") == 1);
    CHECK(number(all, "bad") == 1);
    CHECK(number(all, "cases") == 2);
    CHECK(number(all, "reopened") == 0);
    CHECK(boost::json::serialize(all.at("cases_by_state")) == R"({"closed":1,"reported":1})");
    CHECK(all.at("seconds").is_double());
    CHECK(here.has("cases.db"));
    CHECK_THAT(told.err, ContainsSubstring("tickets.csv:6: expected an activity that the mapping "
                                           "lists, found \"x\""));
    CHECK_THAT(told.err,
               ContainsSubstring("tickets.csv:7: report of case 3 refused as "
                                 "not_possible_here: expected unreported, found reported"));
}

TEST_CASE("a store that is there already is added to only when asked") {
    workshop const here;
    here.write("tickets.csv", tickets);
    REQUIRE(here.amends("replay tickets.csv").status == 0);
    auto const before = here.read("cases.db");

    auto const again = here.amends("replay tickets.csv");

    CHECK(again.status == 2);
    CHECK(again.out.empty());
    CHECK_THAT(again.err, ContainsSubstring("cases.db: expected no such file yet, found one; "
                                            "--append adds to what is there"));
    CHECK(here.read("cases.db") == before);

    auto const appended = here.amends("replay tickets.csv --append --json");
    CHECK(appended.status == 0);
    CHECK(number(boost::json::parse(appended.out).as_object(), "handled") == 4);
}

TEST_CASE("a log goes on into a store in which a customer of it was erased") {
    workshop const here;
    here.write("tickets.csv", tickets);
    REQUIRE(here.amends("replay tickets.csv").status == 0);
    REQUIRE(here.amends("erase 'customer of ticket 2' --as mia --role manager --ground 'asked for'")
                .status == 0);
    here.write("tickets.csv", tickets + "4,1,2018-11-05 01:16:11\n");

    auto const first = here.amends("replay tickets.csv --append --json");
    auto const trail = here.amends("show 2").out;
    auto const second = here.amends("replay tickets.csv --append --json");

    CHECK(first.status == 0);
    CHECK_THAT(first.err,
               ContainsSubstring("tickets.csv:2: expected content to compare with what "));
    CHECK_THAT(here.amends("show 4").out, ContainsSubstring("contact_reported"));
    CHECK(second.status == 0);
    CHECK(here.amends("show 2").out == trail);
    CHECK(here.amends("replay tickets.csv --append --strict").status == 1);
    CHECK(here.amends("verify").status == 0);
}

TEST_CASE("a row that is no text is bad, to whichever verb reads it") {
    workshop const here;
    here.write("tickets.csv",
               tickets + "4,1,2018-11-04 01:16:11\xe9\n" + "5,1,2018-11-04 01:16:11\n");

    for (std::string const verb : {"replay --json --store memory: ", "conform --json "}) {
        INFO(verb);
        auto const told = here.amends(verb + "tickets.csv");

        CHECK(told.status == 0);
        CHECK_THAT(told.err,
                   ContainsSubstring("tickets.csv:8: expected UTF-8, found the byte 0xe9"));
        auto const all = boost::json::parse(told.out).as_object();
        CHECK(number(all, "read") == 8);
        CHECK(number(all, "bad") == 2);
        CHECK(here.amends(verb + "--strict tickets.csv").status == 1);
    }
}

TEST_CASE("what replay cannot read it names, and writes nothing") {
    workshop const here;
    here.write("tickets.csv", tickets);
    here.write("empty.csv", "");
    here.write("other.csv", "a,b\n1,2\n");
    here.write("long.csv", tickets + std::string(10'000'000, 'x'));
    here.write("quote.csv", tickets + "4,\"1,2018-11-04 01:16:11\n");
    here.write("none.csv", "CaseID,ActivityID,CompleteTimestamp\n1,1,yesterday\n");
    here.write("p.toml", "name = 1\n");
    here.write("garbage.db", std::string(5000, 'x'));
    here.write("m.toml", "");
    struct {
        char const* arguments;
        char const* expected;
    } const table[] = {
        {"empty.csv", "empty.csv:1: expected a header row, found an empty file"},
        {"other.csv", "other.csv:1: expected the columns of a built-in mapping"},
        {"long.csv",
         "long.csv:8: expected a row of at most 1 MiB, quotes closed, found a longer one"},
        {"quote.csv", "quote.csv:8: expected a closing quote, found the end of the file"},
        {"none.csv",
         "none.csv: expected a row that the mapping \"helpdesk\" understands, found none "
         "of 1; the first: none.csv:2: expected a moment such as"},
        {".", ".: expected a readable file, found a directory"},
        {"nothing.csv", "nothing.csv: expected a readable file, found no such file"},
        {"tickets.csv --mapping m.toml", "m.toml:1:1: expected the key \"name\", found none"},
        {"tickets.csv --policy p.toml",
         "p.toml:1:8: key \"name\": expected a string, found an integer"},
        {"tickets.csv --policy .", ".: expected a readable file, found a directory"},
        {"tickets.csv --policy nothing.toml",
         "nothing.toml: expected a readable file, found no such"},
        {"tickets.csv --store .", ".: expected a store that can be opened, found a directory"},
        {"tickets.csv --append --store .",
         ".: expected a store that can be opened, found a directory"},
        {"tickets.csv --append --store garbage.db",
         "garbage.db: expected a sound store, found file is not a database"},
        {"tickets.csv --store no/such/folder/a.db",
         "no/such/folder/a.db: expected a store that can be opened, found No such file or directory"},
        {"tickets.csv --store", "replay: expected a value after --store, found nothing"},
    };

    for (auto const& [arguments, expected] : table) {
        CAPTURE(arguments);
        auto const before = here.files().size();
        auto const told = here.amends(std::string("replay ") + arguments);
        CHECK(told.status == 2);
        CHECK(told.out.empty());
        CHECK_THAT(told.err, ContainsSubstring(expected));
        CHECK(here.files().size() == before);
    }
    CHECK(here.read("garbage.db") == std::string(5000, 'x'));
}

TEST_CASE("a disk that is full leaves no half-written store") {
    workshop const here;
    std::string many = "CaseID,ActivityID,CompleteTimestamp\n";
    for (int i = 0; i < 4000; ++i)
        many += std::to_string(i) + ",1,2018-04-03 16:55:38\n" + std::to_string(i) +
                ",6,2018-04-05 17:15:52\n";
    here.write("tickets.csv", many);

    // No file may grow beyond this; the signal ignored, writing fails as on a full disk.
    auto const told = here.amends("replay tickets.csv", "trap '' XFSZ && ulimit -f 1000");

    CHECK(told.status == 2);
    CHECK(told.out.empty());
    CHECK_THAT(told.err, ContainsSubstring("expected"));
    CHECK_THAT(told.err, ContainsSubstring("cases.db is taken away again"));
    CHECK(here.files() == std::vector<std::string>{"tickets.csv"});
}

TEST_CASE("the incident log goes through the desk from report to close") {
    auto const log = real_data("incident_log_part.csv");
    AMENDS_NEEDS_DATA(log, "incident_log_part.csv");
    workshop const here;

    auto const told = here.amends("replay --json '" + log + "'");

    REQUIRE(told.status == 0);
    auto const all = boost::json::parse(told.out).as_object();
    CHECK(number(all, "read") == 63341);
    CHECK(number(all, "read") ==
          number(all, "handled") + number(all, "refused") + number(all, "bad"));
    CHECK(number(all, "refused") == 0);
    CHECK(number(all, "bad") == 2);
    CHECK(number(all, "cases") == 9967);
    CHECK(number(all, "reopened") == 138);
    CHECK(boost::json::serialize(all.at("cases_by_state")) == R"({"closed":9967})");
    CHECK_THAT(told.err,
               ContainsSubstring("incident_log_part.csv:360: expected a moment not before"));
    CHECK_THAT(told.err,
               ContainsSubstring("incident_log_part.csv:361: expected a moment not before"));
    auto const sound = here.amends("verify --json");
    REQUIRE(sound.status == 0);
    auto const verified = boost::json::parse(sound.out).as_object();
    CHECK(verified.at("sound") == true);
    CHECK(number(verified, "entries") == number(all, "commands"));

    auto const cases = here.amends("cases --state closed --json");
    auto const closed = boost::json::parse(cases.out);
    auto const& one = closed.as_array().at(1000).as_object();
    auto const id = std::string(one.at("case").as_string());
    auto const shown = here.amends("show '" + id + "' --json");
    REQUIRE(shown.status == 0);
    auto const trail = boost::json::parse(shown.out).at("trail").as_array();
    CHECK(trail.front().at("fact") == "contact_reported");
    auto const is_note = [](boost::json::value const& e) { return e.at("fact") == "note_added"; };
    auto const last = std::find_if_not(trail.rbegin(), trail.rend(), is_note);
    REQUIRE(last != trail.rend());
    CHECK(last->at("fact") == "case_closed");
    for (auto const& e : trail) CHECK(e.at("provenance") == "imported");

    // By the rules that judged it, and by some that let nobody evaluate their own work.
    auto const tried = [&](std::string const& policy) {
        auto const again = here.amends("authority trial --json " + policy);
        INFO(again.err);
        REQUIRE(again.status == 0);
        return boost::json::parse(again.out).as_object();
    };
    auto const same = tried("'" AMENDS_SOURCE_DIR "/examples/policies/authority.toml'");
    CHECK(number(same, "cases") == 9967);
    CHECK(number(same, "decisions") == 20268); // an offer and an evaluation each time
    CHECK(number(same, "different") == 0);
    here.write("apart.toml", "name = \"Apart\"\nversion = 1\neffective = 2010-01-01\n"
                             "[ladder]\nroles = [\"agent\"]\n"
                             "[[limit]]\nrole = \"agent\"\nremedy = \"any\"\nmax = \"50.00 EUR\"\n"
                             "[separation]\nevaluator_differs_from_owner = true\n");
    auto const apart = tried("apart.toml");
    CHECK(number(apart, "decisions") == number(same, "decisions"));
    CHECK(number(apart, "different") == number(same, "decisions") / 2);
}

TEST_CASE("the help desk's log goes through the desk and every refusal is counted") {
    auto const log = real_data("helpdesk.csv");
    AMENDS_NEEDS_DATA(log, "helpdesk.csv");
    workshop const here;

    auto const told = here.amends("replay --json '" + log + "'");

    REQUIRE(told.status == 0);
    auto const all = boost::json::parse(told.out).as_object();
    CHECK(number(all, "read") == 13710);
    CHECK(number(all, "handled") == 13108);
    CHECK(number(all, "refused") == 602);
    CHECK(number(all, "bad") == 0);
    CHECK_THAT(told.err, ContainsSubstring("582 more rows were refused; what a case refused is"));
    CHECK(here.amends("verify").status == 0);
    CHECK(here.amends("replay --strict --store again.db '" + log + "'").status == 0);
}

TEST_CASE("a row that is bad is a matter of the exit status where that is asked for") {
    workshop const here;
    here.write("tickets.csv", tickets);
    CHECK(here.amends("replay tickets.csv --store a.db").status == 0);
    CHECK(here.amends("replay tickets.csv --store b.db --strict").status == 1);
    CHECK(here.amends("conform tickets.csv").status == 0);
    CHECK(here.amends("conform tickets.csv --strict").status == 1);
}
