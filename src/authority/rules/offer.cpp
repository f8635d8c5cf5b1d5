// SPDX-License-Identifier: BSL-1.0
// The service offer, held against each remedy of a proposal.
#include <amends/authority/rules/offer.hpp>

#include <amends/vocabulary/print.hpp>

#include <algorithm>

namespace amends {

service_offer::service_offer(std::vector<offered_remedy> const& offered) {
    for (auto const& o : offered)
        offered_.push_back(
            {o.kind, o.category, o.held ? std::optional(roles_.add(*o.held)) : std::nullopt});
}

std::optional<reason> service_offer::objection(role const& held, weighed const& w) const {
    if (offered_.empty()) return std::nullopt;
    auto const place = roles_.find(held);
    for (auto const& wanted : w.asked.remedies) {
        auto const covers = [&](on_offer const& o) {
            return o.kind == wanted.kind && (!o.held || *o.held == place) &&
                   (o.category.empty() || o.category == w.asked.about.category);
        };
        if (std::ranges::none_of(offered_, covers))
            return reason{"service_offer", "not_offered", decision::needs_approval,
                          measure::of_words("a remedy of the service offer"),
                          measure::of_words(rule_name::trusted(name_of(wanted.kind)))};
    }
    return std::nullopt;
}

} // namespace amends
