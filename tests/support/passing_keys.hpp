// SPDX-License-Identifier: BSL-1.0
// A key store that passes everything on to another; tests override what they are about.
#pragma once

#include <amends/store/key_store.hpp>

namespace amends::testing {

class passing_keys : public key_store {
  public:
    explicit passing_keys(key_store& to) : real(to) {}

    result<subject_key> key_for(customer_id const& whose) override { return real.key_for(whose); }
    result<kept_key> find(std::uint64_t id) override { return real.find(id); }
    result<std::vector<kept_key>> keys_of(customer_id const& whose) override {
        return real.keys_of(whose);
    }
    result<void> retire(customer_id const& whose) override { return real.retire(whose); }
    result<void> destroy(std::span<std::uint64_t const> ids) override { return real.destroy(ids); }
    result<void> adopt(customer_id const& whose, kept_key const& from) override {
        return real.adopt(whose, from);
    }

  protected:
    key_store& real;
};

} // namespace amends::testing
