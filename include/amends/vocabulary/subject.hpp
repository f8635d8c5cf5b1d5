// SPDX-License-Identifier: BSL-1.0
// The number under which what is marked about somebody or something is found again.
#pragma once

#include <cstdint>
#include <string_view>

namespace amends {

/// A letter for the kind of subject and its id, as one number: FNV-1a in 64 bits. Two subjects may
/// share one. Source: http://www.isthe.com/chongo/tech/comp/fnv/
// FORMAT: stores keep these numbers; never changed. Letters: `c` a customer's account, `a` an actor's,
// `m` the merges of a case, `k` the cases of a customer, `e` (without an id) all erasures.
constexpr std::uint64_t subject_of(char kind, std::string_view id) noexcept {
    constexpr std::uint64_t prime = 1099511628211u;
    std::uint64_t hash = 14695981039346656037u;
    hash = (hash ^ static_cast<unsigned char>(kind)) * prime;
    for (auto const c : id) hash = (hash ^ static_cast<unsigned char>(c)) * prime;
    return hash;
}

} // namespace amends
