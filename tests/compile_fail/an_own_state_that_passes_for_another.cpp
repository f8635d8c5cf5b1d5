// SPDX-License-Identifier: BSL-1.0
// An own state with the name and the number of one of amends: the machine would know two.
// EXPECT: regions_are_disjoint
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

#ifndef AMENDS_REPAIRED
struct offered : state<6, region::resolution> {};
#else
using base::offered;
#endif
using own = on<offered, amends::withdraw, base::withdrawn, base::in_hand,
               base::record_as<amends::contact_withdrawn>>;

struct extended : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<own>>;
};
static_assert(amends::keeps_the_promises<extended>);
