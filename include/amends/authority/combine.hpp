// SPDX-License-Identifier: BSL-1.0
// Policies made of policies.
#pragma once

#include <amends/authority/policy.hpp>

#include <tuple>

namespace amends {

/// Makes `a` what both say together: forbidden beats needs_approval beats granted; all reasons are
/// kept; the larger number of approvers counts.
inline void tighten(verdict& a, verdict const& b) {
    if (b.decision > a.decision) a.decision = b.decision;
    if (!b.reasons.empty()) a.reasons.insert(a.reasons.end(), b.reasons.begin(), b.reasons.end());
    if (b.approvers_needed > a.approvers_needed) a.approvers_needed = b.approvers_needed;
    if (a.competent.empty() && !b.competent.empty()) a.competent = b.competent;
    if (a.document.empty()) {
        a.document = b.document;
        a.document_version = b.document_version;
    }
}
/// Both verdicts as one.
inline verdict strictest(verdict a, verdict const& b) {
    tighten(a, b);
    return a;
}

/// Grants only what every one of its policies grants.
template <policy... Policies>
    requires(sizeof...(Policies) != 0)
class all_of {
  public:
    explicit all_of(Policies... policies) : policies_(std::move(policies)...) {}

    verdict judge(question const& q) const {
        return std::apply(
            // In place: a verdict is half a kilobyte, and every command asks for one.
            [&](auto const& first, auto const&... more) {
                verdict together = first.judge(q);
                (tighten(together, more.judge(q)), ...);
                return together;
            },
            policies_);
    }

  private:
    std::tuple<Policies...> policies_;
};

} // namespace amends
