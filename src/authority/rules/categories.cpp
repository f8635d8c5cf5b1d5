// SPDX-License-Identifier: BSL-1.0
// Categories and severities that are kept for some roles.
#include <amends/authority/rules/categories.hpp>

#include <amends/vocabulary/print.hpp>

#include <algorithm>

namespace amends {

reserved_categories::reserved_categories(std::vector<reserved_category> lines) {
    for (auto& line : lines) {
        std::vector<std::size_t> places;
        for (auto const& r : line.roles) places.push_back(roles_.add(r));
        lines_.push_back({std::move(line), std::move(places)});
    }
}

std::optional<reason> reserved_categories::objection(role const& held, weighed const& w) const {
    if (lines_.empty()) return std::nullopt;
    auto const& about = w.asked.about;
    auto const place = roles_.find(held);
    for (auto const& [line, roles] : lines_) {
        if (about.severity < line.from_severity) continue;
        if (!line.category.empty() && line.category != about.category) continue;
        if (std::ranges::find(roles, place) != roles.end()) continue;
        auto const what =
            line.category.empty() ? name_of(about.severity) : std::string_view(line.category);
        return reason{"reserved_categories", "reserved_category", decision::needs_approval,
                      measure::of_id(line.roles.empty() ? role{} : line.roles.front()),
                      measure::of_words(rule_name::trusted(what))};
    }
    return std::nullopt;
}

} // namespace amends
