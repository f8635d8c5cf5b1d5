// SPDX-License-Identifier: BSL-1.0
// OCEL exports keep the rules of the standard, whatever the log holds.
#include "catch.hpp"

#include "exchange/ocel_objects.hpp"
#include "golden/export_log.hpp"
#include "golden/samples.hpp"
#include "support/exported.hpp"
#include "support/ocel_rules.hpp"
#include "support/random_values.hpp"
#include "support/repeat_with.hpp"

#include <set>

using namespace amends;
using namespace amends::testing;
using detail::object_key;
using detail::object_kind;

namespace {

using words = std::vector<std::string>;

boost::json::object parsed(store& kept, export_options const& how = {}) {
    return boost::json::parse(exported(kept, export_format::ocel, how)).as_object();
}

std::set<std::string> ids_in(boost::json::object const& log, char const* list) {
    std::set<std::string> ids;
    for (auto const& one : log.at(list).as_array()) ids.insert(one.at("id").as_string().c_str());
    return ids;
}

object_key a_colleague(int n) {
    return {object_kind::colleague, id<detail::object_tag>::trusted("a" + std::to_string(n))};
}

} // namespace

TEST_CASE("an OCEL export keeps the rules of the standard") {
    memory_store nothing, small, facts, random;
    golden::fill_export_log(small);
    {
        golden::log_maker log(facts);
        for (auto const& one : golden::all_alternatives<fact>()) {
            log.next("41", {"ann", side::staff, {"agent"}, {}, {}}, "note", one);
            log.add();
        }
        // An integrator's fact that is called as one of ours, and one without a name.
        for (rule_name const name : {rule_name("note_added"), rule_name()}) {
            log.next("41", {"ann", side::staff, {"agent"}, {}, {}}, "note",
                     extended_fact{130, name, {}});
            log.add();
        }
    }
    cases::random_values some(cases::seed());
    INFO(cases::repeat_with());
    golden::log_maker log(random);
    for (int i = 0; i < 2000; ++i) {
        auto& e = log.next(case_id::trusted("c" + std::to_string(some.below(20))),
                           some.make<actor>(), "note", some.make<fact>());
        if (some.once_in(50)) some.fill(e.who.id = actor_id::trusted("\xff"));
        log.add();
    }
    for (auto* kept : {&nothing, &small, &facts, &random})
        for (bool const without : {false, true}) {
            export_options how;
            how.without_personal_data = without;
            CHECK(ocel_rules::broken_by(exported(*kept, export_format::ocel, how)) == words{});
            how.on = case_id("41");
            if (kept == &small || kept == &facts)
                CHECK(ocel_rules::broken_by(exported(*kept, export_format::ocel, how)) == words{});
        }
}

TEST_CASE("an entry is an event about its case, who acted and whom it names") {
    memory_store kept;
    golden::fill_export_log(kept);
    auto const log = parsed(kept);

    CHECK(ids_in(log, "objects") == std::set<std::string>{"case:41", "case:=2+3, \"x\"",
                                                          "colleague:ann", "colleague:bob",
                                                          "colleague:lea", "customer:c-17",
                                                          "customer:c-18", "service:=robot+1"});
    REQUIRE(log.at("events").as_array().size() == 10);
    auto const& first = log.at("events").at(0);
    CHECK(first.at("id") == "41/1");
    CHECK(first.at("type") == "contact_reported");
    CHECK(first.at("time") == "2026-03-02T09:01:00Z");
    CHECK(boost::json::serialize(first.at("relationships")) ==
          R"([{"objectId":"case:41","qualifier":"case"},)"
          R"({"objectId":"customer:c-17","qualifier":"actor"},)"
          R"({"objectId":"customer:c-17","qualifier":"customer"}])");
    auto const& asked = log.at("events").at(5);
    CHECK(asked.at("type") == "approval_requested");
    CHECK(boost::json::serialize(asked.at("relationships")) ==
          R"([{"objectId":"case:41","qualifier":"case"},)"
          R"({"objectId":"colleague:ann","qualifier":"actor"},)"
          R"({"objectId":"colleague:ann","qualifier":"actions.by"}])");
    std::map<std::string, std::string> values;
    for (auto const& one : asked.at("attributes").as_array())
        values[one.at("name").as_string().c_str()] = one.at("value").as_string().c_str();
    CHECK(values.at("sequence") == "5");
    CHECK(values.at("decision") == "needs_approval");
    CHECK(values.at("content.approvers_needed") == "1");
    CHECK(values.at("content.option") == "money back");
    CHECK_FALSE(values.contains("on_behalf_of"));
}

TEST_CASE("ids that are not UTF-8 stay apart in OCEL") {
    memory_store kept;
    golden::log_maker log(kept);
    for (auto const* name : {"\xff", "\xfe",
                             "\xef\xbf\xbd"
                             "ff",
                             "ff"}) {
        log.next(case_id::trusted(name), {"ann", side::staff, {}, {}, {}}, "take", case_taken{});
        log.add();
    }
    CHECK(ocel_rules::broken_by(exported(kept, export_format::ocel)) == words{});
    CHECK(ids_in(parsed(kept), "objects").size() == 5);
    CHECK(ids_in(parsed(kept), "events").size() == 4);
}

TEST_CASE("objects are found once each, however few are kept at a time") {
    cases::random_values some(cases::seed());
    INFO(cases::repeat_with());
    for (std::size_t const at_once : {1, 2, 7, 100, 5000}) {
        std::vector<object_key> log;
        std::set<object_key> all;
        for (int i = 0; i < 3000; ++i) {
            log.push_back(a_colleague(static_cast<int>(some.below(400))));
            if (some.once_in(3)) log.back().kind = object_kind::customer;
            all.insert(log.back());
        }
        detail::object_passes passes(at_once);
        std::vector<object_key> found;
        int times = 0;
        do {
            for (auto const& one : log) passes.offer(one);
            auto const& some_of_them = passes.found();
            CHECK(some_of_them.size() <= at_once);
            found.insert(found.end(), some_of_them.begin(), some_of_them.end());
            ++times;
        } while (passes.another_pass());
        CHECK((found == std::vector<object_key>(all.begin(), all.end())));
        CHECK(static_cast<std::size_t>(times) == (all.size() + at_once - 1) / at_once);
    }
}

TEST_CASE("a log without entries has no objects") {
    detail::object_passes passes;
    CHECK(passes.found().empty());
    CHECK_FALSE(passes.another_pass());
}

TEST_CASE("the rules of OCEL find what breaks them") {
    std::string const sound =
        R"({"objectTypes":[{"name":"case","attributes":[]}],)"
        R"("eventTypes":[{"name":"e","attributes":[{"name":"n","type":"integer"}]}],)"
        R"("objects":[{"id":"case:1","type":"case"}],)"
        R"("events":[{"id":"1","type":"e","time":"2026-03-02T09:01:00Z",)"
        R"("attributes":[{"name":"n","value":"5"}],)"
        R"("relationships":[{"objectId":"case:1","qualifier":"case"}]}]})";
    CHECK(ocel_rules::broken_by(sound) == words{});
    struct {
        std::string part, instead, said;
    } const table[] = {
        {sound, "[]", "expected a JSON object, found none"},
        {"\"objects\":", "\"things\":", "expected a list objects in the log, found none"},
        {R"("value":"5")", R"("value":5)", "expected a text value in 1 n, found another value"},
        {R"("value":"5")", R"("value":"five")", "expected integer in n of 1, found five"},
        {R"("name":"n","value")", R"("name":"m","value")",
         "expected a declared attribute in 1, found m"},
        {R"("type":"integer")", R"("type":"number")",
         "expected a type of OCEL for n, found number"},
        {R"("type":"e")", R"("type":"f")", "expected a declared type for 1, found f"},
        {R"("type":"case"})", R"("type":"file"})",
         "expected a declared type for case:1, found file"},
        {R"({"id":"case:1","type":"case"})",
         R"({"id":"case:1","type":"case"},{"id":"case:1","type":"case"})",
         "expected each object once, found case:1 again"},
        {R"("objectId":"case:1")", R"("objectId":"case:2")",
         "expected an object that exists in 1, found case:2"},
        {"09:01:00Z", "09:01:00", "expected a moment of RFC 3339 in 1, found 2026-03-02T09:01:00"},
        {R"("attributes":[]}])", R"("attributes":[]},{"name":"case","attributes":[]}])",
         "expected each type once, found case again"},
    };
    for (auto const& [part, instead, said] : table) {
        auto broken = sound;
        broken.replace(broken.find(part), part.size(), instead);
        auto const found = ocel_rules::broken_by(broken);
        INFO(broken);
        CHECK((!found.empty() && found[0] == said));
    }
}
