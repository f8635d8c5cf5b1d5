// SPDX-License-Identifier: BSL-1.0
// A step that would leave no fact behind.
// EXPECT: every_row_records
#include <amends/lifecycle/resolution.hpp>
#include <amends/workflow/machine.hpp>

using namespace amends::workflow;
namespace base = amends::resolution;

#ifndef AMENDS_REPAIRED
using own = on<base::unreported, amends::report, base::reported>;
#else
using own = on<base::unreported, amends::report, base::reported, none,
               base::record_as<amends::contact_reported>>;
#endif

struct short_story {
    static constexpr std::string_view name = "short story";
    using initial = mp::mp_list<base::unreported>;
    using rows = amends::workflow::rows<own>;
};
amends::lifecycle const& table() {
    static compiled<short_story> const made;
    return made;
}
