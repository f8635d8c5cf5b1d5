// SPDX-License-Identifier: BSL-1.0
// Bytes of released versions stay readable for ever, and today's code writes the same ones.
#include "catch.hpp"

#include "golden/files.hpp"
#include "golden/samples.hpp"

#include <amends/audit/archive.hpp>
#include <amends/vocabulary/reader.hpp>

#include <set>

using namespace amends;
namespace fs = std::filesystem;

namespace {

template <class Variant>
void check_canonical(std::string const& file) {
    auto const releases = golden::releases();
    REQUIRE(!releases.empty());
    for (auto const& release : releases) {
        auto const lines = golden::lines_of(release / file);
        REQUIRE(!lines.empty());
        for (auto const& line : lines) {
            INFO(release.string() << ' ' << line.words[0] << ' ' << line.words[1]);
            Variant read;
            canonical::reader from(line.content);
            canonical::get(from, read);
            auto const done = from.finish();
            REQUIRE(done.has_value());
            CHECK(std::to_string(number_of(read)) == line.words[0]);
            CHECK(name_of(read) == line.words[1]);
            CHECK(read == golden::alternative<Variant>(number_of(read)));

            bytes again(canonical::size(read));
            canonical::put(again.data(), read);
            CHECK(to_hex(again) == line.words.back());
        }
    }
}

template <class Variant>
std::set<std::string> missing(std::string const& file) {
    std::set<std::string> names;
    for (auto const& one : golden::all_alternatives<Variant>())
        names.insert(std::string(name_of(one)));
    for (auto const& release : golden::releases())
        for (auto const& line : golden::lines_of(release / file)) names.erase(line.words[1]);
    return names;
}

std::vector<fs::path> archives_in(fs::path const& release, std::string const& name) {
    std::vector<fs::path> all;
    for (auto const* form : {"binary", "text", "xml"})
        all.push_back(release / (name + '.' + form + ".archive"));
    return all;
}

} // namespace

TEST_CASE("canonical facts of every release are read and written byte for byte") {
    check_canonical<fact>("facts.txt");
}

TEST_CASE("canonical commands of every release are read and written byte for byte") {
    check_canonical<command_content>("commands.txt");
}

// tests/golden/README.md says what to do when this fails.
TEST_CASE("every fact and every command has golden bytes") {
    CHECK(missing<fact>("facts.txt") == std::set<std::string>{});
    CHECK(missing<command_content>("commands.txt") == std::set<std::string>{});
}

TEST_CASE("canonical entries of every release keep their bytes and their hash") {
    for (auto const& release : golden::releases()) {
        auto const lines = golden::lines_of(release / "entries.txt");
        REQUIRE(!lines.empty());
        for (auto const& line : lines) {
            auto const read = decode_entry(line.content);
            REQUIRE(read.has_value());
            bytes again;
            encode(*read, again);
            CHECK(to_hex(again) == line.words.back());
            CHECK(to_text(sha256().of_leaf(again)) == line.words[0]);
        }
    }
}

TEST_CASE("archived trails of every release are read in every form") {
    for (auto const& release : golden::releases())
        for (auto const& path : archives_in(release, "trail")) {
            INFO(path.string());
            auto const trail = trail_from_archive(golden::read_bytes(path));
            if (!trail) FAIL(trail.error().message);
            REQUIRE(trail->size() == golden::lines_of(release / "facts.txt").size());

            std::vector<fact> facts;
            for (auto const& e : *trail)
                facts.push_back(golden::alternative<fact>(number_of(e.what)));
            CHECK(*trail == golden::sample_trail(std::move(facts)));
        }
}

TEST_CASE("archived case files of every release are read in every form") {
    for (auto const& release : golden::releases())
        for (auto const& path : archives_in(release, "case_file")) {
            INFO(path.string());
            auto const file = case_file_from_archive(golden::read_bytes(path));
            if (!file) FAIL(file.error().message);
            CHECK(*file == golden::sample<case_file>());
        }
}
