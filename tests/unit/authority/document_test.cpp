// SPDX-License-Identifier: BSL-1.0
// Authority documents: what they say, and how they are refused.
#include <amends/authority/document.hpp>

#include "unit/authority/wrong_documents.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::testing;
using namespace std::chrono_literals;

namespace {

std::string what_is_said_to(std::string const& text) {
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
    CHECK(t.others == std::vector<role>{"data_officer", "head_of_service"});
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
    // Both count one customer; the longer of them 90 days.
    CHECK(read->looks_back() == looking_back{true, false, std::chrono::days(90)});
    CHECK(t.retention.erased_by == std::vector<role>{"data_officer"});
    CHECK(t.retention.held_by == std::vector<role>{"data_officer", "manager"});
    CHECK(t.migrated_by == std::vector<role>{"manager"});
    REQUIRE(t.retention.periods.size() == 1);
    CHECK(t.retention.periods[0].at_least == std::chrono::days(1095));
}

TEST_CASE("the document of the first examples says nothing of what it leaves out") {
    auto const t = read(file_of("examples/policies/authority.toml"));
    CHECK(t.approvers == 1);
    CHECK(t.cumulative.empty());
    CHECK(t.offer.empty());
    CHECK(t.changed_by == "manager");
    CHECK(authority(t).looks_back() == looking_back{});
}

TEST_CASE("what is wrong with a document is named with its place and both sides") {
    for (auto const& r : wrong_documents()) {
        INFO(r.added);
        CHECK(what_is_said_to(start + r.added) == r.says);
    }
    CHECK(what_is_said_to("utc_offset = \"east\"\n" + start) ==
          "a.toml:1:14: key \"utc_offset\": expected an offset such as \"+01:00\", found \"east\"");
    CHECK(what_is_said_to("") == "a.toml:1:1: expected the key \"name\", found none");
    CHECK(what_is_said_to(start) == "accepted");
    // Lines that speak of something else, or of more, stand beside each other.
    for (auto const& sound :
         {std::string("[[offer]]\nremedy = \"refund\"\n[[offer]]\nremedy = \"refund\"\nrole = "
                      "\"agent\"\n"),
          std::string("[[reserved]]\ncategory = \"privacy\"\nroles = [\"agent\", \"manager\"]\n"
                      "[[reserved]]\ncategory = \"privacy\"\nfrom_severity = \"high\"\n"
                      "roles = [\"manager\"]\n[[reserved]]\ncategory = \"delivery\"\n"
                      "roles = [\"agent\"]\n"),
          std::string("[[retention]]\ndays = 1\n[[retention]]\ncategory = \"a\"\ndays = 2\n"),
          lending + "revoked = 2026-02-01\n", lending + "revoked = 2026-02-02\n"}) {
        INFO(sound);
        CHECK(what_is_said_to(start + sound) == "accepted");
    }
    auto const with = [](std::string const& what, std::string const& instead) {
        auto text = start;
        return what_is_said_to(text.replace(text.find(what), what.size(), instead));
    };
    // In pairs these lines have a role in common, all three together none.
    auto const kept = [](char const* what, char const* roles) {
        return "[[reserved]]\n" + std::string(what) + "\nroles = [" + roles + "]\n";
    };
    auto const three = start.substr(0, start.find("[\"agent\"")) +
                       "[\"agent\", \"lead\", \"manager\"]\n" +
                       start.substr(start.find("[[limit]]")) +
                       kept("category = \"privacy\"", "\"agent\", \"lead\"") +
                       kept("from_severity = \"high\"", "\"lead\", \"manager\"");
    CHECK(what_is_said_to(three + kept("category = \"delivery\"", "\"manager\"")) == "accepted");
    CHECK(
        what_is_said_to(three + kept("from_severity = \"critical\"", "\"agent\", \"manager\"")) ==
        "a.toml:18:9: key \"roles\": expected a role of those in line 10 and line 13, without whom "
        "nobody decides: lead, found agent, manager");
    CHECK(with("[\"agent\", \"manager\"]", "[]") ==
          "a.toml:5:16: key \"roles\": expected at least one role, found none");
    CHECK(with("[\"agent\", \"manager\"]", "[\"agent\", \"agent\", \"manager\"]") ==
          "a.toml:5:26: key \"roles\": expected each role once, found \"agent\" twice");
    CHECK(with(start.substr(start.find("[[limit]]")), "limit = []\n") ==
          "a.toml:6:9: key \"limit\": expected at least one table [[limit]], found none");
    CHECK(with(start.substr(start.find("[[limit]]")), "limit = 3\n") ==
          "a.toml:6:9: key \"limit\": expected tables [[limit]], found an integer");
}

TEST_CASE("a date in another form is told from a number with a mistake") {
    auto const hours = start + "[[hours]]\nrole = \"agent\"\n";
    for (std::string const date : {"01.02.2026", "1.2.2026", "01/02/2026", "2026/02/01", "2026-2-1",
                                   "2026.02.01", "01-02-2026"}) {
        INFO(date);
        auto const says =
            "a.toml:12:13: key \"first_day\": expected a date such as 2026-01-01, found " + date;
        CHECK(what_is_said_to(hours + "first_day = " + date + "\n") == says);
        CHECK(what_is_said_to(hours + "first_day = " + date + " # a Sunday\nlast_day = 3\n") ==
              says);
        CHECK(what_is_said_to(hours + "first_day = " + date) == says);
    }
    CHECK(what_is_said_to("effective=01.02.2026\r\n") ==
          "a.toml:1:11: key \"effective\": expected a date such as 2026-01-01, found 01.02.2026");
    // Other mistakes are what they were.
    for (auto const* other : {"first_day = 01.5\n", "first_day = 1.2.x\n", "first_day = 01.02.\n",
                              "first_day =\n", "first_day 01.02.2026\n", "= 01.02.2026\n"}) {
        INFO(other);
        CHECK(what_is_said_to(hours + other).find("such as 2026") == std::string::npos);
    }
}

TEST_CASE("letters beyond ASCII stand in strings and comments alone") {
    for (auto const* sound :
         {"# für Zürich\n", "x = \"Zürich\"\n", "x = 'Zürich \\'\n", "\"ü\" = 1\n",
          "x = \"\"\"a \\\"\"\" ü\"\"\"\"\"\n", "x = '''ü' ''\n\\ü'''\n",
          "x = \"\"\"a \\\n  b ü\"\"\"\n", "x = \"a\\\\\" # ü\n"}) {
        INFO(sound);
        // The key is none of a document, but it was read.
        auto const said = what_is_said_to(start + sound);
        CHECK(said.find("ASCII") == said.npos);
        CHECK((said == "accepted" || said.find("expected one of the keys") != said.npos));
    }
    CHECK(what_is_said_to("\xef\xbb\xbf" + start) == "accepted");
    CHECK(what_is_said_to(start + "# \xfc\nx = 1\n") ==
          "a.toml:10:3: expected UTF-8, found the byte 0xfc");
    CHECK(what_is_said_to(start + "Zürich = 1\n") ==
          "a.toml:10:2: expected ASCII outside of strings and comments, found \"ürich = 1\"");
    CHECK(what_is_said_to(start + "\"ü\" = é\n") ==
          "a.toml:10:7: expected ASCII outside of strings and comments, found \"é\"");
    CHECK(what_is_said_to(start + "x = '''a'''é\n")
              .starts_with("a.toml:10:12: expected ASCII outside"));
    CHECK(what_is_said_to(start + "x = \"\"\"a \\\n  é\"\"\"\n")
              .starts_with("a.toml:11:3: expected ASCII outside"));
    CHECK(
        what_is_said_to(start + "x = 22\"é\n").starts_with("a.toml:10:8: expected ASCII outside"));
    CHECK(what_is_said_to(start + "x = 2026-01-01 'é'\n")
              .starts_with("a.toml:10:17: expected ASCII"));
    CHECK(what_is_said_to(start + "x = [\n'é', \"é\"] # é\ny.'é' = {'é' = 'é'}\n").find("ASCII") ==
          std::string::npos);
    CHECK(what_is_said_to(start + "x = [{a.'é' = 'é'}, {'é'.b = [[], 'é'], c.'é' = 1}]\n"
                                  "'é'.'é' = 1\n[t.'é']\n[[u.'é']]\ny.'é' = 'é'\n")
              .find("ASCII") == std::string::npos);
    // A comment is passed over, whatever it looks like, and ends with its line.
    for (std::string const sound :
         {"x = 'Tim' # § 7 2\ny = 'é'", "x = [\n'a'\n] # see 7 3\n[y.'é']", "x = 1 # 1 2\ny = 'é'",
          "x = 2026-01-01 # 1\ny = 'é'",
          "x = 2026-01-01 07:32:00 # 1 2\n'é' = 2026-01-01 07:32:00Z"}) {
        INFO(sound);
        CHECK(what_is_said_to(start + sound).find("expected one of the keys") != std::string::npos);
    }
    // After a point a string begins in a key, and in no value.
    for (std::string const value :
         {"08:0a.'é'", "{a = b.'é'}", "[b.'é']", "[{a.'é' = 1}, b.'é']", "[1,\nb.\"é\"]",
          "{a = [], b = {c.'é' = c.'é'}}", "{a = 1}.'é'", "-\"\"\"0{\"é", "[a = 'é']",
          "2026-01-01 1#é", "2026-01-01 1\n\"é\" = 1", "2026-01-0a 1#é", "2026-01-01_ 1#é",
          "2026-01-0a 1\n'é'", "1 # 1 2\ny = [1, 0.'é']"}) {
        INFO(value);
        CHECK(what_is_said_to(start + "x = " + value).find(": expected ASCII outside") !=
              std::string::npos);
    }
    // What is wrong before it is what is said.
    CHECK(what_is_said_to(start + "x = \"a\n# \"\né\n").starts_with("a.toml:10:"));
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
    CHECK(fragments == 14);
    CHECK(what_is_said_to(all) == "accepted");
    for (auto const* part : {"cumulative", "offer", "hours", "reserved", "dual_control", "interest",
                             "colleague", "delegation"}) {
        INFO(part);
        CHECK(all.find("[[" + std::string(part) + "]]") != all.npos);
    }
}
