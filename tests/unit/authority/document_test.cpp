// SPDX-License-Identifier: BSL-1.0
// Authority documents: what they say, and how they are refused.
#include <amends/authority/document.hpp>

#include "authority/table_keys.hpp"
#include "catch.hpp"
#include "source_dir.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <set>

using namespace amends;
using namespace std::chrono_literals;

namespace {

std::string file_of(std::string const& path) {
    std::ifstream from(std::string(AMENDS_SOURCE_DIR) + "/" + path);
    return {std::istreambuf_iterator<char>(from), {}};
}

// Seven lines, to which each test adds its own.
std::string const start = "name = \"Shop\"\n"
                          "version = 1\n"
                          "effective = 2026-01-01\n"
                          "changed_by = \"manager\"\n"
                          "ladder.roles = [\"agent\", \"manager\"]\n"
                          "[[limit]]\n"
                          "role = \"agent\"\nremedy = \"any\"\nmax = \"50.00 EUR\"\n";
std::string const people = "[[colleague]]\nid = \"ann\"\nroles = [\"agent\"]\n"
                           "[[colleague]]\nid = \"mia\"\nroles = [\"manager\"]\n";

std::string refused(std::string const& text) {
    auto const read = authority_document::parse(text, "a.toml");
    return read ? "accepted" : read.error().message;
}

table_of_authority read(std::string const& text) {
    return authority_document::parse(text, "a.toml").value().table();
}

} // namespace

TEST_CASE("a document of every part is read as it stands") {
    auto const read = authority_document::parse(file_of("examples/policies/service_centre.toml"),
                                                "service_centre.toml");
    INFO((read ? "" : read.error().message));
    REQUIRE(read.has_value());
    auto const& t = read->table();

    CHECK(t.name == "Service centre");
    CHECK(t.version == 3);
    CHECK(t.hash == sha256_of(file_of("examples/policies/service_centre.toml")));
    CHECK(t.utc_offset == 60min);
    CHECK(to_text(t.effective) == "2026-08-31T23:00:00Z");
    CHECK(t.changed_by == "head_of_service");
    CHECK(t.ladder == std::vector<role>{"agent", "team_lead", "manager"});
    REQUIRE(t.limits.size() == 6);
    CHECK(t.limits[4].kind == remedy_kind::compensation);
    CHECK(t.limits[4].min == money{2000, eur});
    CHECK(t.limits[4].max == money{200000, eur});
    REQUIRE(t.cumulative.size() == 2);
    CHECK(t.cumulative[0].per_actor);
    CHECK(t.cumulative[0].per_customer);
    CHECK(t.cumulative[0].in == period{period::unit::month, 1});
    CHECK_FALSE(t.cumulative[1].per_actor);
    CHECK(t.cumulative[1].in == period{period::unit::days, 90});
    CHECK(t.rates.at_home({100, gbp}) == money{117, eur});
    REQUIRE(t.offer.size() == 7);
    CHECK(t.offer[6].category == "installation");
    REQUIRE(t.reserved.size() == 2);
    CHECK(t.reserved[0].roles == std::vector<role>{"data_officer", "manager"});
    CHECK(t.reserved[1].from_severity == severity::critical);
    REQUIRE(t.hours.size() == 1);
    CHECK(t.hours[0].weekdays == 0b0111111);
    CHECK(t.hours[0].from_minute == 7 * 60);
    CHECK(t.hours[0].until_minute == 20 * 60);
    REQUIRE(t.dual_control.size() == 1);
    CHECK(t.dual_control[0].above == money{100000, eur});
    CHECK(t.dual_control[0].approvers == 2);
    REQUIRE(t.colleagues.size() == 6);
    REQUIRE(t.colleagues[2].absences.size() == 1);
    CHECK(to_text(t.colleagues[2].absences[0].from) == "2026-12-20T23:00:00Z");
    CHECK(to_text(t.colleagues[2].absences[0].until) == "2027-01-03T23:00:00Z");
    CHECK(t.colleagues[2].absences[0].substitute == "tom");
    REQUIRE(t.delegations.size() == 1);
    CHECK(to_text(t.delegations[0].begins) == "2026-10-04T23:00:00Z");
    CHECK(to_text(t.delegations[0].ends) == "2026-10-16T23:00:00Z");
    CHECK(t.delegations[0].max == money{200000, eur});
    REQUIRE(t.interests.size() == 2);
    CHECK(t.interests[1].gains_from == remedy_kind::service);
    CHECK(t.must_be_informed == std::vector<role>{"manager"});
    CHECK(read->looks_back() == looking_back{true, false}); // both count one customer
}

TEST_CASE("the document of the first examples says nothing of what it leaves out") {
    auto const t = read(file_of("examples/policies/authority.toml"));
    CHECK(t.approvers == 1);
    CHECK(t.cumulative.empty());
    CHECK(t.offer.empty());
    CHECK(t.changed_by.empty());
    CHECK(authority(t).looks_back() == looking_back{});
}

TEST_CASE("what is wrong with a document is named with its place and both sides") {
    struct row {
        std::string added;
        char const* says;
    };
    row const table[] = {
        {"[[limt]]\n", "a.toml:10:3: expected the key \"limit\", found \"limt\""},
        {"[[limit]]\nrole = \"agent\"\nremedy = \"any\"\nmax = \"9.00 EUR\"\n",
         "a.toml:10:1: expected one limit for each role, remedy and currency, found a second one "
         "for agent, any (the first is in line 6)"},
        {"[[limit]]\nrole = \"agnet\"\nremedy = \"any\"\nmax = \"9.00 EUR\"\n",
         "a.toml:11:8: expected a role of the ladder, \"agent\", found \"agnet\""},
        {"[[limit]]\nrole = \"agent\"\nremedy = \"refnd\"\nmax = \"9.00 EUR\"\n",
         "a.toml:12:10: expected \"refund\", found \"refnd\""},
        {"[[limit]]\nrole = \"agent\"\nremedy = \"credit\"\nmax = \"9.00 EUR\"\nmin = \"1.00 GBP\"\n",
         "a.toml:14:7: expected an amount in EUR as in \"max\", found GBP"},
        {"[[limit]]\nrole = \"agent\"\nremedy = \"credit\"\nmax = \"9.00 EUR\"\nmin = \"9.01 EUR\"\n",
         "a.toml:14:7: expected at most 9.00 EUR as in \"max\", found 9.01 EUR"},
        {"[[cumulative]]\nrole = \"agent\"\nmax = \"9.00 EUR\"\nper = [\"custmer\"]\nperiod = "
         "\"month\"\n",
         "a.toml:13:7: expected \"customer\", found \"custmer\""},
        {"[[cumulative]]\nrole = \"agent\"\nmax = \"9.00 EUR\"\nper = []\nperiod = \"month\"\n",
         "a.toml:13:7: expected \"actor\", \"customer\" or both, found an empty list"},
        {"[[cumulative]]\nrole = \"agent\"\nmax = \"9.00 EUR\"\nper = [\"actor\"]\nperiod = "
         "\"0 days\"\n",
         "a.toml:14:10: expected day, week, month, quarter, year, or \"30 days\" (1 to 3660), "
         "found \"0 days\""},
        {"[[offer]]\nremedy = \"any\"\n",
         "a.toml:11:10: expected one of: other, apology, refund, replacement, repair, credit, "
         "discount, compensation, service, found \"any\""},
        {"[[hours]]\nrole = \"agent\"\ndays = [\"monday\"]\n",
         "a.toml:12:8: expected one of: mon, tue, wed, thu, fri, sat, sun, found \"monday\""},
        {"[[hours]]\nrole = \"agent\"\nfrom = \"08:00\"\n",
         "a.toml:12:8: expected a time of day such as 08:30:00 in \"from\", found a string"},
        {"[[hours]]\nrole = \"agent\"\nfrom = 08:00:30\n",
         "a.toml:12:8: expected whole minutes, found seconds"},
        {"[[reserved]]\nroles = [\"manager\"]\n",
         "a.toml:10:1: expected the key \"category\" or \"from_severity\", found neither"},
        {"[[reserved]]\ncategory = \"privacy\"\nroles = []\n",
         "a.toml:12:9: expected at least one role, found none"},
        {"[[dual_control]]\nabove = \"100.00 EUR\"\napprovers = 0\n",
         "a.toml:12:13: expected a whole number from 1 to 16 in \"approvers\", found 0"},
        {"[rates]\nhome = \"EUR\"\nGBP = 1.17\n",
         "a.toml:12:7: expected a rate in quotes such as \"0.9215\", found a floating-point "
         "number"},
        {"[rates]\nhome = \"EUR\"\nEUR = \"1\"\n",
         "a.toml:12:1: expected a currency other than the home currency, found EUR"},
        {people + "[[colleague]]\nid = \"ann\"\nroles = [\"agent\"]\n",
         "a.toml:17:6: expected each colleague once, found \"ann\" a second time (the first is in "
         "line 10)"},
        {people + "[[colleague.absence]]\nfirst_day = 2026-02-02\nlast_day = 2026-02-01\n",
         "a.toml:18:12: expected a day not before \"first_day\", found an earlier one"},
        {people + "[[colleague.absence]]\nfirst_day = 2026-02-02\nlast_day = 2026-02-02\n"
                  "substitute = \"anne\"\n",
         "a.toml:19:14: expected a colleague of the document, \"ann\", found \"anne\""},
        {people + "[[colleague.absence]]\nfirst_day = 2026-02-02\nlast_day = 2026-02-02\n"
                  "substitute = \"mia\"\n",
         "a.toml:19:14: expected somebody else, found \"mia\""},
        {people + "[[delegation]]\nid = \"D1\"\nfrom = \"ann\"\nto = \"mia\"\nrole = \"manager\"\n"
                  "first_day = 2026-02-01\nlast_day = 2026-02-02\nreason = \"away\"\n",
         "a.toml:20:8: expected a role that ann holds, agent, found \"manager\""},
        {people + "[[delegation]]\nid = \"D1\"\nfrom = \"mia\"\nto = \"bob\"\nrole = \"manager\"\n"
                  "first_day = 2026-02-01\nlast_day = 2026-02-02\nreason = \"away\"\n",
         "a.toml:19:6: expected a colleague of the document, one of: ann, mia, found \"bob\""},
        {people + "[[delegation]]\nid = \"D1\"\nfrom = \"mia\"\nto = \"ann\"\nrole = \"manager\"\n"
                  "first_day = 2026-02-01\nlast_day = 2026-02-02\n",
         "a.toml:16:1: expected the key \"reason\", found none"},
        {"[[interest]]\ncolleague = \"ann\"\nis = \"relative\"\n",
         "a.toml:10:1: expected what the interest is in: customer, case, category or remedy, found "
         "none"},
        {"[[interest]]\ncolleague = \"ann\"\nis = \"relativ\"\ncustomer = \"c\"\n",
         "a.toml:12:6: expected \"relative\", found \"relativ\""},
        {"[routing]\ninform = [\"\"]\n", "a.toml:11:10: expected a role, found an empty name"},
    };
    for (auto const& r : table) {
        INFO(r.added);
        CHECK(refused(start + r.added) == r.says);
    }
    CHECK(refused("utc_offset = \"east\"\n" + start) ==
          "a.toml:1:14: expected an offset such as \"+01:00\", found \"east\"");
    CHECK(refused("") == "a.toml:1:1: expected the key \"name\", found none");
    CHECK(refused(start) == "accepted");
}

TEST_CASE("every part that the guide shows is a part of a document") {
    // Each fragment stands alone; what it needs of the others is put before it.
    auto const guide = file_of("docs/authority.md");
    std::string const fence = "```toml\n";
    int fragments = 0;
    std::string all;
    for (auto at = guide.find(fence); at != guide.npos; at = guide.find(fence, at)) {
        at += fence.size();
        auto const end = guide.find("```", at);
        all += guide.substr(at, end - at) + "\n";
        ++fragments;
    }
    CHECK(fragments == 12);
    CHECK(refused(all) == "accepted");
    for (auto const* part : {"cumulative", "offer", "hours", "reserved", "dual_control", "interest",
                             "colleague", "delegation"}) {
        INFO(part);
        CHECK(all.find("[[" + std::string(part) + "]]") != all.npos);
    }
}

TEST_CASE("every key that a document knows stands in its schema, and no other") {
    namespace keys = detail::keys;
    auto const schema = boost::json::parse(file_of("schemas/authority.schema.json")).as_object();
    auto const in_schema = [](boost::json::object const& table) {
        std::set<std::string> all;
        for (auto const& [key, value] : table.at("properties").as_object()) all.insert(key);
        return all;
    };
    auto const known = [](keys::list const& some) {
        return std::set<std::string>(some.begin(), some.end());
    };
    auto const& parts = schema.at("properties").as_object();
    auto const lines_of = [&](char const* part) -> boost::json::object const& {
        auto const& p = parts.at(part).as_object();
        return p.at("type").as_string() == "array" ? p.at("items").as_object() : p;
    };
    CHECK(in_schema(schema) == known(keys::document));
    std::pair<char const*, keys::list const*> const tables[] = {
        {"ladder", &keys::ladder},         {"limit", &keys::limit},
        {"cumulative", &keys::cumulative}, {"offer", &keys::offer},
        {"hours", &keys::hours},           {"reserved", &keys::reserved},
        {"approval", &keys::approval},     {"dual_control", &keys::dual_control},
        {"interest", &keys::interest},     {"separation", &keys::separation},
        {"colleague", &keys::colleague},   {"delegation", &keys::delegation},
        {"routing", &keys::routing}};
    for (auto const& [part, list] : tables) {
        INFO(part);
        CHECK(in_schema(lines_of(part)) == known(*list));
    }
    auto const& absence =
        lines_of("colleague").at("properties").as_object().at("absence").as_object();
    CHECK(in_schema(absence.at("items").as_object()) == known(keys::absence));
}
