// SPDX-License-Identifier: BSL-1.0
// Keys in memory: for tests, and beside a store in memory.
#pragma once

#include <amends/store/key_store.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <mutex>
#include <optional>

namespace amends {

/// Keeps keys for as long as it lives. What was sealed under them can then never be opened again.
class memory_keys final : public key_store {
  public:
    /// Keys at random.
    memory_keys() = default;
    /// Keys that follow from a seed, a customer and how many keys that customer had: the same on every
    /// run, in every order. For tests alone: whoever knows the seed knows every key.
    explicit memory_keys(std::uint64_t seed) : seed_(seed) {}
    ~memory_keys() override;

    result<subject_key> key_for(customer_id const& whose) override;
    result<kept_key> find(std::uint64_t id) override;
    result<std::vector<kept_key>> keys_of(customer_id const& whose) override;
    result<void> retire(customer_id const& whose) override;
    result<void> destroy(std::span<std::uint64_t const> ids) override;
    result<void> adopt(customer_id const& whose, kept_key const& from) override;

  private:
    std::optional<std::uint64_t> seed_;
    std::mutex guard_;
    boost::unordered_flat_map<std::uint64_t, kept_key> keys_;
    boost::unordered_flat_map<customer_id, std::vector<std::uint64_t>> of_customer_;
};

} // namespace amends
