// SPDX-License-Identifier: BSL-1.0
// A second approval by whoever gave the first.
// EXPECT: approved_only_by_others
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

#ifndef AMENDS_REPAIRED
using guard = all<base::not_merged, base::not_the_proposer, base::enough_approvers,
                  base::same_terms, base::within_authority>;
#else
using guard = base::last_approval_is_competent;
#endif
using last =
    on<base::awaiting_approval, amends::approve, base::offered, guard, base::record_last_approval>;
using earlier = on<base::awaiting_approval, amends::approve, base::awaiting_approval,
                   base::approval_is_competent, base::record_approval>;

struct extended : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<last, earlier>>;
};
static_assert(amends::keeps_the_promises<extended>);
