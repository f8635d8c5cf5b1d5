// SPDX-License-Identifier: BSL-1.0
// Options explained anew take the agreed terms off the table while the case stays agreed.
// EXPECT: cleared_terms_are_proposed_again
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

#ifndef AMENDS_REPAIRED
using after = base::agreed;
#else
using after = base::options_explained;
#endif
using own = on<base::agreed, amends::explain_options, after, base::options_are_clear,
               base::record_as<amends::options_explained>>;

struct extended : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<own>>;
};
static_assert(amends::keeps_the_promises<extended>);
