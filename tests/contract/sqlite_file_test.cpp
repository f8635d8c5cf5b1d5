// SPDX-License-Identifier: BSL-1.0
// Files that are not a sound store: each is an error that says both sides, and none is changed.
#include <amends/store/sqlite.hpp>

#include "contract/by_hand.hpp"
#include "contract/filled_file.hpp"
#include "contract/scratch.hpp"
#include "contract/seed.hpp"
#include "contract/store_contract.hpp"
#include "contract/whole_file.hpp"

#include <random>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

using path = std::filesystem::path;

error opening(sqlite_options how) {
    auto const opened = sqlite_store::open(std::move(how));
    REQUIRE(opened.has_error());
    return opened.error();
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
