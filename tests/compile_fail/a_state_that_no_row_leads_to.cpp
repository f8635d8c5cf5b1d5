// SPDX-License-Identifier: BSL-1.0
// A state with a way out and none in.
// EXPECT: every_state_is_reachable
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

struct forgotten : state<128, region::resolution> {};

#ifndef AMENDS_REPAIRED
using own = on<forgotten, amends::withdraw, base::withdrawn>;
#else
using own = on<base::reported, amends::withdraw, base::withdrawn>;
#endif

struct extended : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<own>>;
};
static_assert(amends::keeps_the_promises<extended>);
