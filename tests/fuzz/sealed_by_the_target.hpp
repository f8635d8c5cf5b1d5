// SPDX-License-Identifier: BSL-1.0
// The one thing that the target of sealed texts can open: what its seeds are made of.
#pragma once

#include <amends/audit/sealing.hpp>
#include <amends/casefile/fact.hpp>
#include <amends/vocabulary/texts.hpp>

namespace amends::fuzz {

struct sealed_sample {
    subject_key key;
    sealed_place at;
    bytes texts;
};

inline fact fact_with_texts() {
    contact_reported reported;
    reported.what.expected = "a parcel";
    reported.what.experienced = "none came";
    return reported;
}

inline sealed_sample sealed_by_the_target() {
    sealed_sample made{{7, {}, {}}, {"41", 1}, {}};
    made.key.cipher.fill(std::byte{1});
    made.key.salt.fill(std::byte{2});
    canonical::append_texts(made.texts, fact_with_texts());
    return made;
}

} // namespace amends::fuzz
