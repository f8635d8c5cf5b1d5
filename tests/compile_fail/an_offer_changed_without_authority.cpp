// SPDX-License-Identifier: BSL-1.0
// Other terms in an offer that stands, which no judge granted.
// EXPECT: agreed_only_within_authority
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

#ifndef AMENDS_REPAIRED
using own =
    on<base::offered, amends::propose, base::offered, base::proposal_is_sound, base::record_offer>;
#else
using own = on<base::offered, amends::propose, base::offered, base::offer_is_authorised,
               base::record_offer>;
#endif

struct extended : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<own>>;
};
static_assert(amends::keeps_the_promises<extended>);
