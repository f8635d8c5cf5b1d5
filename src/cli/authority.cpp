// SPDX-License-Identifier: BSL-1.0
// amends authority: what a document says, whether it is one, and what it would have changed.
#include "cli/authority_verbs.hpp"
#include "cli/verbs.hpp"

namespace amends::cli {

verb authority_verb() {
    return {
        .name = "authority",
        .summary = "Describe, check or try out an authority document",
        .verbs = {authority_describe_verb(), authority_check_verb(), authority_trial_verb()},
        .footer = R"(Examples:
  amends authority describe agent
  amends authority check new.toml
  amends authority trial new.toml --store cases.db)",
    };
}

} // namespace amends::cli
