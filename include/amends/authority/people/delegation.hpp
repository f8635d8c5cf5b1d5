// SPDX-License-Identifier: BSL-1.0
// Delegations: somebody's authority in another's hands, for a time and within limits.
#pragma once

#include <amends/authority/costs.hpp>
#include <amends/authority/people/directory.hpp>
#include <amends/authority/policy.hpp>

#include <optional>
#include <vector>

namespace amends {

/// `from` lets `to` decide as `role`, from `begins` until just before `ends`. There is no onward
/// delegation: `from` holds the role in their own right.
struct delegation {
    delegation_id id{};
    actor_id from{};
    actor_id to{};
    amends::role role{};
    instant begins{};
    instant ends{};
    std::optional<money> max{}; ///< narrower than the role's own limits
    std::string reason{};
    std::optional<instant> revoked{}; ///< counts no more from then on
    std::uint32_t line = 0;

    friend bool operator==(delegation const&, delegation const&) = default;
};

/// With which roles an actor decides, and through whom.
struct standing_roles {
    role_set own{};  ///< from the session
    role_set lent{}; ///< by a delegation, or as a substitute
    std::optional<money> lent_max{};
    std::optional<reason> how{};     ///< says granted: the delegation or the absence that lends
    std::optional<reason> refused{}; ///< says forbidden: a delegation was named that does not hold
};

/// Everybody's delegations and the directory they stand on.
class delegations {
  public:
    delegations() = default;
    delegations(std::vector<delegation> all, directory people);

    /// The roles in which `who` decides at that moment. A delegation is named by
    /// `actor::by_delegation`; a substitute by `actor::on_behalf_of` alone. No allocation.
    standing_roles roles_of(actor const& who, instant at) const noexcept;

    std::vector<delegation> const& all() const noexcept { return all_; }
    directory const& people() const noexcept { return people_; }

  private:
    std::vector<delegation> all_;
    directory people_;
};

/// Judges with the roles that an actor holds, or else with those that were lent: what a delegate may
/// not decide in their own right is judged as if whom they act for decided it, within the
/// delegation's own maximum. A delegation that is named and does not hold forbids.
template <policy Judge>
class with_delegations {
  public:
    with_delegations(delegations lent, Judge judge)
        : lent_(std::move(lent)), judge_(std::move(judge)) {}

    verdict judge(question const& q) const;

  private:
    delegations lent_;
    Judge judge_;
};

} // namespace amends
