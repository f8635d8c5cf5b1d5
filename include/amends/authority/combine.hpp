// SPDX-License-Identifier: BSL-1.0
// Policies made of policies.
#pragma once

#include <amends/authority/policy.hpp>

#include <tuple>

namespace amends {

/// Both verdicts as one: forbidden beats needs_approval beats granted; all reasons are kept; the
/// larger number of approvers counts.
inline verdict strictest(verdict a, verdict const& b) {
    if (b.decision > a.decision) a.decision = b.decision;
    a.reasons.insert(a.reasons.end(), b.reasons.begin(), b.reasons.end());
    if (b.approvers_needed > a.approvers_needed) a.approvers_needed = b.approvers_needed;
    if (a.competent.empty()) a.competent = b.competent;
    if (a.document.empty()) {
        a.document = b.document;
        a.document_version = b.document_version;
    }
    return a;
}

/// Grants only what every one of its policies grants.
template <policy... Policies>
class all_of {
  public:
    explicit all_of(Policies... policies) : policies_(std::move(policies)...) {}

    verdict judge(question const& q) const {
        return std::apply(
            [&](auto const&... each) {
                verdict together;
                ((together = strictest(std::move(together), each.judge(q))), ...);
                return together;
            },
            policies_);
    }

  private:
    std::tuple<Policies...> policies_;
};

} // namespace amends
