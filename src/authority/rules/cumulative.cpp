// SPDX-License-Identifier: BSL-1.0
// What was given in a period, added up for one role's line.
#include <amends/authority/rules/cumulative.hpp>

#include "authority/moved.hpp"

#include <algorithm>
#include <limits>

namespace amends {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// The first day of the calendar period that a local day lies in.
sys_days first_day_of(period::unit is, sys_days day) noexcept {
    using namespace std::chrono;
    year_month_day const date(day);
    switch (is) {
    case period::unit::week: return day - (weekday(day) - Monday);
    case period::unit::month: return date.year() / date.month() / 1;
    case period::unit::quarter: {
        auto const month = (unsigned(date.month()) - 1) / 3 * 3 + 1;
        return date.year() / std::chrono::month(month) / 1;
    }
    case period::unit::year: return date.year() / January / 1;
    case period::unit::days:
    case period::unit::calendar_day: break;
    }
    return day;
}

/// No two moments of one period lie further apart.
days longest(period const& p) noexcept {
    switch (p.is) {
    case period::unit::days: return days(p.days);
    case period::unit::calendar_day: return days(1);
    case period::unit::week: return days(7);
    case period::unit::month: return days(31);
    case period::unit::quarter: return days(92);
    case period::unit::year: break;
    }
    return days(366);
}

/// Adds up in 64 bits and stays at the top: more than that is over every limit.
void add_up(std::int64_t& sum, std::int64_t more) noexcept {
    if (__builtin_add_overflow(sum, more, &sum)) sum = std::numeric_limits<std::int64_t>::max();
}

/// Whether a grant is one of this actor's: what somebody gives for another counts for both.
bool by_same_actor(grant const& g, actor const& who) noexcept {
    return is_or_acts_for(who, g.by) || is_or_acts_for(who, g.behalf_of);
}

bool is_about(cumulative_limit const& limit, remedy const& r) noexcept {
    return !limit.kind || r.kind == *limit.kind;
}

/// Amounts in several currencies say nothing of each other: the earlier line stays. Both sums lie within
/// their limits, so that the difference fits without a sign.
bool has_less_left(cumulative_limits::comparison const& a, cumulative_limits::comparison const& b) {
    auto const left = [](cumulative_limits::comparison const& c) {
        return static_cast<std::uint64_t>(c.closest->max.minor_units) -
               static_cast<std::uint64_t>(c.sum);
    };
    return a.closest->max.in == b.closest->max.in && left(a) < left(b);
}

} // namespace

bool same_period(period const& p, instant a, instant b, std::chrono::minutes offset) noexcept {
    if (p.is == period::unit::days) {
        return milliseconds_apart(a, b) <
               std::uint64_t(std::chrono::milliseconds(days(p.days)).count());
    }
    return first_day_of(p.is, std::chrono::floor<days>(moved(a, offset))) ==
           first_day_of(p.is, std::chrono::floor<days>(moved(b, offset)));
}

cumulative_limits::cumulative_limits(std::vector<cumulative_limit> limits, exchange_rates rates,
                                     std::chrono::minutes offset)
    : limits_(std::move(limits)), rates_(std::move(rates)), offset_(offset) {}

looking_back cumulative_limits::looks_back() const noexcept {
    looking_back needed;
    for (auto const& l : limits_.all())
        needed = needed | looking_back{l.per_customer, !l.per_customer, longest(l.in)};
    return needed;
}

std::optional<std::int64_t> cumulative_limits::in_currency_of(cumulative_limit const& limit,
                                                              money amount) const noexcept {
    if (amount.in == limit.max.in) return amount.minor_units;
    if (limit.max.in != rates_.home()) return std::nullopt;
    auto const changed = rates_.at_home(amount);
    return changed ? std::optional(changed->minor_units) : std::nullopt;
}

std::optional<cumulative_limits::counted> cumulative_limits::count(cumulative_limit const& limit,
                                                                   limits_of_role others,
                                                                   question const& q,
                                                                   bool is_own) const noexcept {
    std::int64_t now = 0;
    counted all;
    auto const another_counts = [&](remedy const& r) {
        return std::ranges::any_of(others, [&](cumulative_limit const& l) {
            return is_about(l, r) && in_currency_of(l, r.cost);
        });
    };
    auto const add = [&](std::int64_t& to, remedy const& r) {
        if (r.cost.minor_units == 0 || !is_about(limit, r)) return;
        if (auto const amount = in_currency_of(limit, r.cost)) add_up(to, *amount);
        // Money that no limit can count must not slip past all of them.
        else if (!another_counts(r)) all.without_rate = r.cost.in;
    };
    for (auto const& r : q.remedies) add(now, r);
    // Nothing of this kind is given now: what was given before is no reason to refuse it.
    if (now == 0 && all.without_rate == currency{}) return std::nullopt;
    for (auto const& g : q.given) {
        if (limit.per_customer && g.to != q.about.customer) continue;
        if (limit.per_actor) {
            // Another role is asked as somebody else, who gave nothing yet.
            if (!is_own || !by_same_actor(g, q.who)) continue;
        } else if (g.again) {
            continue;
        }
        // An approval is counted once: what this case's open terms hold already is `now`.
        if (g.open && g.on == q.about.on) continue;
        if (same_period(limit.in, g.at, q.at, offset_)) add(all.sum, g.what);
    }
    add_up(all.sum, now);
    return all;
}

std::optional<reason> cumulative_limits::objection(role const& held, weighed const& w,
                                                   comparison& noted) const {
    noted = {};
    // Withholding gives nothing.
    auto const limits = limits_.of(held);
    if (limits.empty() || w.cost.free || w.asked.command == "withhold") return std::nullopt;
    auto const is_own = w.asked.who.roles.has(held);
    for (auto const& limit : limits) {
        auto const all = count(limit, limits, w.asked, is_own);
        if (!all) continue;
        if (all->without_rate != currency{})
            return reason{"cumulative_limits", "no_rate", decision::needs_approval,
                          measure::of_words("a rate into the currency of the limit"),
                          measure::of_words(rule_name::trusted(all->without_rate.code()))};
        if (all->sum > limit.max.minor_units)
            return reason{"cumulative_limits", "over_cumulative_limit", decision::needs_approval,
                          measure::at_most(limit.max), measure::of(money{all->sum, limit.max.in})};
        if (noted.closest == nullptr || has_less_left({&limit, all->sum}, noted))
            noted = {&limit, all->sum};
    }
    return std::nullopt;
}

void cumulative_limits::within(comparison const& noted, verdict& v) const {
    auto const [limit, sum] = noted;
    if (limit == nullptr) return;
    v.add({"cumulative_limits", "within_cumulative_limit", decision::granted,
           measure::at_most(limit->max), measure::of(money{sum, limit->max.in})});
}

} // namespace amends
