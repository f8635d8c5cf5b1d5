// SPDX-License-Identifier: BSL-1.0
// What to say when a test with random values fails.
#pragma once

#include "support/random_values.hpp"

#include "catch.hpp"

#include <string>

namespace amends::cases {

/// The command that runs the current test case again with the same values.
inline std::string repeat_with() {
    return "repeat with: AMENDS_SEED=" + std::to_string(seed()) +
           " bin/" AMENDS_TEST_PROGRAM " \"" + Catch::getResultCapture().getCurrentTestName() + '"';
}

} // namespace amends::cases
