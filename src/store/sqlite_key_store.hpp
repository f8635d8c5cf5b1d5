// SPDX-License-Identifier: BSL-1.0
// The keys of one file as a key store: each call through a connection of the store.
#pragma once

#include "store/sqlite_pool.hpp"

namespace amends::sqlite {

class key_store_of_file final : public key_store {
  public:
    /// `writing` is held by whoever writes to the file.
    key_store_of_file(pool& connections, std::mutex& writing, file_keys& keys)
        : connections_(connections), writing_(writing), keys_(keys) {}

    result<subject_key> key_for(customer_id const& whose) override;
    result<kept_key> find(std::uint64_t id) override;
    result<std::vector<kept_key>> keys_of(customer_id const& whose) override;
    result<void> retire(customer_id const& whose) override;
    result<void> destroy(std::span<std::uint64_t const> ids) override;
    result<void> adopt(customer_id const& whose, kept_key const& from) override;

  private:
    pool& connections_;
    std::mutex& writing_;
    file_keys& keys_;
};

} // namespace amends::sqlite
