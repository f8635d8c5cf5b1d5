// SPDX-License-Identifier: BSL-1.0
// Texts are damaged when they do not open though their key is there, or when their key never was.
#include <amends/store/verify_texts.hpp>

#include <algorithm>

namespace amends {
namespace {

damage of_texts(stored_entry const& e, error const& why) {
    return {damage_kind::texts, e.log_index, e.on, e.sequence, why.message};
}
std::string in_words(case_id const& on, std::uint64_t sequence) {
    return "case " + on.str() + ", entry " + std::to_string(sequence);
}

/// Whose case it is. Nobody's, where nothing was reported on it.
result<customer_id> customer_of(store& log, case_id const& on) {
    customer_id whose;
    result<void> fine;
    auto const read = log.read(on, 1, ~std::uint64_t{0}, [&](stored_entry const& stored) {
        auto const e = decode_entry(stored.bytes);
        if (!e) fine = e.error();
        auto const* const reported = e ? std::get_if<contact_reported>(&e->what) : nullptr;
        if (reported != nullptr) whose = reported->what.customer;
        return fine && reported == nullptr;
    });
    if (!read) return read.error();
    if (!fine) return fine.error();
    return whose;
}

} // namespace

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
    if (read_.texts == texts_are::erased)
        if (auto wrong = note_gone(next)) return wrong;
    if (auto const* const said = std::get_if<personal_data_erased>(&read_.what))
        if (auto wrong = note_erasure(*said); !wrong || *wrong) return wrong;
    opened_ += read_.texts == texts_are::opened;
    erased_ += read_.texts == texts_are::erased;
    sealed_ += read_.texts == texts_are::sealed;
    return std::optional<damage>{};
}

std::optional<damage> text_verifier::note_gone(stored_entry const& e) {
    auto const key = key_named_in(e.sealed).value();
    // A case that was erased goes on under a new key.
    if (said_to_go_.contains({e.on, key}))
        return of_texts(e, mismatch(errc::damaged_trail, "a key made after its case was erased",
                                    "key " + std::to_string(key) + ", which went with it",
                                    in_words(e.on, e.sequence)));
    auto& of_case = gone_[e.on];
    auto known = std::ranges::find(of_case, key, &gone::key);
    if (known == of_case.end())
        known = of_case.insert(known, gone{key, e.log_index, e.sequence, 0});
    ++known->entries;
    return std::nullopt;
}

/// A fact of a case says of everything before it, and of itself, that it was erased.
result<std::optional<damage>> text_verifier::note_erasure(personal_data_erased const& said) {
    auto const of_case = gone_.find(read_.on);
    if (of_case == gone_.end()) return std::optional<damage>{};
    std::optional<damage> first;
    for (auto const& one : of_case->second) {
        auto const theirs = has(said.what.customer, one.key);
        if (!theirs) return theirs.error();
        if (!*theirs && !first) first = strange(read_.on, one, said.what.customer);
        if (!*theirs) continue;
        explained_.insert(one.key);
        said_to_go_.emplace(read_.on, one.key);
    }
    gone_.erase(of_case);
    return first;
}

/// Whether a customer ever had this key. One that is not known yet may have been made since.
result<bool> text_verifier::has(customer_id const& whose, std::uint64_t key) {
    auto const is_known = [&] {
        return asked_last_.first == whose &&
               std::ranges::any_of(asked_last_.second,
                                   [&](kept_key const& one) { return one.key.id == key; });
    };
    if (is_known()) return true;
    auto all = keys_->keys_of(whose);
    if (!all) return all.error();
    asked_last_ = {whose, std::move(*all)};
    return is_known();
}

damage text_verifier::strange(case_id const& on, gone const& one, customer_id const& whose) {
    auto const why = mismatch(errc::damaged_trail, "a key of customer " + whose.str(),
                              "key " + std::to_string(one.key) + ", destroyed, of somebody else",
                              in_words(on, one.sequence));
    return {damage_kind::texts, one.log_index, on, one.sequence, why.message};
}

result<std::optional<damage>> text_verifier::first_left(store& log, bool must_be_said,
                                                        case_id const& only) {
    std::optional<damage> first;
    for (auto const& [on, of_case] : gone_) {
        std::optional<customer_id> whose;
        for (auto const& one : of_case) {
            if (!only.empty() && on != only) continue;
            if (first && first->log_index <= one.log_index) continue;
            if (must_be_said && !explained_.contains(one.key)) {
                auto const why =
                    mismatch(errc::damaged_trail, "a fact that says that its texts were erased",
                             "none, and key " + std::to_string(one.key) + " destroyed",
                             in_words(on, one.sequence));
                first = damage{damage_kind::texts, one.log_index, on, one.sequence, why.message};
                continue;
            }
            if (!whose) {
                auto const found = customer_of(log, on);
                if (!found) return found.error();
                whose = *found;
            }
            auto const theirs = has(*whose, one.key);
            if (!theirs) return theirs.error();
            if (!*theirs) first = strange(on, one, *whose);
        }
    }
    return first;
}

result<std::optional<damage>> text_verifier::unexplained(store& log, case_id const& on) {
    return first_left(log, true, on);
}

result<std::optional<damage>> text_verifier::misplaced(store& log) {
    return first_left(log, false, {});
}

std::uint64_t text_verifier::erased_elsewhere() const noexcept {
    std::uint64_t entries = 0;
    for (auto const& [on, of_case] : gone_)
        for (auto const& one : of_case) entries += one.entries;
    return entries;
}

} // namespace amends
