// SPDX-License-Identifier: BSL-1.0
// XES exports: valid by the standard's schema, and read back whatever their texts hold.
#include <amends/exchange/xes.hpp>

#include "catch.hpp"

#include "golden/export_log.hpp"
#include "golden/samples.hpp"
#include "support/exported.hpp"
#include "support/front_desk.hpp"
#include "support/passing_on.hpp"
#include "support/random_values.hpp"
#include "support/repeat_with.hpp"
#include "support/xes_schema.hpp"
#include "volume/made_up_store.hpp"
#include "written_file.hpp"

#include <ctime>
#include <set>

using namespace amends;
using namespace amends::testing;

namespace {

std::vector<std::vector<std::string>> read_xes(std::string const& xes,
                                               std::vector<std::string> const& columns) {
    written_file const file("cases.xes", xes);
    auto source = open_xes(file.path(), columns);
    if (!source) FAIL(source.error().message);
    std::vector<std::vector<std::string>> rows;
    for (log_row row;;) {
        auto const more = (*source)->next(row);
        if (!more) FAIL(file.plain(more.error().message));
        if (!*more) return rows;
        rows.emplace_back(row.fields.begin(), row.fields.end());
    }
}

void fill_with(store& to, std::vector<fact> const& facts) {
    golden::log_maker log(to);
    for (auto const& one : facts) {
        log.next("41", {"ann", side::staff, {"agent"}, {}, {}}, "note", one);
        log.add();
    }
}

std::string as_read(std::string const& text) {
    memory_store kept;
    fill_with(kept, {note_added{{text}}});
    return read_xes(exported(kept, export_format::xes), {"content.text"})[0][0];
}

} // namespace

TEST_CASE("an XES export is read back case by case in the order of each") {
    memory_store kept;
    golden::fill_export_log(kept);

    auto const rows = read_xes(exported(kept, export_format::xes),
                               {"case:concept:name", "concept:name", "time:timestamp",
                                "org:resource", "org:role", "sequence"});

    using row = std::vector<std::string>;
    REQUIRE(rows.size() == 10);
    CHECK(rows[0] == row{"41", "contact_reported", "2026-03-02T09:01:00Z", "c-17", "", "1"});
    CHECK(rows[1] == row{"41", "case_taken", "2026-03-02T09:03:00Z", "ann", "agent", "2"});
    CHECK(rows[6] ==
          row{"41", "proposal_approved", "2026-03-02T09:08:00Z", "lea", "team_lead|trainer", "7"});
    CHECK(rows[7] == row{"41", "solution_agreed", "2026-03-02T09:10:00Z", "c-17", "", "8"});
    CHECK(rows[8] ==
          row{"=2+3, \"x\"", "contact_reported", "2026-03-02T09:02:00Z", "=robot+1", "", "1"});
    CHECK(rows[9] ==
          row{"=2+3, \"x\"", "inspection_done", "2026-03-02T09:09:00Z", "ann", "agent", "2"});
}

TEST_CASE("a member of a fact is an attribute of its own type") {
    memory_store kept;
    golden::fill_export_log(kept);
    auto const xes = exported(kept, export_format::xes);
    for (auto const* line : {
             "<string key=\"content.kind\" value=\"problem\"/>",
             "<boolean key=\"content.customer_aware\" value=\"true\"/>",
             "<int key=\"content.approvers_needed\" value=\"1\"/>",
             "<string key=\"content.remedies\" value=\"[{&quot;kind&quot;:&quot;refund&quot;,"
             "&quot;cost&quot;:&quot;75.50 EUR&quot;}",
             "<string key=\"content.content\" value=\"00ab\"/>",
             "<string key=\"content.command\" value=\"accept\"/>",
         })
        CHECK_THAT(xes, Catch::Matchers::ContainsSubstring(line));
    // What says nothing is left out.
    CHECK(xes.find("value=\"\"", xes.find("<trace>")) == xes.npos);
}

TEST_CASE("a text comes back from XES whatever stands in it") {
    struct {
        std::string text, read;
    } const table[] = {
        {"plain", "plain"},
        {"<a href=\"x\">&amp; ]]> '", "<a href=\"x\">&amp; ]]> '"},
        {"two\nlines\r\nand a\ttab", "two\nlines\r\nand a\ttab"},
        {" spaces  at the ends ", " spaces  at the ends "},
        {"\xf0\x9f\x93\xa6 Zo\xc3\xab \xe2\x82\xac", "\xf0\x9f\x93\xa6 Zo\xc3\xab \xe2\x82\xac"},
        {"&#7;", "&#7;"},
        // XML has no characters for these: the byte is written after U+FFFD.
        {"bell \x07.", "bell \xef\xbf\xbd"
                       "07."},
        {std::string("NUL \0.", 6), "NUL \xef\xbf\xbd"
                                    "00."},
        {"\x7f", "\x7f"},
        {"Z\xfcrich", "Z\xef\xbf\xbd"
                      "fcrich"},
        {"\xed\xa0\x80", "\xef\xbf\xbd"
                         "ed\xef\xbf\xbd"
                         "a0\xef\xbf\xbd"
                         "80"},
        {"\xef\xbf\xbe", "\xef\xbf\xbd"
                         "ef\xef\xbf\xbd"
                         "bf\xef\xbf\xbd"
                         "be"},
        {"\xef\xbf\xbd", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"cut \xe2\x82", "cut \xef\xbf\xbd"
                         "e2\xef\xbf\xbd"
                         "82"},
    };
    for (auto const& [text, back] : table) {
        INFO(text);
        CHECK(as_read(text) == back);
    }
}

TEST_CASE("a text full of what XML does not have costs no more than its length") {
    for (std::string const bad : {"\x1b", "\xef\xbf\xbe", "\xff", "\x1b\xff"}) {
        std::string text;
        while (text.size() < 256 * 1024) text += bad;
        memory_store kept;
        fill_with(kept, {note_added{{text}}});

        auto const began = std::clock(); // of this process alone
        auto const xes = exported(kept, export_format::xes);
        auto const seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;

        CHECK(xes.size() > 5 * text.size()); // U+FFFD and two digits a byte
        CHECK(seconds < 3);                  // its square is 70 thousand million bytes
    }
}

TEST_CASE("no two texts become one in XES") {
    std::set<std::string> read;
    std::vector<std::string> const pieces = {"\xef\xbf\xbd", "f", "0", "\xf0", "\x01", "a"};
    std::size_t texts = 0;
    for (auto const& a : pieces)
        for (auto const& b : pieces)
            for (auto const& c : pieces) {
                read.insert(as_read(a + b + c));
                ++texts;
            }
    CHECK(read.size() == texts);
}

TEST_CASE("XES exports are valid by the schema of the standard") {
    AMENDS_NEEDS_XES_SCHEMA();
    std::string every;
    for (int c = 1; c < 256; ++c) every += static_cast<char>(c);
    memory_store nothing, small, awkward, facts, edges;
    golden::fill_export_log(small);
    fill_with(awkward, {note_added{{every}}, note_added{{"]]> <![CDATA[ \xef\xbf\xbf"}},
                        note_added{{std::string(1000, '\0')}}});
    fill_with(facts, golden::all_alternatives<fact>());
    {
        golden::log_maker log(edges);
        for (auto const at :
             {instant::min(), instant(std::chrono::milliseconds(-62'135'596'800'001)), instant{},
              instant::max()}) {
            log.next("41", {"ann", side::staff, {}, {}, {}}, "note", note_added{}).how.at = at;
            log.add();
        }
    }
    for (auto* kept : {&nothing, &small, &awkward, &facts, &edges})
        for (bool const without : {false, true}) {
            export_options how;
            how.without_personal_data = without;
            written_file const file("cases.xes", exported(*kept, export_format::xes, how));
            INFO(exported(*kept, export_format::xes, how).substr(0, 3000));
            CHECK(is_valid_xes(file.path()));
        }

    // The tool does refuse what is not valid.
    written_file const broken("cases.xes",
                              "<log xes.version=\"1849.2016\"><trace><event>"
                              "<date key=\"a\" value=\"soon\"/></event></trace></log>");
    CHECK_FALSE(is_valid_xes(broken.path()));
}

TEST_CASE("random facts are exported as valid XES") {
    AMENDS_NEEDS_XES_SCHEMA();
    cases::random_values some(cases::seed());
    INFO(cases::repeat_with());
    memory_store kept;
    std::vector<fact> facts;
    for (int i = 0; i < 3000; ++i) facts.push_back(some.make<fact>());
    fill_with(kept, facts);
    written_file const file("cases.xes", exported(kept, export_format::xes));
    CHECK(is_valid_xes(file.path()));
}

TEST_CASE(
    "cases that lie side by side are read together, whatever lies between, and come out the same") {
    // Counts readings of single cases; where it is blind, there is nothing else.
    class counting : public passing_on {
      public:
        counting(store& to, bool blind) : passing_on(to), blind_(blind) {}
        result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                          entry_visitor const& visit) override {
            ++reads;
            return real.read(on, from, to, visit);
        }
        result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
            return blind_ ? result<std::uint64_t>(from) : real.scan(from, visit);
        }
        std::uint64_t reads = 0;

      private:
        bool blind_;
    };
    made_up_store side_by_side(30'000);
    cases::front_desk long_lived;
    long_lived.until_reported(cases::a_problem(), "first");
    for (int i = 0; i < 40; ++i) long_lived.until_closed(case_id::trusted(std::to_string(i)));
    long_lived.record(long_lived.ann, cases::a_note(), "first");
    for (auto* kept : {static_cast<store*>(&side_by_side), static_cast<store*>(&long_lived.kept)}) {
        counting seeing(*kept, false), blind(*kept, true);
        auto const together = exported(seeing, export_format::xes);
        CHECK(together.size() > 10'000);
        CHECK((together == exported(blind, export_format::xes)));
        CHECK(seeing.reads < 10);
        CHECK(blind.reads > 40);
    }
}
