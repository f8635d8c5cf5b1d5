// SPDX-License-Identifier: BSL-1.0
// What a policy that looks back must know, gathered from accounts: each grant once.
#pragma once

#include <amends/authority/policy.hpp>

#include <algorithm>
#include <iterator>
#include <vector>

namespace amends {

/// Gathers what stands on the accounts that `needed` names. `account_named(std::uint64_t)` answers a
/// `result<account const*>`, with nullptr for one that has no lines. Errors: those of the call.
template <class Named>
result<void> gather(looking_back const& needed, question const& q, std::vector<grant>& into,
                    Named account_named) {
    auto const add = [&](std::uint64_t about, auto wanted) -> result<void> {
        auto const known = account_named(about);
        if (!known) return known.error();
        if (*known != nullptr)
            std::ranges::copy_if((*known)->grants(), std::back_inserter(into), [&](grant const& g) {
                return needed.reaches(q.at, g.at) && wanted(g);
            });
        return {};
    };
    auto const is_by = [](grant const& g, actor_id const& who) {
        return g.by == who || g.behalf_of == who;
    };
    auto const to_customer = [&](grant const& g) { return g.to == q.about.customer; };
    // Accounts may share a name, and a grant stands on several: what one gave is not taken again.
    auto const taken = [&](grant const& g) { return needed.on_customer && to_customer(g); };
    if (needed.on_customer)
        if (auto read = add(account_of(q.about.customer), to_customer); !read) return read;
    if (!needed.on_actor) return {};
    auto const& who = q.who.id;
    auto const& other = q.who.on_behalf_of;
    auto const by_actor = [&](grant const& g) { return is_by(g, who) && !taken(g); };
    if (auto read = add(account_of(who), by_actor); !read || other.empty() || other == who)
        return read;
    return add(account_of(other),
               [&](grant const& g) { return is_by(g, other) && !is_by(g, who) && !taken(g); });
}

} // namespace amends
