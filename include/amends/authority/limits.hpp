// SPDX-License-Identifier: BSL-1.0
// Money limits: how much each role may give, by kind of remedy and currency.
#pragma once

#include <amends/authority/by_role.hpp>
#include <amends/authority/role_places.hpp>

#include <optional>
#include <span>
#include <vector>

namespace amends {

/// One line of the table of authority: this role may give from `min` up to `max` of this remedy.
struct money_limit {
    amends::role role{};
    std::optional<remedy_kind> kind{}; ///< none: all kinds without a limit of their own
    money max{};
    money min{};            ///< in the currency of `max`; less than this is for other roles
    std::uint32_t line = 0; ///< where the document says so; 0 when not from a document

    friend bool operator==(money_limit const&, money_limit const&) = default;
};
BOOST_DESCRIBE_STRUCT(money_limit, (), (role, kind, max, min, line))

/// The rule of money limits. Objects to a role when a sum of the proposal lies outside its line
/// (`over_limit`, `below_minimum`), or in a currency that cannot be held against any (`no_rate`).
///
/// Rule: per kind with a limit of its own, min <= the sum of its costs <= max; the same for the sum
/// of all other kinds and the limit for any kind; a remedy that costs nothing needs no limit. A role
/// with limits in the proposal's one currency is held to those, any other to its limits in the home
/// currency. Of a proposal in several currencies the sums in the home currency are held to the limits
/// there, and besides what it costs in another currency to the role's limits in that one.
class limit_table {
    struct lines;

  public:
    /// The sums of a proposal and the lines that they are held against; none where a role has none.
    struct comparison {
        lines const* line = nullptr;
        sums const* against = nullptr;
        std::span<remedy const> mixed{}; ///< the remedies, where they cost several currencies
    };

    limit_table() = default;
    explicit limit_table(std::vector<money_limit> const& limits);

    std::optional<reason> objection(role const& held, weighed const& w, comparison& noted) const;
    std::optional<reason> objection(role const& held, weighed const& w) const {
        comparison unused;
        return objection(held, w, unused);
    }
    /// Adds `within_limit` for each line that a sum is held against.
    void within(comparison const& noted, verdict& v) const;

  private:
    struct bounds {
        std::int64_t min = 0;
        std::int64_t max = 0;
    };
    /// A role's lines in one currency; `own` has a bit for each kind with a line of its own.
    struct lines {
        std::size_t of = 0;
        currency in{};
        std::uint16_t own = 0;
        std::array<bounds, remedy_kinds> by_kind{};
        bounds any{};
    };

    comparison compare(role const& held, weighed const& w) const noexcept;
    static std::int64_t rest_of(lines const& line, sums const& against) noexcept;
    static std::optional<reason> outside(lines const& line, sums const& against);
    static void add_within(lines const& line, sums const& against, verdict& v);
    /// Calls `hold` with the further lines that parts of a mixed proposal are held against, and those
    /// parts, until it says no.
    template <class Hold>
    void each_part(comparison const& noted, Hold hold) const;
    lines const* find(std::size_t place, currency in) const noexcept;
    bool knows(currency in) const noexcept;

    role_places roles_;
    std::vector<lines> lines_;
};
static_assert(role_rule<limit_table> && says_within_what<limit_table>);

/// Money limits as a policy of their own: `limit_table` over a ladder.
class money_limits : public by_role<limit_table> {
  public:
    /// See `by_role` for `ladder` and `approvers`.
    money_limits(std::vector<money_limit> const& limits, std::vector<role> ladder,
                 std::uint32_t approvers = 1, exchange_rates rates = {})
        : by_role(std::move(ladder), approvers, std::move(rates), limit_table(limits)) {}
};
static_assert(policy<money_limits>);

} // namespace amends
