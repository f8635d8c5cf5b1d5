// SPDX-License-Identifier: BSL-1.0
// Exported entries: one in JSON, and files of them in either format.
#include "fuzz/archive_of_body.hpp"
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

// Input: pieces, each the body of an archive in a file of them, since a fuzzer computes no SHA-256.
void try_exported_archives(byte_view input) {
    bytes file;
    std::vector<entry> expected;
    auto as_it_ends = 0; // archives of no entries, of which the last in the file is the only one
    auto is_sound = true;
    while (!input.empty()) {
        auto const archive =
            archive_of(take_piece(input), archives::kind::trail, archive_form::binary);
        file.insert(file.end(), archive.begin(), archive.end());
        is_sound = is_sound && as_it_ends == 0;
        auto trail = trail_from_archive(archive);
        if (!trail) is_sound = false;
        if (!is_sound) continue;
        as_it_ends += trail->empty() ? 1 : 0;
        std::ranges::move(*trail, std::back_inserter(expected));
    }
    auto const source = open_archives(the_file().with(file));
    must(source.has_value(), "a file can be opened");
    for (std::size_t n = 0;; ++n) {
        entry next;
        auto const more = (*source)->next(next);
        if (!more) {
            must(!is_sound || as_it_ends == 0, "sound archives to the end are read");
            return must_say_both_sides(more.error());
        }
        if (!*more) return must(is_sound && as_it_ends == 1 && n == expected.size(), "all is read");
        must(n < expected.size() && next == expected[n], "an entry is the one of its archive");
    }
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
