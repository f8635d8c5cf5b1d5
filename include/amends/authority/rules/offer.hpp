// SPDX-License-Identifier: BSL-1.0
// The service offer: remedies that the organisation offers at all, as a white list.
#pragma once

#include <amends/authority/by_role.hpp>
#include <amends/authority/role_places.hpp>

namespace amends {

/// One remedy on offer.
struct offered_remedy {
    remedy_kind kind = remedy_kind::other;
    std::string category{};             ///< of the problem; empty: any
    std::optional<amends::role> held{}; ///< who may offer it; none: any role
    std::uint32_t line = 0;

    friend bool operator==(offered_remedy const&, offered_remedy const&) = default;
};
BOOST_DESCRIBE_STRUCT(offered_remedy, (), (kind, category, held, line))

/// Objects to every remedy that is not on the list, also to one that costs nothing. An empty list
/// offers everything.
class service_offer {
  public:
    service_offer() = default;
    explicit service_offer(std::vector<offered_remedy> const& offered);

    std::optional<reason> objection(role const& held, weighed const& w) const;

  private:
    struct on_offer {
        remedy_kind kind{};
        std::string category{};
        std::optional<std::size_t> held{}; ///< the role's place
    };
    role_places roles_;
    std::vector<on_offer> offered_;
};
static_assert(role_rule<service_offer>);

} // namespace amends
