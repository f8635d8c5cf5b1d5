// SPDX-License-Identifier: BSL-1.0
// What a verdict costs: a policy known at compile time, one chosen at run time, a document.
#include "figures.hpp"
#include "measure.hpp"
#include "workload.hpp"

#include <amends/authority/document.hpp>

#include <cstdio>
#include <cstdlib>

namespace bench {
namespace {

using namespace amends;

/// Twenty rules: ten roles, each with a limit for refunds and one for anything else.
std::string twenty_limits() {
    std::string roles, limits;
    for (int i = 0; i < 10; ++i) {
        auto const role = "\"grade_" + std::to_string(i) + '"';
        roles += (i == 0 ? "" : ", ") + role;
        for (auto const& [remedy, euros] : {std::pair("refund", 10), std::pair("any", 5)})
            limits += "[[limit]]\nrole = " + role + "\nremedy = \"" + remedy + "\"\nmax = \"" +
                      std::to_string(euros * (i + 1)) + ".00 EUR\"\n";
    }
    return "name = \"Ten grades\"\nversion = 1\neffective = 2026-01-01\n[ladder]\nroles = [" +
           roles + "]\n" + limits;
}

/// Twenty rules of every kind that bears on a proposal.
constexpr char const* every_kind = R"(
name = "Twenty rules"
version = 1
effective = 2026-01-01

limit = [
    { role = "agent", remedy = "any", max = "50.00 EUR" },
    { role = "agent", remedy = "replacement", max = "120.00 EUR" },
    { role = "agent", remedy = "credit", max = "80.00 EUR" },
    { role = "team_lead", remedy = "any", max = "500.00 EUR" },
    { role = "team_lead", remedy = "credit", max = "800.00 EUR" },
    { role = "manager", remedy = "any", max = "5000.00 EUR" },
    { role = "manager", remedy = "compensation", min = "20.00 EUR", max = "2000.00 EUR" },
]
cumulative = [
    { role = "agent", max = "200.00 EUR", per = ["actor", "customer"], period = "month" },
    { role = "team_lead", max = "1500.00 EUR", per = ["customer"], period = "quarter" },
]
offer = [
    { remedy = "refund" },
    { remedy = "replacement" },
    { remedy = "credit" },
    { remedy = "service", category = "installation" },
]
reserved = [
    { category = "privacy", roles = ["manager"] },
    { from_severity = "critical", roles = ["team_lead", "manager"] },
]
hours = [{ role = "agent", from = 06:00:00, until = 22:00:00 }]
dual_control = [{ above = "1000.00 EUR", approvers = 2 }]
interest = [
    { colleague = "ben", is = "relative", customer = "c9" },
    { colleague = "tom", is = "gains", remedy = "service" },
]

[ladder]
roles = ["agent", "team_lead", "manager"]

[separation]
evaluator_differs_from_owner = true
)";

authority_document document_of(std::string_view text) {
    auto read = authority_document::parse(text, "twenty.toml");
    if (!read) {
        std::fprintf(stderr, "%s\n", read.error().message.c_str());
        std::exit(1);
    }
    return std::move(*read);
}

struct cost_of_verdict {
    double ns = 0;
    double allocations = 0;
};

/// What one verdict costs; ends the program when it is another than expected, or nothing is measured.
template <class Policy>
cost_of_verdict cost_of(options const& how, Policy const& judge, question q, decision expected) {
    if (auto const v = judge.judge(q); v.decision != expected || v.silent()) {
        std::fprintf(stderr, "expected %s, found %s\n", std::string(name_of(expected)).c_str(),
                     to_text(v).c_str());
        std::exit(1);
    }
    constexpr int times = 2000;
    cost_of_verdict cost;
    cost.ns = median_of(how.rounds(61), [&] {
        auto const before = allocated().count;
        auto const ns = nanoseconds([&] {
            for (int i = 0; i < times; ++i) {
                DoNotOptimize(q);
                auto const v = judge.judge(q);
                DoNotOptimize(v.decision);
            }
        });
        cost.allocations = double(allocated().count - before) / times;
        return ns / times;
    });
    return cost;
}

} // namespace

void measure_policy(report& to, options const& how) {
    constexpr double limit_ns = 150;
    double allocations = 0;
    char text[60];
    auto const cost = [&](auto const& judge, question const& q, decision expected) {
        auto const found = cost_of(how, judge, q, expected);
        allocations += found.allocations;
        std::snprintf(text, sizeof text, "%.2f allocations", found.allocations);
        return found.ns;
    };
    auto const level = [&](char const* name, char const* what, auto const& judge,
                           question const& q) {
        auto const ns = cost(judge, q, decision::granted);
        to.bar(name, what, ns, "ns", wanted::at_most, limit_ns, text);
    };
    actor const ann{"ann", side::staff, {"agent"}, {}, {}};
    terms offered;
    offered.remedies = {{remedy_kind::refund, {4500, eur}}, {remedy_kind::replacement, {0, eur}}};
    case_file file;
    file.contact.customer = "c1";
    file.contact.category = "parcel";
    auto const noon = *parse_instant("2026-03-04T12:00:00Z");
    auto const q = ask(ann, "propose", file, &offered, {}, noon);

    auto const shop = policy_of_the_shop();
    level("policy_static", "a verdict, policy known at compile time", shop, q);
    level("policy_any", "a verdict, policy chosen at run time", any_policy(shop), q);

    any_policy const limits(document_of(twenty_limits()));
    actor const bob{"bob", side::staff, {"grade_7"}, {}, {}};
    level("policy_document", "a verdict, document of twenty limits", limits,
          ask(bob, "propose", file, &offered, {}, noon));

    auto const told = [&](char const* name, char const* what, auto const& judge, question const& of,
                          decision expected) {
        auto const ns = cost(judge, of, expected);
        to.info(name, what, ns, "ns", text);
    };
    // Two roles could, as many as a verdict has room for in place.
    auto const large = terms{.remedies = {{remedy_kind::refund, {9000, eur}}}};
    told("policy_document_who_could", "the same, saying who could", limits,
         ask(bob, "propose", file, &large, {}, noon), decision::needs_approval);

    any_policy const all(document_of(every_kind));
    // What she gave this customer before, this month and earlier.
    std::vector<grant> earlier;
    for (auto const days_ago : {1, 2, 40})
        earlier.push_back({"other",
                           "ann",
                           {},
                           "c1",
                           noon - std::chrono::days(days_ago),
                           {remedy_kind::refund, {3000, eur}},
                           {},
                           false});
    auto looking = q;
    looking.given = earlier;
    told("policy_every_kind", "twenty rules of every kind, looking back", all, looking,
         decision::granted);
    auto const more = terms{.remedies = {{remedy_kind::refund, {25000, eur}}}};
    looking.remedies = more.remedies;
    told("policy_every_kind_who_could", "the same, saying who could", all, looking,
         decision::needs_approval);
    to.bar("policy_allocations", "allocations of the six together", allocations, "",
           wanted::at_most, 0);
}

} // namespace bench
