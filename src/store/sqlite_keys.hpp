// SPDX-License-Identifier: BSL-1.0
// Keys in the store's own file: made in memory, kept with the entry that needs them, overwritten.
#pragma once

#include "store/sqlite_connection.hpp"

#include <amends/store/key_store.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <mutex>
#include <vector>

namespace amends::sqlite {

/// The statements about keys; a connection keeps them.
struct key_statements {
    // The first that is there: processes that made a key each at the same moment come to use one.
    statement current{"SELECT id, secret FROM keys WHERE customer = ? AND retired = 0 "
                      "ORDER BY place LIMIT 1"};
    statement with_id{"SELECT id, retired, secret FROM keys WHERE id = ?"};
    statement of_customer{"SELECT id, retired, secret FROM keys WHERE customer = ? ORDER BY place"};
    // Two processes may take over one key; what is there stays, and the second is told.
    statement add{"INSERT INTO keys(id, customer, retired, secret) VALUES(?, ?, ?, ?) "
                  "ON CONFLICT(id) DO NOTHING"};
    statement retire{"UPDATE keys SET retired = 1 WHERE customer = ? AND retired = 0"};
    statement destroy{"UPDATE keys SET retired = 1, secret = zeroblob(64) WHERE id = ?"};
};

// A row is never deleted and never changes its length: numbers 0 and 1 take no room in SQLite, and a
// destroyed secret is 64 zeroes. So a row stays in the page and at the place where it was written, and
// overwriting it leaves no copy of the secret elsewhere in the file.

/// Keys of one file. A new key costs no commit of its own: it waits here and is written within the
/// transaction of the next append, at the latest that of the entry which is sealed under it.
/// Threads: any number, each with its own connection.
class file_keys {
  public:
    result<subject_key> key_for(connection& c, key_statements& s, customer_id const& whose);
    result<kept_key> find(connection& c, key_statements& s, std::uint64_t id);
    result<std::vector<kept_key>> keys_of(connection& c, key_statements& s,
                                          customer_id const& whose);
    result<void> retire(connection& c, key_statements& s, customer_id const& whose);
    result<void> destroy(connection& c, key_statements& s, std::span<std::uint64_t const> ids);
    result<void> adopt(connection& c, key_statements& s, customer_id const& whose,
                       kept_key const& from);

    /// Writes the keys that wait, within a transaction; how many. Errors: `version_conflict` where
    /// another process kept one of them first; that one waits no more.
    result<std::size_t> write_waiting(connection& c, key_statements& s);
    /// That transaction was committed.
    void were_written(std::size_t how_many);

  private:
    struct waiting_key {
        customer_id whose;
        kept_key kept;
    };

    /// Where a key waits; behind the last when it does not.
    std::size_t place_of(std::uint64_t id) const;
    void find_current();

    std::mutex guard_;
    std::vector<waiting_key> waiting_;
    boost::unordered_flat_map<customer_id, std::size_t> current_; ///< places in `waiting_`
};

} // namespace amends::sqlite
