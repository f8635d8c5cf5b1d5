// SPDX-License-Identifier: BSL-1.0
// Cumulative limits: how much may be given in a period, by one actor or to one customer.
#pragma once

#include <amends/authority/by_role.hpp>
#include <amends/authority/role_lines.hpp>

namespace amends {

/// Calendar periods begin on their first day (weeks on Monday) at midnight local time; `days` is a
/// rolling period of that many days: what lies less than so many days from the moment counts.
struct period {
    enum class unit : std::uint8_t { days, calendar_day, week, month, quarter, year };
    unit is = unit::days;
    std::uint32_t days = 1; ///< for `unit::days`

    friend bool operator==(period const&, period const&) = default;
};

/// Whether two moments count together. Symmetric.
bool same_period(period const& p, instant a, instant b, std::chrono::minutes offset) noexcept;

/// A role may give so much in a period, counting what was given before.
struct cumulative_limit {
    amends::role role{};
    std::optional<remedy_kind> kind{}; ///< none: all kinds together
    money max{};
    bool per_actor = false;    ///< what the deciding actor gave
    bool per_customer = false; ///< what the customer got
    period in{};
    std::uint32_t line = 0;

    friend bool operator==(cumulative_limit const&, cumulative_limit const&) = default;
};
BOOST_DESCRIBE_STRUCT(cumulative_limit, (), (role, kind, max, per_actor, per_customer, in, line))

/// Objects when what was given in the period and the proposal together pass a role's limit
/// (`over_cumulative_limit`), or when none of the role's limits on a kind of remedy can count its
/// currency (`no_rate`): a limit leaves to the others what it cannot count. What is open in the same case
/// does not count: the proposal replaces it. Withholding gives nothing. Whoever acts for somebody shares
/// one account with them. For a role that the actor does not hold the actor's earlier gifts do not count,
/// the customer's do.
///
/// Needs `question::given`; the desk fills it as `looks_back` asks. Cost: limits of the role x what
/// was given.
class cumulative_limits {
  public:
    /// The limit that counts a proposal, and what it counts; of several the one with the least left.
    struct comparison {
        cumulative_limit const* closest = nullptr;
        std::int64_t sum = 0;
    };

    cumulative_limits() = default;
    /// `offset`: local time minus UTC, by which days and months begin; there is no daylight saving in
    /// it. `rates`: by which what was given in another currency counts.
    cumulative_limits(std::vector<cumulative_limit> limits, exchange_rates rates,
                      std::chrono::minutes offset);

    std::optional<reason> objection(role const& held, weighed const& w, comparison& noted) const;
    std::optional<reason> objection(role const& held, weighed const& w) const {
        comparison unused;
        return objection(held, w, unused);
    }
    /// Adds `within_cumulative_limit` where a limit counts the proposal.
    void within(comparison const& noted, verdict& v) const;
    looking_back looks_back() const noexcept;

  private:
    /// What counts against a limit, with the proposal.
    struct counted {
        std::int64_t sum = 0;
        currency without_rate{}; ///< of an amount that could not be counted
    };

    using limits_of_role = std::span<cumulative_limit const>;

    /// Nothing where the proposal gives nothing that the limit counts. `others`: the limits of its
    /// role. `is_own`: the actor holds that role.
    std::optional<counted> count(cumulative_limit const& limit, limits_of_role others,
                                 question const& q, bool is_own) const noexcept;
    /// What an amount counts against a limit; nothing without a rate.
    std::optional<std::int64_t> in_currency_of(cumulative_limit const& limit,
                                               money amount) const noexcept;

    role_lines<cumulative_limit> limits_;
    exchange_rates rates_;
    std::chrono::minutes offset_{0};
};
static_assert(role_rule<cumulative_limits> && says_within_what<cumulative_limits>);

} // namespace amends
