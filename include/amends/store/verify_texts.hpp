// SPDX-License-Identifier: BSL-1.0
// Verifying what is sealed: the texts beside the entries are those that the entries commit to.
#pragma once

#include <amends/audit/verify.hpp>
#include <amends/store/opening.hpp>
#include <amends/store/store.hpp>

#include <boost/unordered/unordered_flat_set.hpp>

#include <utility>
#include <vector>

namespace amends {

/// Checks the texts that are kept apart from entries whose bytes are sound. Feed it any entries, those
/// of a case in their order. A key that was destroyed explains nothing where it is another customer's,
/// or went when the case was erased before. Cost: decoding, decrypting and one hash of the texts; memory
/// for each case and key that was destroyed.
class text_verifier {
  public:
    /// Without keys it sees what is missing and what is too much, and opens nothing. Lifetime: `keys`
    /// must outlive it.
    explicit text_verifier(key_store* keys) : keys_(keys), opens_(keys) {}

    /// Checks the texts of the next entry. The damage (`texts`, or `unreadable` where the bytes are no
    /// entry), or nothing when they are sound or were erased. With the fact that a case was erased it may
    /// be that of an earlier entry of the case. Errors: those of the key store.
    result<std::optional<damage>> check(stored_entry const& next);

    /// The first entry whose key was destroyed though no erasure among the entries that were fed says
    /// so, of its case or of another under the same key, which is then the customer's; of one case alone
    /// where one is named. `log` has the entries. Errors: those of the log and of the key store.
    result<std::optional<damage>> unexplained(store& log, case_id const& on = {});

    /// The same for a log that is frozen, and so says of no erasure: the first entry whose key was
    /// destroyed and is not its customer's.
    result<std::optional<damage>> misplaced(store& log);

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
    static damage strange(case_id const& on, gone const& one, customer_id const& whose);
    std::optional<damage> note_gone(stored_entry const& e);
    result<std::optional<damage>> note_erasure(personal_data_erased const& said);
    result<std::optional<damage>> first_left(store& log, bool must_be_said, case_id const& only);
    result<bool> has(customer_id const& whose, std::uint64_t key);

    key_store* keys_;
    text_opener opens_;
    boost::unordered_flat_map<case_id, std::vector<gone>> gone_;
    boost::unordered_flat_set<std::uint64_t> explained_;                      ///< keys
    boost::unordered_flat_set<std::pair<case_id, std::uint64_t>> said_to_go_; ///< by its own case
    std::pair<customer_id, std::vector<kept_key>> asked_last_;
    entry read_;
    std::uint64_t opened_ = 0;
    std::uint64_t erased_ = 0;
    std::uint64_t sealed_ = 0;
};

} // namespace amends
