// SPDX-License-Identifier: BSL-1.0
// Categories of problems that only some roles may decide.
#pragma once

#include <amends/authority/by_role.hpp>
#include <amends/authority/role_places.hpp>

namespace amends {

/// A category, or a least severity, that is kept for these roles.
struct reserved_category {
    std::string category{};                 ///< empty: any
    severity from_severity = severity::low; ///< this severity and worse
    std::vector<role> roles{};
    std::uint32_t line = 0;

    friend bool operator==(reserved_category const&, reserved_category const&) = default;
};
BOOST_DESCRIBE_STRUCT(reserved_category, (), (category, from_severity, roles, line))

/// Objects to roles that are not among those a case's category is kept for. Every line that speaks
/// of the case must name the role.
class reserved_categories {
  public:
    reserved_categories() = default;
    explicit reserved_categories(std::vector<reserved_category> lines);

    std::optional<reason> objection(role const& held, weighed const& w) const;

  private:
    struct kept_category {
        reserved_category says;
        std::vector<std::size_t> roles; ///< places of those that it is kept for
    };
    role_places roles_;
    std::vector<kept_category> lines_;
};
static_assert(role_rule<reserved_categories>);

} // namespace amends
