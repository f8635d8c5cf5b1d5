// SPDX-License-Identifier: BSL-1.0
// Opening: entries as they are read get their texts back, as far as their keys are there.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/casefile/codec.hpp>
#include <amends/store/key_store.hpp>
#include <amends/vocabulary/texts.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

namespace amends {

/// Opens the texts of entries. Remembers keys, so that a trail asks for its key once. Belongs to one
/// thread.
class text_opener {
  public:
    /// Without keys, texts that are kept apart are left sealed. Lifetime: `keys` must outlive it.
    explicit text_opener(key_store* keys) noexcept : keys_(keys) {}
    text_opener(text_opener&&) noexcept = default;
    text_opener& operator=(text_opener&&) noexcept = default;
    ~text_opener();

    /// Fills the texts of an entry that was decoded from the bytes beside which `sealed` is kept; its
    /// `texts` say what became of them. Those of a destroyed key stay empty.
    /// Errors: `damaged_trail` when they are not what the entry commits to, `key_missing`,
    /// `unsupported_version`, those of the key store.
    result<void> open(entry& e, byte_view sealed);

    /// The same for any value that was sealed: whether its texts are there.
    template <class T>
    result<texts_are> open(T& value, sealed_place const& at, digest const& commitment,
                           byte_view sealed) {
        auto const said = open_texts(at, commitment, sealed);
        if (!said || *said != texts_are::opened) return said;
        canonical::reader from(texts_);
        canonical::get_texts(from, value);
        if (auto const whole = from.finish(); !whole) return misfit(whole.error(), at);
        return said;
    }

    /// What the digest of a command became in this entry: salted where its texts are sealed, nothing
    /// where the salt was destroyed. Errors: as `open`.
    result<std::optional<digest>> as_kept(digest const& plain, entry const& e, byte_view sealed);

    /// Forgets the keys that it remembers: somebody may have destroyed one.
    void forget_keys() noexcept;

    /// Forgets a key that seals no more, which its owner may destroy at any time. A trail is read with
    /// one look at its key; the next begins with this.
    void forget_retired() noexcept { retired_ = {}; }

    /// What it opens with, for whoever seals on the same thread.
    sealer& seals() noexcept { return seals_; }

  private:
    result<kept_key const*> key_of(sealed_place const& at, byte_view sealed);
    result<texts_are> open_texts(sealed_place const& at, digest const& commitment,
                                 byte_view sealed);
    static error misfit(error const& why, sealed_place const& at);

    key_store* keys_;
    sealer seals_;
    boost::unordered_flat_map<std::uint64_t, kept_key> known_; ///< INVARIANT: current ones
    kept_key retired_;                                         ///< the last that was no more
    bytes texts_;
};

} // namespace amends
