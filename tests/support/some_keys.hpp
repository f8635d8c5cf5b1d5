// SPDX-License-Identifier: BSL-1.0
// Keys for tests: the same number makes the same key.
#pragma once

#include <amends/audit/signing_key.hpp>

namespace amends::testing {

inline signing_key key_of(std::string_view name, int number = 1) {
    std::array<std::byte, 32> seed{};
    seed[0] = static_cast<std::byte>(number);
    return signing_key::make(name, seed).value();
}

} // namespace amends::testing
