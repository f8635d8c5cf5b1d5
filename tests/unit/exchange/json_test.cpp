// SPDX-License-Identifier: BSL-1.0
// Commands as JSON: there and back, and what is said about those that cannot be read.
#include <amends/exchange/generate.hpp>
#include <amends/exchange/json.hpp>

#include "catch.hpp"

#include <set>

using namespace amends;

namespace {

std::string why_not(std::string const& text) {
    auto const given = command_from_json(text);
    return given ? "nothing" : given.error().message;
}

// A line of case 41 by ann, with one more member.
std::string line(std::string const& rest) {
    return R"({"case":"41","id":"c-1","by":{"id":"ann"},)" + rest + "}";
}

} // namespace

TEST_CASE("every generated command comes back from JSON as it was") {
    std::set<std::string_view> names;
    generate({.cases = 2000, .seed = 7}, [&](given_command const& given) {
        auto const text = to_json(given);
        auto const back = command_from_json(text);
        INFO(text);
        REQUIRE(back.has_value());
        REQUIRE((back->by == given.by));
        REQUIRE((back->at == given.at));
        REQUIRE((back->what.on == given.what.on));
        REQUIRE((back->what.id == given.what.id));
        REQUIRE((back->what.what == given.what.what));
        names.insert(name_of(given.what.what));
        return true;
    });
    CHECK(names.size() == 32); // every command but an integrator's own
}

TEST_CASE("a seed makes the same commands with every compiler and on every machine") {
    std::string all;
    generate({.cases = 50, .seed = 1}, [&](given_command const& given) {
        all += to_json(given) + '\n';
        return true;
    });
    CHECK(to_text(sha256_of(all)) ==
          "2ae277b2748e5f63c62b13d4e572231e940afb4c101a79fd9acc5f63a2a1a093");
}

TEST_CASE("a generated case is the same however many others there are") {
    auto const first_case = [](std::uint64_t cases) {
        std::string all;
        generate({.cases = cases, .seed = 3}, [&](given_command const& given) {
            if (given.what.on == "C000001") all += to_json(given) + '\n';
            return true;
        });
        return all;
    };
    CHECK_FALSE(first_case(1).empty());
    CHECK(first_case(1) == first_case(40));
}

TEST_CASE("an integrator's own command is read by number and name and hexadecimal content") {
    auto const given = command_from_json(
        line(R"("extended_command":{"number":130,"name":"send_part","content":"00ff10"})"));

    REQUIRE(given.has_value());
    auto const& own = std::get<extended_command>(given->what.what);
    CHECK(own.number == 130);
    CHECK(own.name == "send_part");
    CHECK(own.content == bytes{std::byte{0}, std::byte{255}, std::byte{16}});
}

TEST_CASE("what is wrong with a command is named by its path with both sides") {
    struct wrong {
        std::string text;
        std::string said;
    };
    auto const cases = std::vector<wrong>{
        {line(R"("propose":{"terms":{"remedies":[{"cost":50}]}})"),
         "propose.terms.remedies[0].cost: expected an amount such as 50.00 EUR, found 50"},
        {line(R"("propose":{"terms":{"remedies":{}}})"),
         "propose.terms.remedies: expected a list, found an object"},
        {line(R"("prupose":{})"), R"(expected the key "propose", found "prupose")"},
        {line(R"("note":{"texd":"x"})"), R"(note: expected the key "text", found "texd")"},
        {line(R"("note":{"text":7})"), "note.text: expected a text, found 7"},
        {line(R"("note":"x")"), R"(note: expected an object with members of note, found "x")"},
        {line(R"("report":{"kind":"problm"})"),
         R"(report.kind: expected "problem", found "problm")"},
        {line(R"("report":{"customer_aware":1})"),
         "report.customer_aware: expected true or false, found 1"},
        {line(R"("carry_out":{"done":[0,-1]})"),
         "carry_out.done[1]: expected a whole number from 0 to 4294967295, found -1"},
        {line(R"("carry_out":{"done":[4294967296]})"),
         "carry_out.done[0]: expected a whole number from 0 to 4294967295, found 4294967296"},
        {line(R"("accept":{"terms_hash":"ab"})"),
         R"(accept.terms_hash: expected 64 lower-case hexadecimal digits, found "ab")"},
        {line(R"("take":{},"note":{})"), "expected one command, found take and note"},
        {line(R"("at":"yesterday","take":{})"),
         R"(at: expected a moment such as 2026-03-01T09:30:00Z, found "yesterday")"},
        {line(R"("extended_command":{"number":5,"name":"x"})"),
         "expected an extended_command with a number from 128, found 5"},
        {R"({"case":"41","id":"c-1","by":{"id":"ann"}})",
         "expected one command, such as `report` or `propose`, found none"},
        {R"({"case":"41","id":"c-1","take":{}})", "expected who gives it in `by.id`, found none"},
        {R"({"case":"41","by":{"id":"ann"},"take":{}})",
         "expected the command's own id in `id`, found none"},
        {R"({"id":"c-1","by":{"id":"ann"},"take":{}})",
         "expected the case's id in `case`, found none"},
        {R"([1])", "expected an object with case, id, by and one command, found a list"},
        {R"({"case":)", "expected one JSON object, found the end of the line at column 9"},
        {R"({"case" "41"})", R"(expected one JSON object, found ""41"}" at column 9)"},
        {"{\"case\":\"Z\xfcrich\"}", "expected UTF-8, found byte 0xfc at column 11"},
    };
    for (auto const& one : cases) {
        INFO(one.text);
        CHECK(why_not(one.text) == one.said);
    }
}
