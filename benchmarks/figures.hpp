// SPDX-License-Identifier: BSL-1.0
// The groups of figures, in the order in which they are measured.
#pragma once

#include "report.hpp"

namespace bench {

void measure_step(report& to, options const& how);
void measure_command(report& to, options const& how);
void measure_entry(report& to, options const& how);
void measure_archive(report& to, options const& how);
void measure_trail(report& to, options const& how);
void measure_tree(report& to, options const& how);
void measure_sqlite(report& to, options const& how);
void measure_postgres(report& to, options const& how);
void measure_verify(report& to, options const& how);
void measure_exchange(report& to, options const& how);
void measure_compile(report& to, options const& how);
void measure_memory(report& to, options const& how);
void measure_policy(report& to, options const& how);
void measure_trial(report& to, options const& how);
void measure_complaint_dispute(report& to, options const& how);
void measure_cases(report& to, options const& how);
void measure_pool(report& to, options const& how);

} // namespace bench
