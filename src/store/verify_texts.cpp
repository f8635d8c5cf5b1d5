// SPDX-License-Identifier: BSL-1.0
// Texts are damaged when they do not open though their key is there, or when their key never was.
#include <amends/store/verify_texts.hpp>

#include <algorithm>

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
    if (read_.texts == texts_are::erased) note_gone(next);
    if (std::holds_alternative<personal_data_erased>(read_.what)) note_erasure(read_.on);
    opened_ += read_.texts == texts_are::opened;
    erased_ += read_.texts == texts_are::erased;
    sealed_ += read_.texts == texts_are::sealed;
    return std::optional<damage>{};
}

void text_verifier::note_gone(stored_entry const& e) {
    auto const key = key_named_in(e.sealed).value();
    auto& of_case = gone_[e.on];
    auto known = std::ranges::find(of_case, key, &gone::key);
    if (known == of_case.end())
        known = of_case.insert(known, gone{key, e.log_index, e.sequence, 0});
    ++known->entries;
}

/// A fact of a case says of everything before it, and of itself, that it was erased.
void text_verifier::note_erasure(case_id const& on) {
    auto const said = gone_.find(on);
    if (said == gone_.end()) return;
    for (auto const& one : said->second) explained_.insert(one.key);
    gone_.erase(said);
}

std::optional<damage> text_verifier::unexplained(case_id const& only) const {
    std::optional<damage> first;
    for (auto const& [on, of_case] : gone_)
        for (auto const& one : of_case) {
            if (explained_.contains(one.key) || (!only.empty() && on != only)) continue;
            if (first && first->log_index <= one.log_index) continue;
            auto const why =
                mismatch(errc::damaged_trail, "a fact that says that its texts were erased",
                         "none, and key " + std::to_string(one.key) + " destroyed",
                         "case " + on.str() + ", entry " + std::to_string(one.sequence));
            first = damage{damage_kind::texts, one.log_index, on, one.sequence, why.message};
        }
    return first;
}

std::uint64_t text_verifier::erased_elsewhere() const noexcept {
    std::uint64_t entries = 0;
    for (auto const& [on, of_case] : gone_)
        for (auto const& one : of_case) entries += one.entries;
    return entries;
}

} // namespace amends
