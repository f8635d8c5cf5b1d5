// SPDX-License-Identifier: BSL-1.0
// A policy is any type that can judge; any_policy chooses one at run time.
#pragma once

#include <amends/authority/question.hpp>
#include <amends/authority/verdict.hpp>

#include <concepts>
#include <memory>
#include <utility>

namespace amends {

/// Anything that answers a question with a verdict. Known at compile time it costs no indirect call.
template <class P>
concept policy = requires(P const& p, question const& q) {
    { p.judge(q) } -> std::same_as<verdict>;
};

/// A policy chosen at run time. A value; copies share the policy, which never changes.
/// Threads: may be asked from several threads where the policy may. Cost: one indirect call.
class any_policy {
  public:
    template <policy P>
        requires(!std::same_as<std::remove_cvref_t<P>, any_policy>)
    // NOLINTNEXTLINE(google-explicit-constructor): any policy is an any_policy
    any_policy(P chosen) : chosen_(std::make_shared<holder<P> const>(std::move(chosen))) {}

    verdict judge(question const& q) const { return chosen_->judge(q); }

  private:
    struct base {
        virtual ~base() = default;
        virtual verdict judge(question const& q) const = 0;
    };
    template <class P>
    struct holder final : base {
        explicit holder(P p) : chosen(std::move(p)) {}
        verdict judge(question const& q) const override { return chosen.judge(q); }
        P chosen;
    };
    std::shared_ptr<base const> chosen_;
};

static_assert(policy<any_policy>);

} // namespace amends
