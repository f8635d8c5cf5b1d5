// SPDX-License-Identifier: BSL-1.0
// A log through the desk: every row accounted for, every assumed value marked, twice as once.
#include <amends/exchange/replay.hpp>
#include <amends/exchange/translation.hpp>
#include <amends/store/memory.hpp>

#include "catch.hpp"
#include "source_dir.hpp"
#include "support/scarce_memory.hpp"
#include "written_file.hpp"

using namespace amends;
using amends::testing::bytes_in_use;
using amends::testing::written_file;

namespace {

struct grant_everything {
    verdict judge(question const&) const {
        verdict v;
        v.add({"grant_everything", "granted_always", decision::granted, {}, {}});
        return v;
    }
};

char const* const header = "number,incident_state,reassignment_count,sys_mod_count,caller_id,"
                           "sys_updated_by,sys_updated_at,contact_type,category,subcategory,"
                           "u_symptom,impact,urgency,priority,assignment_group,assigned_to,"
                           "closed_code,resolved_by\n";

// One row of an incident: number, state and moment; the rest the same for all.
std::string row(std::string const& number, std::string const& state, std::string const& at,
                std::string const& group = "Group 1") {
    return number + ',' + state + ",0,1,Caller 1,Updated by 3," + at +
           ",Phone,Category 4,Subcategory 12,?,2 - Medium,2 - Medium,3 - Moderate," + group +
           ",?,code 2,Resolved by 5\n";
}

mapping incident_log() {
    return *mapping::load(AMENDS_SOURCE_DIR "/examples/mappings/incident_log.toml");
}

struct replayed {
    replay_summary total;
    std::vector<std::string> bad;
    std::vector<std::string> refused;
};

replayed replay_text(std::string const& rows, mapping const& by, store& where,
                     std::size_t batch_size = 512) {
    written_file const file("log.csv", header + rows);
    replayed out;
    desk d(where, grant_everything{});
    auto log = open_log(file.path(), by);
    REQUIRE(log.has_value());
    auto done = replay(**log, "log.csv", by, d,
                       {[&](error const& e) { out.bad.push_back(file.plain(e.message)); },
                        [&](error const& e) { out.refused.push_back(e.message); },
                        {}},
                       batch_size);
    REQUIRE(done.has_value());
    out.total = std::move(*done);
    CHECK(out.total.read == out.total.handled + out.total.refused + out.total.bad);
    return out;
}

std::vector<std::string> facts_of(store& where, case_id const& on) {
    desk d(where, grant_everything{});
    std::vector<std::string> names;
    for (auto const& e : *d.trail(on)) names.emplace_back(name_of(e.what));
    return names;
}

using names = std::vector<std::string>;

} // namespace

TEST_CASE("an incident goes from report to close, each row at its own moment") {
    memory_store where;
    auto const done = replay_text(
        row("INC1", "New", "29/2/2016 01:16") + row("INC1", "Active", "29/2/2016 02:00") +
            row("INC1", "Resolved", "29/2/2016 11:29") + row("INC1", "Closed", "5/3/2016 12:00"),
        incident_log(), where);

    CHECK(done.bad == names{});
    CHECK(done.refused == names{});
    CHECK(done.total.handled == 4);
    CHECK(done.total.cases == 1);
    CHECK(done.total.reopened == 0);
    CHECK(done.total.cases_by_state == std::map<std::string, std::uint64_t>{{"closed", 1}});
    CHECK(facts_of(where, "INC1") ==
          names{"contact_reported", "case_taken", "note_added", "note_added", "problem_confirmed",
                "options_explained", "solution_offered", "solution_agreed", "actions_carried_out",
                "colleagues_informed", "resolution_evaluated", "note_added", "customer_informed",
                "case_closed", "note_added"});
    desk d(where, grant_everything{});
    auto const trail = *d.trail("INC1");
    CHECK(to_text(trail.front().how.at) == "2016-02-29T01:16:00Z");
    CHECK(to_text(trail.back().how.at) == "2016-03-05T12:00:00Z");
}

TEST_CASE("callers are customers, groups are colleagues, and a new group takes the case") {
    memory_store where;
    replay_text(row("INC1", "New", "29/2/2016 01:16", "Group 1") +
                    row("INC1", "New", "29/2/2016 02:00", "?") +
                    row("INC1", "New", "29/2/2016 03:00", "Group 2"),
                incident_log(), where);

    desk d(where, grant_everything{});
    CHECK(d.file("INC1")->contact.customer == customer_id("Caller 1"));
    CHECK(d.file("INC1")->owner == actor_id("Group 2"));
    CHECK(facts_of(where, "INC1") ==
          names{"contact_reported", "case_taken", "note_added", "note_added", "case_taken"});
}

TEST_CASE("a row that names no owner leaves the case with whom it was, stand-in or not") {
    auto by = incident_log();
    for (auto& piece : by.owner.pieces) piece.literal.clear(); // owner = "{assignment_group}"
    memory_store where;
    auto const done = replay_text(row("INC1", "New", "29/2/2016 01:16", "Group 1") +
                                      row("INC1", "Active", "29/2/2016 02:00", "?") +
                                      row("INC2", "New", "29/2/2016 03:00", "?"),
                                  by, where);

    CHECK(done.total.handled == 2);
    // Nobody had the second case before.
    CHECK(done.bad == names{"log.csv:4: expected an owner from people.owner, found nobody"});
    desk d(where, grant_everything{});
    CHECK(d.file("INC1")->owner == actor_id("Group 1"));
}

TEST_CASE("every entry of an imported case says so, and every assumed value is marked") {
    memory_store where;
    replay_text(row("INC1", "Resolved", "29/2/2016 11:29"), incident_log(), where);

    desk d(where, grant_everything{});
    auto const trail = *d.trail("INC1");
    for (auto const& e : trail) CHECK(e.origin == provenance::imported);
    auto const& reported = std::get<contact_reported>(trail[0].what).what;
    CHECK(reported.category == "Category 4, Subcategory 12");
    CHECK(reported.expected == "assumed: a service that works");
    auto const& confirmed = std::get<problem_confirmed>(trail[2].what).what;
    CHECK(confirmed.nature == "assumed: Category 4, Subcategory 12, no symptom given");
    CHECK(std::get<note_added>(trail.back().what).what.text ==
          "assumed: report.customer_kind, report.kind, report.origin, confirm altogether, "
          "confirm.cause_is, confirm.how_sure, confirm.with, explain_options altogether, "
          "propose altogether, propose.terms.actions.by, accept altogether, accept.said, "
          "carry_out.done, inform_colleagues altogether, inform_colleagues.recipients.as, "
          "inform_colleagues.recipients.colleague, evaluate altogether, evaluate.verdict");
}

TEST_CASE("a case is reopened when its state leaves Resolved or Closed") {
    memory_store where;
    auto const done = replay_text(
        row("INC1", "Resolved", "1/3/2016 01:00") + row("INC1", "Active", "1/3/2016 02:00") +
            row("INC1", "Resolved", "1/3/2016 03:00") + row("INC1", "Closed", "1/3/2016 04:00") +
            row("INC1", "Awaiting User Info", "1/3/2016 05:00") +
            row("INC2", "New", "1/3/2016 01:00") + row("INC2", "Closed", "1/3/2016 02:00"),
        incident_log(), where);

    CHECK(done.refused == names{});
    CHECK(done.total.reopened == 1);
    CHECK(done.total.cases == 2);
    CHECK(done.total.cases_by_state ==
          std::map<std::string, std::uint64_t>{{"closed", 1}, {"reported", 1}});
    desk d(where, grant_everything{});
    CHECK(d.file("INC1")->occasion == 3);
}

TEST_CASE("help is sought while others are awaited, and a group that changes meanwhile takes over "
          "after") {
    memory_store where;
    auto const done = replay_text(row("INC1", "Active", "1/3/2016 01:00", "Group 1") +
                                      row("INC1", "Awaiting Vendor", "1/3/2016 02:00", "Group 1") +
                                      row("INC1", "Awaiting Vendor", "1/3/2016 03:00", "Group 2") +
                                      row("INC1", "Resolved", "1/3/2016 04:00", "Group 2"),
                                  incident_log(), where);

    CHECK(done.refused == names{});
    desk d(where, grant_everything{});
    CHECK(d.file("INC1")->owner == actor_id("Group 2"));
    CHECK(d.file("INC1")->help_from.empty());
}

TEST_CASE("rows that are not understood are named and do not stop the run") {
    memory_store where;
    auto const done = replay_text(
        row("INC1", "New", "1/3/2016 01:00") + row("INC1", "-100", "1/3/2016 02:00") +
            row("INC1", "Active", "31/2/2016 02:00") + "INC1,Active\n" +
            row("?", "New", "1/3/2016 02:00") + row("INC1", "Active", "29/2/2016 01:00") +
            row("INC1", "Resolved", "1/3/2016 03:00") +
            row(std::string(40, 'x'), "New", "1/3/2016 03:00"),
        incident_log(), where);

    CHECK(done.bad ==
          names{"log.csv:3: expected an activity that the mapping lists, found \"-100\"",
                "log.csv:4: expected a moment such as d/m/yyyy HH:MM, found \"31/2/2016 02:00\"",
                "log.csv:5: expected 18 fields, found 2",
                "log.csv:6: expected a case in the column \"number\", found none",
                "log.csv:7: expected a moment not before 2016-03-01T01:00:00Z of line 2, found "
                "2016-02-29T01:00:00Z",
                "log.csv:9: expected an id of at most 39 bytes, found 40 bytes "
                "(xxxxxxxxxxxxxxxxxxxxxxxx)"});
    CHECK(done.total.read == 8);
    CHECK(done.total.handled == 2);
    CHECK(done.total.bad == 6);
}

TEST_CASE("a replay into the same store changes nothing the second time") {
    memory_store where;
    auto const rows = row("INC1", "New", "1/3/2016 01:00") +
                      row("INC1", "Closed", "1/3/2016 02:00") +
                      row("INC1", "Active", "1/3/2016 03:00");
    auto const once = replay_text(rows, incident_log(), where);
    auto const size = *where.size();

    auto const twice = replay_text(rows, incident_log(), where);

    CHECK(*where.size() == size);
    CHECK(twice.total.handled == once.total.handled);
    CHECK(twice.total.reopened == 1);
    CHECK(twice.total.cases == 1);
}

TEST_CASE("the size of a batch changes nothing in the trail") {
    std::string rows;
    for (int i = 0; i < 20; ++i)
        for (auto const* state : {"New", "Resolved", "Active", "Closed"})
            rows += row("INC" + std::to_string(i), state, "1/3/2016 01:00");
    memory_store one_by_one;
    memory_store at_once;

    auto const small = replay_text(rows, incident_log(), one_by_one, 1);
    auto const large = replay_text(rows, incident_log(), at_once, 100'000);

    CHECK(small.total.reopened == 20);
    CHECK(large.total.reopened == 20);
    CHECK(*one_by_one.size() == *at_once.size());
    CHECK(one_by_one.head("INC7")->value().last_hash == at_once.head("INC7")->value().last_hash);
}

TEST_CASE("rows that no command follows from are handled, and take no memory") {
    // One row of one incident, again and again.
    class standing_still : public log_source {
      public:
        standing_still(mapping const& by, std::uint64_t rows) : left_(rows) {
            fields_.assign(by.columns.size(), "as before");
            fields_[by.case_column] = "INC1";
            fields_[by.activity_column] = "New";
            fields_[by.time_column] = "1/3/2016 01:00";
            for (std::size_t i = 0; i < fields_.size(); ++i)
                if (by.columns[i] == "priority") fields_[i] = "3 - Moderate";
        }
        result<bool> next(log_row& row) override {
            row.line = ++line_;
            row.fields = fields_;
            return left_-- > 0;
        }
        std::uint64_t bytes_read() const noexcept override { return 0; }

      private:
        std::vector<std::string_view> fields_;
        std::uint64_t left_, line_ = 0;
    };
    auto by = incident_log();
    by.rules.resize(1); // an incident's first row is a report, and no other is anything
    memory_store where;
    desk d(where, grant_everything{});
    standing_still log(by, 64 * 1024);
    std::vector<std::int64_t> in_use;
    in_use.reserve(64);

    auto const done =
        replay(log, "log.csv", by, d,
               {{}, {}, [&](std::uint64_t, std::uint64_t) { in_use.push_back(bytes_in_use()); }});

    REQUIRE(done.has_value());
    CHECK(done->read == 64 * 1024);
    CHECK(done->handled == done->read);
    CHECK(done->bad == 0);
    CHECK(done->cases == 1);
    REQUIRE(in_use.size() == 64);
    CHECK(in_use.back() - in_use.front() < 4096);
}

TEST_CASE("rows of several cases may be mixed where the mapping does not say they are grouped") {
    auto by = incident_log();
    by.grouped = false;
    memory_store where;
    auto const done = replay_text(
        row("INC1", "New", "1/3/2016 01:00") + row("INC2", "New", "1/3/2016 01:30") +
            row("INC1", "Resolved", "1/3/2016 02:00") + row("INC2", "Closed", "1/3/2016 02:30") +
            row("INC1", "Active", "1/3/2016 03:00"),
        by, where);

    CHECK(done.refused == names{});
    CHECK(done.total.handled == 5);
    CHECK(done.total.cases == 2);
    CHECK(done.total.reopened == 1);
}

TEST_CASE("a case that comes back although the mapping says grouped is refused, not mixed up") {
    memory_store where;
    auto const done =
        replay_text(row("INC1", "New", "1/3/2016 01:00") + row("INC2", "New", "1/3/2016 01:00") +
                        row("INC1", "New", "1/3/2016 02:00"),
                    incident_log(), where);

    CHECK(done.total.handled == 2);
    CHECK(done.total.refused == 1);
    CHECK(done.refused.size() == 1);
    CHECK(done.total.cases == 2);
}

TEST_CASE("a row older than what the store has of its case is bad, not slipped in") {
    memory_store where;
    replay_text(row("INC1", "New", "1/3/2016 01:00"), incident_log(), where);
    auto const size = *where.size();

    auto const done = replay_text(row("INC1", "New", "1/2/2016 01:00"), incident_log(), where);

    CHECK(done.total.bad == 1);
    REQUIRE(done.bad.size() == 1);
    CHECK_THAT(done.bad[0], Catch::Matchers::ContainsSubstring("log.csv:2: expected"));
    CHECK(*where.size() == size);
}

TEST_CASE("a survey finds out what a replay would read, without a desk") {
    written_file const file("log.csv", header + row("INC1", "New", "1/3/2016 01:00") +
                                           row("INC1", "-100", "1/3/2016 02:00"));
    auto const by = incident_log();
    auto log = open_log(file.path(), by);

    auto const found = survey(**log, "log.csv", by);

    CHECK(found->rows == 2);
    CHECK(found->understood == 1);
    REQUIRE(found->first_bad.has_value());
    CHECK(found->first_bad->message ==
          "log.csv:3: expected an activity that the mapping lists, found \"-100\"");
}
