// SPDX-License-Identifier: BSL-1.0
// A problem that is closed as soon as the actions are done.
// EXPECT: closed_only_after_evaluation
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

#ifndef AMENDS_REPAIRED
using own = on<base::actioned, amends::close, base::closed, base::may_close,
               base::record_as<amends::case_closed>>;
#else
using own = on<base::evaluated, amends::close, base::closed, base::may_close,
               base::record_as<amends::case_closed>>;
#endif

struct extended : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<own>>;
};
static_assert(amends::keeps_the_promises<extended>);
