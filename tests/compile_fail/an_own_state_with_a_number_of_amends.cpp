// SPDX-License-Identifier: BSL-1.0
// A state of one's own with a number that a release to come may use.
// EXPECT: own_numbers_start_at_128
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

#ifndef AMENDS_REPAIRED
struct put_aside : state<90, region::resolution, finality::end> {};
#else
struct put_aside : state<190, region::resolution, finality::end> {};
#endif
using own = on<base::confirmed, amends::withdraw, put_aside>;

struct extended : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<own>>;
};
static_assert(amends::keeps_the_promises<extended>);
