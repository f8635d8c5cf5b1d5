// SPDX-License-Identifier: BSL-1.0
// Entries as JSON come back as they were, down to their hash, whatever they hold.
#include <amends/exchange/json.hpp>
#include <amends/lifecycle/standard.hpp>

#include "catch.hpp"

#include "golden/samples.hpp"
#include "support/random_values.hpp"
#include "support/repeat_with.hpp"

#include <boost/json.hpp>

using namespace amends;

namespace {

std::string text_of(entry const& e) { return to_json(e, standard_lifecycle()); }

result<entry> read_back(std::string_view text) {
    return entry_from_json(text, standard_lifecycle());
}

std::string why_not(std::string_view text) {
    auto const e = read_back(text);
    return e ? "nothing" : e.error().message;
}

void comes_back(entry const& e) {
    auto const text = text_of(e);
    auto const back = read_back(text);
    INFO(text);
    if (!back) FAIL(back.error().message);
    CHECK((*back == e));
    // The notation is plain JSON to others too.
    CHECK(boost::json::parse(text).is_object());
    CHECK(text.find('\n') == text.npos);
}

verdict random_verdict(cases::random_values& some) {
    verdict v;
    some.fill(v.decision);
    some.fill(v.approvers_needed);
    some.fill(v.document_version);
    some.fill(v.document);
    for (auto n = some.below(4); n-- > 0;) v.reasons.push_back(some.make<reason>());
    for (auto n = some.below(4); n-- > 0;) v.competent.push_back(some.make<role>());
    return v;
}

entry random_entry(cases::random_values& some) {
    entry e;
    e.on = "41";
    some.fill(e.how);
    some.fill(e.who);
    some.fill(e.origin);
    some.fill(e.command);
    some.fill(e.command_number);
    some.fill(e.command_name);
    some.fill(e.command_digest);
    some.fill(e.what);
    for (auto n = some.below(3); n-- > 0;) e.verdicts.push_back(random_verdict(some));
    some.fill(e.own_states);
    some.fill(e.lifecycle);
    some.fill(e.previous);
    some.fill(e.hash);
    some.fill(e.log_index);
    e.how.by = e.who.id;
    e.how.on_behalf_of = e.who.on_behalf_of;
    return e;
}

// The text of an entry with one member replaced, and in the same way what is read of it.
std::string with(std::string const& member, std::string const& value) {
    entry e;
    e.on = "41";
    e.what = note_added{{"x"}};
    auto all = boost::json::parse(text_of(e)).as_object();
    if (value.empty()) all.erase(member);
    else all[member] = boost::json::parse(value);
    return boost::json::serialize(all);
}

} // namespace

TEST_CASE("an entry with any fact comes back from JSON with its hash") {
    for (auto const& e : golden::sample_trail()) {
        comes_back(e);
        bytes canonical;
        encode(*read_back(text_of(e)), canonical);
        CHECK(sha256().of_leaf(canonical) == e.hash);
    }
}

TEST_CASE("random entries come back from JSON as they were") {
    cases::random_values some(cases::seed());
    INFO(cases::repeat_with());
    for (int i = 0; i < 3000; ++i) comes_back(random_entry(some));
}

TEST_CASE("what the usual notation cannot hold is written at length") {
    entry e;
    e.on = "41";
    e.what = note_added{{"Z\xfcrich"}};
    e.who.id = actor_id::trusted("\xff");
    e.how.by = e.who.id;
    e.how.at = instant::max();
    e.how.to = {state_id{99}, state_id{20}};
    e.verdicts.resize(1);
    e.verdicts[0].reasons.push_back(
        {{}, {}, {}, measure::at_most({5, currency::of('Q', 'Q', 'Q')}), measure{}});
    e.verdicts[0].reasons.push_back(
        {{}, {}, {}, {measure_kind::count, 3, eur, {}}, measure::of_words("3")});

    auto const all = boost::json::parse(text_of(e)).as_object();

    CHECK(boost::json::serialize(all.at("content").at("what").at("text")) ==
          R"({"hex":"5afc72696368"})");
    CHECK(boost::json::serialize(all.at("who").at("id")) == R"({"hex":"ff"})");
    CHECK(all.at("at") == 9223372036854775807);
    CHECK(boost::json::serialize(all.at("to")) == R"({"resolution":99,"handling":"unassigned"})");
    auto const& reasons = all.at("verdicts").at(0).at("reasons");
    CHECK(boost::json::serialize(reasons.at(0).at("expected")) ==
          R"({"at_most":{"minor_units":5,"in":"QQQ"}})");
    CHECK(reasons.at(0).at("found").is_null());
    CHECK(boost::json::serialize(reasons.at(1).at("expected")) ==
          R"({"kind":"count","value":3,"in":"EUR","words":""})");
    CHECK(reasons.at(1).at("found") == "3");
    comes_back(e);
}

TEST_CASE("moments at the edges come back") {
    for (auto const ms :
         {std::numeric_limits<std::int64_t>::min(), std::int64_t{-62'167'219'200'001},
          std::int64_t{-62'167'219'200'000}, std::int64_t{-1}, std::int64_t{0},
          std::int64_t{253'402'300'799'999}, std::int64_t{253'402'300'800'000},
          std::numeric_limits<std::int64_t>::max()}) {
        entry e;
        e.on = "41";
        e.how.at = instant(std::chrono::milliseconds(ms));
        comes_back(e);
    }
}

TEST_CASE("a state of one's own is known by the name that the entry gives it") {
    entry e;
    e.on = "41";
    e.how.from = {state_id{1}, state_id{200}};
    e.how.to = {state_id{201}, state_id{21}};
    // One of them has the name of a state of amends.
    e.own_states = {{state_id{200}, "inspected"}, {state_id{201}, "reported"}};

    auto const all = boost::json::parse(text_of(e)).as_object();

    CHECK(boost::json::serialize(all.at("from")) == R"({"resolution":1,"handling":"inspected"})");
    CHECK(boost::json::serialize(all.at("to")) ==
          R"({"resolution":"reported","handling":"with_owner"})");
    comes_back(e);
}

TEST_CASE("an own fact may have the name of one of ours") {
    entry e;
    e.on = "41";
    e.what = extended_fact{130, "note_added", {std::byte{1}}};
    comes_back(e);
}

TEST_CASE("an entry in JSON that cannot be read says where and why") {
    struct {
        std::string text, said;
    } const table[] = {
        {"", "expected one JSON object, found the end of the line at column 1"},
        {"{\"case\":\"41\"", "expected one JSON object, found the end of the line at column 13"},
        {"[1]", "expected an object with case, fact and content, found a list"},
        {"{}", "expected the case's id in `case`, found none"},
        {"{\"case\":\"41\"}", "expected what happened in `fact`, found none"},
        {"{\"case\":\"41\",\"fact\":\"note_added\"}",
         "expected its members in `content`, found none"},
        {"{\"case\":\"41\",\"case\":\"42\"}", "expected every key once, found \"case\" twice"},
        {with("case", "7"), "case: expected a name of at most 39 bytes, found 7"},
        {with("case", R"({"hex":"0a"})"),
         "case: expected an id of printable characters, found a control character at byte 0"},
        {with("case", R"({"hex":"0"})"),
         "case.hex: expected an even number of hexadecimal digits, found \"0\""},
        {with("sequence", "-1"),
         "sequence: expected a whole number from 0 to 18446744073709551615, found -1"},
        {with("sequence", "1.5"),
         "sequence: expected a whole number from 0 to 18446744073709551615, found 1.5E0"},
        {with("at", "\"yesterday\""),
         "at: expected a moment such as 2026-03-01T09:30:00Z, found \"yesterday\""},
        {with("provenance", "\"liv\""), "provenance: expected \"live\", found \"liv\""},
        {with("fact", "\"note_aded\""), "expected a fact: \"note_added\", found \"note_aded\""},
        {with("fact", "\"case_taken\""),
         "content.what: expected one of the keys: remark, found \"text\""},
        {with("content", "[]"),
         "content: expected an object with members of note_added, found a list"},
        {with("content", R"({"number":5,"name":"note_added","content":""})"),
         "expected an own fact with a number from 128, found 5"},
        {with("content", R"({"number":128,"name":"other","content":""})"),
         "expected the content of \"note_added\", found that of \"other\""},
        {with("from", R"({"resolution":"reportd"})"),
         "from.resolution: expected the name of a state, or its number, found \"reportd\""},
        {with("from", R"({"resolution":256})"),
         "from.resolution: expected a whole number from 0 to 255, found 256"},
        {with("to", R"({"record":1})"),
         "to: expected one of the keys: resolution, handling, found \"record\""},
        {with("who", R"({"roles":["a","b","c","d","e"]})"),
         "who.roles: expected at most 4 roles, found 5"},
        {with("verdicts", R"([{"decision":"maybe"}])"),
         "verdicts[0].decision: expected one of: granted, needs_approval, forbidden, found "
         "\"maybe\""},
        {with("verdicts", R"([{"reasons":[{"expected":{"at_most":"5"}}]}])"),
         "verdicts[0].reasons[0].expected.at_most: expected an amount such as 50.00 EUR, found "
         "\"5\""},
        {with("verdicts", R"([{"reasons":[{"expected":{}}]}])"),
         "verdicts[0].reasons[0].expected: expected one of amount, at_most and at_least, found an "
         "object"},
        {with("own_states", R"([{"id":300}])"),
         "own_states[0].id: expected a whole number from 0 to 255, found 300"},
        {with("hash", "\"00\""), "hash: expected 64 lower-case hexadecimal digits, found \"00\""},
        {with("hsh", "\"00\""), "expected the key \"hash\", found \"hsh\""},
        {with("without_personal_data", "true"),
         "expected an entry with every text, found one that was exported without personal data"},
    };
    for (auto const& [text, said] : table) {
        INFO(text);
        CHECK(why_not(text) == said);
    }
}

TEST_CASE("members that are left out have the value of a new entry") {
    auto const e = read_back(R"({"case":"41","fact":"note_added","content":{}})");
    REQUIRE(e.has_value());
    entry plain;
    plain.on = "41";
    plain.what = note_added{};
    CHECK((*e == plain));
}
