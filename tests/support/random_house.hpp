// SPDX-License-Identifier: BSL-1.0
// Random houses with every part that decides who may approve, and random people who act in them.
#pragma once

#include "support/house.hpp"
#include "support/random_values.hpp"

namespace amends::cases {

inline actor_id const people_of_the_house[] = {"ann", "bob", "lea", "max", "mia"};

inline role role_in_the_house(actor_id const& who) {
    if (who == "max" || who == "mia") return "manager";
    return who == "lea" ? role("team_lead") : role("agent");
}
inline session from_the_house(actor_id const& who) { return staff(who, {role_in_the_house(who)}); }

/// A house in which everybody may be away, stand in, or have lent their role within the forty days
/// from that moment; with two or three pairs of eyes above some amount, and limits for the month.
inline authority random_house(random_values& some, instant from) {
    auto t = house_table();
    auto const days = [&] { return std::chrono::hours(24 * some.below(40)); };
    t.approvers = static_cast<std::uint32_t>(1 + some.below(2));
    if (some.once_in(2))
        t.dual_control = {{{},
                           {std::int64_t(3000 + some.below(8000)), eur},
                           static_cast<std::uint32_t>(2 + some.below(2)),
                           0}};
    if (some.once_in(3))
        t.cumulative = {{some.once_in(2) ? role("agent") : role("team_lead"),
                         {},
                         {std::int64_t(2000 + some.below(10000)), eur},
                         some.once_in(2),
                         true,
                         {period::unit::month, 1},
                         0}};
    for (auto& c : t.colleagues) {
        auto const begins = from + days();
        if (some.once_in(2))
            c.absences.push_back({begins, begins + days(), some.one_of(people_of_the_house), ""});
        auto const lent_from = from + days();
        delegation d;
        d.id = delegation_id::trusted("from " + c.id.str());
        d.from = c.id;
        d.to = some.one_of(people_of_the_house);
        d.role = c.roles.all().front();
        d.begins = lent_from;
        d.ends = lent_from + days();
        if (some.once_in(2)) d.max = money{std::int64_t(some.below(10000)), eur};
        t.delegations.push_back(d);
    }
    return authority(t);
}

/// Somebody of that house, often on a colleague's behalf: by a delegation, as a substitute or with
/// no right to it. `now` moves on to when a delegation or an absence holds, more often than not.
inline session anybody_in(authority const& house, random_values& some, instant& now) {
    auto from = from_the_house(some.one_of(people_of_the_house));
    auto const meanwhile = [&](instant begins, instant ends) {
        if (now < ends) now = std::max(now, begins);
    };
    auto const& lends = some.one_of(house.table().delegations);
    auto const& gone = some.one_of(house.table().colleagues);
    switch (some.below(5)) {
    case 0:
        from = acting_for(from_the_house(lends.to), lends.from, lends.id);
        meanwhile(lends.begins, lends.ends);
        break;
    case 1:
        if (gone.absences.empty()) break;
        from = acting_for(from_the_house(gone.absences[0].substitute), gone.id);
        meanwhile(gone.absences[0].from, gone.absences[0].until);
        break;
    case 2:
        from.who.on_behalf_of = some.one_of(people_of_the_house);
        if (some.once_in(2))
            from.who.by_delegation = delegation_id::trusted("from " + from.who.on_behalf_of.str());
        break;
    default: break;
    }
    return from;
}

} // namespace amends::cases
