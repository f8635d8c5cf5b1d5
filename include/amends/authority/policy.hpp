// SPDX-License-Identifier: BSL-1.0
// A policy is any type that can judge; any_policy chooses one at run time.
#pragma once

#include <amends/authority/question.hpp>
#include <amends/authority/verdict.hpp>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <memory>
#include <optional>
#include <utility>

namespace amends {

/// What a policy must know of the past. The desk fills `question::given` accordingly.
struct looking_back {
    bool on_customer = false; ///< what this customer was given, by anybody
    bool on_actor = false;    ///< what this actor, and whom they act for, gave to anybody
    /// What lies further from the question's time than this, before or after, is left out; none:
    /// nothing is.
    std::optional<std::chrono::days> within{};

    bool at_all() const noexcept { return on_customer || on_actor; }
    /// Whether whoever gathered this much has what `other` asks for.
    bool covers(looking_back const& other) const noexcept {
        if (!other.at_all()) return true;
        return on_customer >= other.on_customer && on_actor >= other.on_actor &&
               (!within || (other.within && *within >= *other.within));
    }
    /// Whether what was given then counts for a question of this time.
    bool reaches(instant asked, instant given) const noexcept {
        constexpr std::uint64_t a_day = 24 * 60 * 60 * 1000;
        if (!within) return true;
        auto const days = static_cast<std::uint64_t>(std::max(*within, {}).count());
        return days > ~std::uint64_t{0} / a_day || milliseconds_apart(asked, given) <= days * a_day;
    }
    /// As much as both ask for.
    friend looking_back operator|(looking_back const& a, looking_back const& b) noexcept {
        if (!a.at_all()) return b;
        if (!b.at_all()) return a;
        looking_back both{a.on_customer || b.on_customer, a.on_actor || b.on_actor, {}};
        if (a.within && b.within) both.within = std::max(*a.within, *b.within);
        return both;
    }
    friend bool operator==(looking_back const&, looking_back const&) = default;
};

/// What a policy or rule looks back on: nothing, unless it says so with `looks_back()`.
template <class P>
looking_back looks_back_of(P const& p) {
    if constexpr (requires { p.looks_back(); }) return p.looks_back();
    else return {};
}

/// Anything that answers a question with a verdict. Known at compile time it costs no indirect call.
template <class P>
concept policy = requires(P const& p, question const& q) {
    { p.judge(q) } -> std::same_as<verdict>;
};

/// A policy that can name the roles that could decide a question's terms, lowest first.
template <class P>
concept says_who_is_competent = requires(P const& p, question const& q) {
    { p.competent(q) } -> std::same_as<detail::few<role>>;
};

/// A policy that can tell in which of their roles, held or lent, somebody decides: the one in which a
/// question is granted, else the one that came closest.
template <class P>
concept says_in_which_role = requires(P const& p, question const& q) {
    { p.decides_in(q) } -> std::same_as<role>;
};

/// That role; of a policy that cannot tell the actor's first, which is empty where they have none.
template <class P>
role decides_in(P const& p, question const& q) {
    if constexpr (says_in_which_role<P>) return p.decides_in(q);
    else return q.who.roles.all().empty() ? role{} : q.who.roles.all().front();
}

/// A policy chosen at run time. A value; copies share the policy, which never changes.
/// Threads: may be asked from several threads where the policy may. Cost: one indirect call.
class any_policy {
  public:
    /// Takes the policy over: what it refers to itself must outlive every copy. Cost: one allocation.
    template <policy P>
        requires(!std::same_as<std::remove_cvref_t<P>, any_policy>)
    // NOLINTNEXTLINE(google-explicit-constructor): any policy is an any_policy
    any_policy(P chosen) : chosen_(std::make_shared<holder<P> const>(std::move(chosen))) {}

    verdict judge(question const& q) const { return chosen_->judge(q); }
    looking_back looks_back() const { return chosen_->looks_back(); }
    role decides_in(question const& q) const { return chosen_->decides_in(q); }

  private:
    struct base {
        virtual ~base() = default;
        virtual verdict judge(question const& q) const = 0;
        virtual looking_back looks_back() const = 0;
        virtual role decides_in(question const& q) const = 0;
    };
    template <class P>
    struct holder final : base {
        explicit holder(P p) : chosen(std::move(p)) {}
        verdict judge(question const& q) const override { return chosen.judge(q); }
        looking_back looks_back() const override { return looks_back_of(chosen); }
        role decides_in(question const& q) const override { return amends::decides_in(chosen, q); }
        P chosen;
    };
    std::shared_ptr<base const> chosen_;
};

static_assert(policy<any_policy>);

} // namespace amends
