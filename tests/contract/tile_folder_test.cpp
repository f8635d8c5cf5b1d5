// SPDX-License-Identifier: BSL-1.0
// A log as a folder of tiles: whole, added to, never changed, and verified by itself.
#include <amends/exchange/tile_folder.hpp>
#include <amends/store/memory.hpp>

#include "contract/scratch.hpp"
#include "support/front_desk.hpp"
#include "support/raw_log.hpp"
#include "support/some_keys.hpp"

#include <fstream>
#include <sstream>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;

namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> files_in(fs::path const& folder) {
    std::map<std::string, std::string> all;
    for (auto const& file : fs::recursive_directory_iterator(folder)) {
        if (!file.is_regular_file()) continue;
        std::ostringstream content;
        content << std::ifstream(file.path(), std::ios::binary).rdbuf();
        all[fs::relative(file.path(), folder).string()] = content.str();
    }
    return all;
}
void write(fs::path const& path, std::string const& content) {
    std::ofstream(path, std::ios::binary) << content;
}

/// Appends an entry of these bytes, in a case of its own.
void append_text(store& to, case_id const& on, std::string const& text) {
    new_entry e{.on = on, .sequence = 1, .bytes = std::as_bytes(std::span(text))};
    e.hash = sha256().of_leaf(e.bytes);
    REQUIRE(to.append({&e, 1}).has_value());
}
void sign(store& over, std::string_view origin = "example.org/log") {
    REQUIRE(notary(over, key_of(origin)).sign().has_value());
}

/// A desk's log of some hundreds of entries with its notary.
struct desk_log {
    cases::front_desk d;
    notary signs{d.kept, key_of("example.org/log")};
    int cases_so_far = 0;

    void more(int cases_more) {
        for (auto i = 0; i < cases_more; ++i)
            d.until_agreed(cases::terms_of(100),
                           case_id::trusted("case " + std::to_string(cases_so_far++)));
        REQUIRE(signs.sign().has_value());
    }
    std::vector<verifying_key> keys() const { return {signs.verifier()}; }
};

} // namespace

TEST_CASE("a log is written as tiles up to its newest checkpoint, and verified from them") {
    scratch const folder;
    desk_log log;
    log.more(100);
    auto const says = last_checkpoint(log.d.kept)->value().says;
    log.d.record(log.d.ann, cases::a_note(), "case 0"); // in no checkpoint yet
    std::vector<std::uint64_t> told;
    auto const written =
        write_tiles(log.d.kept, folder / "tiles", [&](std::uint64_t n) { told.push_back(n); });
    REQUIRE(written.has_value());
    CHECK(written->says == says);
    CHECK(says.head.size == 600);

    auto const files = files_in(folder / "tiles");
    CHECK(written->files == files.size());
    std::vector<std::string> names;
    for (auto const& [name, content] : files) names.push_back(name);
    CHECK(names == std::vector<std::string>{"checkpoint", "tile/0/000", "tile/0/001",
                                            "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/000",
                                            "tile/entries/001", "tile/entries/002.p/88"});

    auto const found = verify_tiles(folder / "tiles", {.keys = log.keys(), .elsewhere = {says}});
    REQUIRE(found.has_value());
    CHECK_FALSE(found->first.has_value());
    CHECK(found->entries == 600);
    CHECK(found->cases == 100);
    CHECK(found->last == says);
}

TEST_CASE("a folder that is written again is added to") {
    scratch const folder;
    desk_log log;
    log.more(50);
    REQUIRE(write_tiles(log.d.kept, folder / "tiles").has_value());
    auto const before = files_in(folder / "tiles");
    log.more(50);
    auto const written = write_tiles(log.d.kept, folder / "tiles");
    REQUIRE(written.has_value());
    auto const after = files_in(folder / "tiles");
    for (auto const& [name, content] : before)
        if (name != "checkpoint") CHECK(after.at(name) == content);
    CHECK(written->files == after.size() - before.size() + 1);
    CHECK_FALSE(verify_tiles(folder / "tiles", {.keys = log.keys()})->first.has_value());
    // A tile that is full now serves for what was partial before.
    write(folder / "tiles" / "checkpoint", before.at("checkpoint"));
    fs::remove(folder / "tiles" / "tile/entries/001.p/44");
    CHECK_FALSE(verify_tiles(folder / "tiles", {.keys = log.keys()})->first.has_value());
}

TEST_CASE("a folder shows that the log was rewritten since") {
    scratch const folder;
    desk_log log, other;
    log.more(50);
    REQUIRE(write_tiles(log.d.kept, folder / "tiles").has_value());
    other.d.record(other.d.customer, cases::a_query(), "another");
    other.more(60);
    auto const before = files_in(folder / "tiles");
    auto const written = write_tiles(other.d.kept, folder / "tiles");
    REQUIRE(written.has_error());
    CHECK(written.error().code == errc::log_rewritten);
    CHECK_THAT(written.error().message,
               EndsWith("tile/0/000: expected the tile that was written before, found another "
                        "content"));
    CHECK(files_in(folder / "tiles") == before);
}

TEST_CASE("a folder takes no log but its own, and none that is older or was rewritten since") {
    scratch const folder;
    auto const tiles = folder / "tiles";
    memory_store whole;
    append_raw(whole, 600);
    sign(whole);
    REQUIRE(write_tiles(whole, tiles).has_value());
    auto const before = files_in(tiles);

    struct {
        std::string origin;
        std::size_t same, others; // entries as before, and others after them
        std::string said;
    } const table[] = {
        {"example.org/other", 600, 0,
         "expected a log of example.org/log, found one of example.org/other"},
        {"example.org/log", 590, 0,
         "expected a checkpoint of at least 600 entries, found one of 590"},
        {"example.org/log", 512, 0,
         "expected a checkpoint of at least 600 entries, found one of 512"},
        {"example.org/log", 599, 1, " of 600 entries, found "},
        {"example.org/log", 590, 60, " of 600 entries, found "},
        {"example.org/log", 512, 300, " of 600 entries, found "},
    };
    for (auto const& [origin, same, others, said] : table) {
        INFO(origin << ": " << same << " and " << others);
        memory_store kept;
        append_raw(kept, same);
        for (std::size_t i = 0; i < others; ++i)
            append_text(kept, case_id::trusted("other " + std::to_string(i)), "another");
        sign(kept, origin);

        auto const written = write_tiles(kept, tiles);

        REQUIRE(written.has_error());
        CHECK(written.error().code == errc::log_rewritten);
        CHECK_THAT(written.error().message,
                   ContainsSubstring("checkpoint: expected ") && ContainsSubstring(said));
        CHECK(files_in(tiles) == before);
    }
}

TEST_CASE("a folder with another file for its checkpoint is not written into") {
    scratch const folder;
    desk_log log;
    log.more(1);
    write(folder / "checkpoint", "my shopping list\n");
    auto const written = write_tiles(log.d.kept, folder / ".");
    REQUIRE(written.has_error());
    CHECK(written.error().code == errc::malformed);
    CHECK_THAT(written.error().message, ContainsSubstring("checkpoint: expected "));
    CHECK(files_in(folder / ".").size() == 1);
}

TEST_CASE("tiles that were interrupted before their checkpoint are continued") {
    scratch const folder;
    auto const tiles = folder / "tiles";
    memory_store kept;
    append_raw(kept, 300);
    sign(kept);
    REQUIRE(write_tiles(kept, tiles).has_value());
    auto const checkpoint_before = files_in(tiles).at("checkpoint");
    append_raw(kept, 300);
    sign(kept);
    REQUIRE(write_tiles(kept, tiles).has_value());
    auto const whole = files_in(tiles);

    write(tiles / "checkpoint", checkpoint_before);
    CHECK(write_tiles(kept, tiles).has_value());
    CHECK(files_in(tiles) == whole);
    fs::remove(tiles / "checkpoint");
    CHECK(write_tiles(kept, tiles).has_value());
    CHECK(files_in(tiles) == whole);
}

TEST_CASE(
    "no tiles are written of a log without a checkpoint, or of another history than it says") {
    scratch const folder;
    cases::front_desk d;
    d.until_agreed();
    CHECK(write_tiles(d.kept, folder / "tiles").error().message ==
          "expected a log that has a checkpoint, found none beside it");
    auto const forged = sign_checkpoint({6, sha256_of("another")}, key_of("example.org/log"));
    keep_text(d.kept, "checkpoint", to_text(*forged));
    auto const other = write_tiles(d.kept, folder / "tiles");
    REQUIRE(other.has_error());
    CHECK(other.error().code == errc::log_rewritten);
    auto const longer = sign_checkpoint({700, sha256_of("another")}, key_of("example.org/log"));
    keep_text(d.kept, "checkpoint", to_text(*longer));
    CHECK_THAT(write_tiles(d.kept, folder / "tiles").error().message,
               ContainsSubstring(" of 700 entries, found ") && EndsWith(" of 6"));
    CHECK_FALSE(fs::exists(folder / "tiles" / "checkpoint"));
}

TEST_CASE("an empty log is a checkpoint alone") {
    scratch const folder;
    memory_store kept;
    notary signs(kept, key_of("example.org/log"));
    REQUIRE(signs.sign().has_value());
    REQUIRE(write_tiles(kept, folder / "tiles").has_value());
    CHECK(files_in(folder / "tiles").size() == 1);
    auto const found = verify_tiles(folder / "tiles", {.keys = {signs.verifier()}});
    CHECK_FALSE(found->first.has_value());
    CHECK(found->entries == 0);
}

TEST_CASE("an entry that no bundle can hold is refused by its name") {
    scratch const folder;
    memory_store kept;
    append_raw(kept, 3);
    std::string const longest(65535, 'x'), longer(65536, 'x');
    append_text(kept, "long", longest);
    sign(kept);
    CHECK(write_tiles(kept, folder / "tiles").has_value());
    append_text(kept, "longer", longer);
    sign(kept);
    auto const refused = write_tiles(kept, folder / "tiles");
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == errc::too_long);
    CHECK(refused.error().message == "expected an entry of at most 65535 bytes, found 65536 (log "
                                     "index 4, case longer, sequence 1)");
}

TEST_CASE("every damage of a folder is found where it is") {
    scratch const folder;
    desk_log log;
    log.more(100);
    auto const tiles = folder / "tiles";
    REQUIRE(write_tiles(log.d.kept, tiles).has_value());
    auto const sound = files_in(tiles);
    auto const found = [&] {
        auto const checked = verify_tiles(tiles, {.keys = log.keys()});
        INFO((checked ? std::string() : checked.error().message));
        REQUIRE(checked.has_value());
        REQUIRE(checked->first.has_value());
        return *checked->first;
    };
    auto const with = [&](std::string const& name, auto change) {
        auto content = sound.at(name);
        change(content);
        write(tiles / name, content);
        auto const first = found();
        write(tiles / name, sound.at(name));
        return first;
    };
    auto const flip_at = [](std::size_t at) {
        return [at](std::string& s) { s[at] = static_cast<char>(s[at] ^ 1); };
    };

    auto const tile = with("tile/0/001", flip_at(32 * 7 + 3));
    CHECK(tile.kind == damage_kind::tile);
    CHECK(tile.log_index == 256 + 7);
    CHECK(with("tile/1/000.p/2", flip_at(40)).log_index == 256);
    CHECK(with("tile/1/000.p/2", [](std::string& s) { s.pop_back(); }).kind == damage_kind::tile);
    CHECK(with("tile/0/002.p/88", [](std::string& s) { s.resize(32); }).log_index == 512 + 1);

    // Each byte of an entry, where the entry is: not where the next one of its case names its hash.
    std::size_t begins = 0;
    auto const& bundle = sound.at("tile/entries/000");
    for (std::uint64_t index = 0; index < 256; ++index) {
        auto const size =
            static_cast<std::size_t>(static_cast<unsigned char>(bundle[begins])) * 256 +
            static_cast<unsigned char>(bundle[begins + 1]);
        auto const step = index == 1 ? 1 : size / 3;
        for (auto at = index == 1 ? std::size_t{0} : step; at < size; at += step) {
            INFO("entry " << index << ", byte " << at);
            auto const entry = with("tile/entries/000", flip_at(begins + 2 + at));
            CHECK((entry.kind == damage_kind::tile || entry.kind == damage_kind::unreadable));
            CHECK(entry.log_index == index);
        }
        begins += 2 + size;
    }
    CHECK(begins == bundle.size());
    CHECK(with("tile/entries/001", [](std::string& s) { s.pop_back(); }).log_index == 256);
    CHECK(with("tile/entries/002.p/88", [](std::string& s) { s.resize(400); }).kind ==
          damage_kind::unreadable);

    auto const elsewhere = verify_tiles(
        tiles, {.keys = log.keys(), .elsewhere = {{"example.org/log", {700, empty_root()}, {}}}});
    CHECK(elsewhere->first->kind == damage_kind::count);
    CHECK(verify_tiles(tiles, {.keys = log.keys(),
                               .elsewhere = {{"example.org/log", {300, empty_root()}, {}}}})
              ->first->kind == damage_kind::root);
    CHECK(verify_tiles(tiles, {.keys = log.keys(),
                               .elsewhere = {{"example.org/other", {300, empty_root()}, {}}}})
              .error()
              .code == errc::proof_failed);
    CHECK(verify_tiles(tiles, {}).error().code == errc::signature_failed);
    CHECK(verify_tiles(folder / "none", {.keys = log.keys()}).error().code == errc::io_failed);
    fs::remove(tiles / "tile/entries/001");
    CHECK(verify_tiles(tiles, {.keys = log.keys()}).error().code == errc::io_failed);
}

TEST_CASE("a folder that cannot be written is told") {
    scratch const folder;
    desk_log log;
    log.more(1);
    write(folder / "file", "in the way");
    auto const refused = write_tiles(log.d.kept, folder / "file");
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == errc::io_failed);
}
