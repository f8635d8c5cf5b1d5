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

/// Twenty limits: ten roles, each with one for refunds and one for anything else.
authority_document document_of_twenty() {
    std::string roles, limits;
    for (int i = 0; i < 10; ++i) {
        auto const role = "\"grade_" + std::to_string(i) + '"';
        roles += (i == 0 ? "" : ", ") + role;
        for (auto const& [remedy, euros] : {std::pair("refund", 10), std::pair("any", 5)})
            limits += "[[limit]]\nrole = " + role + "\nremedy = \"" + remedy + "\"\nmax = \"" +
                      std::to_string(euros * (i + 1)) + ".00 EUR\"\n";
    }
    auto read = authority_document::parse("name = \"Ten grades\"\nversion = 1\n"
                                          "effective = 2026-01-01\n[ladder]\nroles = [" +
                                              roles + "]\n" + limits,
                                          "twenty.toml");
    if (!read) {
        std::fprintf(stderr, "%s\n", read.error().message.c_str());
        std::exit(1);
    }
    return std::move(*read);
}

template <class Policy>
void measure(report& to, options const& how, char const* name, char const* what,
             Policy const& judge, question const& q) {
    constexpr int times = 2000;
    double allocations = 0;
    auto const took = median_of(how.rounds(61), [&] {
        auto const before = allocated().count;
        auto const ns = nanoseconds([&] {
            for (int i = 0; i < times; ++i) {
                auto const v = judge.judge(q);
                DoNotOptimize(v.decision);
            }
        });
        allocations = double(allocated().count - before) / times;
        return ns / times;
    });
    char text[60];
    std::snprintf(text, sizeof text, "%.2f allocations", allocations);
    to.info(name, what, took, "ns", text);
}

} // namespace

void measure_policy(report& to, options const& how) {
    actor const ann{"ann", side::staff, {"agent"}, {}, {}};
    terms offered;
    offered.remedies = {{remedy_kind::refund, {4500, eur}}, {remedy_kind::service, {0, eur}}};
    case_file file;
    auto const q = ask(ann, "propose", file, &offered, {}, instant{});

    auto const shop = policy_of_the_shop();
    measure(to, how, "policy_static", "a verdict, policy known at compile time", shop, q);
    measure(to, how, "policy_any", "a verdict, policy chosen at run time", any_policy(shop), q);

    auto const document = document_of_twenty();
    auto const in_force = document.effective() + std::chrono::days(1);
    actor const bob{"bob", side::staff, {"grade_7"}, {}, {}};
    measure(to, how, "policy_document_granted", "a document of twenty limits that grants",
            any_policy(document), ask(bob, "propose", file, &offered, {}, in_force));
    actor const eve{"eve", side::staff, {"grade_2"}, {}, {}};
    measure(to, how, "policy_document_who_could", "a document of twenty limits that says who could",
            any_policy(document), ask(eve, "propose", file, &offered, {}, in_force));
}

} // namespace bench
