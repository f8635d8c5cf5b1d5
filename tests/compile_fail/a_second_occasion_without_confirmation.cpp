// SPDX-License-Identifier: BSL-1.0
// A problem that comes back is taken up where its options were explained the first time.
// EXPECT: reopened_cases_start_again
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

#ifndef AMENDS_REPAIRED
using second = base::options_explained;
#else
using second = base::reported;
#endif
using own =
    on<base::evaluated, amends::reopen, second, all<base::not_merged, base::a_reason_is_given>,
       base::record_as<amends::case_reopened>>;

struct extended : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<own>>;
};
static_assert(amends::keeps_the_promises<extended>);
