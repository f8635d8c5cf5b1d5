// SPDX-License-Identifier: BSL-1.0
// A row below one that asks less: what it would take is taken before.
// EXPECT: no_row_is_hidden
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

using wide = on<base::offered, amends::decline, base::options_explained, base::not_merged,
                base::record_as<amends::offer_declined>>;
using narrow = on<base::offered, amends::decline, base::withdrawn,
                  all<base::in_hand, base::not_merged>, base::record_as<amends::offer_declined>>;

struct extended : base::standard {
#ifndef AMENDS_REPAIRED
    using own = amends::workflow::rows<wide, narrow>;
#else
    using own = amends::workflow::rows<narrow, wide>;
#endif
    using rows = extended_by<base::rows, own>;
};
static_assert(amends::keeps_the_promises<extended>);
