// SPDX-License-Identifier: BSL-1.0
// CSV exports: what our reader reads of them, and what a spreadsheet must not do with them.
#include <amends/exchange/csv.hpp>

#include "catch.hpp"

#include "golden/export_log.hpp"
#include "support/exported.hpp"
#include "written_file.hpp"

#include <boost/json.hpp>

using namespace amends;
using namespace amends::testing;

namespace {

std::vector<std::vector<std::string>> read(std::string const& csv,
                                           std::vector<std::string> const& columns) {
    written_file const file("cases.csv", csv);
    auto source = open_csv(file.path(), {columns, ','});
    if (!source) FAIL(source.error().message);
    std::vector<std::vector<std::string>> rows;
    for (log_row row;;) {
        auto const more = (*source)->next(row);
        if (!more) FAIL(more.error().message);
        if (!*more) return rows;
        if (row.bad) FAIL(row.bad->message);
        rows.emplace_back(row.fields.begin(), row.fields.end());
    }
}

// One row about case 41 with these ids, as it is written.
std::string with_id(std::string_view id) {
    memory_store kept;
    golden::log_maker log(kept);
    log.next("41", {actor_id::trusted(id), side::staff, {}, {}, {}}, "take", case_taken{});
    log.add();
    auto const csv = exported(kept, export_format::csv);
    auto const begins = csv.find("Z,", csv.find('\n')) + 2;
    return csv.substr(begins, csv.find(",staff,") - begins);
}

} // namespace

TEST_CASE("a CSV export is read back by the CSV reader") {
    memory_store kept;
    golden::fill_export_log(kept);

    auto const rows = read(exported(kept, export_format::csv),
                           {"log_index", "case", "sequence", "at", "who", "roles", "fact",
                            "resolution_to", "decision", "hash"});

    REQUIRE(rows.size() == 10);
    CHECK(rows[0] == std::vector<std::string>{
                         "0", "41", "1", "2026-03-02T09:01:00Z", "c-17", "", "contact_reported",
                         "reported", "",
                         "ef7225abd6d536a66eb057ef896881e5d5445f0da547018a8ec82604efa49e78"});
    CHECK(rows[1][1] == "'=2+3, \"x\"");
    CHECK(rows[1][4] == "'=robot+1");
    CHECK(rows[5][8] == "needs_approval");
    CHECK(rows[7][5] == "team_lead|trainer");
    CHECK(rows[8][6] == "inspection_done");
    CHECK(rows[8][7] == "inspected");
}

TEST_CASE("content and verdicts are JSON in a column of a CSV export") {
    memory_store kept;
    golden::fill_export_log(kept);

    auto const rows =
        read(exported(kept, export_format::csv), {"content", "verdicts", "own_states"});

    CHECK(boost::json::parse(rows[0][0]).at("what").at("expected") ==
          "my parcel on \"Saturday\", before noon;\nnot later");
    CHECK(boost::json::parse(rows[1][0]).at("what").at("expected").at("hex") ==
          "612062656c6c20072c2061204e554c200020616e642061206279746520ff");
    CHECK(boost::json::parse(rows[5][1]).at(0).at("reasons").at(0).at("expected").at("at_most") ==
          "50.00 EUR");
    CHECK(rows[6][1] == "[]");
    CHECK(boost::json::parse(rows[8][2]).at(0).at("name") == "inspected");
}

TEST_CASE("no cell of a CSV export is a formula") {
    struct {
        std::string id, cell;
    } const table[] = {
        {"ann", "ann"},
        {"=1+2", "\"'=1+2\""},
        {"+49 30", "\"'+49 30\""},
        {"-1", "\"'-1\""},
        {"@SUM", "\"'@SUM\""},
        {"'ann", "\"''ann\""},
        {"1=2", "1=2"},
        {"a;=b", "\"a;'=b\""},
        {"a;'=b;-", "\"a;''=b;'-\""},
        {"a,b", "\"a,b\""},
        {"a\"b", "\"a\"\"b\""},
        {"Zo\xc3\xab", "\"Zo\xc3\xab\""},
        {"\xff", "\"\xef\xbf\xbd"
                 "ff\""},
        {"\xef\xbf\xbd"
         "ff",
         "\"\xef\xbf\xbd\xef\xbf\xbd"
         "ff\""},
    };
    for (auto const& [id, cell] : table) {
        INFO(id);
        CHECK(with_id(id) == cell);
    }

    // Texts are in JSON, where a semicolon needs no semicolon.
    memory_store kept;
    golden::fill_export_log(kept);
    auto const csv = exported(kept, export_format::csv);
    CHECK(csv.find("before noon\\u003b\\nnot later") != csv.npos);
    for (auto const* start :
         {"\n=", "\n+", "\n-", "\n@", ",=", ",+", ",-", ",@", ";=", ",\"=", ",\"@"})
        CHECK(csv.find(start) == csv.npos);
}

TEST_CASE("a moment outside the years that CSV readers know is a number of milliseconds") {
    memory_store kept;
    golden::log_maker log(kept);
    log.next("41", {"ann", side::staff, {}, {}, {}}, "take", case_taken{}).how.at = instant::max();
    log.add();
    CHECK(read(exported(kept, export_format::csv), {"at"})[0][0] == "9223372036854775807");
}
