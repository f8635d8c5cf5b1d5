// SPDX-License-Identifier: BSL-1.0
// Mishaps on the way to the keys: looked up in vain, destroyed unheard, or not at all.
#include "simulation/faulty_keys.hpp"

namespace amends::simulation {

void faulty_keys::die(mishap how) {
    shared_.count(how);
    died_ = true;
    throw process_died{};
}

error faulty_keys::failed(mishap how) {
    shared_.failed(how, desk_);
    return mismatch(errc::store_failed, "a safe with keys", "a locked one");
}

std::optional<error> faulty_keys::goes_wrong(std::size_t once_in) {
    if (shared_.calm || !shared_.chance.once_in(once_in)) return std::nullopt;
    return failed(mishap::keys_failed);
}

result<subject_key> faulty_keys::key_for(customer_id const& whose) {
    if (auto const wrong = goes_wrong(shared_.how.reads)) return *wrong;
    auto const key = real.key_for(whose);
    if (key) noted_.note(whose, *key);
    return key;
}

result<kept_key> faulty_keys::find(std::uint64_t id) {
    if (auto const wrong = goes_wrong(shared_.how.reads)) return *wrong;
    return real.find(id);
}

result<std::vector<kept_key>> faulty_keys::keys_of(customer_id const& whose) {
    if (auto const wrong = goes_wrong(shared_.how.erasing)) return *wrong;
    return real.keys_of(whose);
}

result<void> faulty_keys::retire(customer_id const& whose) {
    if (auto const wrong = goes_wrong(shared_.how.erasing)) return *wrong;
    return real.retire(whose);
}

result<void> faulty_keys::destroy(std::span<std::uint64_t const> ids) {
    if (shared_.calm || !shared_.chance.once_in(shared_.how.erasing)) return real.destroy(ids);
    switch (shared_.chance.below(4)) {
    case 0: return failed(mishap::keys_failed);
    case 1: die(mishap::died_before_destroying);
    case 2: (void)real.destroy(ids); die(mishap::died_after_destroying);
    default: (void)real.destroy(ids); return failed(mishap::destroyed_unheard);
    }
}

} // namespace amends::simulation
