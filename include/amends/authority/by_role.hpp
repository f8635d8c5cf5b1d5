// SPDX-License-Identifier: BSL-1.0
// The judge over the ladder: what no rule holds against one of the actor's roles is granted.
#pragma once

#include <amends/authority/costs.hpp>
#include <amends/authority/policy.hpp>

#include <optional>
#include <tuple>
#include <vector>

namespace amends {

/// What a rule about roles is asked: the question, and its costs weighed once.
struct weighed {
    question const& asked;
    costs const& cost;
};

/// A rule that speaks of one role at a time: why this role may not, or nothing. Never allocates.
/// A reason that says `needs_approval` leaves it to other roles; `forbidden` closes it to all.
template <class R>
concept role_rule = requires(R const& r, role const& held, weighed const& w) {
    { r.objection(held, w) } -> std::same_as<std::optional<reason>>;
};

/// Who may decide, by role: grants a proposal when no rule objects to one of the actor's roles;
/// otherwise names the roles of the ladder to which no rule objects, lowest first, and forbids it
/// when there is none. An approval, and withholding one, needs a role of its own. Speaks of
/// `propose`, `approve` and `withhold` alone.
///
/// Cost: rules x (roles held, and roles of the ladder when none of those will do); no allocation for
/// up to two reasons and two competent roles.
template <role_rule... Rules>
class by_role {
  public:
    /// `ladder` lists the roles from the lowest to the highest; other roles may decide too but are
    /// never named. `approvers` is how many distinct approvers an approval beyond the proposer takes.
    by_role(std::vector<role> ladder, std::uint32_t approvers, exchange_rates rates,
            Rules... rules);

    verdict judge(question const& q) const;

    /// The roles of the ladder that could decide this, lowest first.
    detail::few<role> competent(question const& q) const;

  private:
    std::vector<role> ladder_;
    std::uint32_t approvers_;
    exchange_rates rates_;
    std::tuple<Rules...> rules_;
};

} // namespace amends
