// SPDX-License-Identifier: BSL-1.0
// What the desk seals of the entries it writes, under the keys of their customers.
#pragma once

#include "desk/batch_marks.hpp"

#include <amends/casefile/case_file.hpp>
#include <amends/store/opening.hpp>
#include <amends/store/store.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <vector>

namespace amends {

/// Seals a batch, and opens what is read. A key that was looked up may be destroyed by another desk
/// at any time: nothing is kept under one unless nobody erased anything since (`add_condition`).
class sealed_texts {
  public:
    sealed_texts(store& kept, key_store* keys) : opens(keys), kept_(kept), keys_(keys) {}

    /// Without keys texts stay in the entries.
    bool on() const noexcept { return keys_ != nullptr; }
    key_store& keys() noexcept { return *keys_; }

    void begin_batch();

    /// Seals the texts of the batch's next draft under this customer's key: what the draft is to say of
    /// them is filled in, and the digest of its command is salted.
    result<void> seal(entry& draft, customer_id const& whose);

    /// Gives each draft what is sealed of it. Lifetime: until the next batch.
    void give(std::span<new_entry> drafts) const;
    void add_condition(batch_marks& marks) const;

    /// Before something is read and opened: from here on erasures are counted, so that a key that is
    /// remembered from now on is forgotten when its customer is erased, and none is remembered from
    /// the last reading that may be destroyed without a further fact.
    result<void> begin_reading();

    /// The same before what is read is shown to somebody: whether the log was frozen. Such a log takes no
    /// fact, so that its keys may be destroyed without one (`erase_in_frozen`): none is remembered.
    result<bool> begin_showing();

    /// Seals the texts of a case file for a snapshot, under the key of the entries of this batch;
    /// appends to `to`. Errors: `key_missing`, when this batch has none of that customer.
    result<digest> seal(case_file const& file, bytes& to);

    /// Forgets the keys that it remembers: some were destroyed. They are looked up anew.
    void forget_keys() noexcept;

    /// The customers whose data was erased since the last look. Keys are looked up anew afterwards.
    result<std::vector<customer_id>> catch_up();

    text_opener opens;

  private:
    result<subject_key const*> key_for(customer_id const& whose);
    result<void> count_erasures();

    store& kept_;
    key_store* keys_;
    boost::unordered_flat_map<customer_id, subject_key> seal_with_;
    std::optional<std::uint64_t> next_log_index_; ///< erasures before it are known
    bool frozen_ = false;                         ///< which is for good
    bytes texts_;                                 ///< of what is being sealed
    bytes sealed_;                                ///< of this batch
    std::vector<std::size_t> ends_;               ///< draft by draft
};

} // namespace amends
