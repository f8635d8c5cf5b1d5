// SPDX-License-Identifier: BSL-1.0
// The house of the front desk as a table of authority, to which a test adds its own lines.
#pragma once

#include "support/front_desk.hpp"

#include <amends/authority/authority.hpp>

namespace amends::cases {

/// Agents give up to 50.00 EUR, team leads up to 100.00 EUR, managers up to 500.00 EUR; the owner may
/// change that. Ann, Bob, Lea, Max and Mia are in the directory.
inline table_of_authority house_table() {
    table_of_authority t;
    t.name = "House";
    t.version = 1;
    t.hash = sha256_of("house");
    t.changed_by = "owner";
    t.ladder = {"agent", "team_lead", "manager"};
    t.others = {"officer", "owner"};
    t.limits = {{"agent", {}, {5000, eur}, {}, 0},
                {"team_lead", {}, {10000, eur}, {}, 0},
                {"manager", {}, {50000, eur}, {}, 0}};
    t.colleagues = {{"ann", {"agent"}, {}, 0},
                    {"bob", {"agent"}, {}, 0},
                    {"lea", {"team_lead"}, {}, 0},
                    {"max", {"manager"}, {}, 0},
                    {"mia", {"manager"}, {}, 0}};
    return t;
}

/// Of a refund or another remedy, with the action that terms need.
inline terms terms_for(remedy_kind kind, std::int64_t cents, currency in = eur) {
    auto t = terms_of(0);
    t.remedies = {{kind, {cents, in}}};
    return t;
}

/// Somebody who acts for a colleague, by a delegation where one is named.
inline session acting_for(session someone, actor_id const& whom, delegation_id const& by = {}) {
    someone.who.on_behalf_of = whom;
    someone.who.by_delegation = by;
    return someone;
}

} // namespace amends::cases
