// SPDX-License-Identifier: BSL-1.0
// Keys in the store's database: made in memory, kept with the entry that needs them, destroyed.
#pragma once

#include "store/postgres_pool.hpp"

#include <amends/store/key_store.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <mutex>
#include <vector>

namespace amends::postgres {

/// The statements about keys that connections which read prepare.
namespace about_keys {
// The first that is there: processes that made a key each at the same moment come to use one.
inline constexpr statement current{"current_key", "SELECT id, retired, secret FROM keys "
                                                  "WHERE customer = $1::bytea AND retired = 0 "
                                                  "ORDER BY place LIMIT 1"};
inline constexpr statement with_id{"key_with_id",
                                   "SELECT id, retired, secret FROM keys WHERE id = $1::bigint"};
inline constexpr statement of_customer{"keys_of_customer",
                                       "SELECT id, retired, secret FROM keys "
                                       "WHERE customer = $1::bytea ORDER BY place"};
inline constexpr statement keep_retired{"keep_retired",
                                        "INSERT INTO keys(id, customer, retired, secret) "
                                        "VALUES($1::bigint, $2::bytea, 1, $3::bytea) "
                                        "ON CONFLICT (id) DO UPDATE SET retired = 1"};
inline constexpr statement retire{
    "retire_keys", "UPDATE keys SET retired = 1 WHERE customer = $1::bytea AND retired = 0"};
} // namespace about_keys

/// A key that is not known to be in the database yet.
struct waiting_key {
    customer_id whose;
    kept_key kept;
    std::uint64_t place = 0; ///< in the order in which they came
    bool is_on_its_way = false;
    bool was_unsure = false; ///< a commit that held it may have taken place, here or elsewhere

    bool may_be_kept() const { return is_on_its_way || was_unsure; }
};

/// Keys of one database. A new key costs no commit of its own: it waits here and is written within the
/// transaction of the next append, at the latest that of the entry which is sealed under it. Threads:
/// any number; nobody waits for the server while others are kept from the keys that wait.
class database_keys final : public key_store {
  public:
    database_keys(pool& connections, postgres_options const& how)
        : connections_(connections), how_(how) {}
    ~database_keys() override;

    result<subject_key> key_for(customer_id const& whose) override;
    result<kept_key> find(std::uint64_t id) override;
    result<std::vector<kept_key>> keys_of(customer_id const& whose) override;
    result<void> retire(customer_id const& whose) override;
    result<void> destroy(std::span<std::uint64_t const> ids) override;
    result<void> adopt(customer_id const& whose, kept_key const& from) override;

    // For one transaction at a time, with what became of it.

    /// The keys that wait, in the order in which they came, for a transaction that keeps them.
    void send_all(std::vector<waiting_key>& into);
    void were_kept(std::span<waiting_key const> sent);
    void were_not_kept(std::span<waiting_key const> sent);
    /// Nobody knows: where they are is looked up when they are needed.
    void may_have_been_kept(std::span<waiting_key const> sent);

  private:
    waiting_key const* current_of(customer_id const& whose) const;
    void wait_for_commit(customer_id const& whose, kept_key const& kept);
    void stop_waiting(std::uint64_t id);
    result<void> settle(connection& c, std::uint64_t id);
    result<void> overwrite(connection& c, std::span<std::uint64_t const> ids,
                           std::span<waiting_key const> not_kept) const;

    pool& connections_;
    postgres_options how_;

    std::mutex guard_;
    boost::unordered_flat_map<std::uint64_t, waiting_key> waiting_; ///< by id
    boost::unordered_flat_map<customer_id, std::uint64_t> current_; ///< ids of those that wait
    std::uint64_t next_place_ = 0;
    std::uint64_t came_to_rest_ = 0; ///< keys that waited and do so no more
};

/// Overwrites the secrets of keys that went into a statement.
void forget(std::vector<waiting_key>& keys) noexcept;

} // namespace amends::postgres
