// SPDX-License-Identifier: BSL-1.0
// FORMAT: a secret is 32 bytes for the cipher and 32 for salts; 64 zeroes when it was destroyed.
#pragma once

#include "vocabulary/cleansing.hpp"

#include <amends/store/key_store.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace amends {

/// Both secrets of a key, as a column holds them. Overwritten where it stood when it goes.
struct kept_secret : std::array<std::byte, 64> {
    ~kept_secret() { detail::cleanse(*this); }
};

inline kept_secret secret_of(kept_key const& kept) {
    kept_secret all{};
    if (kept.state == key_state::destroyed) return all;
    std::copy(kept.key.cipher.begin(), kept.key.cipher.end(), all.begin());
    std::copy(kept.key.salt.begin(), kept.key.salt.end(), all.begin() + 32);
    return all;
}

/// A key from the columns of its row. Errors: `store_damaged`, for a secret of another length.
inline result<kept_key> key_in_row(std::uint64_t id, bool retired, byte_view secret) {
    if (secret.size() != kept_secret{}.size())
        return mismatch(errc::store_damaged, "a secret of 64 bytes", std::to_string(secret.size()),
                        "key " + std::to_string(id));
    kept_key kept{retired ? key_state::retired : key_state::current, {id, {}, {}}};
    std::copy_n(secret.begin(), 32, kept.key.cipher.begin());
    std::copy_n(secret.begin() + 32, 32, kept.key.salt.begin());
    if (std::ranges::all_of(secret, [](std::byte b) { return b == std::byte{0}; }))
        kept.state = key_state::destroyed;
    return kept;
}

} // namespace amends
