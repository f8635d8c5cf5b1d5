// SPDX-License-Identifier: BSL-1.0
// The contract of a key store: keys of data subjects, made at need and destroyed for good.
#pragma once

#include <amends/audit/sealing.hpp>

#include <boost/describe/enum.hpp>

#include <span>
#include <vector>

namespace amends {

/// What is known of a key by its id.
enum class key_state : std::uint8_t {
    unknown,   ///< nobody ever had it here
    current,   ///< seals and opens
    retired,   ///< opens; a newer one seals
    destroyed, ///< neither, and never again
};
BOOST_DESCRIBE_ENUM(key_state, unknown, current, retired, destroyed)

/// A key, as far as it is there.
struct kept_key {
    key_state state = key_state::unknown;
    subject_key key{}; ///< with secrets while it is current or retired
};

/// Keeps the keys by which texts are sealed. Errors: `store_failed`, `store_damaged`, `store_busy`.
/// Threads: any number.
class key_store {
  public:
    virtual ~key_store() = default;

    /// The current key of a customer, made at the first need. A key that is new must be kept, at the
    /// latest, with the first entry that is sealed under it.
    virtual result<subject_key> key_for(customer_id const& whose) = 0;

    /// The key with this id, or what became of it.
    virtual result<kept_key> find(std::uint64_t id) = 0;

    /// Every key that a customer ever had; without secrets.
    virtual result<std::vector<kept_key>> keys_of(customer_id const& whose) = 0;

    /// From now on `key_for` makes a new key. What was sealed before can still be opened.
    virtual result<void> retire(customer_id const& whose) = 0;

    /// Destroys secrets. Afterwards they are in nothing that this store keeps, and that they were
    /// destroyed is remembered. Again, and of an unknown key, it is no error.
    virtual result<void> destroy(std::span<std::uint64_t const> ids) = 0;

    /// Takes over a key of another log's key store, so that what was sealed under it opens here too.
    /// It seals nothing here: a key that stands in two logs must not take in what is new in one of
    /// them. One whose id is known already stays as it is: what was destroyed does not come back.
    /// Kept, at the latest, with the next entry; where another process kept one of that id first, the
    /// key is as the other left it, and that append may answer `version_conflict`.
    virtual result<void> adopt(customer_id const& whose, kept_key const& from) = 0;
};

} // namespace amends
