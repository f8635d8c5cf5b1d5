// SPDX-License-Identifier: BSL-1.0
// Dual control: above an amount, several people agree, whoever proposes.
#pragma once

#include <amends/authority/costs.hpp>
#include <amends/authority/policy.hpp>

#include <vector>

namespace amends {

/// Above this amount so many distinct approvers agree, beside the proposer.
struct dual_control_line {
    std::optional<remedy_kind> kind{}; ///< none: everything together
    money above{};
    std::uint32_t approvers = 1;
    std::uint32_t line = 0;

    friend bool operator==(dual_control_line const&, dual_control_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(dual_control_line, (), (kind, above, approvers, line))

/// Sends a proposal above an amount to approvers although its proposer might grant it alone. Of a
/// proposal in several currencies a line in the home currency looks at the sum, and one in another at
/// what is in that. Forbids what lines speak of and none of those can be held against (`no_rate`). Says
/// nothing of approvals: who is competent is for other policies to say.
class dual_control {
  public:
    dual_control() = default;
    /// `rates`: by which costs in another currency are held against a line.
    dual_control(std::vector<dual_control_line> lines, exchange_rates rates);

    verdict judge(question const& q) const;

  private:
    std::vector<dual_control_line> lines_;
    exchange_rates rates_;
};
static_assert(policy<dual_control>);

} // namespace amends
