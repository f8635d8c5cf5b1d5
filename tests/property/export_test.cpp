// SPDX-License-Identifier: BSL-1.0
// Whatever happens at a desk: every export tells the same story, and the whole ones make it again.
#include "property/comes_back.hpp"
#include "support/exported.hpp"
#include "support/ocel_rules.hpp"
#include "support/random_cases.hpp"
#include "support/repeat_with.hpp"
#include "unit/exchange/written_file.hpp"

#include <amends/exchange/csv.hpp>
#include <amends/exchange/xes.hpp>

#include "catch.hpp"

#include <map>

using namespace amends;
using namespace amends::testing;

namespace {

// What happened in each case, in order, and when.
using stories = std::map<std::string, std::vector<std::string>>;

stories stories_of(store& kept) {
    stories all;
    auto const read = kept.scan(0, [&](stored_entry const& stored) {
        auto const e = *decode_entry(stored.bytes);
        all[e.on.str()].push_back(std::string(name_of(e.what)) + " at " + to_text(e.how.at));
        return true;
    });
    REQUIRE(read.has_value());
    return all;
}

stories stories_of(result<log_source_ptr> source) {
    if (!source) FAIL(source.error().message);
    stories all;
    for (log_row row;;) {
        auto const more = (*source)->next(row);
        if (!more) FAIL(more.error().message);
        if (!*more) return all;
        all[std::string(row.fields[0])].push_back(std::string(row.fields[1]) + " at " +
                                                  std::string(row.fields[2]));
    }
}

stories stories_of(boost::json::value const& ocel) {
    stories all;
    for (auto const& event : ocel.at("events").as_array())
        for (auto const& to : event.at("relationships").as_array())
            if (to.at("qualifier") == "case")
                all[to.at("objectId").as_string().subview(5)].push_back(
                    std::string(event.at("type").as_string()) + " at " +
                    std::string(event.at("time").as_string()));
    return all;
}

} // namespace

TEST_CASE("every export of random cases tells the same story") {
    auto const from = cases::seed();
    INFO(cases::repeat_with());
    for (std::uint64_t round = 0; round < 8; ++round) {
        memory_store kept;
        desk at(kept, cases::house_rules(), cases::at_given_times());
        for (auto const& w : cases::random_stream(from + round, 400, 5, cases::house_rules()))
            (void)cases::hand_in(at, w);
        auto const told = stories_of(kept);
        REQUIRE(told.size() == 5);

        comes_back(kept, export_format::jsonl);
        comes_back(kept, export_format::archive);
        written_file const csv("cases.csv", exported(kept, export_format::csv));
        CHECK(stories_of(open_csv(csv.path(), {{"case", "fact", "at"}, ','})) == told);
        written_file const xes("cases.xes", exported(kept, export_format::xes));
        CHECK(stories_of(open_xes(
                  xes.path(), {"case:concept:name", "concept:name", "time:timestamp"})) == told);
        auto const ocel = exported(kept, export_format::ocel);
        CHECK(stories_of(boost::json::parse(ocel)) == told);
        CHECK(ocel_rules::broken_by(ocel) == std::vector<std::string>{});
    }
}
