// SPDX-License-Identifier: BSL-1.0
// What the command says about input that it cannot use: both sides, status 2, nothing half written.
#include "command/json_answer.hpp"

#include "catch.hpp"

#include <algorithm>
#include <sys/mount.h>
#include <unistd.h>

using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

struct bad_input {
    std::string arguments;
    std::string said;
};

// A line of case 41 by ann, with one more member.
std::string line(std::string const& rest) {
    return R"({"case":"41","id":"c-1","by":{"id":"ann"},)" + rest + "}\n";
}

// Each is answered with status 2 and what it should be told; `then` looks at what is left, and at the
// rest of the answer. `under` is a command that runs ours.
template <class Then>
void each_is_refused(workshop const& here, std::vector<bad_input> const& inputs, Then const& then,
                     std::string const& under = {}) {
    for (auto const& [arguments, said] : inputs) {
        INFO("amends " << arguments);
        auto const done = here.amends(arguments, {}, under);
        CHECK(done.status == 2);
        CHECK_THAT(done.err, ContainsSubstring(said));
        then(done);
    }
}

} // namespace

TEST_CASE("bad input is answered with both sides and leaves no store behind") {
    workshop const here;
    here.write("empty.jsonl", "");
    here.write("binary.jsonl", std::string("\x7f"
                                           "ELF\0\0\0\xff\n\x01",
                                           10));
    here.write("latin1.jsonl", line("\"note\":{\"text\":\"Stra\xdf"
                                    "e\"}"));
    here.write("long.jsonl", line(R"("note":{"text":")" + std::string(10'000'000, 'x') + "\"}"));
    here.write("key.jsonl", line(R"("note":{"texd":"x"})"));
    here.write("type.jsonl", line(R"("propose":{"terms":{"remedies":[{"cost":50}]}})"));
    here.write("twice.jsonl", line(R"("note":{"text":"x","te\u0078t":"y"})"));
    here.write("fine.jsonl", line(R"("note":{"text":"x"})"));
    here.write("wrong.toml", "name = 3\n");
    here.write("binary.toml", "\xfd\x01");
    std::filesystem::create_directory(here.folder() / "folder");
    auto const before = here.files().size();

    each_is_refused(
        here,
        {
            {"run empty.jsonl", "empty.jsonl: expected a command on every line, found no line"},
            {"run binary.jsonl", "binary.jsonl:1: expected UTF-8, found byte 0xff"},
            {"run latin1.jsonl", "latin1.jsonl:1: expected UTF-8, found byte 0xdf at column"},
            {"run long.jsonl",
             "long.jsonl:1: expected a line of at most 1048576 bytes, found a longer one"},
            {"run fine.jsonl", // lines of a case that nobody reported
             "cases.db is taken away again: nothing was kept in it"},
            {"run key.jsonl", "key.jsonl:1: note: expected the key \"text\", found \"texd\""},
            {"run type.jsonl", "type.jsonl:1: propose.terms.remedies[0].cost: expected an "
                               "amount such as 50.00 EUR, found 50"},
            {"run twice.jsonl", "twice.jsonl:1: expected every key once, found \"text\" twice"},
            {"run none.jsonl", "none.jsonl: expected a readable file, found no such file"},
            {"run folder", "folder: expected a readable file, found a directory"},
            {"run fine.jsonl/below", "fine.jsonl/below: expected a readable file, found "
                                     "Not a directory"},
            {"run fine.jsonl --policy none.toml", "none.toml: expected a readable file"},
            {"run fine.jsonl --policy wrong.toml", "wrong.toml:1"},
            {"run fine.jsonl --policy binary.toml",
             "binary.toml:1:1: expected UTF-8, found the byte 0xfd"},
            {"run fine.jsonl --store folder",
             "folder: expected a store that can be opened, found a directory"},
            {"verify folder", "folder: expected a store that can be opened, found a directory"},
            {"cases --store folder",
             "folder: expected a store that can be opened, found a directory"},
            {"run fine.jsonl --store none/cases.db",
             "none/cases.db: expected a store that can be opened, found No such file or "
             "directory"},
            {"run fine.jsonl --batch 0",
             "expected a number from 1 to 65536 in --batch, found \"0\""},
            {"run fine.jsonl --batch many",
             "expected a number from 1 to 65536 in --batch, found \"many\""},
            {"run fine.jsonl --batch 99999999999999999999",
             "in --batch, found \"99999999999999999999\""},
            {"run fine.jsonl --batch 8 --batch 9", "run: expected --batch once, found it 2 times"},
            {"run fine.jsonl --store a --store b", "run: expected --store once, found it 2 times"},
            {"run fine.jsonl --store ''", "run: expected a value in --store, found \"\""},
            {"run ''", "run: expected a value in COMMANDS, found \"\""},
            {"run fine.jsonl --json=maybe", "run: expected no value after --json, found \"maybe\""},
            {"run --zzz", "run: expected one of: --help, --policy"},
            {"run --zzz fine.jsonl", "found \"--zzz\""},
            {"--zzz", "expected a verb or one of: --help, --version, found \"--zzz\""},
            {"--versoin", "expected a verb or \"--version\", found \"--versoin\""},
            {"run fine.jsonl --batch", "expected a value after --batch, found nothing"},
            {"run fine.jsonl --jsn", "expected \"--json\", found \"--jsn\""},
            {"run fine.jsonl key.jsonl", "expected nothing more, found \"key.jsonl\""},
            {"run", "run: expected COMMANDS, found nothing"},
            {"possible 41", "possible: expected --as, found nothing"},
            {"verfiy", "expected the verb \"verify\", found \"verfiy\""},
            {"", "expected a verb ("},
            {"verify none.db", "none.db: expected a store that can be opened, found No "
                               "such file or directory"},
            {"show 41 --store none.db", "none.db: expected"},
            {"cases --state clsed", "in --state \"closed\", found \"clsed\""},
            {"cases --kind wish", "expected query, request or problem in --kind, found"},
            {"diagram repair", "expected the lifecycle resolution, found repair"},
            {"diagram --format svg", "expected mermaid, plantuml or dot in --format, found svg"},
            {"generate --out folder", "folder: expected to write everything, found Is a directory"},
            {"generate --cases -3",
             "expected a number from 1 to 10000000 in --cases, found \"-3\""},
            {"generate --cases 10000001", "in --cases, found \"10000001\""},
            {"generate --cases ''", "generate: expected a value in --cases, found \"\""},
            {"generate --seed -1",
             "expected a number from 0 to 18446744073709551615 in --seed, found \"-1\""},
            {"generate --seed 1x", "in --seed, found \"1x\""},
            {"possible 41 --as ''", "possible: expected a value in --as, found \"\""},
            {"possible 41 --as ann --role ''", "possible: expected a value in --role, found \"\""},
            {"possible --as ann --role agent 41 --store none.db", "none.db: expected"},
            {"verify memory:", "expected a store that was kept, such as cases.db, found memory:"},
            {"cases --store memory:", "expected a store that was kept"},
            {"show 41 --store memory:", "expected a store that was kept"},
            {"possible 41 --as ann --store memory:", "expected a store that was kept"},
            {"diagram --case 41 --store memory:", "expected a store that was kept"},
            {"replay none.csv", "none.csv: expected a readable file, found no such file"},
            {"replay /dev/null",
             "/dev/null: expected a regular file, found a device; store it first"},
            {"generate --out -", "--out: expected the name of a file, such as ./-, found -"},
            {"generate --out none/x", "none/x: expected to write everything, found No such file"},
        },
        [&](ran const&) { CHECK(here.files().size() == before); });
}

TEST_CASE("a store that is cut short or foreign is refused and left as it is") {
    workshop const here;
    here.amends("generate --cases 20 --out work.jsonl");
    here.amends("run work.jsonl --store sound.db");
    here.write("cut.db", here.read("sound.db").substr(0, 30'000));
    here.write("text.db", std::string(5000, 'x'));
    for (std::string const name : {"cut.db", "text.db"}) {
        auto const before = here.read(name);
        auto const files = here.sorted_files();
        for (auto const& arguments :
             {"verify " + name, "cases --store " + name, "run work.jsonl --store " + name}) {
            INFO("amends " << arguments);
            auto const done = here.amends(arguments);
            CHECK(done.status == 2);
            CHECK_THAT(done.err, ContainsSubstring(name));
            CHECK_THAT(done.err, ContainsSubstring("expected"));
            CHECK(here.read(name) == before);
            CHECK(here.sorted_files() == files);
        }
    }
}

TEST_CASE("no result takes the place of what a verb reads, nor of any store") {
    workshop const here;
    here.amends("generate --cases 20 --out work.jsonl");
    REQUIRE(here.amends("run work.jsonl").status == 0);
    REQUIRE(here.amends("run work.jsonl --store other.db").status == 0);
    REQUIRE(here.amends("run work.jsonl --store late.part").status == 0);
    std::filesystem::create_symlink("cases.db", here.folder() / "same.db");
    std::filesystem::copy_file(AMENDS_SOURCE_DIR "/examples/policies/authority.toml",
                               here.folder() / "rules.toml");
    REQUIRE(here.amends("key example.org/log").status == 0);
    REQUIRE(here.amends("checkpoint --key log.key --out old.note").status == 0);
    std::vector<std::string> const names{"cases.db",   "other.db", "late.part",
                                         "rules.toml", "log.key",  "old.note"};
    std::vector<std::string> before;
    for (auto const& name : names) before.push_back(here.read(name));
    auto const files = here.sorted_files();

    each_is_refused(
        here,
        {
            {"authority trial rules.toml --cases-out cases.db",
             "--cases-out: expected a file other than the store, found cases.db"},
            {"authority trial rules.toml --cases-out ./cases.db",
             "--cases-out: expected a file other than the store, found ./cases.db"},
            {"authority trial rules.toml --cases-out same.db",
             "--cases-out: expected a file other than the store, found same.db"},
            {"authority trial rules.toml --store same.db --cases-out cases.db",
             "--cases-out: expected a file other than the store, found cases.db"},
            {"authority trial rules.toml --cases-out cases.db-wal",
             "--cases-out: expected a file other than the store, found cases.db-wal"},
            {"authority trial rules.toml --cases-out ./cases.db-wal",
             "--cases-out: expected a file other than the store, found ./cases.db-wal"},
            {"authority trial rules.toml --cases-out rules.toml",
             "--cases-out: expected a file other than the document, found rules.toml"},
            {"authority trial rules.toml --cases-out other.db",
             "--cases-out: expected a file other than a store, found other.db"},
            {"authority trial rules.toml --cases-out -",
             "--cases-out: expected the name of a file, such as ./-, found -"},
            {"export --format jsonl --store sqlite:cases.db --out cases.db",
             "--out: expected a file other than the store, found cases.db"},
            {"export --format csv --out cases.db-shm",
             "--out: expected a file other than the store, found cases.db-shm"},
            {"export --format tiles --out cases.db", "cases.db"},
            {"access customer-3 --out cases.db",
             "--out: expected a file other than the store, found cases.db"},
            {"diagram --case C000001 --out cases.db-wal",
             "--out: expected a file other than the store, found cases.db-wal"},
            {"diagram --out cases.db", "--out: expected a file other than a store, found cases.db"},
            {"generate --out cases.db",
             "--out: expected a file other than a store, found cases.db"},
            {"checkpoint --out cases.db",
             "--out: expected a file other than the store, found cases.db"},
            {"checkpoint --key log.key --out cases.db",
             "--out: expected a file other than the store, found cases.db"},
            {"checkpoint --key log.key --out log.key",
             "--out: expected a file other than the key, found log.key"},
            {"freeze --key log.key --out cases.db",
             "--out: expected a file other than the store, found cases.db"},
            {"freeze --key log.key --out log.key",
             "--out: expected a file other than the key, found log.key"},
            {"key example.org/log --out cases.db",
             "cases.db: expected to write a new file, found one that is there already"},
            {"prove C000001 --out cases.db", "cases.db: expected no such folder yet"},
            {"prove --since old.note --out cases.db",
             "--out: expected a file other than the store, found cases.db"},
            {"prove --since old.note --out old.note",
             "--out: expected a file other than the older checkpoint, found old.note"},
        },
        [&](ran const& done) {
            CHECK(done.out.empty());
            for (std::size_t i = 0; i < names.size(); ++i) CHECK(here.read(names[i]) == before[i]);
            CHECK(here.sorted_files() == files);
        });
    CHECK(here.amends("export --format jsonl --out late").status == 0);
    CHECK(here.read("late.part") == before[2]);
    CHECK(here.amends("export --format jsonl --out new.jsonl").status == 0);
    CHECK(here.amends("export --format jsonl --out new.jsonl").status == 0);
    CHECK(here.amends("diagram --out new.jsonl").status == 0);
}

TEST_CASE("a log from a pipe is refused before anything of it is lost") {
    workshop const here;
    here.write("tickets.csv", "CaseID,ActivityID,CompleteTimestamp\n2,1,2018-04-03 16:55:38\n");
    for (std::string const verb : {"replay", "conform"}) {
        INFO("amends " << verb);
        auto const piped =
            here.amends(verb + " /dev/stdin", "mkfifo " + verb + " && (cat tickets.csv >" + verb +
                                                  " &) && exec <" + verb);
        CHECK(piped.status == 2);
        CHECK(piped.out.empty());
        CHECK_THAT(piped.err,
                   ContainsSubstring("/dev/stdin: expected a regular file, found a pipe; "
                                     "store it first"));
        CHECK_FALSE(here.has("cases.db"));
    }
}

TEST_CASE("a full disk is told and leaves no half a file") {
    workshop const here;
    // More than a stream holds back before it writes.
    here.amends("generate --cases 400 --out work.jsonl");
    here.amends("run work.jsonl");
    here.write("tickets.csv", "CaseID,ActivityID,CompleteTimestamp\n2,1,2018-04-03 16:55:38\n");

    for (std::string const arguments :
         {"generate --cases 50", "generate --cases 50 --out /dev/full", "cases", "show C000001",
          "cases --json", "verify", "verify --json", "diagram", "possible C000001 --as ann",
          "replay tickets.csv --store memory:", "conform tickets.csv", "run work.jsonl --json",
          "--help", "run --help", "--version"}) {
        auto const done = here.amends(arguments + " >/dev/full");
        INFO("amends " << arguments);
        CHECK(done.status == 2);
        CHECK_THAT(done.err, ContainsSubstring("amends: standard output: expected") ||
                                 ContainsSubstring("amends: /dev/full: expected"));
        CHECK_THAT(done.err, ContainsSubstring("found No space left on device"));
        CHECK(std::count(done.err.begin(), done.err.end(), '\n') == 1);
    }
}

TEST_CASE("where nobody can be told the work goes on, and ends with the same status") {
    workshop const here;
    REQUIRE(here.amends("generate --cases 20 --seed 2 --out work.jsonl").status == 0);
    here.write("bad.jsonl",
               here.read("work.jsonl") + "no line of ours\n" + "{\"command\":\"take\"}\n");
    // Full, closed, and a pipe that nobody reads any more.
    for (std::string const unheard : {"2>/dev/full", "2>&-", "2>&1 >/dev/null | exec true"}) {
        INFO(unheard);
        auto const piped = unheard.ends_with("true");
        auto const status_of = [&](std::string const& arguments) {
            here.write("unheard", "'" AMENDS_COMMAND_PATH "' " + arguments + ' ' + unheard +
                                      "\necho ${PIPESTATUS[0]} >status\n");
            auto const line = "cd '" + here.folder().string() + "' && bash ./unheard >/dev/null";
            REQUIRE(std::system(line.c_str()) == 0);
            return here.read("status");
        };
        CHECK(status_of("cases --store absent.db") == "2\n");
        CHECK(status_of("nosuch") == "2\n");
        CHECK(status_of("run bad.jsonl --batch 8 --store heard.db") == "0\n");
        auto const kept = object_of(here.amends("verify heard.db --json"));
        CHECK(kept.at("sound") == true);
        auto const all = object_of(here.amends("run bad.jsonl --store heard.db --json"));
        CHECK(all.at("seen_before").to_number<int>() + all.at("bad").to_number<int>() ==
              all.at("read").to_number<int>());
        if (piped) continue;
        // What is said does not end in a file that took the stream's number.
        CHECK(status_of("export --format jsonl --store heard.db --out told.jsonl") == "0\n");
        CHECK_THAT(here.read("told.jsonl"), !ContainsSubstring("amends:"));
    }
}

TEST_CASE("what was begun on a disk that fills up is taken away again") {
    workshop const here;
    here.amends("generate --cases 500 --out work.jsonl");
    auto const small = here.folder() / "small";
    std::filesystem::create_directory(small);
    // Too small for an empty store, and too small for a first commit.
    for (auto const* size : {"size=64k", "size=160k"}) {
        INFO(size);
        if (::mount("tmpfs", small.c_str(), "tmpfs", 0, size) != 0) {
            WARN("SKIPPED: a small file system can be mounted by root alone");
            return;
        }
        auto const file = here.amends("generate --cases 500 --out small/work.jsonl");
        auto const no_file = std::filesystem::is_empty(small);
        auto const store = here.amends("run work.jsonl --batch 65536 --store small/cases.db");
        auto const no_store = std::filesystem::is_empty(small);
        ::umount(small.c_str());
        CHECK(file.status == 2);
        CHECK(no_file);
        CHECK(store.status == 2);
        CHECK_THAT(store.err, ContainsSubstring("expected a store that can be written, "
                                                "found database or disk is full"));
        CHECK(no_store);
    }
}

TEST_CASE("a file without permission is told") {
    workshop const here;
    here.write("work.jsonl", "{}\n");
    here.write("sound.jsonl", line(R"("note":{"text":"x"})"));
    here.write("mapping.toml", "name = 3\n");
    here.write("policy.toml", "name = 3\n");
    here.write("tickets.csv", "CaseID,ActivityID,CompleteTimestamp\n2,1,2018-04-03 16:55:38\n");
    here.amends("replay tickets.csv --store kept.db");
    here.write("shown.db", here.read("kept.db"));
    here.write("later.csv", "CaseID,ActivityID,CompleteTimestamp\n3,1,2018-04-03 16:55:38\n");
    std::string drop;
    if (::geteuid() == 0) {
        if (std::system(
                "setpriv --reuid=65534 --regid=65534 --clear-groups test -x '" AMENDS_COMMAND_PATH
                "' 2>/dev/null") != 0) {
            WARN("SKIPPED: root reads every file, and setpriv cannot drop that here");
            return;
        }
        drop = "setpriv --reuid=65534 --regid=65534 --clear-groups";
        std::filesystem::permissions(here.folder(), std::filesystem::perms::others_all,
                                     std::filesystem::perm_options::add);
    }
    for (auto const* name : {"sound.jsonl", "tickets.csv", "later.csv", "shown.db"})
        std::filesystem::permissions(here.folder() / name, std::filesystem::perms(0444));
    for (auto const* name : {"work.jsonl", "mapping.toml", "policy.toml", "kept.db"})
        std::filesystem::permissions(here.folder() / name, std::filesystem::perms::none);

    each_is_refused(
        here,
        {
            {"run work.jsonl", "work.jsonl: expected a readable file, found Permission denied"},
            {"run sound.jsonl --policy policy.toml",
             "policy.toml: expected a readable file, found Permission denied"},
            {"replay tickets.csv --mapping mapping.toml --store new.db",
             "mapping.toml: expected a readable file, found Permission denied"},
            {"conform tickets.csv --mapping mapping.toml",
             "mapping.toml: expected a readable file, found Permission denied"},
            {"verify kept.db",
             "kept.db: expected a store that can be opened, found Permission denied"},
            {"run sound.jsonl --store kept.db",
             "kept.db: expected a store that can be opened, found Permission denied"},
            {"replay later.csv --append --store shown.db",
             "expected a store that can be written, found a file or folder that "
             "may only be read"},
        },
        [&](ran const& done) {
            CHECK(done.out.empty());
            CHECK_FALSE(here.has("new.db"));
        },
        drop);
}
