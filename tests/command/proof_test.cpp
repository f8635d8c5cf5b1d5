// SPDX-License-Identifier: BSL-1.0
// amends key, checkpoint, prove, verify, freeze and continue: what an auditor and an operator do.
#include "command/audited.hpp"

#include <amends/exchange/tile_folder.hpp>
#include <amends/store/sqlite.hpp>

#include "catch.hpp"

#include <sys/mount.h>
#include <sys/stat.h>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

TEST_CASE("a key is made once, for its owner alone, and says its public half") {
    workshop const here;
    auto const made = here.amends("key example.org/log --out log.key");
    REQUIRE(made.status == 0);
    CHECK_THAT(made.out, StartsWith("example.org/log+"));
    CHECK_THAT(here.read("log.key"), StartsWith("PRIVATE+KEY+example.org/log+"));
    struct stat file {};
    REQUIRE(::stat((here.folder() / "log.key").c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0600);

    CHECK(here.amends("key --of log.key").out == made.out);
    auto const twice = here.amends("key example.org/log --out log.key");
    CHECK(twice.status == 2);
    CHECK(twice.err ==
          "amends: log.key: expected to write a new file, found one that is there already\n");
    CHECK(here.amends("key --of log.key").out == made.out);
    // Two keys are never the same.
    CHECK(here.amends("key example.org/log --out other.key").out != made.out);
    auto const json = object_of(here.amends("key --of log.key --json"));
    CHECK(json.at("name") == "example.org/log");
    CHECK(std::string(json.at("verifying_key").as_string()) + "\n" == made.out);
}

TEST_CASE("a checkpoint is signed, kept and shown, and signed again only when it is due") {
    audited const here;
    auto const monday = here.read("monday");
    CHECK_THAT(monday, StartsWith("example.org/log\n" + std::to_string(here.entries()) + "\n"));
    CHECK(here.amends("checkpoint").out == monday);
    CHECK(here.amends("checkpoint --key log.key").out == monday);
    auto const json = object_of(here.amends("checkpoint --json"));
    CHECK(json.at("origin") == "example.org/log");
    CHECK(json.at("entries").to_number<std::uint64_t>() == here.entries());
    CHECK(json.at("signatures") == 1);
    CHECK(std::string(json.at("note").as_string()) == monday);

    auto const not_due = here.amends("checkpoint --key log.key --entries 5");
    CHECK(not_due.status == 0);
    CHECK(not_due.out.empty());
    CHECK(not_due.err == "amends: no checkpoint is due\n");
    here.more_work();
    CHECK(here.amends("checkpoint --key log.key --entries 100000").out.empty());
    CHECK_THAT(here.amends("checkpoint --key log.key --entries 5").out,
               StartsWith("example.org/log\n" + std::to_string(here.entries()) + "\n"));
}

TEST_CASE("a store without a checkpoint has none to show") {
    workshop const here;
    here.amends("generate --cases 3 --out work.jsonl");
    here.amends("run work.jsonl");
    auto const none = here.amends("checkpoint");
    CHECK(none.status == 1);
    CHECK_THAT(none.err, ContainsSubstring("expected a checkpoint beside the log, found none"));
    CHECK_THAT(here.amends("prove C000001").err,
               ContainsSubstring("cases.db: expected a checkpoint beside the log, found none"));
    CHECK_THAT(here.amends("verify").out, ContainsSubstring("checkpoint           none"));
}

TEST_CASE("an older copy that is put back shows against the checkpoint kept elsewhere") {
    audited const here;
    here.write("copy.db", here.read("cases.db"));
    here.more_work();
    auto const size = here.entries();
    here.must("checkpoint --key log.key --out tuesday");
    CHECK(here.amends("verify --key log.pub --checkpoint tuesday --checkpoint monday").status == 0);
    here.write("both", here.read("monday") + here.read("tuesday"));
    CHECK(here.amends("verify --key log.pub --checkpoint both").status == 0);

    here.write("cases.db", here.read("copy.db"));
    CHECK(here.amends("verify --key log.pub").status == 0); // by itself it is sound
    CHECK(here.amends("verify --key log.pub --checkpoint monday").status == 0);
    auto const found = here.amends("verify --key log.pub --checkpoint tuesday");
    CHECK(found.status == 1);
    CHECK_THAT(found.out, ContainsSubstring("cases.db: damaged\n  first damage        count\n"));
    CHECK_THAT(found.out, ContainsSubstring("expected " + std::to_string(size) +
                                            " entries, found " + std::to_string(here.entries())));
    auto const by_both = here.amends("verify --key log.pub --checkpoint both");
    CHECK(by_both.status == 1);
    CHECK_THAT(by_both.out, ContainsSubstring("expected " + std::to_string(size) + " entries"));
    auto const json = object_of(here.amends("verify --key log.pub --checkpoint tuesday --json"));
    CHECK(json.at("sound") == false);
    CHECK(json.at("damage").at("kind") == "count");
    CHECK(json.at("damage").at("log_index").to_number<std::uint64_t>() == here.entries());

    // The copy goes on and is signed: a case by itself shows it no less than the whole.
    here.more_work(40, 8, 'E');
    here.must("checkpoint --key log.key");
    REQUIRE(here.entries() > size);
    for (std::string const what : {"verify", "verify --case C000001"}) {
        INFO(what);
        CHECK(here.amends(what + " --key log.pub --checkpoint monday").status == 0);
        auto const another = here.amends(what + " --key log.pub --checkpoint tuesday");
        CHECK(another.status == 1);
        CHECK_THAT(another.out, ContainsSubstring(" root\n"));
    }
}

TEST_CASE("a rewritten history shows against the checkpoint kept elsewhere") {
    audited const here;
    // The same work, but for one word that somebody would rather have said.
    auto const shell =
        "cd '" + here.folder().string() +
        "' && sed '20s/\"experienced\":\"[^\"]*\"/\"experienced\":\"all was well\"/' "
        "work.jsonl >forged.jsonl && ! cmp -s work.jsonl forged.jsonl";
    if (std::system(shell.c_str()) != 0) {
        // Line 20 reports nothing: then a word of the first report.
        auto text = here.read("work.jsonl");
        auto const at = text.find("\"experienced\":\"");
        REQUIRE(at != text.npos);
        text[at + 15] = text[at + 15] == 'x' ? 'y' : 'x';
        here.write("forged.jsonl", text);
    }
    here.must("run forged.jsonl --store forged.db");
    CHECK(here.amends("verify forged.db").status == 0); // a history as good as any
    auto const found = here.amends("verify forged.db --key log.pub --checkpoint monday");
    CHECK(found.status == 1);
    CHECK_THAT(found.out, ContainsSubstring("first damage         root\n"));
    CHECK_THAT(found.out, ContainsSubstring("expected root "));
    CHECK_THAT(found.out, ContainsSubstring("checkpoint of example.org/log at "));
}

TEST_CASE("a checkpoint is believed for the log's key alone") {
    audited const here;
    here.must("key example.org/log --out other.key >other.pub");
    auto const other = here.amends("verify --key other.pub");
    CHECK(other.status == 1);
    CHECK_THAT(other.out, ContainsSubstring("first damage    signature\n"));
    CHECK_THAT(other.out, ContainsSubstring("expected a signature by example.org/log+"));
    auto const given = here.amends("verify --key other.pub --checkpoint monday");
    CHECK(given.status == 2);
    CHECK_THAT(given.err, ContainsSubstring("monday: expected a signature by example.org/log+"));
    // Both keys: the log changed its key.
    CHECK(here.amends("verify --key log.pub --key other.pub --checkpoint monday").status == 0);
    // The key itself instead of a file.
    auto key = here.read("log.pub");
    key.pop_back();
    CHECK(here.amends("verify --key '" + key + "'").status == 0);
    here.flip("monday", 20);
    CHECK(here.amends("verify --key log.pub --checkpoint monday").status == 2);
}

TEST_CASE("a bit changed in any page of a store is found") {
    audited const here(3);
    constexpr std::size_t page = 4096;
    auto const size = here.read("cases.db").size();
    REQUIRE(size >= 10 * page);
    int around_a_sound_log = 0;
    for (std::size_t at = page / 2; at < size; at += page) {
        INFO("byte " << at);
        here.flip("cases.db", at);
        auto const found = here.amends("verify --json");
        CHECK(found.status != 0);
        // Whoever followed such advice would lose what is sound.
        CHECK_THAT(here.amends("show C000001").err, !ContainsSubstring("remove the file"));
        here.flip("cases.db", at);
        if (found.status != 1) continue; // what could not be read is told as an error
        auto const told = object_of(found);
        CHECK(told.at("sound") == false);
        if (told.at("damage").at("kind") != "file") continue;
        ++around_a_sound_log;
        auto const message = std::string(told.at("damage").at("message").as_string());
        CHECK_THAT(message, StartsWith("expected a sound file, found "));
    }
    CHECK(around_a_sound_log > 0);
    CHECK(here.amends("verify").status == 0);
}

TEST_CASE("one case is verified without the rest") {
    audited const here;
    auto const done = here.amends("verify --case C000001 --key log.pub --json");
    CHECK(done.status == 0);
    auto const found = object_of(done);
    CHECK(found.at("sound") == true);
    CHECK(found.at("cases") == 1);
    CHECK(found.at("checkpoint").at("origin") == "example.org/log");
    CHECK(found.at("signatures_checked") == true);
    auto const unknown = here.amends("verify --case C999999");
    CHECK(unknown.status == 2);
    CHECK(unknown.err == "amends: expected a case of the store, found C999999\n");
}

TEST_CASE("a proved case is verified from its folder alone, and any change in it is found") {
    audited const here;
    auto const proved = here.must("prove C000001");
    CHECK_THAT(proved.out, StartsWith("C000001.proof: "));
    here.more_work();
    auto const newer = here.must("checkpoint --key log.key").out;
    here.must("prove C000001 --out newer");
    std::filesystem::remove(here.folder() / "cases.db");

    auto const done = here.amends("verify --proof C000001.proof --key log.pub");
    CHECK(done.status == 0);
    CHECK_THAT(done.out, ContainsSubstring("case C000001, entries 1 to "));
    CHECK_THAT(done.out,
               ContainsSubstring("are as they were written (checkpoint of example.org/log"));
    CHECK(object_of(here.amends("verify --proof C000001.proof --key log.pub --json")).at("holds") ==
          true);

    std::vector<std::string> files;
    for (auto const& file : std::filesystem::directory_iterator(here.folder() / "C000001.proof"))
        files.push_back("C000001.proof/" + file.path().filename().string());
    REQUIRE(files.size() >= 5);
    for (auto const& name : files) {
        auto const size = here.read(name).size();
        for (auto const at : {std::size_t{30}, size / 2, size - 20}) {
            INFO(name << ", byte " << at);
            here.flip(name, at);
            auto const found = here.amends("verify --proof C000001.proof --key log.pub");
            CHECK(found.status != 0);
            CHECK_THAT(found.err, ContainsSubstring("C000001.proof/"));
            CHECK_THAT(found.err, ContainsSubstring("expected"));
            here.flip(name, at);
        }
    }
    CHECK(here.amends("verify --proof C000001.proof --key log.pub").status == 0);

    // A checkpoint of the same log, but not the one that the proofs lead to; or none.
    here.write("C000001.proof/checkpoint", newer);
    auto const another = here.amends("verify --proof C000001.proof --key log.pub");
    CHECK(another.status == 1);
    CHECK_THAT(another.err, StartsWith("amends: C000001.proof/checkpoint: expected that of the "
                                       "proofs, example.org/log at "));
    std::filesystem::remove(here.folder() / "C000001.proof/checkpoint");
    CHECK(here.amends("verify --proof C000001.proof --key log.pub").status == 0);
    // A proof of the same entry, but in the log as it was later.
    auto const earlier = here.read("C000001.proof/000002.tlog-proof");
    here.write("C000001.proof/000002.tlog-proof", here.read("newer/000002.tlog-proof"));
    auto const mixed = here.amends("verify --proof C000001.proof --key log.pub");
    CHECK(mixed.status == 1);
    CHECK_THAT(mixed.err, StartsWith("amends: C000001.proof/000002.tlog-proof: expected a proof in "
                                     "the checkpoint of those before, example.org/log at "));
    here.write("C000001.proof/000002.tlog-proof", earlier);

    auto const entry = here.read("C000001.proof/000002.entry");
    std::filesystem::remove(here.folder() / "C000001.proof/000002.tlog-proof");
    CHECK(here.amends("verify --proof C000001.proof --key log.pub").err ==
          "amends: C000001.proof/000002.entry: expected its .tlog-proof beside it, found none\n");
    std::filesystem::remove(here.folder() / "C000001.proof/000002.entry");
    auto const gap = here.amends("verify --proof C000001.proof --key log.pub");
    CHECK(gap.status == 1);
    CHECK(gap.err == "amends: C000001.proof/000003.entry: expected sequence 2, found 3\n");
}

TEST_CASE("a proved case of more than a million entries is verified in the order of its numbers") {
    audited const here(3);
    here.must("prove C000001 --out proof");
    // As the last of so many entries are called.
    auto const was = [](int n) {
        return (n < 10 ? "proof/00000" : "proof/0000") + std::to_string(n);
    };
    int entries = 0;
    for (; here.has(was(entries + 1) + ".entry"); ++entries)
        for (std::string const kind : {".entry", ".tlog-proof"})
            std::filesystem::rename(here.folder() / (was(entries + 1) + kind),
                                    here.folder() /
                                        ("proof/" + std::to_string(999999 + entries) + kind));
    REQUIRE(entries >= 3);
    REQUIRE(here.has("proof/999999.entry"));
    REQUIRE(here.has("proof/1000001.entry"));

    CHECK(here.must("verify --proof proof --key log.pub").out.find("are as they were written") !=
          std::string::npos);
}

TEST_CASE("a proved case that cannot be written whole leaves no folder that looks sound") {
    audited const here;
    auto const small = here.folder() / "small";
    std::filesystem::create_directory(small);
    // Room for the checkpoint and one entry.
    if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=12k") != 0) {
        WARN("SKIPPED: a small file system can be mounted by root alone");
        return;
    }
    auto const done = here.amends("prove C000001 --out small/C000001.proof");
    auto const nothing_left = std::filesystem::is_empty(small);
    ::umount(small.c_str());

    CHECK(done.status == 2);
    CHECK_THAT(done.err, ContainsSubstring("found No space left on device"));
    CHECK(nothing_left);
}

TEST_CASE("a folder of proofs takes the place of no other that is being written") {
    audited const here;
    std::filesystem::create_directory(here.folder() / "proof.part");
    here.write("proof.part/mine", "kept");

    here.must("prove C000001 --out proof/");

    CHECK(here.read("proof.part/mine") == "kept");
    CHECK(here.amends("verify --proof proof --key log.pub").status == 0);
    CHECK_FALSE(here.has("proof.part2"));
}

TEST_CASE("one entry is verified from two files") {
    audited const here;
    here.must("prove C000001 --out proof");
    here.must("prove C000002 --out other");
    auto const verify = [&](std::string const& entry, std::string const& key = "log.pub") {
        return here.amends("verify --proof proof/000001.tlog-proof --entry " + entry + " --key " +
                           key);
    };
    auto const done = verify("proof/000001.entry");
    CHECK(done.status == 0);
    CHECK_THAT(done.out, ContainsSubstring("case C000001, sequence 1 stands at log index "));
    auto const other = verify("other/000001.entry");
    CHECK(other.status == 1);
    CHECK_THAT(other.err, ContainsSubstring("proof/000001.tlog-proof: expected root "));
    CHECK(verify("proof/000002.entry").status == 1);
    here.must("key example.org/other --out other.key >other.pub");
    CHECK(verify("proof/000001.entry", "other.pub").status == 1);
    CHECK(verify("none").status == 2);
    CHECK(verify("proof/000001.entry", "none").status == 2);
}

TEST_CASE("proofs lead to a checkpoint that covers the case") {
    audited const here;
    here.more_work();
    auto const late = here.amends("prove D000001");
    CHECK(late.status == 2);
    CHECK_THAT(late.err, ContainsSubstring("expected a checkpoint of at least "));
    CHECK_THAT(late.err, ContainsSubstring("; --key signs a new one"));
    CHECK_FALSE(here.has("D000001.proof"));
    here.must("prove D000001 --key log.key");
    CHECK(here.amends("verify --proof D000001.proof --key log.pub").status == 0);
    CHECK(here.amends("prove D000001").err ==
          "amends: D000001.proof: expected no such folder yet, found one; --out names another\n");
    CHECK(here.amends("prove C999999 --out none").err ==
          "amends: cases.db: expected a case of the store, found C999999\n");
    CHECK_FALSE(here.has("none"));
}

TEST_CASE("a log is proved to have only grown") {
    audited const here;
    here.more_work();
    here.must("prove --since monday --key log.key --out growth");
    auto const done = here.amends("verify --proof growth --since monday --key log.pub");
    CHECK(done.status == 0);
    CHECK_THAT(done.out, ContainsSubstring("growth: the log only grew since it had "));
    here.must("checkpoint --out tuesday");
    CHECK(here.amends("verify --proof growth --since tuesday --key log.pub").status == 1);
    for (std::size_t at = 0; at < here.read("growth").size(); at += 7) {
        here.flip("growth", at);
        INFO("byte " << at);
        CHECK(here.amends("verify --proof growth --since monday --key log.pub").status != 0);
        here.flip("growth", at);
    }
}

TEST_CASE("a proof that a log only grew is one JSON object where that is asked for") {
    audited const here;
    here.more_work();
    auto const size = here.entries();
    here.must("prove --since monday --key log.key --out growth");

    auto const proof = object_of(here.amends("prove --since monday --json"));
    CHECK(proof.at("origin") == "example.org/log");
    CHECK(proof.at("older_entries").to_number<std::uint64_t>() < size);
    CHECK(proof.at("log_entries").to_number<std::uint64_t>() == size);
    CHECK(proof.at("proof").as_string() == here.read("growth"));

    auto const named = object_of(here.amends("prove --since monday --json --out again"));
    CHECK(named.at("file") == "again");
    CHECK_FALSE(named.contains("proof"));
    CHECK(here.read("again") == here.read("growth"));
}

TEST_CASE("tiles are verified without the store, and every changed file of them is found") {
    audited const here(120);
    {
        auto const kept =
            *sqlite_store::open({.path = here.folder() / "cases.db", .read_only = true});
        auto const written = write_tiles(*kept, here.folder() / "tiles");
        REQUIRE(written.has_value());
        CHECK(written->says.head.size == here.entries());
    }
    auto const done = here.amends("verify --tiles tiles --key log.pub --checkpoint monday");
    CHECK(done.status == 0);
    CHECK_THAT(done.out, StartsWith("tiles: sound\n"));
    auto files = 0;
    for (auto const& file :
         std::filesystem::recursive_directory_iterator(here.folder() / "tiles")) {
        if (!file.is_regular_file()) continue;
        ++files;
        auto const name = std::filesystem::relative(file.path(), here.folder()).string();
        auto const size = here.read(name).size();
        for (auto const at : {std::size_t{0}, size / 3, size - 1}) {
            INFO(name << ", byte " << at);
            here.flip(name, at);
            CHECK(here.amends("verify --tiles tiles --key log.pub").status != 0);
            here.flip(name, at);
        }
    }
    CHECK(files > 7);
    std::filesystem::remove(here.folder() / "tiles/tile/entries/001");
    auto const missing = here.amends("verify --tiles tiles --key log.pub");
    CHECK(missing.status == 2);
    CHECK_THAT(missing.err, ContainsSubstring("tiles/tile/entries/001: expected a readable file"));
}

TEST_CASE("a frozen log takes nothing more and goes on in a new one") {
    audited const here;
    here.must("freeze --key log.key --out last");
    auto const size = here.entries();
    CHECK_THAT(here.read("last"), StartsWith("example.org/log\n" + std::to_string(size) + "\n"));
    here.must("generate --cases 3 --seed 4 --out more.jsonl");
    auto const refused = here.amends("run more.jsonl");
    CHECK_THAT(refused.err,
               ContainsSubstring("expected a log that goes on, found one that was frozen"));
    CHECK_THAT(refused.err, ContainsSubstring("keeps what came before line 1 of more.jsonl\n"));
    CHECK(here.entries() == size);
    CHECK(here.amends("verify --key log.pub --checkpoint last").status == 0);

    auto const on = here.amends("continue --from cases.db --store next.db --as kim --json");
    REQUIRE(on.status == 0);
    auto const said = object_of(on);
    CHECK(said.at("continues").at("entries").to_number<std::uint64_t>() == size);
    CHECK(here.amends("verify next.db").status == 0);
    CHECK_THAT(here.amends("verify next.db").out,
               ContainsSubstring("continues    " +
                                 std::string(12 - std::to_string(size).size(), ' ') +
                                 std::to_string(size) + "   entries of example.org/log"));
    // Again: nothing is there twice. And one more case, when its customer comes back.
    CHECK(object_of(here.amends("continue --from cases.db --store next.db --as kim --json"))
              .at("entries") == 0);
    auto const all =
        object_of(here.amends("continue --from cases.db --store next.db --as kim --all --json"));
    CHECK(all.at("cases") == 30);
    CHECK(here.amends("verify next.db").status == 0);
    CHECK_THAT(here.amends("show amends:log --store next.db").out,
               ContainsSubstring("continue_log -> note_added"));
    auto const listed = here.amends("cases --store next.db").out;
    CHECK_THAT(listed, ContainsSubstring("30 of 30 cases\n"));
    CHECK_THAT(listed, !ContainsSubstring("amends:log"));

    auto const not_frozen = here.amends("continue --from next.db --store third.db --as kim");
    CHECK(not_frozen.status == 2);
    CHECK(not_frozen.err == "amends: expected a log that was frozen, found one that goes on\n");
    CHECK_FALSE(here.has("third.db"));
}

TEST_CASE("what does not go together is said, and nothing is written") {
    audited const here;
    struct wrong {
        std::string arguments, said;
    };
    auto const before = here.sorted_files();
    for (
        auto const& [arguments, said] : {
            wrong{"key", "key: expected NAME or --of, found neither"},
            wrong{"key a --of log.key", "key: expected NAME or --of, found both"},
            wrong{"key 'two words' --out a.key", "expected a name without spaces and plus signs"},
            wrong{"key --of monday", "monday: expected a signing key"},
            wrong{"key a --out none/a.key",
                  "none/a.key: expected to write a new file, found No such"},
            wrong{"checkpoint --key monday", "monday: expected a signing key"},
            wrong{"checkpoint --key none", "none: expected a readable file"},
            wrong{"checkpoint --key log.pub", "log.pub: expected a signing key"},
            wrong{"checkpoint --key log.key --store none.db", "none.db: expected"},
            wrong{"checkpoint --key log.key --entries many", "in --entries, found \"many\""},
            wrong{"checkpoint --key log.key --minutes -1", "in --minutes, found \"-1\""},
            wrong{"prove", "prove: expected CASE or --since, found neither"},
            wrong{"prove C000001 --since monday", "prove: expected CASE or --since, found both"},
            wrong{"prove --since work.jsonl", "work.jsonl: expected"},
            wrong{"prove C000001 --store none.db", "none.db: expected"},
            wrong{"verify --checkpoint monday", "verify: expected --key with --checkpoint"},
            wrong{"verify --proof monday", "verify: expected --key, found none"},
            wrong{"verify --tiles here", "verify: expected --key, found none"},
            wrong{"verify --proof a --tiles b --key log.pub",
                  "verify: expected --proof or --tiles, found both"},
            wrong{"verify --entry a", "verify: expected --proof with --entry, found none"},
            wrong{"verify --since a", "verify: expected --proof with --since, found none"},
            wrong{"verify --proof monday --key log.pub",
                  "verify: expected --entry or --since with a proof, found neither"},
            wrong{"verify --proof a --entry b --since c --key log.pub",
                  "verify: expected --entry or --since with a proof, found both"},
            wrong{"verify --proof . --entry b --key log.pub", "verify: expected a folder alone"},
            wrong{"verify --proof . --key log.pub", ".: expected proofs (.tlog-proof), found none"},
            wrong{"verify --proof a --case b --key log.pub",
                  "verify: expected a store with --case, found --proof"},
            wrong{"verify --tiles a --case b --key log.pub",
                  "verify: expected a store with --case, found --tiles"},
            wrong{"verify --proof a --checkpoint monday --key log.pub",
                  "verify: expected --checkpoint with a store or --tiles, found --proof"},
            wrong{"verify --proof monday --entry monday --key log.pub",
                  "monday: expected c2sp.org/tlog-proof@v1, found \"example.org/log\" (line 1)"},
            wrong{"verify --proof monday --since monday --key log.pub",
                  "monday: expected a line that begins with \"old \""},
            wrong{"verify --tiles . --key log.pub", "./checkpoint: expected a readable file"},
            wrong{"verify --key log.key", "log.key: expected a verifying key"},
            wrong{
                "verify --key example.org/log+00000000+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "expected key hash "},
            wrong{"freeze", "freeze: expected --key, found nothing"},
            wrong{"freeze --key none", "none: expected a readable file"},
            wrong{"continue --from cases.db --store next.db",
                  "continue: expected --as, found nothing"},
            wrong{"continue --from cases.db --store next.db --as kim",
                  "expected a log that was frozen, found one that goes on"},
            wrong{"continue --from none.db --store next.db --as kim", "none.db: expected"},
        }) {
        INFO("amends " << arguments);
        auto const done = here.amends(arguments);
        CHECK(done.status == 2);
        CHECK_THAT(done.err, ContainsSubstring(said));
        CHECK(done.out.empty());
        auto after = here.sorted_files();
        // SQLite leaves these beside a store that was only read.
        std::erase_if(after, [](auto const& name) {
            return name.ends_with("-wal") || name.ends_with("-shm");
        });
        CHECK(after == before);
    }
}

TEST_CASE("results that cannot be written are told") {
    audited const here;
    for (std::string const arguments :
         {"checkpoint", "checkpoint --json", "checkpoint --key log.key", "key --of log.key",
          "verify --case C000001", "prove --since monday", "prove --since monday --json"}) {
        INFO("amends " << arguments);
        auto const done = here.amends(arguments + " >/dev/full");
        CHECK(done.status == 2);
        CHECK_THAT(done.err, ContainsSubstring("found No space left on device"));
    }
    CHECK(here.amends("checkpoint --out none/file").status == 2);
}
