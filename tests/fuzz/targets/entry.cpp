// SPDX-License-Identifier: BSL-1.0
// An entry's canonical bytes: all three readers agree, and what is read is written again the same.
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"

#include <amends/audit/entry.hpp>

namespace amends::fuzz {

void try_entry(byte_view input) {
    auto const read = decode_entry(input);
    entry_place place;
    auto const placed = decode_place(input, place);
    must(read.has_value() == placed.has_value(), "both readers agree about what is an entry");

    // A reader goes on with the memory of the entry before.
    static amends::entry reused;
    auto const again = decode_entry(input, reused);
    must(read.has_value() == again.has_value(), "used memory changes no answer");
    amends::entry opened;
    auto const number = open_entry(input, opened);

    if (!read) {
        must_say_both_sides(read.error());
        must(read.error() == placed.error() && read.error() == again.error(),
             "both readers say the same of what is none");
        return;
    }
    must(*read == reused, "used memory changes no value");
    must(number.has_value() && *number == number_of(read->what),
         "the number of the fact is its own");
    must(opened.on == read->on && opened.how == read->how && opened.who == read->who &&
             opened.command == read->command && opened.lifecycle == read->lifecycle,
         "what stands before the fact is the same when nothing else is read");
    must(place.on == read->on && place.sequence == read->how.sequence && place.at == read->how.at &&
             place.command == read->command && place.previous == read->previous &&
             place.commitment == read->commitment,
         "an entry stands where it says");
    must(check_bounds(*read).has_value(), "what is read may be written");
    bytes written;
    encode(*read, written);
    must(same_bytes(written, input), "an entry that is read is written as the same bytes");
}

} // namespace amends::fuzz
