// SPDX-License-Identifier: BSL-1.0
// amends generate, run, verify, cases, show, possible and diagram, one after the other.
#include "command/json_answer.hpp"

#include "catch.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>

using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string const reported =
    R"({"case":"41","id":"c-1","by":{"id":"c1","side":"customer"},"at":"2026-03-01T09:30:00Z",)"
    R"("report":{"kind":"problem","origin":"customer","customer":"c1","category":"delivery",)"
    R"("expected":"a parcel","experienced":"none","impact":"no present"}})"
    "\n";
std::string const taken = R"({"case":"41","id":"c-2","by":{"id":"ann","roles":["agent"]},)"
                          R"("at":"2026-03-01T09:40:00Z","take":{}})"
                          "\n";

/// The indented lines of a help below `title`, without their indentation.
std::vector<std::string> lines_below(std::string_view title, std::string const& help) {
    std::vector<std::string> found;
    auto const begins = help.find(std::string(title) + ":\n");
    if (begins == help.npos) return found;
    std::istringstream lines(help.substr(begins + title.size() + 2));
    for (std::string line; std::getline(lines, line) && line.starts_with("  ");)
        found.push_back(line.substr(2));
    return found;
}

std::vector<std::string> verbs_listed_by(std::string const& help) {
    auto verbs = lines_below("Subcommands", help);
    for (auto& verb : verbs) verb.resize(verb.find(' '));
    return verbs;
}

} // namespace

TEST_CASE("generated work is handled and kept and verifies") {
    workshop const here;

    auto const made = here.amends("generate --cases 60 --seed 5 --out work.jsonl");
    auto const ran = here.amends("run work.jsonl --json");
    auto const sound = here.amends("verify cases.db --json");
    auto const listed = here.amends("cases --json");

    REQUIRE(made.status == 0);
    REQUIRE(ran.status == 0);
    auto const total = object_of(ran);
    CHECK(total.at("bad") == 0);
    CHECK(total.at("cases") == 60);
    CHECK(total.at("seen_before") == 0);
    CHECK(total.at("read").as_int64() ==
          total.at("handled").as_int64() + total.at("refused").as_int64());
    CHECK(sound.status == 0);
    CHECK(object_of(sound).at("sound") == true);
    CHECK(object_of(sound).at("entries") == total.at("read"));
    CHECK(boost::json::parse(listed.out).as_array().size() == 60);
}

TEST_CASE("most of what is generated ends well under the policy that the command has by itself") {
    workshop const here;
    REQUIRE(here.amends("generate --cases 600 --seed 1 --out work.jsonl").status == 0);
    auto const total = object_of(here.amends("run work.jsonl --json"));
    CHECK(total.at("refused").as_int64() * 50 < total.at("read").as_int64());
    auto const& states = total.at("cases_by_state").as_object();
    INFO(states);
    CHECK(states.at("closed").as_int64() > 400);
    std::int64_t in_work = 0;
    for (auto const& [state, cases] : states)
        if (state != "closed" && state != "answered" && state != "withdrawn")
            in_work += cases.as_int64();
    CHECK(in_work > 0); // something is left to do, and it is little
    CHECK(in_work < 60);
}

TEST_CASE("a file of commands that runs twice changes nothing") {
    workshop const here;
    here.amends("generate --cases 40 --seed 9 --out work.jsonl");

    auto first = object_of(here.amends("run work.jsonl --json"));
    auto second = object_of(here.amends("run work.jsonl --json --batch 7"));
    auto const entries = object_of(here.amends("verify --json")).at("entries");

    CHECK(second.at("seen_before") == first.at("read"));
    CHECK(entries == first.at("read"));
    for (auto const* gone : {"seconds", "commands_per_second", "seen_before"}) {
        first.erase(gone);
        second.erase(gone);
    }
    CHECK(second == first);
}

TEST_CASE("commands are read from a pipe and the store may be in memory") {
    workshop const here;

    auto const done =
        here.amends("run - --store memory: <work.jsonl",
                    std::string("'") + AMENDS_COMMAND_PATH + "' generate --cases 5 >work.jsonl");

    CHECK(done.status == 0);
    CHECK_THAT(done.out, ContainsSubstring("cases                         5\n"));
    CHECK_FALSE(here.has("cases.db"));
}

TEST_CASE("bad lines are named and passed over and nothing else is lost") {
    workshop const here;
    here.write("work.jsonl", reported + "{\"case\":\"41\",\"id\":\"x\",\"tale\":{}}\n\n" + taken +
                                 R"({"case":"42","id":"c-3","by":{"id":"ann"},"take":{}})" + "\n");

    auto const done = here.amends("run work.jsonl --json");

    CHECK(done.status == 0);
    CHECK(done.err ==
          "amends: work.jsonl:2: expected the key \"take\", found \"tale\"\n"
          "amends: work.jsonl:5: unknown_case: expected a case that was reported, found "
          "none (case 42)\n");
    auto const total = object_of(done);
    CHECK(total.at("read") == 4);
    CHECK(total.at("handled") == 2);
    CHECK(total.at("bad") == 2);

    CHECK(here.amends("run work.jsonl --strict").status == 1);
    here.write("bad.jsonl", "{\"case\":\"41\",\"id\":\"x\",\"tale\":{}}\n");
    CHECK(here.amends("run bad.jsonl").status == 2);
}

TEST_CASE("a file that cannot be read to its end leaves what was kept and says where to go on") {
    if (std::string_view(AMENDS_FAILING_READS).empty()) {
        WARN("SKIPPED: a sanitizer wants to be loaded before what makes reads fail");
        return;
    }
    workshop const here;
    here.amends("generate --cases 400 --seed 5 --out work.jsonl");
    auto const failing = "export LD_PRELOAD='" AMENDS_FAILING_READS "' AMENDS_READS_FAIL_AFTER=";

    auto const begun = here.amends("run work.jsonl --json", failing + std::string("100000"));
    CHECK(begun.status == 2);
    CHECK(begun.out.empty());
    CHECK_THAT(begun.err, ContainsSubstring("work.jsonl: expected more of the file, found "
                                            "Input/output error\n"));
    auto const where = begun.err.find("cases.db keeps what came before line ");
    REQUIRE(where != begun.err.npos);
    auto const line = std::stoul(begun.err.substr(where + 37));
    CHECK(object_of(here.amends("verify --json")).at("entries") == line - 1);

    auto const rest = object_of(here.amends("run work.jsonl --json"));
    CHECK(rest.at("seen_before") == line - 1);
    CHECK(rest.at("bad") == 0);

    auto const nothing =
        here.amends("run work.jsonl --batch 65536 --store new.db", failing + std::string("10"));
    CHECK(nothing.status == 2);
    CHECK_FALSE(here.has("new.db"));
}

TEST_CASE("a refusal is an answer that is counted by its reason") {
    workshop const here;
    here.write("work.jsonl",
               reported + R"({"case":"41","id":"c-2","by":{"id":"ann"},"close":{}})" + "\n");

    auto const done = here.amends("run work.jsonl --json");

    CHECK(done.status == 0);
    CHECK(object_of(done).at("refused") == 1);
    CHECK(object_of(done).at("refused_by_reason").at("not_entitled") == 1);
}

TEST_CASE("a case is shown in words with its trail") {
    workshop const here;
    here.write("work.jsonl", reported + taken);
    here.amends("run work.jsonl");

    auto const words = here.amends("show 41");
    auto const all = object_of(here.amends("show 41 --json"));

    CHECK(words.status == 0);
    CHECK_THAT(words.out, ContainsSubstring("case 41: a problem of c1, reported, with ann\n"));
    CHECK_THAT(words.out,
               ContainsSubstring("2  2026-03-01T09:40:00Z  ann (agent)  take -> case_taken"));
    CHECK(all.at("case").at("at").at("handling") == "with_owner");
    CHECK(all.at("trail").as_array().size() == 2);
    CHECK(all.at("trail").at(1).at("fact") == "case_taken");
    CHECK(all.at("trail").at(1).at("provenance") == "live");
}

TEST_CASE("imported commands are marked and may not go back in time") {
    workshop const here;
    here.write("work.jsonl",
               reported +
                   R"({"case":"41","id":"c-2","by":{"id":"ann"},"at":"2026-02-01","take":{}})" +
                   "\n" + taken);

    auto const done = here.amends("run work.jsonl --imported");
    auto const all = object_of(here.amends("show 41 --json"));

    CHECK(done.status == 0);
    CHECK_THAT(done.err,
               ContainsSubstring("work.jsonl:2: time_goes_back: expected a time not before "
                                 "2026-03-01T09:30:00Z, found 2026-02-01T00:00:00Z"));
    CHECK(all.at("trail").as_array().size() == 2);
    CHECK(all.at("trail").at(1).at("provenance") == "imported");
}

TEST_CASE("cases are listed by state and kind and owner and customer") {
    workshop const here;
    here.write("work.jsonl", reported + taken);
    here.amends("run work.jsonl");

    for (auto const* fits : {"--state reported", "--state with_owner", "--kind problem",
                             "--owner ann", "--customer c1"})
        CHECK_THAT(here.amends(std::string("cases ") + fits).out,
                   ContainsSubstring("1 of 1 cases"));
    for (auto const* other : {"--state closed", "--kind query", "--owner ben", "--customer c2"})
        CHECK_THAT(here.amends(std::string("cases ") + other).out,
                   ContainsSubstring("0 of 1 cases"));
}

TEST_CASE("what an actor could do is told with the reasons for the rest") {
    workshop const here;
    here.write("work.jsonl", reported + taken);
    here.amends("run work.jsonl");

    auto const owner = here.amends("possible 41 --as ann --role agent");
    auto const customer = here.amends("possible 41 --as c1");
    auto const mistyped = here.amends("possible 41 --as c2");

    CHECK(owner.out.starts_with("case 41: the owner is ann, the customer c1\n"
                                "asked about ann: staff, agent\n\ncommand "));
    CHECK_THAT(customer.out, ContainsSubstring("\nasked about c1: customer\n"));
    CHECK_THAT(mistyped.out, ContainsSubstring("\nasked about c2: staff\n"));
    CHECK_THAT(owner.out, ContainsSubstring("confirm                yes\n"));
    CHECK_THAT(owner.out, ContainsSubstring("not_possible_here: expected options_explained"));
    CHECK_THAT(customer.out, ContainsSubstring("withdraw               yes\n"));
}

TEST_CASE("a diagram is drawn in three notations and marks where a case is") {
    workshop const here;
    here.write("work.jsonl", reported + taken);
    here.amends("run work.jsonl");

    auto const plain = here.amends("diagram");

    CHECK_THAT(plain.out, ContainsSubstring("stateDiagram-v2"));
    CHECK_THAT(here.amends("diagram resolution --format dot").out, ContainsSubstring("digraph"));
    CHECK_THAT(here.amends("diagram --format plantuml").out, ContainsSubstring("@startuml"));
    auto const marked = here.amends("diagram --case 41");
    CHECK(marked.status == 0);
    CHECK(marked.err.empty());
    CHECK_THAT(plain.out, ContainsSubstring("    unreported --> reported : report\n"));
    CHECK_THAT(marked.out, ContainsSubstring("    unreported --> reported : report (1)\n"));
    CHECK_THAT(marked.out,
               ContainsSubstring("    unassigned --> with_owner : take (2)\\nassign\n"));
    CHECK_THAT(marked.out, ContainsSubstring("  class reported present\n"));
    CHECK_THAT(marked.out, ContainsSubstring("  class with_owner present\n"));
    CHECK_THAT(marked.out, ContainsSubstring("  class unreported passed\n"));
    CHECK_THAT(marked.out, !ContainsSubstring("class closed"));

    auto const unknown = here.amends("diagram --case 99");
    CHECK(unknown.status == 2);
    CHECK(unknown.out.empty());
}

TEST_CASE("what only reads a store leaves nothing beside it") {
    workshop const here;
    here.write("work.jsonl", reported + taken);
    here.amends("run work.jsonl");
    auto const files = here.sorted_files();
    for (std::string const arguments :
         {"verify", "cases", "show 41", "possible 41 --as ann", "diagram --case 41"}) {
        INFO("amends " << arguments);
        CHECK(here.amends(arguments).status == 0);
        CHECK(here.sorted_files() == files);
    }
}

TEST_CASE("verify locates a changed letter") {
    workshop const here;
    here.write("work.jsonl", reported + taken);
    here.amends("run work.jsonl");
    auto file = here.read("cases.db");
    auto const at = file.find("delivery");
    REQUIRE(at != file.npos);
    file[at] = 'D';
    here.write("cases.db", file);

    auto const words = here.amends("verify cases.db");
    auto const found = object_of(here.amends("verify cases.db --json"));

    CHECK(words.status == 1);
    CHECK_THAT(words.out, ContainsSubstring("cases.db: damaged\n  first damage         hash\n"));
    CHECK(found.at("sound") == false);
    CHECK(found.at("damage").at("case") == "41");
    CHECK(found.at("damage").at("sequence") == 1);
    CHECK(found.at("damage").at("log_index") == 0);
}

TEST_CASE("prove hands out no case of which verify says that it is damaged") {
    workshop const here;
    here.write("work.jsonl", reported + taken);
    here.amends("run work.jsonl");
    here.amends("key example.org/log --out log.key");
    REQUIRE(here.amends("checkpoint --key log.key").status == 0);
    auto file = here.read("cases.db");
    auto const at = file.find("delivery");
    REQUIRE(at != file.npos);
    file[at] = 'D';
    here.write("cases.db", file);
    auto const found = object_of(here.amends("verify cases.db --json")).at("damage").as_object();
    auto const message = found.at("message").as_string();
    REQUIRE_THAT(std::string(message), ContainsSubstring("expected hash "));
    // Asked about the case alone, it is located as well, though the tree over the log cannot be read.
    CHECK(object_of(here.amends("verify --case 41 --json")).at("damage") == found);

    auto const refused = here.amends("prove 41");

    CHECK(refused.status == 1);
    CHECK(refused.err == "amends: case 41, sequence 1: " + std::string(message) + "\n");
    CHECK(refused.out.empty());
    CHECK_FALSE(here.has("41.proof"));
    CHECK_FALSE(here.has("41.proof.part"));

    // Nor is a new checkpoint signed over it.
    auto const damaged = here.read("cases.db");
    auto const with_key = here.amends("prove 41 --key log.key");
    CHECK(with_key.status == 1);
    CHECK(with_key.err == refused.err);
    CHECK(here.read("cases.db") == damaged);
}

TEST_CASE("the command says its version and every verb has an example") {
    workshop const here;

    CHECK_THAT(here.amends("--version").out, ContainsSubstring("amends 0."));
    CHECK(here.amends("help").out == here.amends("--help").out);
    CHECK(here.amends("help verify").out == here.amends("verify --help").out);
    CHECK_THAT(here.amends("help nosuch").err, ContainsSubstring("expected the verb"));
    // As the command itself lists them, so that a new verb is asked too.
    std::vector<std::string> verbs = verbs_listed_by(here.amends("--help").out);
    for (auto const* verb : {"run", "verify", "authority", "who"})
        CHECK(std::ranges::count(verbs, verb) == 1);
    for (std::size_t i = 0; i < verbs.size(); ++i) {
        auto const verb = verbs[i];
        INFO(verb);
        auto const help = here.amends(verb + " --help");
        CHECK(help.status == 0);
        CHECK_THAT(help.out, ContainsSubstring("Example"));
        CHECK_THAT(help.out, ContainsSubstring("\n  amends " + verb + " "));
        CHECK_THAT(help.out, !ContainsSubstring("TEXT="));
        for (auto const& part : verbs_listed_by(help.out)) verbs.push_back(verb + " " + part);
    }
}

TEST_CASE("the examples of the help work as they are printed, in an empty folder") {
    workshop const here;
    auto const examples =
        lines_below("Examples, one after the other in an empty folder", here.amends("--help").out);

    CHECK(examples.size() >= 10);
    for (std::string const& line : examples) {
        INFO(line);
        REQUIRE(line.starts_with("amends "));
        auto const done = here.amends(line.substr(7));
        CHECK(done.status == 0);
        CHECK_THAT(done.err, !ContainsSubstring("expected"));
        CHECK_THAT(done.out, !ContainsSubstring("\n0 of ") && !ContainsSubstring("not erased"));
    }
}

TEST_CASE("the lines that the help of run shows are handled as they are printed") {
    workshop const here;
    std::string shown;
    for (auto const& line : lines_below("Lines of such a file", here.amends("run --help").out))
        shown += line + '\n';
    here.write("work.jsonl", shown);

    auto const done = here.amends("run work.jsonl --json");

    CHECK(done.err.empty());
    CHECK(object_of(done).at("read") == 2);
    CHECK(object_of(done).at("accepted") == 2);
}

TEST_CASE("the help says what an option takes") {
    workshop const here;
    struct {
        char const* verb;
        char const* takes;
    } const table[] = {
        {"generate", "--cases N=1000 "},
        {"generate", "--out FILE "},
        {"run", "COMMANDS REQUIRED "},
        {"run", "--store STORE=cases.db "},
        {"erase", "--from STORE ..."},
        {"export", "--from MOMENT "},
        {"export", "|archive|tiles REQUIRED"},
        {"cases", "--kind query|request|problem"},
        {"diagram", "--format mermaid|plantuml|dot=mermaid"},
        {"possible", "--side customer|staff|service"},
        {"who", "--severity low|medium|high|critical"},
        {"authority trial", "DOCUMENT REQUIRED "},
        {"verify", "--key KEY ..."},
    };
    for (auto const& [verb, takes] : table)
        CHECK_THAT(here.amends(std::string(verb) + " --help").out, ContainsSubstring(takes));
}
