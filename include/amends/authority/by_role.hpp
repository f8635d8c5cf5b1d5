// SPDX-License-Identifier: BSL-1.0
// The judge over the ladder: what no rule holds against one of the actor's roles is granted.
#pragma once

#include <amends/authority/costs.hpp>
#include <amends/authority/policy.hpp>

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

namespace amends {

/// What a rule about roles is asked: the question, and its costs weighed once.
struct weighed {
    question const& asked;
    costs const& cost;
};

/// A rule that speaks of one role at a time: why this role may not, or nothing. Never allocates. Its
/// reasons say `needs_approval`; the judge forbids what is left to no other role. Asked about a role in
/// which somebody else would decide, it gets the question without the actor's roles.
template <class R>
concept role_rule = requires(R const& r, role const& held, weighed const& w) {
    { r.objection(held, w) } -> std::same_as<std::optional<reason>>;
};

/// A rule with limits: notes what it compares, and where no rule objects to the role it adds a granting
/// reason for each limit that the proposal lies within. Allocates beyond two reasons only.
template <class R>
concept says_within_what = requires(R const& r, role const& held, weighed const& w,
                                    typename R::comparison& noted, verdict& v) {
    { r.objection(held, w, noted) } -> std::same_as<std::optional<reason>>;
    { r.within(noted, v) } -> std::same_as<void>;
};

namespace detail {

/// The same question by somebody whose roles are not known: whatever role is asked of then is another
/// person's, against whom nothing counts that the actor gave.
question by_somebody_else(question q) noexcept;
/// What no role could grant, as a reason; nothing when the costs add up.
std::optional<reason> unweighable(costs const& c);
/// The reason of terms that are proposed or approved below what the law gives, or nothing.
std::optional<reason> below_the_lawful_floor(question const& q);
/// The same question, of terms that give what the law gives: with one remedy more. Requires: the costs
/// are not `unweighable`.
struct made_lawful {
    std::vector<remedy> remedies;
    question asked;

    explicit made_lawful(question const& q);
    made_lawful(made_lawful const&) = delete; // `asked` looks at `remedies`
};
/// The granting reason where no rule says a limit: what was granted in all.
reason no_objection(costs const& c);
/// The reason of somebody without a role.
reason no_role();
/// Whether a tells more than b to somebody who holds both roles: it came closer.
bool is_closer(reason const& a, reason const& b) noexcept;

/// What a rule notes for `within`.
template <class R>
struct noted_by {
    struct type {};
};
template <says_within_what R>
struct noted_by<R> {
    using type = typename R::comparison;
};

} // namespace detail

/// Who may decide, by role: grants a proposal when no rule objects to one of the actor's roles, and
/// says within which limits of that role; otherwise names the roles of the ladder to which no rule
/// objects, lowest first, and forbids it when there is none. An approval, and withholding one, needs a
/// role of its own. Terms below the lawful floor are forbidden, also where it rose since they were
/// proposed; the roles named are those that could decide the floor. Speaks of `propose`, `approve` and
/// `withhold` alone.
///
/// Cost: rules x (roles held, and roles of the ladder when none of those will do); no allocation for
/// up to two reasons and two competent roles.
template <role_rule... Rules>
class by_role {
  public:
    /// `ladder` lists the roles from the lowest to the highest, and after them those that are no
    /// step of it; others may decide too but are never named. `approvers` is how many distinct
    /// approvers it takes beyond the proposer's limit.
    by_role(std::vector<role> ladder, std::uint32_t approvers, exchange_rates rates, Rules... rules)
        : ladder_(std::move(ladder)),
          approvers_(approvers),
          rates_(std::move(rates)),
          rules_(std::move(rules)...) {}

    verdict judge(question const& q) const {
        verdict v;
        if (!is_about_terms(q.command)) return v;
        auto const cost = costs::of(q.remedies, rates_);
        if (auto const wrong = detail::unweighable(cost)) {
            v.add(*wrong);
            return v;
        }
        if (auto const below = detail::below_the_lawful_floor(q)) {
            v.add(*below);
            v.competent = competent(q);
            return v;
        }
        weighed const w{q, cost};
        comparisons noted;
        auto best = best_of(q.who.roles, w, noted);
        if (!best.why) {
            if (!cost.free) add_limits(noted, v);
            if (v.reasons.empty()) v.add(detail::no_objection(cost));
            return v;
        }
        add_competent(w, v.competent);
        if (q.command != "propose" || v.competent.empty()) best.why->says = decision::forbidden;
        v.approvers_needed = approvers_;
        v.add(*best.why);
        return v;
    }

    /// The role that is held to which no rule objects, else the one that came closest; empty where
    /// none is held.
    role decides_in(question const& q) const {
        auto const held = q.who.roles.all();
        if (held.size() < 2) return held.empty() ? role{} : held.front();
        auto const cost = costs::of(q.remedies, rates_);
        if (!is_about_terms(q.command) || detail::unweighable(cost)) return held.front();
        comparisons noted;
        return *best_of(q.who.roles, {q, cost}, noted).in;
    }

    /// The roles of the ladder that could decide this, lowest first; of terms below the lawful floor
    /// those that could decide the floor.
    detail::few<role> competent(question const& q) const {
        detail::few<role> found;
        auto const cost = costs::of(q.remedies, rates_);
        // First: costs that do not add up are no nearer to the floor with one remedy more.
        if (detail::unweighable(cost)) return found;
        if (detail::below_the_lawful_floor(q)) return competent(detail::made_lawful(q).asked);
        add_competent({q, cost}, found);
        return found;
    }

    /// Why the role that came closest may not decide this: to which the fewest rules were left to
    /// ask. Nothing where some role may.
    std::optional<reason> nearest_objection(question const& q) const {
        auto const cost = costs::of(q.remedies, rates_);
        if (auto const wrong = detail::unweighable(cost)) return wrong;
        if (detail::below_the_lawful_floor(q))
            return nearest_objection(detail::made_lawful(q).asked);
        if (ladder_.empty()) return std::nullopt;
        auto const another = detail::by_somebody_else(q);
        weighed const w{another, cost};
        std::optional<reason> nearest;
        comparisons noted;
        std::size_t passed = 0;
        for (auto const& r : ladder_) {
            std::size_t rules = 0;
            auto const why = objection(r, w, noted, [&] { ++rules; });
            if (!why) return std::nullopt;
            if (nearest && rules < passed) continue;
            if (nearest && rules == passed && !detail::is_closer(*why, *nearest)) continue;
            nearest = why;
            passed = rules;
        }
        return nearest;
    }

    looking_back looks_back() const {
        return std::apply(
            [](auto const&... rule) { return (looking_back{} | ... | looks_back_of(rule)); },
            rules_);
    }

  private:
    using comparisons = std::tuple<typename detail::noted_by<Rules>::type...>;
    struct uncounted {
        void operator()() const noexcept {}
    };
    /// The first objection; calls `passed` for each rule before it, which had nothing to object. By
    /// recursion, since an empty reason that waits for one would be zeroed.
    template <std::size_t First = 0, class Passed = uncounted>
    std::optional<reason> objection(role const& held, weighed const& w, comparisons& noted,
                                    Passed passed = {}) const {
        if constexpr (First == sizeof...(Rules)) return std::nullopt;
        else {
            auto const ask = [&]<class R>(R const& rule) {
                if constexpr (says_within_what<R>)
                    return rule.objection(held, w, std::get<First>(noted));
                else return rule.objection(held, w);
            };
            if (auto why = ask(std::get<First>(rules_))) return why;
            passed();
            return objection<First + 1>(held, w, noted, passed);
        }
    }
    /// A role that is held, and why it will not do.
    struct standing {
        role const* in = nullptr; ///< none is held
        std::optional<reason> why{};
    };
    /// The first role that will do; when none that is held will, the one that came closest. Of one that
    /// will do its comparisons are noted: it is asked last.
    standing best_of(role_set const& held, weighed const& w, comparisons& noted) const {
        // To propose what costs nothing takes no role, unless a rule wants one.
        if (held.all().empty()) {
            auto const takes_none = w.cost.free && w.asked.command == "propose";
            return {nullptr, takes_none ? objection({}, w, noted) : detail::no_role()};
        }
        standing best{&held.all().front(), objection(held.all().front(), w, noted)};
        for (auto const& r : held.all().subspan(1)) {
            if (!best.why) break;
            auto const why = objection(r, w, noted);
            if (!why || detail::is_closer(*why, *best.why)) best = {&r, why};
        }
        return best;
    }
    template <std::size_t First = 0>
    void add_limits(comparisons const& noted, verdict& v) const {
        if constexpr (First != sizeof...(Rules)) {
            auto const add = [&]<class R>(R const& rule) {
                if constexpr (says_within_what<R>) rule.within(std::get<First>(noted), v);
            };
            add(std::get<First>(rules_));
            add_limits<First + 1>(noted, v);
        }
    }
    void add_competent(weighed const& by_actor, detail::few<role>& found) const {
        // A colleague in the actor's own role may decide what the actor gave too much for.
        auto const another = detail::by_somebody_else(by_actor.asked);
        weighed const w{another, by_actor.cost};
        comparisons noted;
        for (auto const& r : ladder_)
            if (!objection(r, w, noted)) found.push_back(r);
    }

    std::vector<role> ladder_;
    std::uint32_t approvers_;
    exchange_rates rates_;
    std::tuple<Rules...> rules_;
};

} // namespace amends
