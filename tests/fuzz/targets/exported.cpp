// SPDX-License-Identifier: BSL-1.0
// Exported entries: one in JSON, and files of them in either format.
#include "fuzz/file_of_input.hpp"
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"

#include <amends/exchange/entry_source.hpp>
#include <amends/exchange/json.hpp>

namespace amends::fuzz {

void try_entry_json(byte_view input) {
    auto const& table = standard_lifecycle();
    auto const read = entry_from_json(text_of(input), table);
    if (!read) return must_say_both_sides(read.error());
    auto const text = to_json(*read, table);
    must(text.find('\n') == text.npos, "an entry is written as one line");
    auto const again = entry_from_json(text, table);
    must(again.has_value() && *again == *read, "an entry that is written comes back");
}

void try_exported_entries(byte_view input) {
    auto const source = open_entries(the_file().with(input));
    must(source.has_value(), "a file can be opened");
    for (entry next;;) {
        auto const more = (*source)->next(next);
        if (!more) return must_say_both_sides(more.error());
        if (!*more) break;
    }
    must((*source)->bytes_read() == input.size(), "a file is read to its end");
}

} // namespace amends::fuzz
