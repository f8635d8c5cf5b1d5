// SPDX-License-Identifier: BSL-1.0
// Texts are damaged when they do not open though their key is there, or when their key never was.
#include <amends/store/verify_texts.hpp>

namespace amends {

result<std::optional<damage>> text_verifier::check(stored_entry const& next) {
    auto const found = [&](damage_kind kind, error const& why) {
        return std::optional(damage{kind, next.log_index, next.on, next.sequence, why.message});
    };
    if (next.sealed.empty()) {
        entry_place place;
        if (auto const read = decode_place(next.bytes, place); read && !place.commitment)
            return std::optional<damage>{};
    }
    if (auto const read = decode_entry(next.bytes, read_); !read)
        return found(damage_kind::unreadable, read.error());
    auto const opened = opens_.open(read_, next.sealed);
    if (!opened) {
        switch (opened.error().code) {
        case errc::damaged_trail:
        case errc::key_missing:
        case errc::unsupported_version: return found(damage_kind::texts, opened.error());
        default: return opened.error();
        }
    }
    opened_ += read_.texts == texts_are::opened;
    erased_ += read_.texts == texts_are::erased;
    sealed_ += read_.texts == texts_are::sealed;
    return std::optional<damage>{};
}

} // namespace amends
