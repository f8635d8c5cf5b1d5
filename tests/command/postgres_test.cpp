// SPDX-License-Identifier: BSL-1.0
// The verbs over a database of a server: the same answers as over a file, and no password shown.
#include "command/two_customers.hpp"

#include "support/postgres_server.hpp"

using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("every verb answers over PostgreSQL what it answers over a file") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server server;
    workshop const here;
    REQUIRE(here.amends("generate --cases 40 --seed 5 --out work.jsonl").status == 0);
    auto const database = server.tcp_url();
    auto const shown =
        "postgres://owner:...@127.0.0.1:" + std::to_string(server.port()) + "/postgres";

    auto const policy =
        std::string("'" AMENDS_SOURCE_DIR "/examples/policies/service_centre.toml'");

    auto const in_server = here.amends("run work.jsonl --store " + database);
    INFO(in_server.err);
    REQUIRE(in_server.status == 0);
    // The same entries: a run into a file would seal their texts under keys of its own.
    REQUIRE(here.amends("export --format jsonl --out cases.jsonl --store " + database).status == 0);
    REQUIRE(here.amends("restore cases.jsonl --store cases.db --keys-from " + database).status ==
            0);

    auto const a_case = boost::json::parse(here.amends("cases --json").out)
                            .as_array()
                            .front()
                            .as_object()
                            .at("case")
                            .as_string();
    std::string const name(a_case.begin(), a_case.end());
    for (auto const& verb :
         {std::string("cases --json"), std::string("cases --state closed"), "show " + name,
          "show " + name + " --json", "possible " + name + " --as ann --role agent",
          "diagram resolution --format mermaid --case " + name, "who " + name,
          std::string("export --format jsonl"), std::string("export --format xes")}) {
        INFO(verb);
        auto const from_file = here.amends(verb + " --store cases.db");
        auto const from_server = here.amends(verb + " --store " + database);
        CHECK(from_server.status == from_file.status);
        CHECK(from_server.out == from_file.out);
    }
    auto const restored = server.tcp_url(server.new_database());
    auto const done = here.amends("restore cases.jsonl --keys-from cases.db --store " + restored);
    INFO(done.err);
    CHECK(done.status == 0);
    CHECK_THAT(done.out, !ContainsSubstring("secret"));
    CHECK(here.amends("export --format jsonl --store " + restored).out ==
          here.amends("export --format jsonl --store cases.db").out);
    CHECK(here.amends("restore cases.jsonl --store " + restored).status == 2);
    // What is judged again is the same; how long it took is not.
    auto const trial = "authority trial --json " + policy + " --store ";
    auto tried = object_of(here.amends(trial + database));
    auto tried_in_file = object_of(here.amends(trial + "cases.db"));
    for (auto* one : {&tried, &tried_in_file}) one->erase("seconds");
    CHECK(tried == tried_in_file);
    auto sound = boost::json::parse(here.amends("verify " + database + " --json").out).as_object();
    auto as_file = boost::json::parse(here.amends("verify cases.db --json").out).as_object();
    CHECK(std::string(sound.at("store").as_string()) == shown);
    for (auto* one : {&sound, &as_file})
        for (auto const* own : {"store", "seconds"}) one->erase(own);
    CHECK(sound == as_file);
    CHECK(sound.at("sound") == true);

    // A second run over the same database changes nothing.
    auto const again = here.amends("run work.jsonl --json --store " + database);
    auto const total = boost::json::parse(again.out).as_object();
    CHECK(total.at("seen_before") == total.at("read"));
    CHECK(here.sorted_files() == std::vector<std::string>{"cases.db", "cases.jsonl", "work.jsonl"});
}

TEST_CASE("a log in PostgreSQL is signed, proved, frozen and continued as one in a file") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server server;
    audited const here;
    auto const database = server.tcp_url();
    here.must("export --format jsonl --out cases.jsonl");
    here.must("restore cases.jsonl --keys-from cases.db --store " + database);

    // The same entries in the same order under the same key are the same checkpoint.
    here.must("checkpoint --key log.key --out in_server --store " + database);
    CHECK(here.read("in_server") == here.read("monday"));
    CHECK(here.amends("checkpoint --store " + database).out == here.read("monday"));
    here.must("prove C000001 --out file.proof");
    here.must("prove C000001 --out server.proof --store " + database);
    for (auto const* part : {"checkpoint", "000001.entry", "000001.tlog-proof"})
        CHECK(here.read(std::string("server.proof/") + part) ==
              here.read(std::string("file.proof/") + part));
    here.must("verify --proof server.proof --key log.pub");
    CHECK(here.amends("verify " + database + " --case C000001 --key log.pub").status == 0);

    here.more_work();
    here.must("run more.jsonl --store " + database);
    // A run goes on over what it could not handle: the cases must have come to the same.
    CHECK(here.must("cases --json --store " + database).out == here.must("cases --json").out);
    CHECK(object_of(here.amends("verify --json " + database))
              .at("entries")
              .to_number<std::uint64_t>() == here.entries());
    here.must("prove --since monday --key log.key --out growth.proof --store " + database);
    here.must("verify --proof growth.proof --since monday --key log.pub");
    here.must("verify " + database + " --checkpoint monday --key log.pub");

    here.must("freeze --key log.key --out last --store " + database);
    here.must("generate --cases 2 --seed 9 --out new.jsonl");
    CHECK_THAT(here.amends("run new.jsonl --store " + database).err,
               ContainsSubstring("found one that was frozen"));

    auto const next = server.tcp_url(server.new_database());
    auto const on =
        here.amends("continue --from " + database + " --store " + next + " --as kim --all");
    INFO(on.err);
    CHECK(on.status == 0);
    CHECK_THAT(on.out, ContainsSubstring("continues example.org/log at ") &&
                           ContainsSubstring("40 cases carried over") &&
                           !ContainsSubstring("secret"));
    auto const carried = here.amends("verify " + database + " --checkpoint last --key log.pub");
    CHECK(carried.status == 0);
    CHECK_THAT(here.must("verify " + next).out, ContainsSubstring("continues"));

    // A history that was changed by hand is found, and where.
    server.sql("UPDATE amends.entries SET bytes = set_byte(bytes, length(bytes) - 1, "
               "(get_byte(bytes, length(bytes) - 1) + 1) % 256) WHERE log_index = 5");
    auto const damaged = here.amends("verify --json " + database);
    CHECK(damaged.status == 1);
    auto const first = object_of(damaged).at("damage").as_object();
    CHECK(first.at("kind") == "hash");
    CHECK(first.at("log_index") == 5);
    // Nobody is handed a proof of it.
    std::string const name(first.at("case").as_string()), message(first.at("message").as_string());
    auto const refused = here.amends("prove " + name + " --out none.proof --store " + database);
    CHECK(refused.status == 1);
    CHECK(refused.err == "amends: case " + name + ", sequence " +
                             std::to_string(first.at("sequence").to_number<int>()) + ": " +
                             message + "\n");
    CHECK_FALSE(here.has("none.proof"));
}

TEST_CASE("a case in PostgreSQL that lost its end is not proved") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server server;
    audited const here(60);
    auto const database = server.tcp_url();
    here.must("export --format jsonl --out cases.jsonl");
    here.must("restore cases.jsonl --keys-from cases.db --store " + database);
    here.must("checkpoint --key log.key --store " + database);
    auto const entries =
        object_of(here.must("prove C000001 --out whole.proof --json --store " + database))
            .at("entries")
            .to_number<int>();

    server.sql("DELETE FROM amends.entries e USING amends.cases c WHERE c.name = 'C000001' AND "
               "e.case_key = c.key AND e.sequence = " +
               std::to_string(entries));
    auto const refused = here.amends("prove C000001 --out none.proof --store " + database);

    CHECK(refused.status == 1);
    CHECK(refused.err == "amends: case C000001, sequence " + std::to_string(entries - 1) +
                             ": expected the last entry to be " + std::to_string(entries) +
                             ", found " + std::to_string(entries - 1) + "\n");
    CHECK(refused.out.empty());
    CHECK_FALSE(here.has("none.proof"));
}

TEST_CASE("a customer is held, shown and erased over PostgreSQL, and nobody else") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server server;
    auto const database = server.tcp_url();
    desk_of_two const here(database);
    auto const& store = here.store;
    CHECK_THAT(here.amends("show 41" + store).out, ContainsSubstring("none came to Mill Lane"));
    CHECK(here.amends("verify " + database).status == 0);
    CHECK_THAT(here.amends("access c1 --json" + store).out,
               ContainsSubstring("none came to Mill Lane") && !ContainsSubstring("Bob"));

    CHECK(here.as_manager("hold 41 --matter claim --reason 'a lawyer wrote'" + store).status == 0);
    CHECK_THAT(here.as_manager(erase_c1 + store).out,
               ContainsSubstring("customer c1: not erased\n  case 41: refused no_hold_stands"));
    CHECK(here.as_manager("release 41 --matter claim --reason settled" + store).status == 0);
    auto const done = here.as_manager(erase_c1 + store);
    CHECK(done.err == "");
    CHECK(done.out == "customer c1: erased\n"
                      "  case 41: accepted personal_data_erased (version 6)\n");
    CHECK(here.as_manager(erase_c1 + store).out ==
          "customer c1: erased\n  nothing was left to erase\n");

    CHECK_THAT(here.amends("show 41" + store).out,
               !ContainsSubstring("Mill Lane") && ContainsSubstring("delivery"));
    CHECK_THAT(here.amends("show 43" + store).out, ContainsSubstring("a parcel for Bob"));
    CHECK_THAT(here.amends("access c1 --json" + store).out, !ContainsSubstring("Mill Lane"));
    auto const found = object_of(here.amends("verify --json " + database));
    CHECK(found.at("sound") == true);
    CHECK(found.at("sealed") == 1);
    CHECK(found.at("erased").to_number<int>() >= 2);

    // A store that is made of it again opens what is left, and knows what was erased.
    REQUIRE(here.amends("export --format jsonl --out cases.jsonl" + store).status == 0);
    CHECK_THAT(here.read("cases.jsonl"), !ContainsSubstring("Mill Lane"));
    for (auto const& other : {std::string("copy.db"), server.tcp_url(server.new_database())}) {
        auto const restored =
            here.amends("restore cases.jsonl --store " + other + " --keys-from " + database);
        INFO(restored.err);
        CHECK(restored.status == 0);
        CHECK_THAT(here.amends("show 43 --store " + other).out,
                   ContainsSubstring("a parcel for Bob"));
        auto const copied = object_of(here.amends("verify --json " + other));
        for (auto const* part : {"sound", "sealed", "erased", "entries"})
            CHECK(copied.at(part) == found.at(part));
    }
}

TEST_CASE("a customer of a frozen log in PostgreSQL is erased there and in the one that goes on") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server server;
    auto const old_log = server.tcp_url();
    auto const next = server.tcp_url(server.new_database());
    desk_of_two const here(old_log);
    REQUIRE(here.amends("key example.org/log --out log.key").status == 0);
    REQUIRE(here.amends("freeze --key log.key --out last" + here.store).status == 0);
    REQUIRE(here.amends("continue --from " + old_log + " --store " + next + " --as kim").status ==
            0);
    auto const done = here.as_manager(erase_c1 + " --store " + next + " --from " + old_log);
    CHECK(done.err == "");
    CHECK(done.out == "customer c1: erased\n"
                      "  case 41: accepted personal_data_erased (version 3)\n");
    for (auto const& store : {old_log, next}) {
        CHECK_THAT(here.amends("show 41 --store " + store).out, !ContainsSubstring("Mill Lane"));
        CHECK_THAT(here.amends("show 43 --store " + store).out,
                   ContainsSubstring("a parcel for Bob"));
        CHECK(here.amends("verify " + store).status == 0);
    }
}

TEST_CASE("a log is replayed into a database only where it is empty, unless it is added to") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server const server;
    workshop const here;
    here.write("tickets.csv", "CaseID,ActivityID,CompleteTimestamp\n"
                              "2,1,2018-04-03 16:55:38\n"
                              "2,8,2018-04-03 16:55:53\n");
    auto const replayed = "replay tickets.csv --json --store " + server.tcp_url();

    auto const first = here.amends(replayed);
    INFO(first.err);
    REQUIRE(first.status == 0);
    auto const again = here.amends(replayed);
    CHECK(again.status == 2);
    CHECK(again.out.empty());
    CHECK_THAT(again.err, ContainsSubstring("expected no entries yet, found ") &&
                              ContainsSubstring("--append adds to what is there") &&
                              !ContainsSubstring("secret"));

    CHECK(here.amends(replayed + " --append").status == 0);
    auto const total = boost::json::parse(first.out).as_object();
    CHECK(total.at("handled") == 2);
    CHECK(total.at("store").as_string().find("secret") == std::string::npos);
}

TEST_CASE("a restoring into PostgreSQL that failed leaves a store that no verb works with") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server server;
    workshop const here;
    REQUIRE(here.amends("generate --cases 100 --seed 3 --out work.jsonl").status == 0);
    REQUIRE(here.amends("run work.jsonl").status == 0);
    REQUIRE(here.amends("export --format jsonl --out cases.jsonl").status == 0);
    auto const whole = here.read("cases.jsonl");
    auto line = std::size_t{0};
    for (int i = 1; i < 561; ++i) line = whole.find('\n', line) + 1;
    here.write("damaged.jsonl", whole.substr(0, line) + "{\n" + whole.substr(line));
    auto const to_server = " --store " + server.tcp_url();
    auto const shown =
        "postgres://owner:...@127.0.0.1:" + std::to_string(server.port()) + "/postgres";

    auto const failed = here.amends("restore damaged.jsonl" + to_server);
    CHECK(failed.status == 2);
    CHECK(failed.out.empty());
    CHECK_THAT(failed.err,
               ContainsSubstring("damaged.jsonl:561: expected ") &&
                   ContainsSubstring("amends: " + shown +
                                     " holds a part of it, which no verb works with; drop its "
                                     "schema (DROP SCHEMA amends CASCADE) and restore again\n"));
    for (auto const& verb :
         {"verify " + server.tcp_url(), "cases" + to_server, "run work.jsonl" + to_server,
          "export --format csv" + to_server, "restore cases.jsonl" + to_server}) {
        auto const refused = here.amends(verb);
        INFO(verb);
        CHECK(refused.status == 2);
        CHECK(refused.out.empty());
        CHECK(refused.err ==
              "amends: " + shown +
                  ": expected a whole store, found one whose restoring did not end; "
                  "drop its schema (DROP SCHEMA amends CASCADE) and restore again\n");
    }
    server.sql("DROP SCHEMA amends CASCADE");
    CHECK(here.amends("restore cases.jsonl" + to_server).status == 0);

    // Nothing was kept yet: the next one may begin.
    auto const empty = " --store " + server.tcp_url(server.new_database());
    here.write("nothing.jsonl", "{\n");
    CHECK(here.amends("restore nothing.jsonl" + empty).status == 2);
    CHECK(here.amends("restore cases.jsonl" + empty).status == 0);
}

TEST_CASE("a password is shown nowhere, however an address is written and wherever it stands") {
    workshop const here;
    here.write("work.jsonl", "");
    for (std::string const address :
         {"postgres://u:hunter2@[::1/db", "postgres://u:hunter2%@h/db",
          "postgres://u:hunter2%2@h/db", "postgres://u:p@hunter2@127.0.0.1:1/db",
          "postgres://u:hunter2/hunter2@127.0.0.1:1/db", "postgres://u:p?hunter2@h/db",
          "postgres://u:p?a=hunter2@h/db", "postgres://h/db?password=hunter2&x",
          "postgres://h/db?p%61ssword=x@hunter2&sslmode=a",
          "postgres://u@h/db?sslpassword=hunter2&password=hunter2", "Postgres://u:hunter2@h/db",
          "postgre://u:hunter2@h/db", "postgres:/u:hunter2@h/db", "postgresql:u:hunter2@h/db"})
        for (std::string const verb :
             {"cases --store '@'", "verify '@'", "run work.jsonl --store '@'",
              "restore work.jsonl --store '@'", "restore '@' --store new.db", "'@'", "cases '@'",
              "verify cases.db '@'", "cases --stor='@'", "cases --json='@'",
              "export --format jsonl --out '@/x/y'", "replay '@'", "prove C1 --out x --store '@'",
              "continue --from '@' --store new.db --as ann", "verify --key '@'"}) {
            auto words = verb;
            words.replace(words.find('@'), 1, address);
            auto const done = here.amends(words);
            INFO(words << ": " << done.out << done.err);
            CHECK(done.status == 2);
            CHECK_THAT(done.out + done.err, !ContainsSubstring("hunter2"));
            CHECK(done.err.size() > 20);
        }
    CHECK(here.sorted_files() == std::vector<std::string>{"work.jsonl"});
}

TEST_CASE("an address that does not answer is named without its password") {
    AMENDS_NEEDS_POSTGRES();
    postgres_server server;
    workshop const here;
    auto const wrong = server.tcp_url("postgres", "hunter2");
    for (auto const& verb : {std::string("cases --store "), std::string("verify ")}) {
        auto const done = here.amends(verb + wrong);
        CHECK(done.status == 2);
        CHECK(done.out.empty());
        CHECK_THAT(done.err, ContainsSubstring("postgres://owner:...@127.0.0.1") &&
                                 ContainsSubstring("password authentication failed") &&
                                 !ContainsSubstring("hunter2"));
    }
    // A store that is only read is not made.
    auto const missing = here.amends("cases --store " + server.tcp_url());
    CHECK(missing.status == 2);
    CHECK_THAT(missing.err, ContainsSubstring("expected a store, found no tables"));

    server.stop();
    auto const gone = here.amends("verify '" + server.tcp_url() + "?password=hunter2'");
    CHECK(gone.status == 2);
    CHECK_THAT(gone.err, ContainsSubstring("Connection refused") && !ContainsSubstring("hunter2"));
}
