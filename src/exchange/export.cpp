// SPDX-License-Identifier: BSL-1.0
// From a format's name to the function that writes it.
#include <amends/exchange/export.hpp>

#include "exchange/export_formats.hpp"

namespace amends {

result<std::uint64_t> export_trails(store& from, export_format as, export_options const& how,
                                    text_sink const& to) {
    auto entries = detail::selected_entries::of(from, how);
    if (!entries) return entries.error();
    detail::output_buffer out(to);
    auto const write = [&] {
        switch (as) {
        case export_format::jsonl: return detail::export_json_lines(*entries, how, out);
        case export_format::csv: return detail::export_csv(*entries, how, out);
        case export_format::xes: return detail::export_xes(*entries, how, out);
        case export_format::ocel: return detail::export_ocel(*entries, how, out);
        case export_format::archive: return detail::export_archive(*entries, how, out);
        }
        return result<std::uint64_t>(mismatch(errc::out_of_range, "a known format",
                                              std::to_string(static_cast<unsigned>(as))));
    };
    auto const written = write();
    if (!written) return written;
    if (auto const whole = out.finish(); !whole) return whole.error();
    return written;
}

} // namespace amends
