// SPDX-License-Identifier: BSL-1.0
// Every key that there ever was: by it a world knows the texts that nobody else can read any more.
#pragma once

#include <amends/store/key_store.hpp>

#include <map>
#include <utility>

namespace amends::simulation {

/// Keys as they were seen when a desk was given them; none of them is ever destroyed here. A desk that
/// writes the log once more seals by it, under the keys that it is told.
class keys_ever final : public key_store {
  public:
    void note(customer_id const& whose, subject_key const& key) {
        known_.emplace(key.id, key);
        of_.emplace(key.id, whose);
    }
    std::map<std::uint64_t, subject_key> const& all() const noexcept { return known_; }
    /// Whose it is; empty for a key that nobody was given.
    customer_id owner_of(std::uint64_t id) const {
        auto const known = of_.find(id);
        return known == of_.end() ? customer_id{} : known->second;
    }
    /// From now on `key_for` answers this key. Whether that is another than before.
    bool seal_under(customer_id const& whose, std::uint64_t id) {
        return std::exchange(seals_[whose], id) != id;
    }

    result<subject_key> key_for(customer_id const& whose) override {
        auto const known = known_.find(seals_[whose]);
        if (known == known_.end())
            return mismatch(errc::key_missing, "a key that was noted", "none", whose.view());
        return known->second;
    }
    result<kept_key> find(std::uint64_t id) override {
        auto const known = known_.find(id);
        if (known == known_.end()) return kept_key{};
        return kept_key{key_state::current, known->second};
    }
    result<std::vector<kept_key>> keys_of(customer_id const&) override {
        return std::vector<kept_key>{};
    }
    result<void> retire(customer_id const&) override { return {}; }
    result<void> destroy(std::span<std::uint64_t const>) override { return {}; }
    result<void> adopt(customer_id const&, kept_key const&) override { return {}; }

  private:
    std::map<std::uint64_t, subject_key> known_;
    std::map<std::uint64_t, customer_id> of_;
    std::map<customer_id, std::uint64_t> seals_;
};

} // namespace amends::simulation
