// SPDX-License-Identifier: BSL-1.0
// An oracle: what actors gave customers, from nothing but the entries of a log, in their order.
#pragma once

#include <amends/amends.hpp>

#include "catch.hpp"

#include <map>
#include <set>
#include <string>

namespace amends::cases {

/// Sums by actor, customer and period in UTC, of offers that stand or were agreed.
class given_so_far {
  public:
    explicit given_so_far(period const& in) : in_(in) {}
    /// Takes the next entry of the log.
    void see(entry const& e) {
        auto& c = cases_[e.on];
        if (auto const* r = std::get_if<contact_reported>(&e.what)) c.customer = r->what.customer;
        if (auto const* o = std::get_if<solution_offered>(&e.what)) {
            c.open.clear();
            c.open.push_back({e.who.id, e.how.at, place_of(e.how.at), cost(o->what)});
        } else if (auto const* a = std::get_if<approval_requested>(&e.what)) {
            c.open.clear();
            c.asked = cost(a->what);
        } else if (std::holds_alternative<proposal_approved>(e.what)) {
            c.open.push_back({e.who.id, e.how.at, place_of(e.how.at), c.asked});
        } else if (std::holds_alternative<solution_agreed>(e.what)) {
            c.settled.insert(c.settled.end(), c.open.begin(), c.open.end());
            c.open.clear();
        } else if (std::holds_alternative<offer_declined>(e.what) ||
                   std::holds_alternative<approval_withheld>(e.what) ||
                   std::holds_alternative<amends::options_explained>(e.what) ||
                   std::holds_alternative<contact_withdrawn>(e.what) ||
                   std::holds_alternative<treated_as_complaint>(e.what) ||
                   std::holds_alternative<case_reopened>(e.what)) {
            c.open.clear();
        }
    }
    /// The largest sum that an actor of `whose` gave one customer in one period.
    std::int64_t largest(std::set<actor_id> const& whose) const {
        std::map<std::pair<actor_id, customer_id>, std::vector<gift>> gifts;
        for (auto const& [on, c] : cases_)
            for (auto const* list : {&c.open, &c.settled})
                for (auto const& g : *list)
                    if (whose.contains(g.by)) gifts[{g.by, c.customer}].push_back(g);
        std::int64_t most = 0;
        for (auto const& [who, theirs] : gifts)
            for (auto const& last : theirs) {
                std::int64_t sum = 0;
                for (auto const& g : theirs)
                    if (g.at <= last.at && are_together(g, last)) sum += g.cents;
                most = std::max(most, sum);
            }
        return most;
    }

  private:
    struct gift {
        actor_id by;
        instant at;
        std::int64_t place = 0; ///< of its calendar period among all
        std::int64_t cents = 0;
    };
    struct seen_case {
        customer_id customer;
        std::int64_t asked = 0;
        std::vector<gift> open, settled;
    };
    std::int64_t place_of(instant at) const {
        auto const day = std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
        auto const date = to_text(at); // 2026-03-02T...
        switch (in_.is) {
        case period::unit::calendar_day: return day;
        case period::unit::week: return (day + 3) / 7; // 1970-01-01 was a Thursday
        case period::unit::month: return std::stoi(date) * 12 + std::stoi(date.substr(5, 2));
        case period::unit::quarter:
            return std::stoi(date) * 4 + (std::stoi(date.substr(5, 2)) - 1) / 3;
        case period::unit::year: return std::stoi(date);
        case period::unit::days: break;
        }
        return 0;
    }
    bool are_together(gift const& earlier, gift const& later) const {
        if (in_.is != period::unit::days) return earlier.place == later.place;
        return later.at - earlier.at < std::chrono::hours(24) * std::int64_t{in_.days};
    }
    static std::int64_t cost(terms const& t) {
        std::int64_t all = 0;
        for (auto const& r : t.remedies) all += r.cost.minor_units;
        return all;
    }

    period in_;
    std::map<case_id, seen_case> cases_;
};

/// Agents give up to 50.00 EUR a time and 100.00 EUR in a period to one customer.
inline authority shop_with_limit_in(period const& in) {
    table_of_authority t;
    t.name = "shop";
    t.version = 1;
    t.ladder = {"agent", "team_lead", "manager"};
    t.limits = {{"agent", {}, {5000, eur}, {}, 0},
                {"team_lead", {}, {10000, eur}, {}, 0},
                {"manager", {}, {50000, eur}, {}, 0}};
    t.cumulative = {{"agent", {}, {10000, eur}, true, true, in, 0},
                    {"team_lead", {}, {20000, eur}, true, true, in, 0}};
    return authority(t);
}
inline authority shop_with_monthly_limit() { return shop_with_limit_in({period::unit::month, 1}); }

/// Reads a store's whole log and holds every moment of it to the limits. The largest sum of an agent.
inline std::int64_t check_limits_in(period const& in, store& kept) {
    given_so_far oracle(in);
    std::int64_t largest = 0;
    REQUIRE(kept.scan(0,
                      [&](stored_entry const& stored) {
                          auto const e = decode_entry(stored.bytes);
                          REQUIRE(e.has_value());
                          oracle.see(*e);
                          largest = std::max(largest, oracle.largest({"ann", "bob"}));
                          REQUIRE(largest <= 10000);
                          REQUIRE(oracle.largest({"lea"}) <= 20000);
                          return true;
                      })
                .has_value());
    return largest;
}
inline std::int64_t check_monthly_limits(store& kept) {
    return check_limits_in({period::unit::month, 1}, kept);
}

} // namespace amends::cases
