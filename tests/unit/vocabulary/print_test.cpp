// SPDX-License-Identifier: BSL-1.0
// Values in words, names of types and enumerators, and messages with both sides.
#include <amends/casefile/solution.hpp>
#include <amends/vocabulary/print.hpp>

#include "catch.hpp"

#include <sstream>

using namespace amends;

TEST_CASE("a described value prints its members by name") {
    terms const t{"refund",
                  {{remedy_kind::refund, {7500, eur}}},
                  {{"pay back", "ann", {}}},
                  "content",
                  parse_instant("2026-03-01").value()};
    CHECK(printing::text(t) ==
          "terms{option: \"refund\", remedies: [remedy{kind: refund, cost: 75.00 EUR}], actions: "
          "[agreed_action{what: \"pay back\", by: ann, due: -}], measure: \"content\", "
          "valid_until: 2026-03-01T00:00:00Z}");
    CHECK(printing::text(actor{"ann", side::staff, {"agent", "lead"}, {}, {}}) ==
          "actor{id: ann, side: staff, roles: agent and lead, on_behalf_of: , by_delegation: }");
    CHECK(printing::text(std::vector<bool>{}.empty()) == "yes");
}

TEST_CASE("types and enumerators have their unqualified names") {
    CHECK(type_name<propose>() == "propose");
    CHECK(type_name<amends::accept>() == "accept");
    CHECK(name_of(remedy_kind::credit) == "credit");
    CHECK(name_of(static_cast<remedy_kind>(77)) == "?");
    CHECK(from_name<remedy_kind>("credit") == remedy_kind::credit);
    CHECK_FALSE(from_name<remedy_kind>("Credit").has_value());
}

namespace {

template <class... T>
struct recorded_by {
    struct inside {};
};

} // namespace

TEST_CASE("a template's name is made of unqualified names whatever the compiler writes") {
    struct local {};
    CHECK(type_name<recorded_by<propose>>() == "recorded_by<propose>");
    CHECK(type_name<recorded_by<propose, amends::accept, local>>() ==
          "recorded_by<propose, accept, local>");
    CHECK(type_name<recorded_by<recorded_by<remedy_kind>>>() ==
          "recorded_by<recorded_by<remedy_kind>>");
    CHECK(type_name<recorded_by<propose>::inside>() == "inside");
    CHECK(type_name<recorded_by<>>() == "recorded_by<>");
}

TEST_CASE("parties are listed in words") {
    CHECK(to_text(party::owner | party::collaborator) == "owner or collaborator");
    CHECK(to_text(parties{}).empty());
}

TEST_CASE("an error names its code and both sides") {
    auto const e = mismatch(errc::version_conflict, "version 7", "9", "case 41");
    std::ostringstream out;
    out << e;
    CHECK(out.str() == "version_conflict: expected version 7, found 9 (case 41)");
    CHECK_THROWS_WITH(result<int>(e).value(),
                      "version_conflict: expected version 7, found 9 (case 41)");
    CHECK(name_of(static_cast<errc>(999)) == "unknown_error");
}
