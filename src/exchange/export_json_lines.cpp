// SPDX-License-Identifier: BSL-1.0
// JSON Lines: an entry a line.
#include "exchange/entry_json.hpp"
#include "exchange/export_formats.hpp"

namespace amends::detail {

result<std::uint64_t> export_json_lines(selected_entries& entries, export_options const& how,
                                        output_buffer& to) {
    state_names const names(*how.table);
    std::uint64_t written = 0;
    auto const visited = entries.visit([&](entry const& e) {
        json_writer line(to.text(),
                         {.exact = true, .without_personal_data = how.without_personal_data});
        put_entry(line, e, names, how.without_personal_data,
                  how.without_personal_data ? byte_view{} : entries.sealed());
        to.text() += '\n';
        ++written;
        return to.pass_on();
    });
    if (!visited) return visited.error();
    return written;
}

} // namespace amends::detail
