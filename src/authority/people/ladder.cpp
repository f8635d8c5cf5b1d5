// SPDX-License-Identifier: BSL-1.0
// Asking the judge of everybody who might decide.
#include <amends/authority/people/ladder.hpp>

#include "authority/reason_in_words.hpp"

#include <algorithm>
#include <tuple>

namespace amends {
namespace {

/// Somebody who could decide, and how high the role stands among the competent ones.
struct candidate {
    decider as{};
    std::size_t step = 0;
};

/// Why not, and whom that keeps from deciding.
struct obstacle {
    std::string why{};
    std::vector<std::string> who{};
};

std::string listed(std::vector<std::string> const& words, char const* between = ", ") {
    std::string out;
    for (auto const& w : words) out += (out.empty() ? "" : between) + w;
    return out;
}

/// Those of whom each can approve after the others, and who could not beside whom.
struct different_people {
    std::vector<candidate> votes{};
    std::vector<std::pair<candidate, candidate>> same{}; ///< a vote, and who would cast it again
};

bool is_same_vote(decider const& a, decider const& b) {
    auto const is = [](actor_id const& x, decider const& d) {
        return !x.empty() && (x == d.id || x == d.instead_of);
    };
    return is(a.id, b) || is(a.instead_of, b);
}

/// Nobody twice, neither by acting for another nor by being acted for. Those in their own right come
/// first, and bind one name alone.
different_people different(std::vector<candidate> some) {
    std::stable_partition(some.begin(), some.end(),
                          [](auto const& c) { return c.as.instead_of.empty(); });
    different_people found;
    for (auto& c : some) {
        auto const before = std::ranges::find_if(
            found.votes, [&](candidate const& v) { return is_same_vote(v.as, c.as); });
        if (before == found.votes.end()) found.votes.push_back(std::move(c));
        else found.same.emplace_back(*before, std::move(c));
    }
    return found;
}

std::string in_clause(decider const& d) {
    return d.id.str() + (d.instead_of.empty() ? "" : ", who acts for " + d.instead_of.str() + ",");
}

class search {
  public:
    search(who_is_asked const& of, std::function<verdict(question const&)> const& judge)
        : of_(of), people_(of.lent.people()), judge_(judge) {}

    void ask_everybody() {
        for (auto const& c : people_.all())
            if (auto const held = lowest_held(c.roles)) ask_colleague(c, *held);
        for (auto const& d : of_.lent.all()) {
            auto const step = step_of(d.role);
            if (step == of_.competent.size()) continue;
            if (people_.away(d.to, of_.about.at) != nullptr) continue;
            // One that does not hold now makes nobody a candidate.
            auto const lent = of_.lent.lent_to({d.to, side::staff, {}, d.from, d.id}, of_.about.at);
            if (lent.roles.has(d.role)) ask({d.to, d.role, d.from, d.id}, step);
        }
        forget_obstacles_of_the_able();
    }

    who_decides answer() {
        who_decides said;
        said.competent = of_.competent;
        said.approvers_needed = of_.approvers_needed;
        std::ranges::sort(able_, {}, [](candidate const& c) {
            return std::tie(c.step, c.as.instead_of, c.as.id, c.as.by_delegation);
        });
        // Whoever can in several ways decides in the lowest role, and there in their own right.
        std::vector<candidate> named;
        for (auto const& c : able_)
            if (std::ranges::none_of(named, [&](auto const& d) { return d.as.id == c.as.id; }))
                named.push_back(c);
        auto enough = named.begin();
        different_people there;
        while (enough != named.end() && there.votes.size() < of_.approvers_needed) {
            enough = std::ranges::find_if(
                enough, named.end(), [step = enough->step](auto& c) { return c.step != step; });
            there = different({named.begin(), enough});
        }
        auto const too_few = there.votes.size() < of_.approvers_needed;
        auto const top = too_few ? of_.competent.size() : std::prev(enough)->step;
        named.erase(enough, named.end());
        std::ranges::stable_sort(named, {},
                                 [](auto const& c) { return std::tie(c.as.instead_of, c.as.id); });
        for (auto const& c : named) said.now.push_back(c.as);
        for (auto const& c : gone_)
            if (c.step <= top) said.away.push_back(c.as.id);
        if (too_few) said.because = why_too_few(there);
        return said;
    }

  private:
    std::size_t step_of(role const& r) const {
        return static_cast<std::size_t>(std::ranges::find(of_.competent, r) -
                                        of_.competent.begin());
    }
    std::optional<role> lowest_held(role_set const& held) const {
        for (auto const& r : of_.competent)
            if (held.has(r)) return r;
        return std::nullopt;
    }
    role_set roles_of(actor_id const& who) const {
        auto const* known = people_.find(who);
        return known == nullptr ? role_set{} : known->roles;
    }
    verdict judged(decider const& d) const {
        auto asked = of_.about;
        asked.command = "approve";
        asked.who = {d.id, side::staff, roles_of(d.id), d.instead_of, d.by_delegation};
        return judge_(asked);
    }

    void ask_colleague(colleague const& c, role const& held) {
        auto const step = step_of(held);
        auto const* const away = people_.away(c.id, of_.about.at);
        if (away == nullptr) {
            ask({c.id, held, {}, {}}, step);
            return;
        }
        auto const& stand_in = away->substitute;
        auto const replaced = !stand_in.empty() &&
                              people_.away(stand_in, of_.about.at) == nullptr &&
                              ask({stand_in, held, c.id, {}}, step);
        // Somebody whose return would help nobody is not waited for.
        if (!replaced && judged({c.id, held, {}, {}}).decision == decision::granted)
            gone_.push_back({{c.id, held, {}, {}}, step});
    }

    bool ask(decider d, std::size_t step) {
        auto const v = judged(d);
        auto const able = v.decision == decision::granted && !v.silent();
        if (able) able_.push_back({std::move(d), step});
        else note(v, in_words(d));
        return able;
    }
    static std::string in_words(decider const& d) {
        return d.id.str() + (d.instead_of.empty() ? "" : " for " + d.instead_of.str());
    }
    /// Who could not in one way may be able in another.
    void forget_obstacles_of_the_able() {
        for (auto& o : obstacles_)
            for (auto const& c : able_) std::erase(o.who, in_words(c.as));
        std::erase_if(obstacles_, [](obstacle const& o) { return o.who.empty(); });
    }

    /// Of somebody who could not in several ways the first reason is enough.
    void note(verdict const& v, std::string who) {
        for (auto const& o : obstacles_)
            if (std::ranges::find(o.who, who) != o.who.end()) return;
        std::string why = "no judge grants it";
        for (auto const& r : v.reasons) {
            if (r.says != v.decision) continue;
            // What was found differs from one to the next, who are named together.
            why = reason_in_words({r.policy, r.rule, r.says, r.expected, {}}, ", ");
            break;
        }
        auto const known = std::ranges::find(obstacles_, why, &obstacle::why);
        if (known == obstacles_.end()) obstacles_.push_back({std::move(why), {std::move(who)}});
        else known->who.push_back(std::move(who));
    }

    std::string why_no_role() const {
        return of_.objection ? ": " + reason_in_words(*of_.objection, ", ") : "";
    }

    std::string why_too_few(different_people const& people) const {
        auto const there = people.votes.size();
        std::vector<std::string> all;
        if (of_.approvers_needed > 1)
            all.push_back(std::to_string(of_.approvers_needed) + " are needed, " +
                          (there == 0   ? std::string("nobody is")
                           : there == 1 ? std::string("one is")
                                        : std::to_string(there) + " are") +
                          " there");
        for (auto const& [vote, again] : people.same)
            all.push_back(in_clause(vote.as) + " and " + in_clause(again.as) + " count as one");
        for (auto const& o : obstacles_) all.push_back(listed(o.who) + ": " + o.why);
        std::vector<std::string> away, roles;
        for (auto const& c : gone_) away.push_back(c.as.id.str());
        for (auto const& r : of_.competent) roles.push_back(r.str());
        if (!away.empty()) all.push_back("away: " + listed(away));
        if (roles.empty()) all.push_back("no role of the document may decide this" + why_no_role());
        else if (people_.all().empty())
            all.push_back("the document has no directory of colleagues");
        else if (able_.empty() && obstacles_.empty() && away.empty())
            all.push_back("nobody in the directory is " + listed(roles, " or "));
        return listed(all, "; ");
    }

    who_is_asked const& of_;
    directory const& people_;
    std::function<verdict(question const&)> const& judge_;
    std::vector<candidate> able_;
    std::vector<candidate> gone_;
    std::vector<obstacle> obstacles_;
};

} // namespace

who_decides who_may_decide(who_is_asked of, std::function<verdict(question const&)> const& judge) {
    of.approvers_needed = std::max(1u, of.approvers_needed);
    search s(of, judge);
    s.ask_everybody();
    return s.answer();
}

} // namespace amends
