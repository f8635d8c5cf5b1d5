// SPDX-License-Identifier: BSL-1.0
// Versions of an authority: which one counts when, and what cannot be added.
#include <amends/authority/in_force.hpp>

#include "catch.hpp"

using namespace amends;
using namespace std::chrono_literals;

namespace {

instant const new_year = parse_instant("2026-01-01").value();

/// Agents may give so many euros from `begins` on.
authority version(std::uint32_t number, instant begins, std::int64_t euros, char const* text = "") {
    table_of_authority t;
    t.name = "Shop";
    t.version = number;
    t.hash = sha256_of(std::to_string(number) + text);
    t.effective = begins;
    t.ladder = {"agent"};
    t.limits = {{"agent", std::nullopt, {euros * 100, eur}, {}, 0}};
    return authority(t);
}

verdict asked(authority_in_force const& judge, instant at, std::int64_t euros) {
    std::vector<remedy> const remedies{{remedy_kind::refund, {euros * 100, eur}}};
    question q;
    q.who = {"ann", side::staff, {"agent"}, {}, {}};
    q.command = "propose";
    q.remedies = remedies;
    q.at = at;
    return judge.judge(q);
}

} // namespace

TEST_CASE("each version counts from its first moment until the next one's") {
    authority_in_force judge(version(1, new_year, 50));
    REQUIRE(judge.add(version(3, new_year + 48h, 10)).has_value());
    REQUIRE(judge.add(version(2, new_year + 24h, 100)).has_value());

    struct row {
        instant at;
        std::uint32_t by;
        decision says;
    };
    row const table[] = {
        {new_year - 1ms, 1, decision::forbidden}, // not in force yet
        {new_year, 1, decision::forbidden},       {new_year + 24h - 1ms, 1, decision::forbidden},
        {new_year + 24h, 2, decision::granted},   {new_year + 48h - 1ms, 2, decision::granted},
        {new_year + 48h, 3, decision::forbidden},
    };
    for (auto const& r : table) {
        INFO(to_text(r.at));
        auto const v = asked(judge, r.at, 60);
        CHECK(v.document_version == r.by);
        CHECK(v.decision == r.says);
        CHECK(judge.at(r.at).table().version == r.by);
    }
    CHECK(asked(judge, new_year, 50).decision == decision::granted);
}

TEST_CASE("what a handle adds, every copy judges by") {
    authority_in_force const first(version(1, new_year, 50));
    authority_in_force administered = first;
    REQUIRE(administered.add(version(2, new_year, 100)).has_value());
    // Effective from the same moment: the higher version counts.
    CHECK(asked(first, new_year, 100).document_version == 2);
}

TEST_CASE("a version is not changed in silence") {
    authority_in_force judge(version(1, new_year, 50));
    CHECK(judge.add(version(1, new_year, 50)).has_value());
    CHECK(judge.versions().size() == 1);
    auto const other = judge.add(version(1, new_year, 70, "changed"));
    REQUIRE(other.has_error());
    CHECK(other.error().code == errc::version_conflict);
    CHECK(other.error().message == "expected a version other than 1, which has hash " +
                                       to_text(sha256_of("1")) + ", found version 1 with hash " +
                                       to_text(sha256_of("1changed")) + " (Shop)");
}
