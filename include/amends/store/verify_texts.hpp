// SPDX-License-Identifier: BSL-1.0
// Verifying what is sealed: the texts beside the entries are those that the entries commit to.
#pragma once

#include <amends/audit/verify.hpp>
#include <amends/store/opening.hpp>

#include <boost/unordered/unordered_flat_set.hpp>

#include <vector>

namespace amends {

/// Checks the texts that are kept apart from entries whose bytes are sound. Feed it any entries, those
/// of a case in their order. Cost: decoding, decrypting and one hash of the texts; memory for each case
/// and key whose destruction no fact of that case explains.
class text_verifier {
  public:
    /// Without keys it sees what is missing and what is too much, and opens nothing. Lifetime: `keys`
    /// must outlive it.
    explicit text_verifier(key_store* keys) : opens_(keys) {}

    /// Checks the texts of the next entry. The damage (`texts`, or `unreadable` where the bytes are no
    /// entry), or nothing when they are sound or were erased. Errors: those of the key store.
    result<std::optional<damage>> check(stored_entry const& next);

    /// The first entry whose key was destroyed though no erasure among the entries that were fed says
    /// so, of its case or of another under the same key; of one case alone where one is named.
    std::optional<damage> unexplained(case_id const& on = {}) const;

    /// Entries whose key was destroyed though no later fact of their own case says so.
    std::uint64_t erased_elsewhere() const noexcept;

    std::uint64_t opened() const noexcept { return opened_; } ///< as they were sealed
    std::uint64_t erased() const noexcept { return erased_; } ///< their key was destroyed
    std::uint64_t sealed() const noexcept { return sealed_; } ///< not opened, without keys

  private:
    /// Entries of a case under a key that was destroyed, before a fact of the case says so.
    struct gone {
        std::uint64_t key = 0;
        std::uint64_t log_index = 0; ///< of the first
        std::uint64_t sequence = 0;
        std::uint64_t entries = 0;
    };
    void note_gone(stored_entry const& e);
    void note_erasure(case_id const& on);

    text_opener opens_;
    boost::unordered_flat_map<case_id, std::vector<gone>> gone_;
    boost::unordered_flat_set<std::uint64_t> explained_; ///< keys
    entry read_;
    std::uint64_t opened_ = 0;
    std::uint64_t erased_ = 0;
    std::uint64_t sealed_ = 0;
};

} // namespace amends
