// SPDX-License-Identifier: BSL-1.0
// A desk for one command: somebody named on the command line decides something.
#pragma once

#include "cli/named_policy.hpp"
#include "cli/opened_store.hpp"
#include "cli/somebody.hpp"

#include <amends/desk/desk.hpp>

namespace amends::cli {

// Who decides, by which policy, about which store.
struct decision_options {
    named_actor as;
    std::string policy;
    std::string store = usual_store;
    bool json = false;

    std::vector<parameter> taken() {
        return {
            option("--as", as.id, "who decides").required(),
            role_option(as.roles),
            option("--on-behalf-of", as.on_behalf_of, "for whom they act"),
            policy_option(policy),
            store_option(store),
            flag("--json", json, "print one JSON object"),
        };
    }
};

struct deciding_desk {
    std::unique_ptr<store> kept;
    desk at;
    session who;

    // A store that is not there is not made.
    static result<deciding_desk> open(decision_options const& options,
                                      access needed = access::changing) {
        auto const policy = named_policy(options.policy);
        if (!policy) return policy.error();
        auto const who = actor_of(options.as);
        if (!who) return who.error();
        auto kept = open_store(options.store, needed);
        if (!kept) return kept.error();
        desk_options how;
        how.must_be_informed = policy->must_be_informed();
        how.keys = (*kept)->keys();
        desk at(**kept, *policy, std::move(how));
        return deciding_desk{std::move(*kept), std::move(at), session{*who}};
    }
};

} // namespace amends::cli
