// SPDX-License-Identifier: BSL-1.0
// A condition whose name has a number in it: compilers write those in more than one way.
// EXPECT: a_name_is_the_same_from_every_compiler
#include <amends/lifecycle/promises.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

template <unsigned long Most>
struct reopened_at_most {
    static bool holds(step const& s) { return s.file.occasion <= Most; }
    static std::string expected() { return "fewer occasions"; }
    static std::string found() { return "more"; }
};
struct reopened_once : reopened_at_most<2> {};

#ifndef AMENDS_REPAIRED
using few = reopened_at_most<2>;
#else
using few = reopened_once;
#endif
using own = on<base::offered, amends::decline, base::options_explained, all<base::not_merged, few>,
               base::record_as<amends::offer_declined>>;

struct extended : base::standard {
    using rows = extended_by<base::rows, amends::workflow::rows<own>>;
};
static_assert(amends::keeps_the_promises<extended>);
