// SPDX-License-Identifier: BSL-1.0
// What is sealed beside entries: only what was sealed opens, and texts read back are written the same.
#include "fuzz/holding.hpp"
#include "fuzz/sealed_by_the_target.hpp"
#include "fuzz/targets.hpp"

namespace amends::fuzz {

void try_sealed(byte_view input) {
    auto const named = key_named_in(input);
    if (!named) must_say_both_sides(named.error());

    static auto const sample = sealed_by_the_target();
    static sealer seals;
    static auto const commitment =
        seals.commitment(seals.salt_of(sample.key, sample.at), sample.texts);
    bytes opened;
    auto const said = seals.open(sample.key, sample.at, commitment, input, opened);
    if (said) {
        must(named.has_value() && *named == sample.key.id, "what opens names its key");
        bytes again;
        seals.seal(sample.key, sample.at, commitment, opened, again);
        must(same_bytes(again, input), "nothing opens but what was sealed");
    } else {
        must_say_both_sides(said.error());
    }

    auto what = fact_with_texts();
    canonical::reader from(input);
    canonical::get_texts(from, what);
    if (auto const whole = from.finish(); !whole) return must_say_both_sides(whole.error());
    bytes written;
    canonical::append_texts(written, what);
    must(same_bytes(written, input), "texts that are read are written as the same bytes");
}

} // namespace amends::fuzz
