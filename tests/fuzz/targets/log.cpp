// SPDX-License-Identifier: BSL-1.0
// A store's log from a stranger: entry after entry to the verifier, which names the first damage.
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"

#include <amends/audit/verify.hpp>

namespace amends::fuzz {

// Input: entries, each behind two bytes of length and one byte of what is wrong with its columns.
void try_log(byte_view input) {
    trail_verifier whole(true), cases_alone(false);
    sha256 hasher;
    std::uint64_t index = 0;
    while (input.size() >= 3) {
        auto const wrong = std::to_integer<unsigned>(input[2]);
        auto const length = std::min<std::size_t>(std::to_integer<unsigned>(input[0]) |
                                                      std::to_integer<unsigned>(input[1]) << 8,
                                                  input.size() - 3);
        auto const content = input.subspan(3, length);
        input = input.subspan(3 + length);

        entry_place place;
        auto const sound = decode_place(content, place).has_value();
        stored_entry one{index,   place.on, place.sequence, place.command, hasher.of_leaf(content),
                         content, {}};
        if ((wrong & 1) != 0) one.log_index += 1;
        if ((wrong & 2) != 0) one.sequence += 1;
        if ((wrong & 4) != 0) one.on = "another";
        if ((wrong & 8) != 0) one.command = "another";
        if ((wrong & 16) != 0) one.hash.bytes[wrong % 32] ^= std::byte{1};

        auto const in_log = whole.check(one);
        auto const in_case = cases_alone.check(one);
        if (!sound || (wrong & 16) != 0)
            must(in_log.has_value() && in_case.has_value(), "what is no entry is damage");
        if (in_case) must(in_log.has_value(), "damage of a case is damage of the log");
        for (auto const* found : {&in_log, &in_case})
            if (*found) {
                must((*found)->log_index == one.log_index && (*found)->sequence == one.sequence,
                     "damage is located");
                must_say_both_sides({errc::damaged_trail, (*found)->message});
            }
        if (!in_case)
            must(!cases_alone.check_head(one.on, one.sequence, one.hash).has_value(),
                 "a sound entry is its case's last");
        if (in_log || in_case) return;
        ++index;
    }
    must(whole.entries() == index && cases_alone.entries() == index, "sound entries are counted");
}

} // namespace amends::fuzz
