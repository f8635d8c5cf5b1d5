// SPDX-License-Identifier: BSL-1.0
// How facts become the present: total, pure, and the same live and in replay.
#pragma once

#include <amends/casefile/case_file.hpp>

namespace amends {

/// The case file after `what` happened. Guarantees: total (any fact on any file), pure,
/// deterministic. Cost: no allocation beyond what the fact's own texts need.
case_file evolve(case_file before, fact const& what, circumstances const& how);

/// `evolve` in place, for folds; takes the fact's texts over instead of copying them.
void evolve_in_place(case_file& file, fact&& what, circumstances const& how);

} // namespace amends
