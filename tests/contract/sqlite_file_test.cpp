// SPDX-License-Identifier: BSL-1.0
// Files that are not a sound store: each is an error that says both sides, and none is changed.
#include <amends/store/sqlite.hpp>

#include "contract/by_hand.hpp"
#include "contract/scratch.hpp"
#include "contract/seed.hpp"
#include "contract/store_contract.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

using path = std::filesystem::path;

std::string content_of(path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(path const& file, std::string_view content) {
    std::ofstream(file, std::ios::binary).write(content.data(), std::streamsize(content.size()));
}

error opening(sqlite_options how) {
    auto const opened = sqlite_store::open(std::move(how));
    REQUIRE(opened.has_error());
    return opened.error();
}

/// A store of some forty pages, closed.
void fill(path const& file) {
    auto const kept = *sqlite_store::open({.path = file});
    for (std::uint64_t i = 0; i < 200; ++i)
        REQUIRE(kept->append(drafts()
                                 .add("case " + std::to_string(i % 50), i / 50 + 1,
                                      "command " + std::to_string(i), std::string(500, 'x'))
                                 .all())
                    .has_value());
}

/// Everything that can be asked of the file: the right answers, or an error somewhere.
bool tells_the_truth_or_errs(path const& file) {
    auto const opened = sqlite_store::open({.path = file, .create = false});
    if (!opened) return !opened.error().message.empty();
    auto& kept = **opened;
    std::uint64_t entries = 0;
    bool sound = true;
    auto const scanned = kept.scan(0, [&](stored_entry const& e) {
        sound = e.log_index == entries++ && e.sequence == e.log_index / 50 + 1 &&
                e.on.str() == "case " + std::to_string(e.log_index % 50) &&
                e.hash == sha256_of(e.bytes);
        return sound;
    });
    if (!scanned) return true;
    if (!sound || entries != 200) return false;
    for (std::uint64_t i = 0; i < 200; ++i) {
        auto const seen = kept.seen(*command_id::parse("command " + std::to_string(i)));
        if (!seen) return true;
        if (!*seen || (*seen)->second != i / 50 + 1) return false;
    }
    for (std::uint64_t i = 0; i < 50; ++i) {
        auto const head = kept.head(*case_id::parse("case " + std::to_string(i)));
        if (!head) return true;
        if (!*head || (*head)->last_sequence != 4) return false;
    }
    return true;
}

} // namespace

TEST_CASE("what was appended is there after the file was closed and opened again") {
    scratch const folder;
    fill(folder / "kept.db");
    CHECK_FALSE(std::filesystem::exists(folder / "kept.db-wal"));
    auto const kept = *sqlite_store::open({.path = folder / "kept.db", .create = false});
    CHECK(*kept->size() == 200);
    CHECK(read_all(*kept, "case 7").size() == 4);
    CHECK(kept->check().has_value());
    CHECK(tells_the_truth_or_errs(folder / "kept.db"));
    CHECK(kept->append(drafts().add("case 7", 5).all()).value() == 200);
}

TEST_CASE("a store that is cut short anywhere is an error and never a wrong answer") {
    scratch const folder;
    fill(folder / "kept.db");
    auto const whole = content_of(folder / "kept.db");
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    std::vector<std::size_t> lengths;
    for (std::size_t n = 4096; n < whole.size(); n += 4096) lengths.push_back(n);
    for (int i = 0; i < 40; ++i) lengths.push_back(1 + random() % (whole.size() - 1));
    REQUIRE(lengths.size() > 60);

    for (auto const length : lengths) {
        write_file(folder / "cut.db", std::string_view(whole).substr(0, length));
        auto const e = opening({.path = folder / "cut.db"});
        INFO("cut to " << length << " of " << whole.size() << " bytes: " << e.message);
        CHECK(e.code == errc::store_damaged);
        CHECK_THAT(e.message, ContainsSubstring("cut.db"));
    }
}

TEST_CASE("a store with a garbled page is an error or the right answer") {
    scratch const folder;
    fill(folder / "kept.db");
    auto const whole = content_of(folder / "kept.db");
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    std::size_t found = 0;
    for (std::size_t page = 0; page < whole.size(); page += 4096) {
        auto damaged = whole;
        for (std::size_t i = 0; i < 4096; ++i) damaged[page + i] = static_cast<char>(random());
        write_file(folder / "garbled.db", damaged);
        INFO("page at byte " << page);
        CHECK(tells_the_truth_or_errs(folder / "garbled.db"));
        auto const opened = sqlite_store::open({.path = folder / "garbled.db"});
        found += opened.has_error() || (*opened)->check().has_error();
    }
    CHECK(found == whole.size() / 4096);
}

TEST_CASE("a file of no bytes becomes a new store unless one was expected") {
    scratch const folder;
    write_file(folder / "empty.db", "");
    auto const e = opening({.path = folder / "empty.db", .create = false});
    CHECK(e.code == errc::store_failed);
    CHECK_THAT(e.message, ContainsSubstring("expected a store, found an empty file"));
    CHECK(opening({.path = folder / "empty.db", .read_only = true}).code == errc::store_failed);
    CHECK(content_of(folder / "empty.db").empty());

    auto const kept = sqlite_store::open({.path = folder / "empty.db"});
    REQUIRE(kept.has_value());
    CHECK(*(*kept)->size() == 0);
}

TEST_CASE("a file that is no database is refused and left as it was") {
    scratch const folder;
    std::string garbage(10'000, '\0');
    std::mt19937 random(41);
    for (auto& c : garbage) c = static_cast<char>(random());
    for (auto const& content :
         {garbage, std::string("a"), std::string("minutes of the meeting\n")}) {
        write_file(folder / "other", content);
        auto const e = opening({.path = folder / "other"});
        CHECK(e.code == errc::store_damaged);
        CHECK_THAT(e.message, ContainsSubstring(content.size() == 1 ? "a file of one byte"
                                                                    : "file is not a database"));
        CHECK(content_of(folder / "other") == content);
    }
}

TEST_CASE("a database of another application is refused and left as it was") {
    scratch const folder;
    by_hand(folder / "music.db", nullptr)
        .run("CREATE TABLE songs(name); INSERT INTO songs VALUES('Lucia');");
    auto const before = content_of(folder / "music.db");
    auto const e = opening({.path = folder / "music.db"});
    CHECK(e.code == errc::store_damaged);
    CHECK_THAT(e.message, ContainsSubstring("expected a store of amends, found a database of "
                                            "another application with 1 tables"));
    CHECK(content_of(folder / "music.db") == before);
    CHECK_FALSE(std::filesystem::exists(folder / "music.db-wal"));

    by_hand(folder / "owned.db", nullptr).run("PRAGMA application_id=77; PRAGMA user_version=1");
    CHECK(opening({.path = folder / "owned.db"}).code == errc::store_damaged);
}

TEST_CASE("a store of a newer version is refused with both versions") {
    scratch const folder;
    fill(folder / "kept.db");
    by_hand(folder / "kept.db").run("PRAGMA user_version=7");
    auto const e = opening({.path = folder / "kept.db"});
    CHECK(e.code == errc::unsupported_version);
    CHECK_THAT(e.message,
               ContainsSubstring("expected a store of version 3 or older, found version 7"));
}

TEST_CASE("a store that lost a table is damaged and not empty") {
    scratch const folder;
    fill(folder / "kept.db");
    by_hand(folder / "kept.db").run("DROP TABLE entries");
    auto const opened = sqlite_store::open({.path = folder / "kept.db"});
    if (opened) {
        CHECK((*opened)->size().error().code == errc::store_damaged);
        CHECK((*opened)->append(drafts().add("41", 1).all()).error().code == errc::store_damaged);
        CHECK((*opened)->seen("k").error().code == errc::store_damaged);
    }
}

TEST_CASE("a row that no store wrote is damage and not an entry") {
    scratch const folder;
    fill(folder / "kept.db");
    by_hand(folder / "kept.db")
        .run("UPDATE entries SET hash = x'00' WHERE log_index = 3;"
             "UPDATE cases SET name = printf('%.60c', 'n') WHERE key = 9");
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    auto const all = [](auto const&) { return true; };
    CHECK(kept->scan(3, all).error().code == errc::store_damaged);
    CHECK_THAT(kept->scan(0, all).error().message,
               ContainsSubstring("expected a hash of 32 bytes, found 1"));
    CHECK(kept->heads(all).error().code == errc::store_damaged);
}

TEST_CASE("a path that cannot hold a store is an error") {
    scratch const folder;
    std::filesystem::create_directory(folder / "folder");
    for (auto const& where :
         {folder / "folder", folder / "missing" / "kept.db", path("/proc/kept.db"), path()}) {
        auto const e = opening({.path = where});
        INFO(e.message);
        CHECK(e.code == errc::store_failed);
    }
    CHECK_THAT(opening({.path = folder / "none.db", .create = false}).message,
               ContainsSubstring("No such file"));
    CHECK_FALSE(std::filesystem::exists(folder / "none.db"));
}

TEST_CASE("a path is a path whatever SQLite would read into it") {
    scratch const folder;
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(folder / "");
    for (auto const* name : {":memory:", "file:kept.db?mode=memory", "ä ö.db"}) {
        auto kept = sqlite_store::open({.path = name});
        REQUIRE(kept.has_value());
        REQUIRE((*kept)->append(drafts().add("41", 1).all()).has_value());
        CHECK(std::filesystem::exists(folder / name));
    }
    std::filesystem::current_path(before);
}

TEST_CASE("a store opened for reading sees what another writes and writes nothing") {
    scratch const folder;
    auto const writing = *sqlite_store::open({.path = folder / "kept.db"});
    auto const reading = *sqlite_store::open({.path = folder / "kept.db", .read_only = true});
    REQUIRE(writing->append(drafts().add("41", 1).all()).has_value());
    CHECK(*reading->size() == 1);
    auto const e = reading->append(drafts().add("41", 2).all());
    REQUIRE(e.has_error());
    CHECK(e.error().code == errc::store_failed);
    CHECK(reading->keep({}).error().code == errc::store_failed);
    CHECK(*writing->size() == 1);
}

namespace {

std::vector<std::string> names_in(path const& folder) {
    std::vector<std::string> names;
    for (auto const& one : std::filesystem::directory_iterator(folder))
        names.push_back(one.path().filename());
    std::ranges::sort(names);
    return names;
}

/// Opens the file for reading and tells what comes of it, in a process that may read everything here
/// and write nothing.
std::string told_to_an_auditor(path const& file) {
    auto const folder = file.parent_path();
    std::filesystem::permissions(folder, std::filesystem::perms(0555));
    for (auto const& name : names_in(folder))
        std::filesystem::permissions(folder / name, std::filesystem::perms(0444));
    int answer[2];
    REQUIRE(::pipe(answer) == 0);
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        // Root may write everywhere.
        if (::geteuid() == 0 &&
            (::setgroups(0, nullptr) != 0 || ::setgid(65534) != 0 || ::setuid(65534) != 0))
            ::_exit(1);
        std::string told;
        if (auto const kept = sqlite_store::open({.path = file, .read_only = true}); !kept) {
            told = kept.error().message;
        } else {
            std::uint64_t entries = 0;
            auto const scanned = (*kept)->scan(0, [&](stored_entry const& e) {
                entries += e.hash == sha256_of(e.bytes);
                return true;
            });
            told = scanned ? std::to_string(entries) + " entries" : scanned.error().message;
        }
        auto const all = ::write(answer[1], told.data(), told.size()) == ssize_t(told.size());
        ::_exit(all ? 0 : 1);
    }
    ::close(answer[1]);
    std::string told(4096, '\0');
    auto const got = ::read(answer[0], told.data(), told.size());
    ::close(answer[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    std::filesystem::permissions(folder, std::filesystem::perms(0755));
    REQUIRE(status == 0);
    return told.substr(0, std::size_t(std::max(got, ssize_t{0})));
}

} // namespace

TEST_CASE("whoever may only read a store reads all of it and leaves nothing beside it") {
    scratch const folder;
    auto const file = folder / "a store? 100% #1.db";
    fill(file);
    CHECK(told_to_an_auditor(file) == "200 entries");
    CHECK(names_in(file.parent_path()) == std::vector<std::string>{"a store? 100% #1.db"});

    // An empty log, as a reader of old would leave it, holds nothing that is not in the file.
    write_file(file.string() + "-wal", "");
    CHECK(told_to_an_auditor(file) == "200 entries");
    std::filesystem::remove(file.string() + "-wal");

    // So does whoever could write.
    REQUIRE(sqlite_store::open({.path = file, .read_only = true}).value()->size() == 200u);
    CHECK(names_in(file.parent_path()).size() == 1);
}

TEST_CASE("a store is read through a link while its log stands beside the file") {
    scratch const folder, elsewhere;
    auto const link = elsewhere / "linked.db";
    std::filesystem::create_symlink(folder / "kept.db", link);
    auto const written =
        *sqlite_store::open({.path = folder / "kept.db", .drain_wal_in_background = false});
    for (std::uint64_t i = 1; i <= 50; ++i)
        REQUIRE(
            written->append(drafts().add("41", i, {}, std::string(3000, 'x')).all()).has_value());
    for (auto const read_only : {true, false}) {
        auto const read =
            sqlite_store::open({.path = link, .create = false, .read_only = read_only});
        INFO((read ? std::string() : read.error().message));
        REQUIRE(read.has_value());
        CHECK((*read)->size() == 50u);
    }
    CHECK(names_in(elsewhere / "") == std::vector<std::string>{"linked.db"});
}

TEST_CASE("connections of calls within calls are closed but for a few") {
    scratch const folder;
    auto const file = folder / "kept.db";
    fill(file);
    // The file itself stays open as long as anybody in the process has a lock on it, its log does not.
    auto const log = file.string() + "-wal";
    auto const open_logs = [&] {
        std::size_t count = 0;
        for (auto const& one : std::filesystem::directory_iterator("/proc/self/fd")) {
            std::error_code gone;
            count += std::filesystem::read_symlink(one.path(), gone) == log;
        }
        return count;
    };
    auto const kept = *sqlite_store::open({.path = file, .drain_wal_in_background = false});
    std::size_t at_most = 0;
    std::function<void(int)> const within = [&](int deep) {
        at_most = std::max(at_most, open_logs());
        if (deep == 0) return;
        REQUIRE(kept->scan(0,
                           [&](stored_entry const&) {
                               within(deep - 1);
                               return false;
                           })
                    .has_value());
    };
    within(20);
    CHECK(at_most >= 20);
    CHECK(open_logs() <= 8);
    CHECK(kept->size() == 200u);
}

TEST_CASE("whoever may only read a store that a writer left open is told what is missing") {
    scratch const folder, copy;
    auto const file = folder / "kept.db";
    fill(file);
    {
        auto const kept = *sqlite_store::open({.path = file, .drain_wal_in_background = false});
        REQUIRE(kept->append(drafts().add("late", 1).all()).has_value());
        for (auto const* suffix : {"", "-wal"})
            std::filesystem::copy_file(file.string() + suffix,
                                       (copy / "kept.db").string() + suffix);
    }
    CHECK_THAT(told_to_an_auditor(copy / "kept.db"),
               ContainsSubstring("found a folder in which no file can be made") ||
                   ContainsSubstring("expected a store that can be written, found a file or folder "
                                     "that may only be read"));
}

TEST_CASE("a store that was opened for reading while nobody wrote sees who writes later") {
    scratch const folder;
    auto const file = folder / "kept.db";
    fill(file);
    auto const read = *sqlite_store::open({.path = file, .read_only = true});
    REQUIRE(read->size() == 200u);
    {
        auto const written = *sqlite_store::open({.path = file});
        REQUIRE(written->append(drafts().add("late", 1).all()).has_value());
        CHECK(read->size() == 201u);
        CHECK(read->head("late").value()->last_sequence == 1);
    }
    {
        auto const written = *sqlite_store::open({.path = file});
        REQUIRE(written->append(drafts().add("late", 2).all()).has_value());
    }
    CHECK(read->size() == 202u);
    CHECK(names_in(file.parent_path()).size() <= 3);
}

TEST_CASE("a writer that begins in the middle of a long reading does not garble it") {
    scratch const folder;
    auto const file = folder / "kept.db";
    {
        auto const kept = *sqlite_store::open({.path = file});
        for (std::uint64_t i = 0; i < 10'000; i += 1000) {
            drafts batch;
            for (std::uint64_t n = i; n < i + 1000; ++n) batch.add("long", n + 1);
            REQUIRE(kept->append(batch.all()).has_value());
        }
    }
    auto const read = *sqlite_store::open({.path = file, .read_only = true});
    std::uint64_t entries = 0;
    auto const scanned = read->scan(0, [&](stored_entry const& e) {
        REQUIRE(e.log_index == entries++);
        if (e.log_index == 100) {
            auto const written = *sqlite_store::open({.path = file});
            REQUIRE(written->append(drafts().add("long", 10'001).all()).has_value());
        }
        return true;
    });
    REQUIRE(scanned.has_value());
    CHECK(entries == 10'001);
}

TEST_CASE("a store that another process holds for too long is busy and keeps nothing") {
    scratch const folder;
    auto const kept = *sqlite_store::open(
        {.path = folder / "kept.db", .busy_timeout = std::chrono::milliseconds(5)});
    REQUIRE(kept->append(drafts().add("41", 1).all()).has_value());
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open((folder / "kept.db").c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);

    auto const answer = kept->append(drafts().add("41", 2).all());
    REQUIRE(answer.has_error());
    CHECK(answer.error().code == errc::store_busy);
    CHECK_THAT(answer.error().message, ContainsSubstring("held by another process"));
    CHECK(*kept->size() == 1); // reading goes on

    REQUIRE(sqlite3_close(other) == SQLITE_OK);
    CHECK(*kept->append(drafts().add("41", 2).all()) == 1);
}

TEST_CASE("after its log was drained the file alone holds everything") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    REQUIRE(kept->append(drafts().add("41", 1).add("41", 2).all()).has_value());
    CHECK(std::filesystem::file_size(folder / "kept.db-wal") > 0);
    REQUIRE(kept->drain_wal().has_value());
    CHECK(std::filesystem::file_size(folder / "kept.db-wal") == 0);

    std::filesystem::copy_file(folder / "kept.db", folder / "copy.db");
    auto const copy = *sqlite_store::open({.path = folder / "copy.db", .create = false});
    CHECK(read_all(*copy, "41").size() == 2);
}
