// SPDX-License-Identifier: BSL-1.0
// Verifying what is sealed: the texts beside the entries are those that the entries commit to.
#pragma once

#include <amends/audit/verify.hpp>
#include <amends/store/opening.hpp>

namespace amends {

/// Checks the texts that are kept apart from entries whose bytes are sound. Feed it any entries, in any
/// order. Cost: decoding, decrypting and one hash of the texts.
class text_verifier {
  public:
    /// Without keys it sees what is missing and what is too much, and opens nothing.
    explicit text_verifier(key_store* keys) : opens_(keys) {}

    /// Checks the texts of the next entry. The damage (`texts`, or `unreadable` where the bytes are no
    /// entry), or nothing when they are sound or were erased. Errors: those of the key store.
    result<std::optional<damage>> check(stored_entry const& next);

    std::uint64_t opened() const noexcept { return opened_; } ///< as they were sealed
    std::uint64_t erased() const noexcept { return erased_; } ///< their key was destroyed
    std::uint64_t sealed() const noexcept { return sealed_; } ///< not opened, without keys

  private:
    text_opener opens_;
    entry read_;
    std::uint64_t opened_ = 0;
    std::uint64_t erased_ = 0;
    std::uint64_t sealed_ = 0;
};

} // namespace amends
