// SPDX-License-Identifier: BSL-1.0
// Which key sealed texts name, and what became of it.
#include <amends/store/opening.hpp>

#include "vocabulary/cleansing.hpp"

namespace amends {
namespace {

/// Keys remembered at most; a trail needs one, a log has many.
constexpr std::size_t known_max = 4096;

std::string in_words(sealed_place const& at) {
    return "case " + at.on.str() + ", entry " + std::to_string(at.sequence);
}

sealed_place place_of(entry const& e) { return {e.on, e.how.sequence}; }

} // namespace

text_opener::~text_opener() { forget_keys(); }

void text_opener::forget_keys() noexcept {
    known_.clear();
    retired_ = {};
}

/// The key that sealed texts name. Errors: `key_missing`, `damaged_trail`, those of the key store.
result<kept_key const*> text_opener::key_of(sealed_place const& at, byte_view sealed) {
    auto const id = key_named_in(sealed);
    if (!id) return misfit(id.error(), at);
    if (auto const known = known_.find(*id); known != known_.end()) return &known->second;
    if (retired_.state != key_state::unknown && retired_.key.id == *id) return &retired_;
    auto const found = keys_->find(*id);
    if (!found) return found.error();
    if (found->state == key_state::unknown)
        return mismatch(errc::key_missing, "key " + std::to_string(*id), "none with this id",
                        in_words(at));
    if (found->state != key_state::current) {
        retired_ = *found;
        return &retired_;
    }
    if (known_.size() >= known_max) known_.clear();
    return &known_.emplace(*id, *found).first->second;
}

result<texts_are> text_opener::open_texts(sealed_place const& at, digest const& commitment,
                                          byte_view sealed) {
    if (keys_ == nullptr) {
        auto const id = key_named_in(sealed);
        return id ? result<texts_are>(texts_are::sealed) : misfit(id.error(), at);
    }
    auto const kept = key_of(at, sealed);
    if (!kept) return kept.error();
    if ((*kept)->state == key_state::destroyed) return texts_are::erased;
    if (auto opened = seals_.open((*kept)->key, at, commitment, sealed, texts_); !opened)
        return opened.error();
    return texts_are::opened;
}

error text_opener::misfit(error const& why, sealed_place const& at) {
    auto const code = why.code == errc::unsupported_version ? why.code : errc::damaged_trail;
    return {code, why.message + " (texts of " + in_words(at) + ")"};
}

result<void> text_opener::open(entry& e, byte_view sealed) {
    auto const at = place_of(e);
    if (!e.commitment) {
        if (sealed.empty()) return {};
        return mismatch(errc::damaged_trail, "nothing sealed beside an entry that has its texts",
                        std::to_string(sealed.size()) + " bytes", in_words(at));
    }
    auto const said = open(e.what, at, *e.commitment, sealed);
    if (!said) return said.error();
    e.texts = *said;
    return {};
}

result<std::optional<digest>> text_opener::as_kept(digest const& plain, entry const& e,
                                                   byte_view sealed) {
    if (!e.commitment) return std::optional(plain);
    auto const at = place_of(e);
    if (keys_ == nullptr) return mismatch(errc::key_missing, "a key store", "none", in_words(at));
    auto const kept = key_of(at, sealed);
    if (!kept) return kept.error();
    if ((*kept)->state == key_state::destroyed) return std::optional<digest>{};
    auto salt = seals_.salt_of((*kept)->key, at);
    detail::cleansed const over(salt.bytes);
    return std::optional(seals_.salted(salt, plain));
}

} // namespace amends
