// SPDX-License-Identifier: BSL-1.0
// Colleagues by id, found by halving.
#include <amends/authority/people/directory.hpp>

#include <algorithm>

namespace amends {

directory::directory(std::vector<colleague> colleagues) : colleagues_(std::move(colleagues)) {
    std::ranges::sort(colleagues_, {}, &colleague::id);
}

colleague const* directory::find(actor_id const& who) const noexcept {
    auto const at = std::ranges::lower_bound(colleagues_, who, {}, &colleague::id);
    return at != colleagues_.end() && at->id == who ? &*at : nullptr;
}

absence const* directory::away(actor_id const& who, instant at) const noexcept {
    auto const* known = find(who);
    if (known == nullptr) return nullptr;
    for (auto const& a : known->absences)
        if (a.from <= at && at < a.until) return &a;
    return nullptr;
}

bool directory::stands_in(actor_id const& who, actor_id const& absent, instant at) const noexcept {
    auto const* gone = away(absent, at);
    return gone != nullptr && !who.empty() && gone->substitute == who;
}

} // namespace amends
