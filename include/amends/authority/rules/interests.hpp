// SPDX-License-Identifier: BSL-1.0
// Conflict of interest: who must keep out of a case, because of what it means to them.
#pragma once

#include <amends/authority/policy.hpp>

#include <vector>

namespace amends {

/// What a case means to a colleague.
enum class interest_kind : std::uint8_t {
    relative, ///< of the customer
    subject,  ///< the problem is about them
    gains,    ///< from the option that is proposed
};
BOOST_DESCRIBE_ENUM(interest_kind, relative, subject, gains)

/// A declared interest. What is left empty matches anything; one of the last four must be given.
struct interest {
    actor_id colleague{};
    interest_kind is = interest_kind::relative;
    customer_id customer{};
    case_id on{};
    std::string category{};
    std::optional<remedy_kind> gains_from{};
    std::uint32_t line = 0;

    friend bool operator==(interest const&, interest const&) = default;
};
BOOST_DESCRIBE_STRUCT(interest, (), (colleague, is, customer, on, category, gains_from, line))

/// Forbids proposing, approving, withholding and evaluating to whoever has declared an interest, or
/// acts for one who has; proposing and evaluating also to the customer (`separation_of_duties`
/// keeps the customer from approving).
class conflict_of_interest {
  public:
    conflict_of_interest() = default;
    explicit conflict_of_interest(std::vector<interest> declared);

    verdict judge(question const& q) const;

  private:
    std::vector<interest> declared_;
};
static_assert(policy<conflict_of_interest>);

} // namespace amends
