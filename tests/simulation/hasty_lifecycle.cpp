// SPDX-License-Identifier: BSL-1.0
// A lifecycle that leaves options out: what `keeps_the_promises` would not let through.
#include "simulation/hasty_lifecycle.hpp"

#include <amends/lifecycle/promises.hpp>
#include <amends/workflow/machine.hpp>

namespace amends::simulation {
namespace {

namespace base = amends::resolution;
using namespace amends::workflow;

struct hasty {
    static constexpr std::string_view name = "hasty resolution";
    using initial = base::standard::initial;
    using rows = extended_by<
        base::rows,
        // An offer straight after the report, as long as the judges grant it.
        workflow::rows<on<base::reported, propose, base::offered,
                          all<base::in_hand, base::within_authority>, base::record_offer>>>;
};
static_assert(!promises::agreed_only_after_options_explained<hasty>);

} // namespace
} // namespace amends::simulation

amends::lifecycle const& amends::simulation::hasty_lifecycle() {
    static workflow::compiled<hasty> const made;
    return made;
}
