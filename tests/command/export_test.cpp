// SPDX-License-Identifier: BSL-1.0
// amends export and restore: whole files or none, and the same store again.
#include "command/run_command.hpp"

#include "support/ocel_rules.hpp"
#include "support/xes_schema.hpp"

#include "catch.hpp"

#include <boost/json.hpp>

#include <csignal>

using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string const formats[] = {"jsonl", "csv", "xes", "ocel", "archive"};

// A store of some hundred entries in this folder.
void fill(workshop const& here, std::string const& store = "cases.db") {
    REQUIRE(here.amends("generate --cases 40 --seed 3 --out work.jsonl").status == 0);
    REQUIRE(here.amends("run work.jsonl --store " + store).status == 0);
}

std::string entries_of(workshop const& here, std::string const& store) {
    auto const told = here.amends("verify " + store + " --json");
    REQUIRE(told.status == 0);
    auto const all = boost::json::parse(told.out);
    return boost::json::serialize(all.at("entries"));
}

} // namespace

TEST_CASE("a store is exported into a file or to standard output in every format") {
    workshop const here;
    fill(here);
    auto const entries = entries_of(here, "cases.db");

    for (auto const& format : formats) {
        INFO(format);
        auto const to_file = here.amends("export --format " + format + " --out cases." + format);
        auto const to_pipe = here.amends("export --format " + format);

        CHECK(to_file.status == 0);
        CHECK(to_file.out.empty());
        CHECK(to_file.err == "amends: cases." + format + ": " + entries + " entries\n");
        CHECK(to_pipe.status == 0);
        CHECK(to_pipe.err.empty());
        CHECK(to_pipe.out == here.read("cases." + format));
        CHECK_FALSE(here.has("cases." + format + ".part"));
    }
    CHECK(ocel_rules::broken_by(here.read("cases.ocel")) == std::vector<std::string>{});
    AMENDS_NEEDS_XES_SCHEMA();
    CHECK(is_valid_xes((here.folder() / "cases.xes").string()));
}

TEST_CASE("a store with a checkpoint is exported as tiles, and again as far as it grew") {
    workshop const here;
    fill(here);
    auto const before = entries_of(here, "cases.db");
    REQUIRE(here.amends("key example.org/complaints --out log.key >log.pub").status == 0);
    REQUIRE(here.amends("checkpoint --key log.key --out first").status == 0);

    auto const first = here.amends("export --format tiles --out exported");
    auto const twice = here.amends("export --format tiles --out exported");

    CHECK(first.status == 0);
    CHECK(first.out.empty());
    CHECK_THAT(first.err, ContainsSubstring("exported: " + before + " entries, "));
    CHECK_THAT(twice.err, ContainsSubstring("exported: " + before + " entries, "));
    CHECK(here.read("exported/checkpoint") == here.read("first"));
    CHECK(here.amends("verify --tiles exported --key log.pub").status == 0);

    REQUIRE(here.amends("generate --cases 60 --seed 3 --out more.jsonl").status == 0);
    REQUIRE(here.amends("run more.jsonl").status == 0);
    REQUIRE(here.amends("checkpoint --key log.key").status == 0);
    auto const after = entries_of(here, "cases.db");
    CHECK_THAT(here.amends("export --format tiles --out exported").err,
               ContainsSubstring("exported: " + after + " entries, "));
    CHECK(after != before);
    CHECK(here.amends("verify --tiles exported --key log.pub --checkpoint first").status == 0);
}

TEST_CASE("an exported store is restored, verifies, and is exported the same") {
    workshop const here;
    fill(here);
    auto const entries = entries_of(here, "cases.db");
    here.amends("export --format jsonl --out cases.jsonl");

    auto const told = here.amends("restore cases.jsonl --store again.db --keys-from cases.db");

    CHECK(told.status == 0);
    CHECK(told.err.empty());
    CHECK(told.out == "again.db: " + entries +
                          " entries of 40 cases, where they stood in their log\n"
                          "to check it: amends verify again.db\n");
    CHECK(entries_of(here, "again.db") == entries);
    CHECK(here.amends("export --format jsonl --store again.db").out == here.read("cases.jsonl"));
}

TEST_CASE("what is sealed stays sealed where a restored store has no key for it") {
    workshop const here;
    fill(here);
    here.amends("export --format jsonl --out cases.jsonl");
    auto const told = here.amends("restore cases.jsonl --store blind.db");

    INFO(told.err);
    CHECK(told.status == 0);
    CHECK_THAT(told.out, ContainsSubstring("to check it: amends verify blind.db --without-keys\n"));
    CHECK(entries_of(here, "blind.db --without-keys") == entries_of(here, "cases.db"));
    auto const unopened = here.amends("verify blind.db");
    CHECK(unopened.status == 1);
    CHECK_THAT(unopened.out, ContainsSubstring("found none with this id"));
    CHECK_THAT(here.amends("export --format csv --store cases.db").out,
               ContainsSubstring("my account is locked"));
    auto const no_key = here.amends("export --format csv --store blind.db");
    CHECK(no_key.status == 2);
    CHECK_THAT(no_key.err, ContainsSubstring("found none with this id"));
    CHECK_THAT(no_key.err, ContainsSubstring("amends export --without-keys"));
    for (auto const* how : {"--without-keys", "--without-personal-data"}) {
        INFO(how);
        auto const rest = here.amends("export --format csv --store blind.db " + std::string(how));
        CHECK(rest.status == 0);
        CHECK_THAT(rest.out, !ContainsSubstring("my account is locked"));
        CHECK_THAT(rest.out, ContainsSubstring("contact_reported"));
    }
    // What was exported once is exported again from it, sealed as it is.
    here.amends("export --format jsonl --without-keys --store blind.db --out again.jsonl");
    CHECK(here.amends("restore again.jsonl --store opened.db --keys-from cases.db").status == 0);
    CHECK(here.amends("verify opened.db").status == 0);
}

TEST_CASE("a store that has not the keys to restore from is named, and nothing is restored") {
    workshop const here;
    fill(here);
    here.amends("export --format jsonl --out cases.jsonl");
    here.write("other.jsonl",
               R"({"case":"1","id":"o-1","by":{"id":"c9","side":"customer"},)"
               R"("report":{"kind":"problem","origin":"customer","customer":"c9",)"
               R"("category":"delivery","expected":"a","experienced":"b","impact":"c"}})"
               "\n");
    REQUIRE(here.amends("run other.jsonl --store other.db").status == 0);
    auto const told = here.amends("restore cases.jsonl --store again.db --keys-from other.db");
    CHECK(told.status == 2);
    CHECK_THAT(told.err, ContainsSubstring("cases.jsonl:1: expected key "));
    CHECK_THAT(told.err, ContainsSubstring("found none with this id"));
    CHECK_THAT(told.err, ContainsSubstring("(--keys-from other.db)"));
    CHECK_FALSE(here.has("again.db"));
}

TEST_CASE("an archive has no place for what is sealed, and is restored where nothing is") {
    workshop const here;
    fill(here);
    here.amends("export --format archive --out cases.archive");

    auto const told = here.amends("restore cases.archive --store again.db");
    CHECK(told.status == 2);
    CHECK_THAT(told.err, ContainsSubstring("expected texts sealed beside the entry, found none"));
    CHECK_FALSE(here.has("again.db"));
}

TEST_CASE("a store whose restoring was killed is refused by every verb, and restored anew") {
    workshop const here;
    REQUIRE(here.amends("generate --cases 200 --seed 3 --out work.jsonl").status == 0);
    REQUIRE(here.amends("run work.jsonl").status == 0);
    REQUIRE(here.amends("export --format jsonl --out cases.jsonl").status == 0);
    REQUIRE(here.amends("key example.org/log --out log.key").status == 0);
    // The kernel ends a program that writes a file beyond this: after some batches, within one.
    auto const killed = here.amends("restore cases.jsonl --store half.db", "ulimit -f 1500");
    INFO(killed.err);
    REQUIRE(killed.status == 128 + SIGXFSZ);
    REQUIRE(here.has("half.db"));

    for (std::string const verb :
         {"verify half.db", "cases --store half.db", "show C000001 --store half.db",
          "export --format jsonl --store half.db", "run work.jsonl --store half.db",
          "checkpoint --key log.key --store half.db", "freeze --key log.key --store half.db",
          "prove C000001 --out proofs --store half.db", "who C000001 --store half.db",
          "access customer-1 --store half.db", "continue --from cases.db --store half.db --as ann",
          "restore work.jsonl --store new.db --keys-from half.db"}) {
        auto const refused = here.amends(verb);
        INFO(verb << ": " << refused.err);
        CHECK(refused.status == 2);
        CHECK(refused.out.empty());
        CHECK(refused.err == "amends: half.db: expected a whole store, found one whose restoring "
                             "did not end; remove the file and restore again\n");
    }
    CHECK_FALSE(here.has("new.db"));
    CHECK(here.amends("restore cases.jsonl --store half.db").status == 2); // it is there
    for (auto const* suffix : {"", "-wal", "-shm"})
        std::filesystem::remove(here.folder() / (std::string("half.db") + suffix));
    CHECK(here.amends("restore cases.jsonl --store half.db --keys-from cases.db").status == 0);
    CHECK(entries_of(here, "half.db") == entries_of(here, "cases.db"));
}

TEST_CASE("one case is exported, restored and shown") {
    workshop const here;
    fill(here);
    here.amends("export --format jsonl --case C000007 --out case.jsonl");

    auto const told = here.amends("restore case.jsonl --store case.db --keys-from cases.db");

    CHECK(told.status == 0);
    CHECK_THAT(told.out, ContainsSubstring("of 1 cases, a part of a log, at places of their own"));
    auto const trail_of = [&](std::string const& store) {
        auto all = boost::json::parse(here.amends("show C000007 --json --store " + store).out);
        for (auto& e : all.as_object().at("trail").as_array()) e.as_object().erase("log_index");
        return boost::json::serialize(all);
    };
    CHECK(trail_of("case.db") == trail_of("cases.db"));
    CHECK(here.amends("verify case.db").status == 0);
}

TEST_CASE("a span of time is exported, and cannot be restored without its beginning") {
    workshop const here;
    fill(here);
    auto const whole = here.amends("export --format jsonl");
    auto const later = here.amends("export --format jsonl --from 2026-01-06 --out later.jsonl");
    auto const before = here.amends("export --format jsonl --to 2026-01-06T00:00:00Z");

    CHECK(later.status == 0);
    CHECK(before.out + here.read("later.jsonl") == whole.out);
    CHECK_FALSE(before.out.empty());
    CHECK_FALSE(here.read("later.jsonl").empty());
    auto const told = here.amends("restore later.jsonl --store later.db");
    CHECK(told.status == 2);
    CHECK_THAT(told.err, ContainsSubstring("later.jsonl:") &&
                             ContainsSubstring("expected entry 1 of case C0"));
    CHECK_FALSE(here.has("later.db"));
}

TEST_CASE("an export without personal data has no texts and cannot be restored") {
    workshop const here;
    fill(here);
    auto const whole = here.amends("export --format jsonl");
    auto const less = here.amends("export --format jsonl --without-personal-data --out less.jsonl");

    CHECK(less.status == 0);
    CHECK_THAT(whole.out, ContainsSubstring("\"experienced\":\""));
    CHECK_THAT(here.read("less.jsonl"), !ContainsSubstring("\"experienced\""));
    auto const told = here.amends("restore less.jsonl --store less.db");
    CHECK(told.status == 2);
    CHECK(told.err == "amends: less.jsonl:1: expected an entry with every text, found one that was "
                      "exported without personal data\n");
    CHECK_FALSE(here.has("less.db"));
}

TEST_CASE("what export and restore are asked wrongly is answered with both sides") {
    workshop const here;
    fill(here);
    here.write("empty.jsonl", "\n");
    here.write("text.jsonl", "a list of cases\n");
    here.write("half.archive", "AMENDS\r\n");
    auto const files = here.sorted_files();
    struct {
        std::string arguments, said;
    } const table[] = {
        {"export", "export: expected --format, found nothing"},
        {"export --format xml",
         "expected jsonl, csv, xes, ocel, archive or tiles in --format, found \"xml\""},
        {"export --format csv --store none.db", "none.db: expected"},
        {"export --format csv --store memory:", "expected a store that was kept"},
        {"export --format csv --case C999999",
         "expected a case that was reported, found none (case C999999)"},
        {"export --format csv --case 'a\nb'",
         "expected an id of printable characters, found a control character at byte 1"},
        {"export --format csv --from yesterday",
         "--from: expected a moment such as 2026-03-01T09:30:00Z, found \"yesterday\""},
        {"export --format csv --to 2026-13-01",
         "--to: expected a moment such as 2026-03-01T09:30:00Z, found \"2026-13-01\""},
        {"export --format csv --from 2026-01-02 --to 2026-01-02",
         "expected a moment after --from in --to, found 2026-01-02T00:00:00Z"},
        {"export --format archive --without-personal-data",
         "expected a format that texts can be left out of, found archive"},
        {"export --format tiles", "expected a folder for the tiles in --out, found none"},
        {"export --format tiles --out tiles",
         "expected a log that has a checkpoint, found none beside it; amends checkpoint --key signs "
         "one"},
        {"export --format tiles --out tiles --case C000001",
         "expected the whole log in tiles, found --case"},
        {"export --format tiles --out tiles --from 2026-01-02",
         "expected the whole log in tiles, found --from"},
        {"export --format tiles --out tiles --to 2026-01-02",
         "expected the whole log in tiles, found --to"},
        {"export --format tiles --out tiles --without-personal-data",
         "expected the whole log in tiles, found --without-personal-data"},
        {"export --format csv --out none/cases.csv",
         "none/cases.csv: expected to write everything, found No such file"},
        {"export --format csv --out .", ".: expected to write everything, found Is a directory"},
        {"restore", "restore: expected FILE, found nothing"},
        {"restore work.jsonl", "restore: expected --store, found nothing"},
        {"restore work.jsonl --store cases.db",
         "cases.db: expected no such file yet, found one; restoring makes a store of its own"},
        {"restore none.jsonl --store new.db",
         "none.jsonl: expected a readable file, found no such file"},
        {"restore empty.jsonl --store new.db", "empty.jsonl: expected an entry, found none"},
        {"restore text.jsonl --store new.db",
         "text.jsonl:1: expected one JSON object, found \"a list of ca\" at column 1"},
        {"restore work.jsonl --store new.db", "work.jsonl:1: expected one of the keys: log_index"},
        {"restore half.archive --store new.db",
         "half.archive: byte 0: expected an archive of 56 bytes or more, found 8"},
    };
    for (auto const& [arguments, said] : table) {
        INFO("amends " << arguments);
        auto const done = here.amends(arguments);
        CHECK(done.status == 2);
        CHECK(done.out.empty());
        CHECK_THAT(done.err, ContainsSubstring(said));
        CHECK(here.sorted_files() == files);
    }
}

TEST_CASE("an export that is not whole leaves the file before it as it was") {
    workshop const here;
    fill(here);
    auto file = here.read("cases.db");
    auto const at = file.rfind("customer-");
    REQUIRE(at != file.npos);
    file[at] = 'C';
    here.write("damaged.db", file);
    for (auto const& format : formats) {
        INFO(format);
        here.write("cases." + format, "yesterday's");

        auto const done =
            here.amends("export --format " + format + " --store damaged.db --out cases." + format);

        CHECK(done.status == 2);
        CHECK_THAT(done.err, ContainsSubstring("found a page that is not as it was written"));
        CHECK(here.read("cases." + format) == "yesterday's");
        CHECK_FALSE(here.has("cases." + format + ".part"));
    }
}

TEST_CASE("an export through a link replaces what the link leads to and nothing else") {
    namespace fs = std::filesystem;
    workshop const here;
    fill(here);
    auto const whole = here.amends("export --format csv").out;
    fs::create_directory(here.folder() / "kept");
    here.write("kept/cases.csv", "yesterday's");
    here.write("kept/cases.csv.part", "somebody's");
    auto const owner_alone = fs::perms::owner_read | fs::perms::owner_write;
    fs::permissions(here.folder() / "kept/cases.csv", owner_alone);
    fs::create_symlink("kept/cases.csv", here.folder() / "link.csv");
    fs::create_symlink("kept/new.csv", here.folder() / "ahead.csv");
    fs::create_symlink("/proc/self/fd/1", here.folder() / "out.csv");

    CHECK(here.amends("export --format csv --out link.csv").status == 0);
    CHECK(here.amends("export --format csv --out ahead.csv").status == 0);
    auto const streamed = here.amends("export --format csv --out out.csv");

    for (auto const* const link : {"link.csv", "ahead.csv", "out.csv"}) {
        INFO(link);
        CHECK(fs::is_symlink(here.folder() / link));
    }
    CHECK(here.read("kept/cases.csv") == whole);
    CHECK(fs::status(here.folder() / "kept/cases.csv").permissions() == owner_alone);
    CHECK(here.read("kept/cases.csv.part") == "somebody's");
    CHECK(here.read("kept/new.csv") == whole);
    CHECK(streamed.out == whole);
    fs::remove(here.folder() / "kept/cases.csv.part");
    CHECK(std::distance(fs::directory_iterator(here.folder() / "kept"), {}) == 2);
}

TEST_CASE("an export to a full disk or a closed pipe says so") {
    workshop const here;
    fill(here);
    for (auto const& format : formats) {
        INFO(format);
        auto const full = here.amends("export --format " + format + " >/dev/full");
        CHECK(full.status == 2);
        CHECK(full.err == "amends: standard output: expected to write everything, found No space "
                          "left on device\n");

        auto const named = here.amends("export --format " + format + " --out /dev/full");
        CHECK(named.status == 2);
        CHECK(named.err ==
              "amends: /dev/full: expected to write everything, found No space left on device\n");
    }
    // Nobody reads: the other end of the pipe is gone before anything is written.
    here.write("closed", "'" AMENDS_COMMAND_PATH
                         "' export --format jsonl 2>said | exec true; echo ${PIPESTATUS[0]}");
    auto const line = "cd '" + here.folder().string() + "' && bash ./closed >status";
    REQUIRE(std::system(line.c_str()) == 0);
    CHECK(here.read("status") == "2\n");
    CHECK(here.read("said") ==
          "amends: standard output: expected to write everything, found Broken pipe\n");
}

TEST_CASE("export and restore have examples") {
    workshop const here;
    for (std::string const verb : {"export", "restore"})
        CHECK_THAT(here.amends(verb + " --help").out,
                   ContainsSubstring("Example:\n  amends " + verb));
}

TEST_CASE("a real log that was replayed is exported in every format and restored") {
    auto const log = real_data("incident_log_part.csv");
    AMENDS_NEEDS_DATA(log, "incident_log_part.csv");
    workshop const here;
    // Its first weeks: the checks below take minutes for the whole of it.
    auto const part = "head -n 15001 '" + log + "' >part.csv";
    REQUIRE(here.amends("replay part.csv --json", part).status == 0);
    auto const entries = entries_of(here, "cases.db");

    for (auto const& format : formats) {
        INFO(format);
        auto const told = here.amends("export --format " + format + " --out cases." + format);
        CHECK(told.err == "amends: cases." + format + ": " + entries + " entries\n");
    }
    CHECK(here.amends("restore cases.jsonl --store again.db --keys-from cases.db").status == 0);
    CHECK(entries_of(here, "again.db") == entries);
    REQUIRE(here.amends("export --format jsonl --out again --store again.db").status == 0);
    CHECK((here.read("again") == here.read("cases.jsonl")));
    // A month of it, since the rules are checked on the whole document.
    here.amends("export --format ocel --from 2016-03-01 --to 2016-04-01 --out month.ocel");
    CHECK(here.read("month.ocel").size() > 1'000'000);
    CHECK(ocel_rules::broken_by(here.read("month.ocel")) == std::vector<std::string>{});
    AMENDS_NEEDS_XES_SCHEMA();
    CHECK(is_valid_xes((here.folder() / "cases.xes").string()));
}
