// SPDX-License-Identifier: BSL-1.0
// Policies made of policies.
#pragma once

#include <amends/authority/policy.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace amends {

namespace detail {
template <class Policies>
looking_back looks_back_of_all(Policies const& policies) {
    return std::apply(
        [](auto const&... each) { return (looking_back{} | ... | looks_back_of(each)); }, policies);
}
} // namespace detail

namespace detail {
/// Roles that both lists name, where both name some.
inline void keep_what_both_name(few<role>& a, few<role> const& b) {
    if (b.empty()) return;
    if (a.empty()) a = b;
    auto const gone = std::remove_if(a.begin(), a.end(), [&](role const& r) {
        return std::find(b.begin(), b.end(), r) == b.end();
    });
    a.erase(gone, a.end());
}
/// A verdict without a document is of the document that the other one is of.
inline void take_document(verdict& a, verdict const& b) {
    if (!a.document.empty()) return;
    a.document = b.document;
    a.document_version = b.document_version;
}
} // namespace detail

/// Makes `a` what both say together: forbidden beats needs_approval beats granted; all reasons are
/// kept; the larger number of approvers counts; of the competent roles those that both name, where
/// both name some. Where they name some and none in common, nobody could approve: that is forbidden
/// (`nobody_in_common`).
inline void tighten(verdict& a, verdict const& b) {
    if (b.decision > a.decision) a.decision = b.decision;
    if (!b.reasons.empty()) a.reasons.insert(a.reasons.end(), b.reasons.begin(), b.reasons.end());
    if (b.approvers_needed > a.approvers_needed) a.approvers_needed = b.approvers_needed;
    auto const named = !a.competent.empty();
    detail::keep_what_both_name(a.competent, b.competent);
    if (named && a.competent.empty() && a.decision == decision::needs_approval)
        a.add({"all_of", "nobody_in_common", decision::forbidden,
               measure::of_words("a role that every policy names"), measure::of_words("none")});
    detail::take_document(a, b);
}

/// Grants only what every one of its policies grants. Where approval is needed and those that need it
/// name nobody, the roles are named that its policies together hold for competent.
template <policy... Policies>
    requires(sizeof...(Policies) != 0)
class all_of {
  public:
    explicit all_of(Policies... policies) : policies_(std::move(policies)...) {}

    verdict judge(question const& q) const {
        auto v = std::apply(
            // In place: a verdict is half a kilobyte, and every command asks for one.
            [&](auto const& first, auto const&... more) {
                verdict together = first.judge(q);
                (tighten(together, more.judge(q)), ...);
                return together;
            },
            policies_);
        if constexpr (knows_who) {
            // One knows how many, another knows who.
            if (v.decision == decision::needs_approval && v.competent.empty())
                v.competent = competent(q);
        }
        return v;
    }
    looking_back looks_back() const { return detail::looks_back_of_all(policies_); }

    /// The roles that all of its policies name that can name any.
    detail::few<role> competent(question const& q) const
        requires((says_who_is_competent<Policies> || ...)) {
        detail::few<role> named;
        bool first = true;
        auto const ask = [&]<class P>(P const& p) {
            if constexpr (says_who_is_competent<P>) {
                auto const roles = p.competent(q);
                // None of one policy's roles is nobody, not silence.
                if (std::exchange(first, false)) named = roles;
                else if (roles.empty()) named.clear();
                else if (!named.empty()) detail::keep_what_both_name(named, roles);
            }
        };
        std::apply([&](auto const&... each) { (ask(each), ...); }, policies_);
        return named;
    }

    /// As the first of its policies tells it that can.
    role decides_in(question const& q) const requires((says_in_which_role<Policies> || ...)) {
        std::optional<role> told;
        auto const ask = [&]<class P>(P const& p) {
            if constexpr (says_in_which_role<P>)
                if (!told) told = p.decides_in(q);
        };
        std::apply([&](auto const&... each) { (ask(each), ...); }, policies_);
        return *told;
    }

  private:
    static constexpr bool knows_who = (says_who_is_competent<Policies> || ...);

    std::tuple<Policies...> policies_;
};

/// Grants what one of its policies grants and none forbids. Otherwise what the mildest says, with the
/// reasons of all that are not silent; silence counts for nothing.
template <policy... Policies>
    requires(sizeof...(Policies) != 0)
class any_of {
  public:
    explicit any_of(Policies... policies) : policies_(std::move(policies)...) {}

    verdict judge(question const& q) const {
        verdict together;
        std::apply([&](auto const&... each) { (loosen(together, each.judge(q)), ...); }, policies_);
        return together;
    }
    looking_back looks_back() const { return detail::looks_back_of_all(policies_); }

  private:
    static void loosen(verdict& a, verdict b) {
        if (b.silent()) return;
        if (a.silent()) {
            a = std::move(b);
            return;
        }
        // Forbidden beats granted, granted beats the need of an approval.
        auto const rank = [](decision d) { return d == decision::needs_approval ? 0 : 1 + int(d); };
        auto& winner = rank(b.decision) > rank(a.decision) ? b : a;
        auto const& other = &winner == &a ? b : a;
        winner.reasons.insert(winner.reasons.end(), other.reasons.begin(), other.reasons.end());
        if (winner.decision == other.decision && other.decision == decision::needs_approval) {
            // Whoever either names may approve, so that as many must as either asks for: fewer would
            // let those of the one approve by the number of the other.
            for (auto const& r : other.competent)
                if (!winner.could(r)) winner.competent.push_back(r);
            winner.approvers_needed = std::max(winner.approvers_needed, other.approvers_needed);
        }
        detail::take_document(winner, other);
        if (&winner == &b) a = std::move(b);
    }

    std::tuple<Policies...> policies_;
};

/// What the first of its policies says that has something to say.
template <policy... Policies>
    requires(sizeof...(Policies) != 0)
class first_applicable {
  public:
    explicit first_applicable(Policies... policies) : policies_(std::move(policies)...) {}

    verdict judge(question const& q) const {
        verdict said;
        std::apply([&](auto const&... each) { (void)(... || !(said = each.judge(q)).silent()); },
                   policies_);
        return said;
    }
    looking_back looks_back() const { return detail::looks_back_of_all(policies_); }

  private:
    std::tuple<Policies...> policies_;
};

/// Asks its policy where a condition of the question holds, and is silent elsewhere.
template <std::predicate<question const&> Condition, policy Policy>
class when {
  public:
    when(Condition holds, Policy then) : holds_(std::move(holds)), then_(std::move(then)) {}

    verdict judge(question const& q) const { return holds_(q) ? then_.judge(q) : verdict{}; }
    looking_back looks_back() const { return looks_back_of(then_); }

  private:
    Condition holds_;
    Policy then_;
};

} // namespace amends
