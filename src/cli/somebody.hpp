// SPDX-License-Identifier: BSL-1.0
// An actor and a moment, as they are named on the command line.
#pragma once

#include "cli/verb.hpp"
#include "cli/word_option.hpp"

#include <amends/vocabulary/actor.hpp>
#include <amends/vocabulary/time.hpp>

#include <string>
#include <vector>

namespace amends::cli {

struct named_actor {
    std::string id;
    std::vector<std::string> roles;
    std::string on_behalf_of;
    std::string by_delegation;
};

inline parameter role_option(std::vector<std::string>& roles) {
    return option("--role", roles, "a role of theirs; may be given several times").one_at_a_time();
}

// Errors: those of the ids; `too_long` for a fifth role.
inline result<actor> actor_of(named_actor const& named) {
    actor who;
    auto const id = actor_id::parse(named.id);
    if (!id) return id.error();
    auto const behalf = actor_id::parse(named.on_behalf_of);
    if (!behalf) return behalf.error();
    auto const delegation = delegation_id::parse(named.by_delegation);
    if (!delegation) return delegation.error();
    who.id = *id;
    who.on_behalf_of = *behalf;
    who.by_delegation = *delegation;
    for (auto const& name : named.roles) {
        auto const r = role::parse(name);
        if (!r) return r.error();
        if (!who.roles.add(*r))
            return mismatch(errc::too_long, "at most 4 roles", std::to_string(named.roles.size()));
    }
    return who;
}

inline parameter moment_option(std::string& at) {
    return option("--at", at, "when; now, unless said; without a zone as the document's days");
}

// The moment in `--at`; now, when it is empty. A day, and a time without a zone, is local time.
inline result<instant> moment_of(std::string const& text, std::chrono::minutes utc_offset = {}) {
    if (text.empty())
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    constexpr std::size_t day_alone = 10;
    auto const made = parse_instant(text);
    if (made && text.size() != day_alone) return made;
    auto const local = made ? made : parse_instant(text + 'Z');
    if (!local) return of_option("--at", made.error());
    return *local - utc_offset;
}

} // namespace amends::cli
