// SPDX-License-Identifier: BSL-1.0
// Keys by id, and the ids of each customer.
#include <amends/store/memory_keys.hpp>

#include "store/new_key.hpp"

namespace amends {

memory_keys::~memory_keys() = default;

result<subject_key> memory_keys::key_for(customer_id const& whose) {
    std::scoped_lock lock(guard_);
    auto& ids = of_customer_[whose];
    if (!ids.empty())
        if (auto const& last = keys_.find(ids.back())->second; last.state == key_state::current)
            return last.key;
    auto const made = seed_ ? key_from(*seed_, whose, ids.size()) : random_key();
    if (!made) return made.error();
    ids.reserve(ids.size() + 1);
    keys_.emplace(made->id, kept_key{key_state::current, *made});
    ids.push_back(made->id);
    return *made;
}

result<kept_key> memory_keys::find(std::uint64_t id) {
    std::scoped_lock lock(guard_);
    auto const known = keys_.find(id);
    return known == keys_.end() ? kept_key{} : known->second;
}

result<std::vector<kept_key>> memory_keys::keys_of(customer_id const& whose) {
    std::scoped_lock lock(guard_);
    std::vector<kept_key> all;
    if (auto const known = of_customer_.find(whose); known != of_customer_.end())
        for (auto const id : known->second)
            all.push_back({keys_.find(id)->second.state, {id, {}, {}}});
    return all;
}

result<void> memory_keys::retire(customer_id const& whose) {
    std::scoped_lock lock(guard_);
    if (auto const known = of_customer_.find(whose); known != of_customer_.end())
        for (auto const id : known->second)
            if (auto& kept = keys_.find(id)->second; kept.state == key_state::current)
                kept.state = key_state::retired;
    return {};
}

result<void> memory_keys::destroy(std::span<std::uint64_t const> ids) {
    std::scoped_lock lock(guard_);
    for (auto const id : ids) {
        auto const known = keys_.find(id);
        if (known == keys_.end()) continue;
        forget(known->second.key);
        known->second.state = key_state::destroyed;
    }
    return {};
}

result<void> memory_keys::adopt(customer_id const& whose, kept_key const& from) {
    std::scoped_lock lock(guard_);
    if (from.state == key_state::unknown || keys_.contains(from.key.id)) return {};
    auto& ids = of_customer_[whose];
    auto const state = from.state == key_state::current ? key_state::retired : from.state;
    ids.reserve(ids.size() + 1);
    keys_.emplace(from.key.id, kept_key{state, from.key});
    ids.insert(ids.begin(), from.key.id); // the last is the one that seals
    return {};
}

} // namespace amends
