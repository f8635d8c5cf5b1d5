// SPDX-License-Identifier: BSL-1.0
// Categories and severities that are kept for some roles.
#include <amends/authority/rules/categories.hpp>

#include <amends/vocabulary/print.hpp>

#include <algorithm>

namespace amends {

reserved_categories::reserved_categories(std::vector<reserved_category> lines)
    : lines_(std::move(lines)) {}

std::optional<reason> reserved_categories::objection(role const& held, weighed const& w) const {
    auto const& about = w.asked.about;
    for (auto const& line : lines_) {
        if (about.severity < line.from_severity) continue;
        if (!line.category.empty() && line.category != about.category) continue;
        if (std::ranges::find(line.roles, held) != line.roles.end()) continue;
        auto const what =
            line.category.empty() ? name_of(about.severity) : std::string_view(line.category);
        return reason{"reserved_categories", "reserved_category", decision::needs_approval,
                      measure::of_id(line.roles.empty() ? role{} : line.roles.front()),
                      measure::of_words(rule_name::trusted(what))};
    }
    return std::nullopt;
}

} // namespace amends
