// SPDX-License-Identifier: BSL-1.0
// Mappings: the smallest one, the bundled ones, and every mistake with its place and both sides.
#include <amends/exchange/filling.hpp>
#include <amends/exchange/mapping.hpp>

#include "catch.hpp"
#include "source_dir.hpp"

using namespace amends;

namespace {

// A small mapping that is right; tests change one thing in it.
std::string const right = R"(name = "parcels"
[log]
format = "csv"
case = "parcel"
activity = "what"
time = "at"
time_format = "iso"
missing = ["?"]
activities = ["in", "out"]
[people]
customer = "{who}"
owner = "{desk|counter}"
[words.severity]
urgent = "high"
[[rule]]
first = true
[[rule.step]]
command = "report"
basis = "log"
log = { category = "{kind}", severity = "{speed>severity}" }
assumed = { kind = "problem", impact = "late" }
[conform]
leave_out = ["withdraw"]
)";

std::string changed(std::string_view what, std::string_view to) {
    auto text = right;
    auto const at = text.find(what);
    REQUIRE(at != text.npos);
    return text.replace(at, what.size(), to);
}

std::string mistake(std::string const& text) {
    auto const made = mapping::parse(text, "m.toml");
    return made ? "none" : made.error().message;
}

} // namespace

TEST_CASE("a mapping knows every column that it uses, once") {
    auto const m = mapping::parse(right, "m.toml");

    REQUIRE(m.has_value());
    CHECK(m->columns ==
          std::vector<std::string>{"parcel", "what", "at", "who", "desk", "kind", "speed"});
    CHECK(m->rules.size() == 1);
    CHECK(m->rules[0].steps[0].by == speaker::customer);
    CHECK(m->rules[0].steps[0].number == report::number);
}

TEST_CASE("the bundled mappings are right") {
    for (std::string const name : {"incident_log", "helpdesk", "own_steps"}) {
        auto const m = mapping::load(AMENDS_SOURCE_DIR "/examples/mappings/" + name + ".toml");
        CAPTURE(name, m ? "" : m.error().message);
        CHECK(m.has_value());
    }
}

TEST_CASE("a mistake in a mapping is named with its place and both sides") {
    struct {
        std::string text;
        char const* expected;
    } const table[] = {
        {right, "none"},
        {"", "m.toml:1:1: expected the key \"name\", found none"},
        {"name = \"x\"", "m.toml:1:1: expected the key \"log\", found none"},
        {changed("missing", "mising"),
         "m.toml:8:1: expected the key \"missing\", found \"mising\""},
        {changed("[conform]", "[conforms]"),
         "m.toml:22:2: expected the key \"conform\", found \"conforms\""},
        {changed("case = \"parcel\"", "case = 7"),
         "m.toml:4:8: key \"case\": expected a string, found an integer"},
        {changed("case = \"parcel\"\n", ""), "m.toml:2:1: expected the key \"case\", found none"},
        {changed("[\"?\"]", "\"?\""),
         "m.toml:8:11: key \"missing\": expected an array of strings, found a string"},
        {changed("[\"?\"]", "[1]"),
         "m.toml:8:12: key \"missing\": expected a string, found an integer"},
        {changed("\"csv\"", "\"cvs\""),
         "m.toml:3:10: key \"format\": expected \"csv\", found \"cvs\""},
        {changed("\"iso\"", "\"d/m\""),
         "m.toml:7:15: key \"time_format\": expected a notation such as d/m/yyyy HH:MM, "
         "or iso, found no year in \"d/m\""},
        {changed("first = true", "first = \"yes\""),
         "m.toml:16:9: key \"first\": expected true or false, found a string"},
        {changed("first = true", "why = \"x\""),
         "m.toml:15:1: key \"rule\": expected a condition: first, "
         "owner_changed, otherwise, from, from_not, to or "
         "to_not, found none"},
        {changed("first = true", "to = [\"inn\"]"),
         "m.toml:16:7: key \"to\": expected the activity \"in\", found \"inn\""},
        {changed("\"report\"", "\"raport\""),
         "m.toml:18:11: key \"command\": expected the command \"report\", found \"raport\""},
        {changed("basis = \"log\"", "basis = \"guess\""),
         "m.toml:19:9: key \"basis\": expected one of: log, assumed, found \"guess\""},
        {changed("category =", "categroy ="),
         "m.toml:20:20: expected the member \"category\", found \"categroy\" (report)"},
        {changed("\"problem\"", "\"trouble\""),
         "m.toml:21:20: expected one of: unknown, query, request, problem, found \"trouble\" "
         "(report.kind)"},
        {changed("impact = \"late\"", "impact = [\"late\"]"),
         "m.toml:21:40: expected one value, found a list (report.impact)"},
        {changed("impact = \"late\"", "category = \"late\""),
         "m.toml:21:42: key \"category\": expected \"category\" in log or in assumed, found it in both"},
        {changed("impact = \"late\"", "customer = \"me\""),
         "m.toml:21:42: expected the member one of: kind, origin, customer_kind, severity, "
         "customer_aware, category, channel, expected, experienced, impact, organisation_view, "
         "found \"customer\" (report)"},
        {changed("{kind}", "{kind"),
         "m.toml:20:20: key \"category\": expected a closing brace, found \"{kind\""},
        {changed(">severity", ">speed"),
         "m.toml:20:41: key \"severity\": expected a list of words [words.speed], found none"},
        {changed("[\"withdraw\"]", "[\"withdrew\"]"),
         "m.toml:23:14: key \"leave_out\": expected the command \"withdraw\", found \"withdrew\""},
    };

    for (auto const& [text, expected] : table) {
        CAPTURE(text);
        auto const found = mistake(text);
        CHECK(found == expected);
    }
}

TEST_CASE("what is no TOML is told with both sides and its place") {
    struct {
        std::string text;
        char const* expected;
    } const table[] = {
        {"name = ", "m.toml:1:8: expected a TOML key-value pair, found end-of-file"},
        {"name \"parcels\"", "m.toml:1:6: expected '=' in a TOML key-value pair, found '\"'"},
        {"name = \"a\"\nname = \"b\"\n",
         "expected every key once in a TOML document, found string"},
        {"name = \"caf\xe9\"", ":1:12: expected UTF-8, found the byte 0xe9"},
        {"\xfd\x01", "m.toml:1:1: expected UTF-8, found the byte 0xfd"},
        {"\1", "m.toml:1:1: expected keys"},
    };
    for (auto const& [text, expected] : table) {
        CAPTURE(text);
        auto const found = mistake(text);
        CHECK_THAT(found, Catch::Matchers::ContainsSubstring(expected));
        CHECK(std::count(found.begin(), found.end(), '\n') == 0);
        CHECK_THAT(found, !Catch::Matchers::ContainsSubstring("Error while"));
    }
}

TEST_CASE("a step is filled in from a row, and what is assumed says so") {
    auto const m = *mapping::parse(right, "m.toml");
    std::vector<std::string_view> const row{"1", "in", "2026-03-01", "Ann", "", "parcel", "urgent"};

    auto const filled = fill(m.rules[0].steps[0], {m, row});

    REQUIRE(filled.has_value());
    auto const& r = std::get<report>(filled->what);
    CHECK(r.category == "parcel");
    CHECK(r.severity == severity::high);
    CHECK(r.kind == contact_kind::problem);
    CHECK(r.impact == "assumed: late");
    CHECK(filled->assumed == std::vector<std::string>{"report.kind"});
}

TEST_CASE("a text that stands in for a missing column is an assumed one") {
    auto const m = *mapping::parse(changed("{kind}", "a {kind|parcel}"), "m.toml");
    std::vector<std::string_view> row{"1", "in", "2026-03-01", "Ann", "", "", "urgent"};

    CHECK(std::get<report>(fill(m.rules[0].steps[0], {m, row})->what).category ==
          "assumed: a parcel");
    row[5] = "letter";
    CHECK(std::get<report>(fill(m.rules[0].steps[0], {m, row})->what).category == "a letter");
}

TEST_CASE("a word that a list does not have is named") {
    auto const m = *mapping::parse(right, "m.toml");
    std::vector<std::string_view> const row{"1", "in", "2026-03-01", "Ann", "", "parcel", "slow"};

    auto const filled = fill(m.rules[0].steps[0], {m, row});

    REQUIRE_FALSE(filled.has_value());
    CHECK(filled.error().message ==
          "expected one of the words of [words.severity], found \"slow\" (report.severity)");
}
