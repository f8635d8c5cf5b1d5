// SPDX-License-Identifier: BSL-1.0
// The JSON Schema of authority documents: what the reader accepts, an editor accepts.
#include <amends/authority/document.hpp>

#include "authority/table_keys.hpp"
#include "support/json_schema.hpp"
#include "unit/authority/wrong_documents.hpp"
#include "vocabulary/toml_reader.hpp"

#include "catch.hpp"

#include <set>
#include <sstream>

using namespace amends;
using namespace amends::testing;

namespace {

json::value schema() { return json::parse(file_of("schemas/authority.schema.json")); }

/// A document as an editor's JSON Schema sees it: dates and times are texts.
json::value seen_by_editors(toml::table const& document) {
    std::ostringstream text;
    text << toml::json_formatter(document);
    return json::parse(text.str());
}
std::string said_by_schema(std::string const& document) {
    auto const parsed = toml::parse(document);
    REQUIRE(parsed);
    return json_schema(schema()).refuses(seen_by_editors(parsed.table())).value_or("accepted");
}
std::string said_by_reader(std::string const& document) {
    auto const read = authority_document::parse(document, "a.toml");
    return read ? "accepted" : read.error().message;
}

/// The tables of the schema, by part; of an array its lines'.
json::object const& lines_of(json::value const& all, char const* part) {
    auto const& p = all.at("properties").at(part).as_object();
    return p.at("type").as_string() == "array" ? p.at("items").as_object() : p;
}
std::set<std::string> keys_in(json::object const& table) {
    std::set<std::string> all;
    for (auto const& [key, value] : table.at("properties").as_object()) all.insert(key);
    return all;
}
std::set<std::string> words_in(json::value const& list) {
    std::set<std::string> all;
    for (auto const& word : list.as_array()) all.insert(std::string(word.as_string()));
    return all;
}
template <class E>
std::set<std::string> names_of(std::set<std::string> all = {}) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto e) { all.insert(e.name); });
    return all;
}

namespace keys = detail::keys;
std::pair<char const*, keys::list const*> const parts[] = {
    {"ladder", &keys::ladder},         {"limit", &keys::limit},
    {"cumulative", &keys::cumulative}, {"offer", &keys::offer},
    {"hours", &keys::hours},           {"reserved", &keys::reserved},
    {"approval", &keys::approval},     {"dual_control", &keys::dual_control},
    {"interest", &keys::interest},     {"separation", &keys::separation},
    {"colleague", &keys::colleague},   {"delegation", &keys::delegation},
    {"routing", &keys::routing},       {"personal_data", &keys::personal_data},
    {"retention", &keys::retention},   {"lifecycle", &keys::lifecycle}};

} // namespace

TEST_CASE("every key that a document knows stands in its schema, and no other") {
    auto const known = [](keys::list const& some) {
        return std::set<std::string>(some.begin(), some.end());
    };
    auto const all = schema();
    CHECK(keys_in(all.as_object()) == known(keys::document));
    for (auto const& [part, list] : parts) {
        INFO(part);
        CHECK(keys_in(lines_of(all, part)) == known(*list));
    }
    auto const& absence = lines_of(all, "colleague").at("properties").at("absence").at("items");
    CHECK(keys_in(absence.as_object()) == known(keys::absence));
}

TEST_CASE("the schema requires what the reader requires") {
    auto const whole = toml::parse(file_of("examples/policies/service_centre.toml"));
    REQUIRE(whole);
    auto const all = schema();
    auto const without = [&](auto remove) {
        auto less = whole.table();
        remove(less);
        std::ostringstream text;
        text << less;
        return said_by_reader(text.str());
    };
    auto const is_required = [](json::object const& table, std::string_view key) {
        auto const* list = table.if_contains("required");
        return list != nullptr && words_in(*list).contains(std::string(key));
    };
    // The message of a missing key, and no other, shows that the reader needs it.
    auto const asks_for = [](std::string const& said, std::string_view key) {
        return said.ends_with("expected the key \"" + std::string(key) + "\", found none");
    };
    for (auto const key : keys::document) {
        INFO(key);
        auto const said = without([&](toml::table& t) { t.erase(key); });
        CHECK(asks_for(said, key) == is_required(all.as_object(), key));
    }
    int looked_at = 0;
    for (auto const& [part, list] : parts)
        for (auto const key : *list) {
            INFO(part << '.' << key);
            bool there = false;
            auto const said = without([&](toml::table& t) {
                auto* const one = t.get(part);
                // Of several lines the first that has the key.
                if (auto* const lines = one->as_array()) {
                    for (auto& line : *lines)
                        if (!there) there = line.as_table()->erase(key) != 0;
                } else {
                    there = one->as_table()->erase(key) != 0;
                }
            });
            if (!there) CHECK_FALSE(is_required(lines_of(all, part), key));
            else CHECK(asks_for(said, key) == is_required(lines_of(all, part), key));
            looked_at += there;
        }
    CHECK(looked_at > 30);
    CHECK(words_in(all.at("properties").at("rates").at("required")) ==
          std::set<std::string>{"home"});
}

TEST_CASE("the schema offers the words that the reader knows") {
    auto const all = schema();
    auto const words = [&](char const* part, char const* key) {
        return words_in(lines_of(all, part).at("properties").at(key).at("enum"));
    };
    for (auto const* part : {"limit", "cumulative", "dual_control"})
        CHECK(words(part, "remedy") == names_of<remedy_kind>({"any"}));
    for (auto const* part : {"offer", "interest"})
        CHECK(words(part, "remedy") == names_of<remedy_kind>());
    CHECK(words("reserved", "from_severity") == names_of<severity>());
    CHECK(words("interest", "is") == names_of<interest_kind>());
}

TEST_CASE("an editor accepts the documents that come with the library, as the reader does") {
    for (auto const* name : {"authority", "service_centre"}) {
        INFO(name);
        auto const text = file_of("examples/policies/" + std::string(name) + ".toml");
        CHECK(said_by_reader(text) == "accepted");
        CHECK(said_by_schema(text) == "accepted");
    }
    CHECK(said_by_schema(start + people) == "accepted");
}

TEST_CASE("an editor sees every mistake that one place of a document shows") {
    for (auto const& wrong : wrong_documents()) {
        INFO(wrong.added);
        CHECK((said_by_schema(start + wrong.added) != "accepted") == wrong.in_schema);
    }
}

TEST_CASE("reader and schema agree about the notation of single values") {
    struct row {
        std::string line; ///< instead of the limit's `max`, or added
        bool sound;
    };
    auto const limit = [](std::string const& max) {
        return "[[limit]]\nrole = \"manager\"\nremedy = \"any\"\nmax = \"" + max + "\"\n";
    };
    auto const period = [](std::string const& in) {
        return "[[cumulative]]\nrole = \"agent\"\nmax = \"9.00 EUR\"\nper = [\"actor\"]\nperiod = \"" +
               in + "\"\n";
    };
    auto const hours = [](std::string const& from) {
        return "[[hours]]\nrole = \"agent\"\nfrom = " + from + "\n";
    };
    auto const rate = [](std::string const& of) { return "[rates]\nhome = \"EUR\"\n" + of + "\n"; };
    row const table[] = {
        {limit("1 EUR"), true},
        {limit("1.5 EUR"), true},
        {limit("0.00 EUR"), true},
        {limit("-1.00 EUR"), false},
        {limit("1.00 eur"), false},
        {limit("1.00EUR"), false},
        {limit("1,00 EUR"), false},
        {limit(".50 EUR"), false},
        {period("day"), true},
        {period("year"), true},
        {period("1 day"), true},
        {period("2 days"), true},
        {period("99 days"), true},
        {period("999 days"), true},
        {period("3599 days"), true},
        {period("3660 days"), true},
        {period("3661 days"), false},
        {period("4000 days"), false},
        {period("10000 days"), false},
        {period("1 days"), false},
        {period("0 days"), false},
        {period("decade"), false},
        {hours("08:00:00"), true},
        {hours("23:59:00"), true},
        {hours("08:00:01"), false},
        {hours("2026-01-01"), false},
        {rate("GBP = \"1.17\""), true},
        {rate("GBP = \"1\""), true},
        {rate("GBP = \"1.\""), false},
        {rate("GBP = \"-1\""), false},
        {rate("gbp = \"1\""), false},
        {"[separation]\nevaluator_differs_from_proposer = true\n", true},
        {"[separation]\n", true},
        {"[approval]\napprovers = 16\n", true},
        {"[approval]\napprovers = 17\n", false},
        {"[approval]\n", false},
        {"[routing]\ninform = []\n", true},
        {people + "[[interest]]\ncolleague = \"ann\"\nis = \"gains\"\nremedy = \"any\"\n", false},
        {people + "[[interest]]\ncolleague = \"ann\"\nis = \"gains\"\ncase = \"\"\n", false},
    };
    for (auto const& r : table) {
        INFO(r.line);
        CHECK(said_by_reader(start + r.line).starts_with("accepted") == r.sound);
        CHECK((said_by_schema(start + r.line) == "accepted") == r.sound);
    }
    for (auto const& [effective, sound] : {std::pair("2026-01-01", true),
                                           {"2026-01-01T08:00:00Z", true},
                                           {"2026-01-01T08:00:00", true},
                                           {"2026-01-01 08:00:00+01:00", true},
                                           {"08:00:00", false},
                                           {"\"soon\"", false},
                                           {"2026", false}}) {
        INFO(effective);
        auto text = start;
        text.replace(text.find("2026-01-01"), 10, effective);
        CHECK((said_by_reader(text) == "accepted") == sound);
        CHECK((said_by_schema(text) == "accepted") == sound);
    }
}
