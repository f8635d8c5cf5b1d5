// SPDX-License-Identifier: BSL-1.0
// What is lent to whom at a moment, and why a delegation does not hold.
#include <amends/authority/people/delegation.hpp>

#include "authority/moment_in_words.hpp"

#include <algorithm>

namespace amends {
namespace {

constexpr rule_name delegations_name = "delegations";

lent_authority lends_nothing(rule_name const& rule, measure const& expected,
                             measure const& found) noexcept {
    lent_authority none;
    none.why = reason{delegations_name, rule, decision::forbidden, expected, found};
    return none;
}

} // namespace

delegations::delegations(std::vector<delegation> all, directory people)
    : all_(std::move(all)), people_(std::move(people)) {
    std::ranges::sort(all_, {}, &delegation::id);
}

lent_authority delegations::lent_to(actor const& who, instant at) const noexcept {
    if (!who.by_delegation.empty()) return by_delegation(who, at);
    if (!people_.stands_in(who.id, who.on_behalf_of, at)) return {};
    lent_authority lent;
    // What the absent one holds themselves: nobody stands in for a substitute.
    lent.roles = people_.find(who.on_behalf_of)->roles;
    lent.why = reason{
        delegations_name, "substitute", decision::granted, {}, measure::of_id(who.on_behalf_of)};
    return lent;
}

lent_authority delegations::by_delegation(actor const& who, instant at) const noexcept {
    auto const d = std::ranges::lower_bound(all_, who.by_delegation, {}, &delegation::id);
    if (d == all_.end() || d->id != who.by_delegation)
        return lends_nothing("no_such_delegation",
                             measure::of_words("a delegation of the document"),
                             measure::of_id(who.by_delegation));
    if (d->to != who.id)
        return lends_nothing("not_their_delegation", measure::of_id(d->to), measure::of_id(who.id));
    if (d->from != who.on_behalf_of)
        return lends_nothing("not_their_delegation", measure::of_id(d->from),
                             who.on_behalf_of.empty() ? measure::of_words("nobody")
                                                      : measure::of_id(who.on_behalf_of));
    if (at < d->begins)
        return lends_nothing("delegation_not_begun", moment_in_words("from ", d->begins),
                             moment_in_words("", at));
    if (d->revoked && at >= *d->revoked)
        return lends_nothing("delegation_revoked", moment_in_words("before ", *d->revoked),
                             moment_in_words("", at));
    if (at >= d->ends)
        return lends_nothing("delegation_over", moment_in_words("before ", d->ends),
                             moment_in_words("", at));
    auto const* from = people_.find(d->from);
    if (from == nullptr || !from->roles.has(d->role))
        return lends_nothing("not_theirs_to_lend", measure::of_id(d->role),
                             measure::of_id(d->from));
    lent_authority lent;
    lent.roles.add(d->role);
    lent.max = d->max;
    lent.why = reason{delegations_name, "by_delegation", decision::granted,
                      d->max ? measure::at_most(*d->max) : measure{}, measure::of_id(d->id)};
    return lent;
}

std::optional<reason> detail::over_delegated_limit(money max, costs const& cost) {
    if (cost.free) return std::nullopt;
    auto const* in = cost.in(max.in);
    if (in == nullptr)
        return reason{delegations_name, "no_rate", decision::needs_approval,
                      measure::of_words("a cost in the delegation's currency"),
                      cost.mixed ? measure::of_words("several currencies")
                                 : measure::of(money{cost.own.total, cost.own.in})};
    if (in->total <= max.minor_units) return std::nullopt;
    return reason{delegations_name, "over_delegated_limit", decision::needs_approval,
                  measure::at_most(max), measure::of(money{in->total, in->in})};
}

} // namespace amends
