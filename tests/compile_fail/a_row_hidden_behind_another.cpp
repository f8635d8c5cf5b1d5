// SPDX-License-Identifier: BSL-1.0
// A guarded row below one that takes every case.
// EXPECT: no_row_is_hidden
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

#ifndef AMENDS_REPAIRED
using always = on<base::offered, amends::decline, base::options_explained>;
#else
using always = on<base::offered, amends::decline, base::options_explained, base::not_merged>;
#endif
using hidden = on<base::offered, amends::decline, base::withdrawn, base::in_hand>;

struct extended : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<always, hidden>>;
};
static_assert(amends::keeps_the_promises<extended>);
