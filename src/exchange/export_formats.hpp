// SPDX-License-Identifier: BSL-1.0
// One function a format: writes the entries and answers how many.
#pragma once

#include "exchange/output_buffer.hpp"
#include "exchange/selected_entries.hpp"

namespace amends::detail {

result<std::uint64_t> export_archive(selected_entries& entries, export_options const& how,
                                     output_buffer& to);
result<std::uint64_t> export_csv(selected_entries& entries, export_options const& how,
                                 output_buffer& to);
result<std::uint64_t> export_ocel(selected_entries& entries, export_options const& how,
                                  output_buffer& to);
result<std::uint64_t> export_xes(selected_entries& entries, export_options const& how,
                                 output_buffer& to);
result<std::uint64_t> export_json_lines(selected_entries& entries, export_options const& how,
                                        output_buffer& to);

} // namespace amends::detail
