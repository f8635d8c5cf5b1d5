// SPDX-License-Identifier: BSL-1.0
// Money limits: how much each role may give, by kind of remedy and currency.
#pragma once

#include <amends/authority/policy.hpp>

#include <optional>
#include <vector>

namespace amends {

/// One line of the table of authority: this role may give up to `max` of this remedy.
struct money_limit {
    amends::role role{};
    std::optional<remedy_kind> kind{}; ///< none: all kinds without a limit of their own
    money max{};
    std::uint32_t line = 0; ///< where the document says so; 0 when not from a document

    friend bool operator==(money_limit const&, money_limit const&) = default;
};

/// Grants a proposal when all its remedies are within the limits of one of the actor's roles;
/// otherwise names the lowest roles that could approve it, or forbids it when no role could. An
/// approval, and withholding one, is granted by the approver's own limits.
///
/// Rule: per kind with a limit of its own, the sum of its costs <= max; the sum of all other kinds
/// <= the limit for any kind; a remedy that costs nothing needs no limit. Cost: O(limits), no allocation
/// for up to two reasons and two competent roles. Source: reference of seed R2.6.
class money_limits {
  public:
    /// `ladder` lists the roles from the lowest to the highest; limits of other roles count for
    /// their holders but are never named as competent. `approvers` is how many distinct approvers a
    /// proposal beyond the owner's limit needs.
    money_limits(std::vector<money_limit> limits, std::vector<role> ladder,
                 std::uint32_t approvers = 1);

    verdict judge(question const& q) const;

  private:
    struct sums;
    std::optional<reason> exceeded(sums const& costs, role const& held) const;
    std::optional<reason> exceeded_by_all(sums const& costs, role_set const& held) const;
    void judge_sums(sums const& costs, question const& q, verdict& v) const;

    std::vector<money_limit> limits_;
    std::vector<role> ladder_;
    std::uint32_t approvers_;
};

} // namespace amends
