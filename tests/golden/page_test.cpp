// SPDX-License-Identifier: BSL-1.0
// The page about the stored format says what the code does, and says enough to read it.
#include "catch.hpp"

#include "desk/snapshot_layout.hpp"
#include "golden/files.hpp"
#include "golden/page.hpp"
#include "golden/samples.hpp"
#include "golden/tables.hpp"
#include "source_dir.hpp"

#include <algorithm>

using namespace amends;

TEST_CASE("the tables of the format page are those of the code") {
    auto const page = golden::page();
    REQUIRE(!page.empty());
    for (auto const& [name, text] : golden::format_tables()) {
        INFO("amends_golden page docs/format.md puts the table '" << name << "' right");
        CHECK(golden::section_of(page, name) == text);
    }
}

// Where this fails a case file is laid out anew: it takes the next number, in snapshot_layout.hpp and on
// the page, and its digest stands here.
TEST_CASE("a case file that is laid out anew has another number") {
    CHECK(snapshot_layout == 1);
    CHECK(to_text(sha256_of(golden::layout_of_case_file())) ==
          "2e2c4ad09d7b66524a00bdaf842e968a0a9ea58a9c6d57b686ba1de889cd1f24");
    CHECK(golden::page().find("the layout of what follows, " + std::to_string(snapshot_layout) +
                              ";") != std::string::npos);
}

TEST_CASE("an entry can be read with nothing but the format page") {
    golden::page_reader reader(golden::page());
    for (auto const& e : golden::sample_trail()) {
        bytes canonical;
        encode(e, canonical);
        INFO(name_of(e.what));
        auto const fields = reader.read_entry(canonical);

        auto const says = [&](std::string const& field) {
            return std::find(fields.begin(), fields.end(), field) != fields.end();
        };
        CHECK(says("on=" + e.on.str()));
        CHECK(says("sequence=" + std::to_string(e.how.sequence)));
        CHECK(says("at=" + std::to_string(e.how.at.time_since_epoch().count())));
        CHECK(says("command_name=" + e.command_name.str()));
        CHECK(says("by_delegation=" + e.who.by_delegation.str()));
        CHECK(says("side=service"));
        CHECK(says("origin=imported"));
        CHECK(says("decision=forbidden"));
        CHECK(says("approvers_needed=" + std::to_string(e.verdicts[0].approvers_needed)));
        CHECK(says("policy=" + e.verdicts[1].reasons[2].policy.str()));
        CHECK(says("competent=" + e.verdicts[1].competent[2].str()));
        CHECK(fields.back() == "competent=" + e.verdicts[1].competent[2].str());
    }
}

TEST_CASE("every command can be read with nothing but the format page") {
    golden::page_reader reader(golden::page());
    for (auto const& one : golden::all_alternatives<command_content>()) {
        bytes canonical(canonical::size(one));
        canonical::put(canonical.data(), one);
        INFO(name_of(one));
        CHECK_NOTHROW(reader.read_command(canonical));
    }
}

TEST_CASE("a page with another order of members does not read an entry") {
    auto page = golden::page();
    auto const moved = page.find("| `sequence` | u64 |");
    REQUIRE(moved != page.npos);
    page.replace(moved, 20, "| `sequence` | u32 |");
    golden::page_reader reader(page);

    bytes canonical;
    encode(golden::sample_trail().front(), canonical);
    CHECK_THROWS(reader.read_entry(canonical));
}

TEST_CASE("every file that the page of guarantees points to is there") {
    auto const page = golden::read_text(AMENDS_SOURCE_DIR "/docs/guarantees.md");
    std::size_t named = 0;
    for (auto at = page.find('`'); at != page.npos; at = page.find('`', at)) {
        auto const end = page.find('`', at + 1);
        REQUIRE(end != page.npos);
        auto const text = page.substr(at + 1, end - at - 1);
        at = end + 1;
        if (text.find('/') == text.npos) continue;
        INFO(text);
        CHECK(std::filesystem::is_regular_file(AMENDS_SOURCE_DIR "/" + text));
        ++named;
    }
    CHECK(named > 10);
}
