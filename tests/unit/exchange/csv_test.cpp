// SPDX-License-Identifier: BSL-1.0
// CSV logs: what is read, what is bad, what cannot be read at all, and in which words.
#include <amends/exchange/csv.hpp>

#include "catch.hpp"
#include "written_file.hpp"

using namespace amends;
using amends::testing::written_file;

namespace {

// Every row as `line:field|field`, bad ones as `line!message`, a failure as `!message` at the end.
std::vector<std::string> read_all(written_file const& file, std::vector<std::string> columns,
                                  char delimiter = ',') {
    std::vector<std::string> rows;
    auto source = open_csv(file.path(), {std::move(columns), delimiter});
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
        if (row.bad) text += '!' + file.plain(row.bad->message);
        for (std::size_t i = 0; !row.bad && i < row.fields.size(); ++i)
            text += (i == 0 ? ":" : "|") + std::string(row.fields[i]);
        rows.push_back(std::move(text));
    }
}

using rows = std::vector<std::string>;

} // namespace

TEST_CASE("columns come in the order they were asked for") {
    written_file const file("a.csv", "case,state,who\n1,New,Ann\n2,Closed,Bo\n");

    CHECK(read_all(file, {"who", "case"}) == rows{"2:Ann|1", "3:Bo|2"});
    CHECK(read_all(file, {"case", "case"}) == rows{"2:1|1", "3:2|2"});
}

TEST_CASE("quotes, line ends, spaces and blank lines are read as CSV means them") {
    struct {
        char const* bytes;
        rows expected;
    } const table[] = {
        {"a,b\n1,\"x,y\"\n", {"2:1|x,y"}},
        {"a,b\n1,\"two\nlines\"\n2,z\n", {"2:1|two\nlines", "4:2|z"}},
        {"a,b\n1,\"say \"\"yes\"\"\"\n", {"2:1|say \"yes\""}},
        {"a,b\r\n1,x\r\n2,\"y\"\r\n", {"2:1|x", "3:2|y"}},
        {"a,b\n1,x", {"2:1|x"}},
        {"a,b\n1, x \n", {"2:1| x "}},
        {"a,b\n\n\r\n1,x\n\n2,y\n\n", {"4:1|x", "6:2|y"}},
        {"\xef\xbb\xbf"
         "a,b\n1,x\n",
         {"2:1|x"}},
        {"a,b\n1,5\" pipe\n", {"2:1|5\" pipe"}},
        {"a,b\n5\",\"6\"\"\"\n\"\",7\"8\"\n", {"2:5\"|6\"", "3:|7\"8\""}},
        {"a,b\r\n\"1\",\"\"\r\n\"2\",\"x\"", {"2:1|", "3:2|x"}},
        {"a,b\n,\n", {"2:|"}},
        {"a,b\n1,Zo\xc3\xab \xf0\x9f\x93\xa6\n", {"2:1|Zo\xc3\xab \xf0\x9f\x93\xa6"}},
        {"a,b\n", {}},
    };

    for (auto const& [bytes, expected] : table) {
        written_file const file("a.csv", bytes);
        CAPTURE(bytes);
        CHECK(read_all(file, {"a", "b"}) == expected);
    }
}

TEST_CASE("another delimiter can be named") {
    written_file const file("a.csv", "a;b\n1,5;x\n");

    CHECK(read_all(file, {"a", "b"}, ';') == rows{"2:1,5|x"});
}

TEST_CASE("a ragged row is named and does not stop the reading") {
    written_file const file("a.csv", "a,b\n1,x\n2\n3,y,z\n4,w\n");

    CHECK(read_all(file, {"a", "b"}) == rows{"2:1|x", "3!a.csv:3: expected 2 fields, found 1",
                                             "4!a.csv:4: expected 2 fields, found 3", "5:4|w"});
}

TEST_CASE("a row that is no text is named and does not stop the reading") {
    written_file const file("a.csv", std::string("a,b\n1,x\n2,caf\xe9\n3,\"\0\ny\"\n4,w\n", 27));

    CHECK(read_all(file, {"a", "b"}) ==
          rows{"2:1|x", "3!a.csv:3: expected UTF-8, found the byte 0xe9",
               "4!a.csv:4: expected text, found a NUL byte", "6:4|w"});
}

TEST_CASE("what cannot be read says so with both sides") {
    using std::string;
    struct {
        string bytes;
        rows expected;
    } const table[] = {
        {"", {"!a.csv:1: expected a header row, found an empty file"}},
        {"\n\n", {"!a.csv:1: expected a header row, found an empty file"}},
        {string("a,b\n1,\0x\n", 9), {"!a.csv:2: expected text, found a NUL byte"}},
        {"\xff\xfe"
         "a,b",
         {"!a.csv:1: expected UTF-8, found UTF-16"}},
        {"a,b\n1,caf\xe9\n2,x\n", {"!a.csv:2: expected UTF-8, found the byte 0xe9"}},
        {"a,caf\xe9\n1,x\n", {"!a.csv:1: expected UTF-8, found the byte 0xe9"}},
        {string("\0a\0,\0b\0\n", 8), {"!a.csv:1: expected text, found a NUL byte"}},
        {"a,b\n1,\"x\n2,y\n", {"!a.csv:2: expected a closing quote, found the end of the file"}},
        {"a,\"b\" \n1,x\n",
         {"!a.csv:1: expected a delimiter or the end of the line after a closing quote, found the "
          "byte 0x20"}},
        {"a,c\n1,x\n", {"!a.csv:1: expected one column \"b\", found the columns \"a\", \"c\""}},
        {"a,b,b\n1,x,y\n", {"!a.csv:1: expected one column \"b\", found 2"}},
        {"a,b\r1,x\r",
         {"!a.csv:1: expected lines that end in LF or CRLF, found lines that end in CR"}},
        {"a,b\n1," + string(10'000'000, 'x') + "\n",
         {"!a.csv:2: expected a row of at most 1 MiB, quotes closed, found a longer one"}},
        {string(2'000'000, 'x'),
         {"!a.csv:1: expected a row of at most 1 MiB, quotes closed, found a longer one"}},
    };

    for (auto const& [bytes, expected] : table) {
        written_file const file("a.csv", bytes);
        CAPTURE(bytes.substr(0, 40));
        CHECK(read_all(file, {"a", "b"}) == expected);
    }
}

TEST_CASE("text after a closing quote ends the reading and swallows no rows") {
    struct {
        char const* second;
        char const* found;
        int line;
    } const table[] = {
        {"\"Big\" parcel,1", "0x20", 2}, {"1,\"Big\"parcel", "0x70", 2},
        {"1,\"Big\" ", "0x20", 2},       {"\"Big\"\t,1", "0x09", 2},
        {"1,\"Big\"\r\"\"", "0x22", 2},  {"1,\"two\n\"\"lines\"\".\" x", "0x20", 3},
    };

    for (auto const& [second, found, line] : table) {
        // A quoted cell further down is where the field would seem to end.
        written_file const file("a.csv", "a,b\n" + std::string(second) + "\n2,x\n3,\"y\"\n4,z\n");
        CAPTURE(second);
        CHECK(read_all(file, {"a", "b"}) ==
              rows{"!a.csv:" + std::to_string(line) +
                   ": expected a delimiter or the end of the line after a closing quote, found the "
                   "byte " +
                   found});
    }
}

TEST_CASE("a path that is no readable file is named") {
    written_file const file("a.csv", "a,b\n");

    auto const folder = open_csv(file.folder(), {{"a"}, ','});
    auto const nothing = open_csv(file.folder() + "/b.csv", {{"a"}, ','});

    REQUIRE_FALSE(folder.has_value());
    CHECK(folder.error().code == errc::io_failed);
    CHECK(folder.error().message ==
          file.folder() + ": expected a readable file, found a directory");
    REQUIRE_FALSE(nothing.has_value());
    CHECK(file.plain(nothing.error().message) ==
          "b.csv: expected a readable file, found no such file");
}

TEST_CASE("a row is the same wherever the chunks of the file end") {
    // A row of 7 bytes against chunks of 65,536: every offset comes up.
    std::string bytes = "a,b\n";
    for (int i = 0; i < 40'000; ++i) bytes += "\"1\",\xc3\xab\r\n";
    written_file const file("a.csv", bytes);

    auto const all = read_all(file, {"a", "b"});

    REQUIRE(all.size() == 40'000);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i] != std::to_string(i + 2) + ":1|\xc3\xab") FAIL(all[i]);
}

TEST_CASE("the header alone can be read") {
    written_file const file("a.csv", "number,\"incident state\"\n");

    CHECK(*csv_columns(file.path()) == std::vector<std::string>{"number", "incident state"});
}
