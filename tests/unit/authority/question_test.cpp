// SPDX-License-Identifier: BSL-1.0
// What a judge is told of a case.
#include <amends/authority/question.hpp>

#include "support/cases.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

case_file a_case() {
    case_file file;
    file.id = "41";
    file.kind = contact_kind::problem;
    file.contact = a_problem();
    file.contact.category = "privacy";
    file.contact.severity = severity::high;
    file.owner = "ann";
    file.occasion = 2;
    file.proposed =
        proposal{terms_of(3000), hash_of(terms_of(3000)), "ann", "bob", 2, {"max"}, {"mia"}};
    return file;
}

} // namespace

TEST_CASE("a question shows the case, what is on the table and who agreed to it already") {
    auto const file = a_case();
    auto const t = terms_of(4000);
    auto const at = *parse_instant("2026-03-04T12:00:00Z");
    auto const q = ask({"lea", side::staff, {"lead"}, {}, {}}, "approve", file, &t, hash_of(t), at);
    CHECK(q.who.id == "lea");
    CHECK(q.command == "approve");
    CHECK(q.at == at);
    CHECK(q.terms_hash == hash_of(t));
    CHECK(std::vector(q.remedies.begin(), q.remedies.end()) == t.remedies);
    CHECK(q.about.on == "41");
    CHECK(q.about.kind == contact_kind::problem);
    CHECK(q.about.severity == severity::high);
    CHECK(q.about.customer == "c1");
    CHECK(q.about.occasion == 2);
    CHECK(q.about.owner == "ann");
    CHECK(q.about.proposer == "ann");
    CHECK(q.about.proposed_for == "bob");
    CHECK(q.about.approvers_needed == 2);
    CHECK(q.about.approvers.front() == "max");
    CHECK(q.about.approved_for.front() == "mia");
    CHECK(q.given.empty());
    CHECK_FALSE(q.lawful_floor.has_value());
}

TEST_CASE("confirming a problem by another name does not take it out of its category") {
    auto file = a_case();
    CHECK(ask({}, "propose", file, nullptr, {}, {}).about.category == "privacy");
    file.confirmed = a_confirmation();
    file.confirmed->nature = "late parcel";
    CHECK(ask({}, "propose", file, nullptr, {}, {}).about.category == "privacy");
}

TEST_CASE("a case without a proposal has nothing on the table") {
    case_file const file;
    auto const q = ask({}, "note", file, nullptr, {}, {});
    CHECK(q.remedies.empty());
    CHECK(q.about.proposer.empty());
    CHECK(q.about.approvers_needed == 0);
}
