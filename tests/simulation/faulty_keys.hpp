// SPDX-License-Identifier: BSL-1.0
// A desk's way to its keys, on which things go wrong as on its way to the store.
#pragma once

#include "simulation/faulty_store.hpp"
#include "simulation/keys_ever.hpp"
#include "support/passing_keys.hpp"

namespace amends::simulation {

class faulty_keys final : public testing::passing_keys {
  public:
    /// Every key that a desk is given by it is noted.
    faulty_keys(key_store& to, std::size_t desk, conditions& shared, keys_ever& noted)
        : passing_keys(to), desk_(desk), shared_(shared), noted_(noted) {}

    bool died() const noexcept { return died_; }

    result<subject_key> key_for(customer_id const& whose) override;
    result<kept_key> find(std::uint64_t id) override;
    result<std::vector<kept_key>> keys_of(customer_id const& whose) override;
    result<void> retire(customer_id const& whose) override;
    result<void> destroy(std::span<std::uint64_t const> ids) override;

  private:
    std::optional<error> goes_wrong(std::size_t once_in);
    [[noreturn]] void die(mishap how);
    error failed(mishap how);

    std::size_t desk_;
    conditions& shared_;
    keys_ever& noted_;
    bool died_ = false;
};

} // namespace amends::simulation
