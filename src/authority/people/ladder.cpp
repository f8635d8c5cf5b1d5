// SPDX-License-Identifier: BSL-1.0
// Asking the judge of everybody who might decide.
#include <amends/authority/people/ladder.hpp>

#include <algorithm>

namespace amends {
namespace {

/// The lowest competent role among those held, or nothing.
std::optional<role> lowest_of(role_set const& held, std::vector<role> const& competent) {
    for (auto const& r : competent)
        if (held.has(r)) return r;
    return std::nullopt;
}

/// Somebody who might decide, in a role of the ladder.
struct candidate {
    decider as{};
    std::size_t step = 0;
};

} // namespace

who_decides who_may_decide(delegations const& lent, std::vector<role> competent, question const& q,
                           role const& can_change_that,
                           std::function<verdict(question const&)> const& judge) {
    auto const& people = lent.people();
    auto const may = [&](decider const& d, role_set const& held) {
        auto asked = q;
        asked.command = "approve";
        asked.who = {d.id, side::staff, held, d.instead_of, d.by_delegation};
        return judge(asked).decision == decision::granted;
    };
    auto const step_of = [&](role const& r) {
        return static_cast<std::size_t>(std::ranges::find(competent, r) - competent.begin());
    };
    std::vector<candidate> able;
    std::vector<candidate> gone;
    auto const add = [&](decider d, role_set const& held) {
        if (people.away(d.id, q.at) == nullptr && may(d, held)) {
            auto const step = step_of(d.in_role);
            able.push_back({std::move(d), step});
        }
    };
    for (auto const& c : people.all()) {
        auto const held = lowest_of(c.roles, competent);
        if (!held) continue;
        auto const* away = people.away(c.id, q.at);
        if (away == nullptr) {
            add({c.id, *held, {}, {}}, c.roles);
        } else if (!away->substitute.empty()) {
            auto const* stands_in = people.find(away->substitute);
            add({away->substitute, *held, c.id, {}},
                stands_in == nullptr ? role_set{} : stands_in->roles);
        } else {
            gone.push_back({{c.id, *held, {}, {}}, step_of(*held)});
        }
    }
    for (auto const& d : lent.all()) {
        if (std::ranges::find(competent, d.role) == competent.end()) continue;
        auto const* to = people.find(d.to);
        add({d.to, d.role, d.from, d.id}, to == nullptr ? role_set{} : to->roles);
    }

    who_decides answer;
    auto lowest = competent.size();
    for (auto const& c : able) lowest = std::min(lowest, c.step);
    for (auto const& c : able)
        if (c.step == lowest) answer.now.push_back(c.as);
    std::ranges::sort(answer.now, [](decider const& a, decider const& b) {
        return std::tie(a.instead_of, a.id, a.by_delegation) <
               std::tie(b.instead_of, b.id, b.by_delegation);
    });
    for (auto const& c : gone)
        if (c.step <= lowest) answer.away.push_back(c.as.id);
    if (answer.now.empty()) {
        answer.can_change_that = can_change_that;
        if (competent.empty()) answer.because = "no role of the ladder may decide this";
        else if (!answer.away.empty()) answer.because = "whoever may decide is away";
        else answer.because = "nobody in the directory who may decide holds " + competent[0].str();
    }
    answer.competent = std::move(competent);
    return answer;
}

} // namespace amends
