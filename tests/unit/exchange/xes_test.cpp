// SPDX-License-Identifier: BSL-1.0
// XES logs: events with their own and their trace's attributes, and what is refused.
#include <amends/exchange/xes.hpp>

#include "catch.hpp"
#include "written_file.hpp"

#include <sys/resource.h>

using namespace amends;
using amends::testing::written_file;

namespace {

std::vector<std::string> read_all(written_file const& file) {
    std::vector<std::string> rows;
    auto source = open_xes(file.path(), {"case:concept:name", "concept:name", "time:timestamp"});
    if (!source) return {'!' + file.plain(source.error().message)};
    log_row row;
    for (;;) {
        auto const more = (*source)->next(row);
        if (!more) {
            rows.push_back('!' + file.plain(more.error().message));
            return rows;
        }
        if (!*more) return rows;
        auto text = std::to_string(row.line);
        for (std::size_t i = 0; i < row.fields.size(); ++i)
            text += (i == 0 ? ":" : "|") + std::string(row.fields[i]);
        rows.push_back(std::move(text));
    }
}

using rows = std::vector<std::string>;

} // namespace

TEST_CASE("each event of an XES log is a row with its trace's attributes") {
    written_file const file("a.xes", R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
 <string key="concept:name" value="the log's own name"/>
 <global scope="event"><string key="concept:name" value="nothing"/></global>
 <trace>
  <string key="concept:name" value="7"/>
  <event>
   <string key="concept:name" value="report &amp; more">
    <string key="concept:name" value="below another"/>
   </string>
   <date key="time:timestamp" value="2026-03-01T09:30:00.000+01:00"/>
  </event>
  <event><date key="time:timestamp" value="2026-03-02T09:30:00Z"/></event>
 </trace>
 <trace><event><string key="concept:name" value="close"/></event></trace>
</log>)");

    CHECK(read_all(file) == rows{"7:7|report & more|2026-03-01T09:30:00.000+01:00",
                                 "13:7||2026-03-02T09:30:00Z", "15:|close|"});
}

TEST_CASE("an XES file that cannot be read says so with both sides") {
    std::string deep = "<log>";
    for (int i = 0; i < 100; ++i) deep += "<list>";
    struct {
        std::string bytes;
        rows expected;
    } const table[] = {
        {"", {"!a.xes:1: expected well-formed XML, found an empty file"}},
        {"case,activity\n", {"!a.xes:1: expected well-formed XML, found syntax error"}},
        {"<html/>", {"!a.xes:1: expected an XES <log>, found \"html\""}},
        {"<log>\n<trace>", {"!a.xes:2: expected well-formed XML, found no element found"}},
        {"<log><trace><event/></trace>\n</lag>",
         {"1:||", "!a.xes:2: expected well-formed XML, found mismatched tag"}},
        {"<!DOCTYPE log [<!ENTITY a \"b\">]>\n<log/>",
         {"!a.xes:1: expected no document type declaration, found <!DOCTYPE"}},
        {deep, {"!a.xes:1: expected at most 64 levels of nesting, found more"}},
        {"<log><trace><event><string key=\"concept:name\" value=\"" + std::string(3'000'000, 'x') +
             "\"/></event></trace></log>",
         {"!a.xes:1: expected a tag of at most 1 MiB, found a longer one"}},
    };

    for (auto const& [bytes, expected] : table) {
        written_file const file("a.xes", bytes);
        CAPTURE(bytes.substr(0, 60));
        CHECK(read_all(file) == expected);
    }
}

TEST_CASE("events come out whole, wherever the chunks of the file end") {
    std::string bytes = "<log><trace><string key=\"concept:name\" value=\"1\"/>\n";
    for (int i = 0; i < 9'000; ++i)
        bytes += "<event><string key=\"concept:name\" value=\"z\xc3\xab\"/></event>\n";
    written_file const file("a.xes", bytes + "</trace></log>");

    auto const all = read_all(file);

    REQUIRE(all.size() == 9'000);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i] != std::to_string(i + 2) + ":1|z\xc3\xab|") FAIL(all[i]);
}

namespace {

/// Peak memory of this process in MiB.
long peak_mib() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss / 1024;
}

/// Reads a log whose trace has a long name; its events are counted, and must all have that name.
std::size_t count_with_long_name(std::string const& name, std::string const& events) {
    written_file const file("a.xes", "<log><trace><string key=\"concept:name\" value=\"" + name +
                                         "\"/>" + events + "</trace></log>");
    auto source = open_xes(file.path(), {"case:concept:name", "case:n", "concept:name"}).value();
    std::size_t count = 0;
    log_row row;
    for (; source->next(row).value(); ++count)
        if (row.fields[0] != name) FAIL(count);
    return count;
}

} // namespace

TEST_CASE("events share the values of their trace") {
    std::string const name(900'000, 'x');
    std::string events;
    for (int i = 0; i < 50'000; ++i) events += "<event/>";
    auto const before = peak_mib();
    CHECK(count_with_long_name(name, events) == 50'000);
    CHECK(peak_mib() - before < 60);
}

#ifndef __SANITIZE_ADDRESS__ // keeps what was freed for a while
TEST_CASE("values of a trace between its events do not make the reader hold them all") {
    std::string const name(900'000, 'x');
    std::string events;
    for (int i = 0; i < 2'000; ++i) events += "<int key=\"n\" value=\"1\"/><event/>";
    auto const before = peak_mib();
    CHECK(count_with_long_name(name, events) == 2'000);
    CHECK(peak_mib() - before < 60);
}
#endif

TEST_CASE("the bytes of one trace do not count against the next") {
    std::string const value(600'000, 'x');
    std::string bytes = "<log>";
    for (int i = 0; i < 3; ++i)
        bytes += "<trace><string key=\"concept:name\" value=\"" + value + "\"/><event/></trace>";
    written_file const file("a.xes", bytes + "</log>");
    CHECK(read_all(file) == rows(3, "1:" + value + "||"));

    written_file const longer("b.xes", "<log><trace><string key=\"a\" value=\"" + value +
                                           "\"/><string key=\"b\" value=\"" + value +
                                           "\"/><event/></trace></log>");
    CHECK(read_all(longer) ==
          rows{"!b.xes:1: expected a trace's values of at most 1 MiB, found a longer one"});
}

TEST_CASE("a value of the trace counts for the events after it") {
    written_file const file("a.xes", "<log><trace><event/><string key=\"concept:name\" "
                                     "value=\"7\"/><event/></trace><trace><event/></trace></log>");
    CHECK(read_all(file) == rows{"1:||", "1:7||", "1:||"});
}
