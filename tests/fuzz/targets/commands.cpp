// SPDX-License-Identifier: BSL-1.0
// Commands in JSON: one object, and a file of lines.
#include "fuzz/file_of_input.hpp"
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"

#include <amends/casefile/codec.hpp>
#include <amends/exchange/command_reader.hpp>
#include <amends/exchange/json.hpp>

namespace amends::fuzz {
namespace {

bytes content_of(given_command const& given) {
    bytes content;
    canonical::append(content, given.what.what);
    return content;
}

bool same(given_command const& a, given_command const& b) {
    return a.by == b.by && a.at == b.at && a.what.on == b.what.on && a.what.id == b.what.id &&
           a.what.expected == b.what.expected && content_of(a) == content_of(b);
}

/// A command that is read is one that can be written and read again.
void held_to(given_command const& given) {
    auto const text = to_json(given);
    must(text.find('\n') == text.npos, "a command is written as one line");
    auto const again = command_from_json(text);
    must(again.has_value() && same(*again, given), "a command that is written comes back");
}

} // namespace

void try_command_json(byte_view input) {
    auto const read = command_from_json(text_of(input));
    if (!read) return must_say_both_sides(read.error());
    held_to(*read);
}

void try_command_lines(byte_view input) {
    auto reader = command_reader::open(the_file().with(input));
    must(reader.has_value(), "a file can be opened");
    std::uint64_t last_line = 0;
    for (;;) {
        auto const next = reader->next();
        must(reader->line() >= last_line, "lines are counted upwards");
        last_line = reader->line();
        if (!next) {
            must_say_both_sides(next.error());
            must(next.error().code != errc::io_failed, "a file can be read");
            continue;
        }
        if (!*next) break;
        held_to(**next);
    }
    must(reader->bytes_read() == input.size(), "a file is read to its end");
}

} // namespace amends::fuzz
