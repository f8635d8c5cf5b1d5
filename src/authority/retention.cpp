// SPDX-License-Identifier: BSL-1.0
// Periods that run from the end of a case.
#include <amends/authority/retention.hpp>

#include "authority/moment_in_words.hpp"
#include "authority/moved.hpp"
#include "authority/named_roles.hpp"

namespace amends {
namespace {

constexpr rule_name retention_name = "retention";

} // namespace

verdict retention::judge(question const& q) const {
    verdict v;
    if (q.command == "hold_personal_data" || q.command == "release_personal_data") {
        if (!chosen_.held_by.empty()) grant_to(chosen_.held_by, q.who.roles, retention_name, v);
        return v;
    }
    if (q.command != "erase_personal_data") return v;
    std::chrono::days longest{0};
    for (auto const& period : chosen_.periods)
        if (period.category.empty() || period.category == q.about.category)
            longest = std::max(longest, period.at_least);
    if (auto const from = moved(q.about.there_since, longest); q.at < from)
        v.add({retention_name, "retention_period", decision::forbidden,
               moment_in_words("a time from ", from), moment_in_words("", q.at)});
    if (!chosen_.erased_by.empty()) grant_to(chosen_.erased_by, q.who.roles, retention_name, v);
    return v;
}

} // namespace amends
