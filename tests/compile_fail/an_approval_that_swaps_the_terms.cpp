// SPDX-License-Identifier: BSL-1.0
// An own action that puts other terms on the table than those that were approved.
// EXPECT: facts_are_those_of_their_commands
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

struct swap_the_terms {
    static void act(amends::approve&, step& s) {
        s.record(amends::solution_offered{amends::terms{}, s.terms_hash});
    }
};

#ifndef AMENDS_REPAIRED
using action = swap_the_terms;
#else
using action = base::record_last_approval;
#endif
using own = on<base::awaiting_approval, amends::approve, base::offered,
               base::last_approval_is_competent, action>;

struct extended : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<own>>;
};
static_assert(amends::keeps_the_promises<extended>);
