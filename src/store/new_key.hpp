// SPDX-License-Identifier: BSL-1.0
// How keys are made.
#pragma once

#include <amends/store/key_store.hpp>

namespace amends {

/// A key from the system's source of randomness. Errors: `store_failed`, when that has none.
result<subject_key> random_key();

/// A key that follows from what it is made of; for tests.
subject_key key_from(std::uint64_t seed, customer_id const& whose, std::uint64_t count);

/// Overwrites secrets that are no longer needed; compilers leave this write in.
void forget(subject_key& key) noexcept;

} // namespace amends
