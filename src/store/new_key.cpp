// SPDX-License-Identifier: BSL-1.0
// Secrets come from OpenSSL's generator, which the system seeds.
#include "store/new_key.hpp"

#include "vocabulary/cleansing.hpp"

#include <openssl/rand.h>

namespace amends {

result<subject_key> random_key() {
    subject_key made;
    std::array<unsigned char, sizeof made.id + sizeof made.cipher + sizeof made.salt> dice;
    detail::cleansed const over(dice);
    do {
        if (RAND_priv_bytes(dice.data(), static_cast<int>(dice.size())) != 1)
            return mismatch(errc::store_failed, "randomness for a key", "none",
                            "OpenSSL's generator");
        auto const* from = dice.data();
        // 63 bits: databases count with a sign.
        std::memcpy(&made.id, from, sizeof made.id);
        made.id >>= 1;
        std::memcpy(made.cipher.data(), from += sizeof made.id, made.cipher.size());
        std::memcpy(made.salt.data(), from + made.cipher.size(), made.salt.size());
    } while (made.id == 0);
    return made;
}

subject_key key_from(std::uint64_t seed, customer_id const& whose, std::uint64_t count) {
    sha256 hasher;
    auto const part = [&](std::uint8_t which) {
        bytes of;
        canonical::append(of, seed);
        canonical::append(of, whose);
        canonical::append(of, count);
        canonical::append(of, which);
        return hasher.of(of).bytes;
    };
    subject_key made;
    auto const id = part(0);
    std::memcpy(&made.id, id.data(), sizeof made.id);
    made.id = made.id >> 1 | 1;
    made.cipher = part(1);
    made.salt = part(2);
    return made;
}

void forget(subject_key& key) noexcept {
    detail::cleanse(key.cipher);
    detail::cleanse(key.salt);
}

} // namespace amends
