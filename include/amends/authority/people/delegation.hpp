// SPDX-License-Identifier: BSL-1.0
// Delegations: somebody's authority in another's hands, for a time and within limits.
#pragma once

#include <amends/authority/costs.hpp>
#include <amends/authority/people/directory.hpp>
#include <amends/authority/policy.hpp>

#include <optional>
#include <vector>

namespace amends {

/// `from` lets `to` decide as `role`, from `begins` until just before `ends`. There is no onward
/// delegation: what lends is the role that `from` holds, and nobody holds what was lent to them.
struct delegation {
    delegation_id id{};
    actor_id from{};
    actor_id to{};
    amends::role role{};
    instant begins{};
    instant ends{};
    std::optional<money> max{}; ///< of all remedies together; narrower than the role's own limits
    std::string reason{};
    std::optional<instant> revoked{}; ///< counts no more from then on
    std::uint32_t line = 0;

    friend bool operator==(delegation const&, delegation const&) = default;
};
BOOST_DESCRIBE_STRUCT(delegation, (),
                      (id, from, to, role, begins, ends, max, reason, revoked, line))

/// What somebody else lends an actor for one question.
struct lent_authority {
    role_set roles{};            ///< none when nothing is lent
    std::optional<money> max{};  ///< of a delegation that has one
    std::optional<reason> why{}; ///< says granted: what lends; says forbidden: what does not hold
};

/// Everybody's delegations and the directory they stand on.
class delegations {
  public:
    delegations() = default;
    /// Requires: no two delegations of one id. One by somebody whom `people` does not know, or of a role
    /// that they do not hold, lends nothing.
    delegations(std::vector<delegation> all, directory people);

    /// What `who` may decide with beside their own roles: by the delegation that they name in
    /// `actor::by_delegation`, or as the substitute of whom they act for. No allocation.
    lent_authority lent_to(actor const& who, instant at) const noexcept;

    std::vector<delegation> const& all() const noexcept { return all_; }
    directory const& people() const noexcept { return people_; }

  private:
    lent_authority by_delegation(actor const& who, instant at) const noexcept;

    std::vector<delegation> all_;
    directory people_;
};

namespace detail {
/// Why the costs do not fit into a delegation, or nothing.
std::optional<reason> over_delegated_limit(money max, costs const& cost);
} // namespace detail

/// Judges with the roles that an actor holds, and with those that were lent where their own will not
/// do. A delegation that is named and does not hold forbids, whatever the actor may do in their own
/// right.
template <policy Judge>
class with_delegations {
  public:
    /// `rates`: by which the maximum of a delegation is held against costs in another currency.
    with_delegations(delegations lent, exchange_rates rates, Judge judge)
        : lent_(std::move(lent)), rates_(std::move(rates)), judge_(std::move(judge)) {}

    verdict judge(question const& q) const {
        if (q.who.on_behalf_of.empty() && q.who.by_delegation.empty()) return judge_.judge(q);
        auto own = judge_.judge(q);
        if (own.silent()) return own;
        auto const lent = lent_.lent_to(q.who, q.at);
        if (lent.why && lent.why->says == decision::forbidden) {
            verdict no;
            no.add(*lent.why);
            return no;
        }
        if (own.decision == decision::granted || !lent.why) return own;
        question as_lent = q;
        as_lent.who.roles = lent.roles;
        auto v = judge_.judge(as_lent);
        if (v.decision != decision::granted) return v;
        auto const over =
            lent.max ? detail::over_delegated_limit(*lent.max, costs::of(q.remedies, rates_))
                     : std::nullopt;
        if (over) {
            // What they may do in their own right stands; why the delegation does not widen it is
            // what they want to know.
            auto why = *over;
            why.says = own.decision;
            own.reasons.clear();
            own.add(why);
            return own;
        }
        v.add(*lent.why);
        return v;
    }
    looking_back looks_back() const { return looks_back_of(judge_); }
    /// What was lent, where one's own roles will not do and something was.
    role decides_in(question const& q) const requires(says_in_which_role<Judge>) {
        auto const own = judge_.decides_in(q);
        if (q.who.on_behalf_of.empty() && q.who.by_delegation.empty()) return own;
        auto const lent = lent_.lent_to(q.who, q.at);
        if (lent.roles.all().empty() || judge_.judge(q).decision == decision::granted) return own;
        question as_lent = q;
        as_lent.who.roles = lent.roles;
        return judge_.decides_in(as_lent);
    }
    detail::few<role> competent(question const& q) const requires(says_who_is_competent<Judge>) {
        return judge_.competent(q);
    }

  private:
    delegations lent_;
    exchange_rates rates_;
    Judge judge_;
};

} // namespace amends
