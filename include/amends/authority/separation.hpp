// SPDX-License-Identifier: BSL-1.0
// Separation of duties: nobody approves their own proposal.
#pragma once

#include <amends/authority/policy.hpp>

namespace amends {

/// Forbids an approval or its withholding by the proposer, by whom the proposer acted for, by
/// somebody who acts for either, by the customer, and by somebody who approved these terms already;
/// where asked for, an evaluation by the owner, whoever proposed or approved, and those whom they
/// acted for. It is then granted to everybody else.
class separation_of_duties {
  public:
    /// Whether somebody else evaluates than the owner, the proposer, the approvers.
    struct options {
        bool evaluator_differs_from_owner = false;
        bool evaluator_differs_from_proposer = false;
        bool evaluator_differs_from_approvers = false;

        friend bool operator==(options const&, options const&) = default;
    };

    separation_of_duties() = default;
    explicit separation_of_duties(options chosen) : chosen_(chosen) {}

    verdict judge(question const& q) const;

  private:
    options chosen_;
};

} // namespace amends
