// SPDX-License-Identifier: BSL-1.0
// Sealing: texts encrypted under the key of the person they tell of, and bound to their place.
#pragma once

#include <amends/vocabulary/bytes.hpp>
#include <amends/vocabulary/error.hpp>

#include <array>
#include <memory>

namespace amends {

/// The secrets of one data subject. Whoever destroys them makes unreadable what was sealed by them,
/// and what was committed to impossible to guess.
struct subject_key {
    std::uint64_t id = 0; ///< stands with what was sealed; never 0, and never used again
    std::array<std::byte, 32> cipher{};
    std::array<std::byte, 32> salt{};

    ~subject_key(); ///< overwrites the secrets where they stood

    friend bool operator==(subject_key const&, subject_key const&) = default;
};

/// What is sealed: the texts of an entry, or those of a case file in a snapshot.
enum class sealed_kind : std::uint8_t { entry = 0, snapshot = 1 };

/// Where sealed texts belong. Nowhere else can they be opened.
struct sealed_place {
    case_id on{};
    std::uint64_t sequence = 0;
    sealed_kind kind = sealed_kind::entry;
};

/// Seals and opens. Nothing but its arguments goes into what it answers: the same key, place and texts
/// give the same bytes. Belongs to one thread. Cost: about 1 us for texts of 100 bytes; no allocation
/// once warm. Throws nothing but `bad_alloc`. Format: docs/format.md.
class sealer {
  public:
    sealer();
    ~sealer();
    sealer(sealer&&) noexcept;
    sealer& operator=(sealer&&) noexcept;

    /// The salt of a place: what an entry commits to can be checked by whoever is told it, and says
    /// nothing of other entries.
    digest salt_of(subject_key const& key, sealed_place const& at);

    /// What an entry says of its texts; without the salt they cannot be guessed from it.
    digest commitment(digest const& salt, byte_view texts);

    /// A digest that cannot be guessed without the salt either, in place of a plain one.
    digest salted(digest const& salt, digest const& plain);

    /// Appends the texts as sealed under `key`. `commitment` is theirs at this place.
    void seal(subject_key const& key, sealed_place const& at, digest const& commitment,
              byte_view texts, bytes& to);

    /// Opens what was sealed at this place, into `texts`. Errors: `damaged_trail` when key, place,
    /// commitment or bytes are not those of the sealing, `unsupported_version`.
    result<void> open(subject_key const& key, sealed_place const& at, digest const& commitment,
                      byte_view sealed, bytes& texts);

  private:
    struct state;
    std::unique_ptr<state> state_;
};

/// The id of the key under which something was sealed. Errors: `damaged_trail`,
/// `unsupported_version`.
result<std::uint64_t> key_named_in(byte_view sealed);

} // namespace amends
